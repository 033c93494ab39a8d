"""One call to somebody else's program: only to addresses that may be called, and never for long.

The name is resolved here, every address it stands for is checked, and the connection is made to
the very address that was checked: a name that points elsewhere a moment later changes nothing.
Redirects are not followed, environment proxies not used, and the body of a success not read.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx
from django.utils.translation import gettext as _

from shouwen.webhooks.choices import Fault

Resolve = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

KEPT_OF_ANSWER = 500  # characters of a failed answer's body
KEPT_HEADERS = ("content-type", "content-length", "date", "retry-after", "location", "server")
LONGEST_HEADER = 200
PIECE = 16_384
# Public by their number, yet a cloud's own service for its machines.
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
# Addresses that carry another one inside: what they lead to decides.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be called, and for how long; ``internal`` are hosts or host:port by name."""

    ports: frozenset[int] = frozenset({80, 443, 8443})
    internal: frozenset[str] = frozenset()
    http: bool = False
    seconds: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, or why nothing did: ``status`` is None then, and ``fault`` says why.

    ``body`` is what a success brought, where the caller asked for it.
    """

    status: int | None = None
    fault: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    beginning: str = ""
    body: bytes = b""

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it."""
        return not self.fault


class UnfitAddressError(Exception):
    """An address may not be called; the message is one sentence that says how to mend it."""


class _StoppedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


# ── which addresses ──────────────────────────────────────────────────────────────────────────


def check_address(address: str, limits: Limits) -> httpx.URL:
    """Return the address in parts, or raise UnfitAddressError; nothing is asked of the network."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise UnfitAddressError(_("This is no address; one begins with https://.")) from None
    _check_scheme(url, limits)
    if url.userinfo:
        raise UnfitAddressError(_("Leave name and password out of the address."))
    if url.fragment or not address.isprintable() or " " in address:
        raise UnfitAddressError(_("Leave out spaces and what follows the # sign."))
    if not _is_named(url, limits) and _port(url) not in limits.ports:
        allowed = ", ".join(str(port) for port in sorted(limits.ports))
        raise UnfitAddressError(
            _("Port %(port)s may not be called; use one of: %(allowed)s.")
            % {"port": _port(url), "allowed": allowed}
        )
    number = _as_number(url.host)
    if number is not None and not _is_named(url, limits) and is_forbidden(number):
        raise UnfitAddressError(_("Internal addresses may not be called."))
    return url


def _check_scheme(url: httpx.URL, limits: Limits) -> None:
    if url.scheme not in ("https", "http") or not url.host:
        raise UnfitAddressError(_("This is no address; one begins with https://."))
    if url.scheme == "http" and not limits.http:
        raise UnfitAddressError(_("Use an address that begins with https://."))


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _is_named(url: httpx.URL, limits: Limits) -> bool:
    return is_named(url.host, _port(url), limits.internal)


def is_named(host: str, port: int, internal: Collection[str]) -> bool:
    """Return whether whoever runs the house named this host as one that may be called."""
    host = host.lower().rstrip(".")
    return host in internal or f"{host}:{port}" in internal


def _as_number(host: str) -> Address | None:
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]"))
    return None


def is_forbidden(address: Address) -> bool:
    """Return whether an address leads inside: into this machine, its network or its cloud."""
    inside = _inside(address)
    if inside is not None:
        return is_forbidden(inside)
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address.scope_id):
        return True
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return True
    if address.is_loopback or address.is_link_local or address.is_private:
        return True
    return not address.is_global or address in METADATA


def _inside(address: Address) -> Address | None:
    """Return the IPv4 address that an IPv6 address carries, or None."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses a name stands for, as the machine's own resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_rest, place in found))


# ── the connection ───────────────────────────────────────────────────────────────────────────


