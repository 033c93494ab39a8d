"""What the guide says a receiver should do is done here, with the calls as they really come."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from shouwen.webhooks import actions
from tests.webhooks.conftest import happen

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "clients" / "python"))

from shouwen_client.webhooks import NotFromShouwenError, verify  # noqa: E402 - not installed here

GUIDES = ["webhooks.md", "webhooks.zh-CN.md"]


@pytest.fixture
def call(cast, hook, receiver, clock):
    happen(cast)
    clock.work()
    return receiver.calls[0]


def moment(clock):
    return clock.now.timestamp()


def test_a_call_is_accepted_with_its_secret(call, hook, clock):
    event = verify(call.body, call.head, hook.secret, now=moment(clock))

    assert event.event == "case_noted"
    assert event.sequence == 1
    assert event.fact["details"]["text"] == "复印纸用完了"


def test_the_names_of_headers_may_come_in_any_case(call, hook, clock):
    head = {name.upper(): value for name, value in call.head.items()}

    assert verify(call.body, head, hook.secret, now=moment(clock)).sequence == 1


@pytest.mark.parametrize(
    "harm",
    [
        {"body": b'{"sequence":1}'},
        {"head": {"Shouwen-Signature": ""}},
        {"head": {"Shouwen-Signature": "AAAA"}},
        {"head": {"Shouwen-Signature": "not base64, é, ,"}},
        {"head": {"Shouwen-Timestamp": ""}},
        {"head": {"Shouwen-Timestamp": "1714968000.5"}},
        {"head": {"Shouwen-Timestamp": "９９９"}},
        {"head": {"Shouwen-Timestamp": "9" * 400}},
        {"head": {"Shouwen-Timestamp": "1714968001"}},
        {"secret": "whsec_another"},
        {"secret": ""},
    ],
)
def test_what_was_tampered_with_is_refused(call, hook, clock, harm):
    head = {**call.head, **harm.get("head", {})}

    with pytest.raises(NotFromShouwenError):
        verify(harm.get("body", call.body), head, harm.get("secret", hook.secret),
               now=moment(clock))  # fmt: skip


def test_one_more_byte_is_refused(call, hook, clock):
    with pytest.raises(NotFromShouwenError):
        verify(call.body + b" ", call.head, hook.secret, now=moment(clock))


@pytest.mark.parametrize("seconds", [301, -301, 86_400])
def test_an_old_call_sent_again_by_somebody_is_refused(call, hook, clock, seconds):
    with pytest.raises(NotFromShouwenError, match="too old"):
        verify(call.body, call.head, hook.secret, now=moment(clock) + seconds)


def test_without_a_secret_nothing_is_accepted(call, clock):
    with pytest.raises(NotFromShouwenError):
        verify(call.body, call.head, now=moment(clock))


def test_both_secrets_are_accepted_while_one_is_replaced(cast, hook, receiver, clock):
    fresh = actions.rotate(subscription=hook.subscription, by=cast.he, at=clock.now)
    happen(cast)
    clock.work()
    (call,) = receiver.calls

    for secret in (hook.secret, fresh):
        assert verify(call.body, call.head, secret, now=moment(clock))


# ── the guide ────────────────────────────────────────────────────────────────────────────────


def examples(guide: str) -> list[str]:
    text = (ROOT / "docs" / "guides" / guide).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_examples_of_the_guide_accept_a_call_and_refuse_a_false_one(
    call, hook, clock, guide, monkeypatch
):
    monkeypatch.setattr("time.time", lambda: moment(clock))
    with_client, by_itself = examples(guide)
    said: dict[str, Any] = {}
    exec(with_client + by_itself, said)
    seen: set[str] = set()

    assert said["receive"](call.body, call.head, hook.secret, seen) == 204
    assert said["receive"](call.body, call.head, hook.secret, seen) == 204
    assert said["receive"](call.body, call.head, "another", seen) == 400
    assert len(seen) == 1
    assert said["is_from_shouwen"](call.body, call.head, hook.secret)
    assert not said["is_from_shouwen"](call.body + b" ", call.head, hook.secret)
    assert not said["is_from_shouwen"](call.body, call.head, "another")


def test_both_guides_show_the_same_examples():
    assert examples(GUIDES[0]) == examples(GUIDES[1])
