"""No call goes inside, however the address is written and whatever the name says next."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.webhooks.wire import (
    Limits,
    UnfitAddressError,
    call,
    check_address,
    is_forbidden,
    resolve,
)
from tests.webhooks.receiver import listening

OPEN = Limits(http=True, seconds=2.0)
INSIDE = [
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
    "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "192.0.2.0/24",
    "198.18.0.0/15",
]  # fmt: skip
inner = st.sampled_from(INSIDE).flatmap(
    lambda net: st.integers(
        int(ipaddress.ip_network(net)[0]), int(ipaddress.ip_network(net)[-1])
    ).map(ipaddress.IPv4Address)
)


def forms(address: ipaddress.IPv4Address) -> list[str]:
    """Write an address in every way a browser or resolver takes."""
    number, parts = int(address), str(address).split(".")
    return [
        str(address), str(number), hex(number), f"0{number:o}",
        ".".join(hex(int(part)) for part in parts),
        ".".join(f"0{int(part):o}" for part in parts),
        f"{parts[0]}.{int(parts[1]) << 16 | int(parts[2]) << 8 | int(parts[3])}",
        f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xffff:x}::1]",
    ]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(address=inner)
def test_an_inner_address_is_refused_in_every_form(address):
    for form in forms(address):
        answer = call(f"http://{form}/", body=b"", headers={}, limits=OPEN)

        assert answer.fault in ("address", "name"), form


@given(address=st.ip_addresses())
def test_what_may_be_called_is_global_and_for_one_receiver(address):
    if not is_forbidden(address):
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    "address",
    [
        "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "::ffff:10.0.0.1",
        "169.254.169.254", "100.100.100.200", "168.63.129.16", "255.255.255.255", "2001:db8::1",
        "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_this_address_is_inside(address):
    assert is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "9.9.9.9"])
def test_this_address_is_outside(address):
    assert not is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "", "desk.example.cn", "ftp://desk.example.cn/", "file:///etc/passwd", "https://",
        "https://user:pass@example.cn/", "https://example.cn/#x", "https://example.cn:22/",
        "https://exa mple.cn/", "https://example.cn/\nHost: inside", "https://10.0.0.1/",
        "https://[::1]/", "https://example.cn:99999/", "javascript:alert(1)", "http://example.cn/",
        "https://127.0.0.1:8443/", "gopher://example.cn/", "//example.cn/",
    ],
)  # fmt: skip
def test_this_is_refused_when_it_is_entered(address):
    with pytest.raises(UnfitAddressError) as refusal:
        check_address(address, Limits())

    assert str(refusal.value)


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_check(text):
    said = []
    for address in (text, f"https://{text}", f"https://example.cn/{text}"):
        try:
            check_address(address, Limits())
        except UnfitAddressError as refusal:
            said.append(str(refusal))

    assert all(said)


def test_https_to_the_world_is_allowed():
    assert check_address("https://example.cn/hook?a=1", Limits()).host == "example.cn"
    assert (
        check_address("https://例子.中国:8443/钩", Limits()).raw_host == b"xn--fsqu00a.xn--fiqs8s"
    )


# ── names that lie ───────────────────────────────────────────────────────────────────────────


def test_a_name_that_stands_for_an_inner_address_is_refused():
    answer = call("http://rebind.example/", body=b"", headers={}, limits=OPEN,
                  look_up=lambda *_: ["93.184.216.34", "127.0.0.1"])  # fmt: skip

    assert answer.fault == "address"


def test_a_name_is_asked_once_and_the_checked_address_is_called():
    """A name that points inside on the second question is never asked a second time."""
    with listening() as receiver:
        asked = []

        def look_up(host, port):
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

        limits = Limits(internal=frozenset({f"named.example:{receiver.port}"}), http=True)
        answer = call(f"http://named.example:{receiver.port}/x", body=b"{}", headers={},
                      limits=limits, look_up=look_up)  # fmt: skip

        assert answer.status == 204
        assert asked == ["named.example"]
        assert receiver.calls[0].head["Host"] == f"named.example:{receiver.port}"


def test_a_name_that_turns_inside_after_it_was_entered_is_refused_when_it_is_called():
    address = "http://turns.example/"
    check_address(address, OPEN)

    assert call(address, body=b"", headers={}, limits=OPEN,
                look_up=lambda *_: ["192.168.1.1"]).fault == "address"  # fmt: skip


def test_only_the_host_that_was_named_is_let_in():
    limits = Limits(internal=frozenset({"127.0.0.1:9"}), http=True)

    for address in ("http://127.0.0.1:10/", "http://localhost:9/", "http://127.0.0.2:9/"):
        assert call(address, body=b"", headers={}, limits=limits).fault == "address"


def test_a_name_nobody_knows_is_a_fault_of_the_name():
    def unknown(*_):
        raise OSError

    answer = call("http://nobody.example/", body=b"", headers={}, limits=OPEN, look_up=unknown)

    assert answer.fault == "name"


def test_the_machines_own_resolver_is_asked():
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