class _Stream(httpcore.NetworkStream):
    """A connection that ends at a moment, whatever dribbles in meanwhile."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise _StoppedError(Fault.TIME)
        return left if timeout is None else min(timeout, left)

    # What each does is the library's; only the time it may take is ours.

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        try:
            left = self._left(timeout)
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)
        except httpcore.ConnectError as fault:
            raise _StoppedError(Fault.SECURE) from fault

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Checked(httpcore.NetworkBackend):
    """Connects only to addresses that were checked, in the moment they are."""

    def __init__(self, limits: Limits, until: float, look_up: Resolve) -> None:
        self._limits, self._until, self._look_up = limits, until, look_up
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,  # noqa: ARG002 - the library's
        local_address: str | None = None,  # noqa: ARG002 - own names; the moment it all
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - ends is ours
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first address that answers; raise _StoppedError for a forbidden one."""
        for number in self._allowed(host, port):
            left = self._until - time.monotonic()
            if left <= 0:
                raise _StoppedError(Fault.TIME)
            with suppress(httpcore.ConnectError):
                return _Stream(self._plain.connect_tcp(number, port, left), self._until)
        raise _StoppedError(Fault.CONNECT)

    def _allowed(self, host: str, port: int) -> list[str]:
        try:
            found = self._look_up(host, port)
        except (OSError, UnicodeError):
            raise _StoppedError(Fault.NAME) from None
        if is_named(host, port, self._limits.internal):
            return found
        # One internal address among public ones is no accident either.
        if any(is_forbidden(ipaddress.ip_address(number)) for number in found):
            raise _StoppedError(Fault.ADDRESS)
        return found


def call(
    address: str, *, body: bytes, headers: Mapping[str, str], limits: Limits,
    look_up: Resolve = resolve, keep: int = 0,
) -> Answer:  # fmt: skip
    """Send a body to an address once, and return what came of it; nothing is raised.

    ``keep`` is how many bytes of a success's body are wanted; a longer one is a broken answer.
    """
    try:
        url = check_address(address, limits)
    except UnfitAddressError:
        return Answer(fault=Fault.ADDRESS)
    until = time.monotonic() + limits.seconds
    try:
        network = _Checked(limits, until, look_up)
        return _called(url, body, headers, network, limits.seconds, keep)
    except _StoppedError as stopped:
        return Answer(fault=stopped.fault)
    except httpcore.TimeoutException:
        return Answer(fault=Fault.TIME)
    except ssl.SSLError:
        return Answer(fault=Fault.SECURE)
    except (httpcore.ProtocolError, httpcore.NetworkError, OSError):
        return Answer(fault=Fault.BROKEN)


def _called(
    url: httpx.URL, body: bytes, headers: Mapping[str, str], network: _Checked, seconds: float,
    keep: int,
) -> Answer:  # fmt: skip
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    sent = {**headers, "Host": url.netloc.decode("ascii"), "Content-Length": str(len(body))}
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    with (
        httpcore.ConnectionPool(
            ssl_context=_secure(url), network_backend=network,
            keepalive_expiry=0, retries=0,
        ) as pool,
        pool.stream(
            "POST", target, headers=list(sent.items()), content=body,
            extensions={"timeout": timeouts},
        ) as answer,
    ):  # fmt: skip
        return _read(answer, keep)


def _secure(url: httpx.URL) -> ssl.SSLContext | None:
    # The machine's own certificates, read only where they are needed.
    return ssl.create_default_context() if url.scheme == "https" else None


def _read(answer: httpcore.Response, keep: int) -> Answer:
    head = _kept(answer)
    if 200 <= answer.status < 300:  # noqa: PLR2004 - every number of a success
        return Answer(status=answer.status, head=head, body=_body(answer, keep))
    fault = Fault.REDIRECT if 300 <= answer.status < 400 else Fault.ANSWER  # noqa: PLR2004
    return Answer(status=answer.status, fault=fault, head=head, beginning=_beginning(answer))


def _body(answer: httpcore.Response, keep: int) -> bytes:
    """Read a body that is wanted; raise _StoppedError for one that is longer than it may be."""
    found = b""
    for piece in answer.iter_stream() if keep else ():
        found += piece
        if len(found) > keep:
            raise _StoppedError(Fault.BROKEN)
    return found


def _kept(answer: httpcore.Response) -> dict[str, str]:
    found = {name.decode("latin-1").lower(): value for name, value in answer.headers}
    return {
        name: found[name].decode("latin-1")[:LONGEST_HEADER]
        for name in KEPT_HEADERS
        if name in found
    }


def _beginning(answer: httpcore.Response) -> str:
    found = b""
    # What was refused is worth a line; how its line ends is not worth another fault.
    with suppress(_StoppedError, httpcore.TimeoutException, httpcore.ProtocolError,
                  httpcore.NetworkError):  # fmt: skip
        for piece in answer.iter_stream():
            found += piece[: 4 * KEPT_OF_ANSWER]
            if len(found) >= 4 * KEPT_OF_ANSWER:
                break
    text = found.decode("utf-8", errors="replace")
    return "".join(sign if sign.isprintable() else " " for sign in text)[:KEPT_OF_ANSWER]
