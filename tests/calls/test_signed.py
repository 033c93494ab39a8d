"""Only the exchange itself tells of its calls, and only what was agreed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from shouwen.calls import actions
from shouwen.calls.models import Call, Exchange
from shouwen.journal.models import FactRow
from shouwen.webhooks.signing import signature
from tests.cast import Cast

ADDRESS = "/calls/exchanges/hall/events/"


@pytest.fixture
def secret(cast: Cast) -> str:
    return actions.add_exchange(key="hall")


def event(kind: str, ago: int, seat: str = "", more: dict | None = None) -> dict:
    at = timezone.now() - timedelta(seconds=ago)
    return {"call": "c1", "key": f"{kind}{ago}", "kind": kind, "at": at.isoformat(),
            "seat": seat, "more": more or {}}  # fmt: skip


def post(secret: str, message: object, *, age: int = 0, signed: str = "", address: str = ADDRESS):
    body = json.dumps(message).encode()
    stamp = str(int(timezone.now().timestamp()) - age)
    return Client(enforce_csrf_checks=True).post(
        address, body, content_type="application/json",
        headers={
            "Shouwen-Timestamp": stamp,
            "Shouwen-Signature": signed or signature(secret, stamp, body),
        },
    )  # fmt: skip


def test_a_signed_message_is_heard_and_heard_again_changes_nothing(secret: str):
    message = {"events": [event("queued", 60), event("answered", 40, "wang"), event("ended", 9)]}
    first, again = post(secret, message), post(secret, message)

    assert (first.status_code, first.json()["new"], again.json()["new"]) == (200, 3, 0)
    call = Call.objects.get()
    assert (call.ending, call.answered_by.username) == ("answered", "wang")
    assert Exchange.objects.get().heard_at is not None


def test_what_is_no_longer_counted_is_over(secret: str):
    post(secret, {"events": [event("queued", 60)]})

    assert post(secret, {"live": ["c1"]}).json()["over"] == 0
    assert post(secret, {"live": []}).json()["over"] == 1


def test_a_wrong_signature_an_old_one_and_an_unknown_exchange_are_answered_alike(secret: str):
    message = {"events": [event("queued", 60)]}
    answers = [
        post(secret, message, signed="AAAA"),
        post("whsec_another", message),
        post(secret, message, age=400),
        post(secret, message, age=-400),
        post(secret, message, signed="é"),
        post(secret, message, address="/calls/exchanges/nowhere/events/"),
        Client().post(ADDRESS, "{}", content_type="application/json"),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert not Call.objects.exists()
    assert not FactRow.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        [],
        {"event": []},
        {"events": [{"call": "c1"}]},
        {"events": [{"call": "c1", "key": "1", "kind": "sang", "at": "2024-03-05T09:00:00Z"}]},
        {"events": [{"call": "c1", "key": "1", "kind": "queued", "at": "2024-03-05T09:00:00"}]},
        {
            "events": [
                {"call": "c1", "key": "1", "kind": "presumed_ended", "at": "2024-03-05T09:00:00Z"}
            ]
        },
        {"events": [{"call": "c\0", "key": "1", "kind": "queued", "at": "2024-03-05T09:00:00Z"}]},
        {"events": [{"call": "c1", "key": "1", "kind": "queued", "at": "0001-01-01T00:00:00Z"}]},
        {"events": [{"call": "c" * 101, "key": "1", "kind": "queued", "at": "2024-03-05T09:00Z"}]},
    ],
)
def test_what_was_not_agreed_is_refused_with_the_place(secret: str, message: object):
    answer = post(secret, message)

    assert answer.status_code == 422
    assert ":" in answer.json()["detail"]
    assert not Call.objects.exists()


def test_strange_values_lose_no_call(secret: str):
    more = {"number": ["x"], "rings": "many", "queue": 7, "menu": "perhaps", "waited": -4}
    answer = post(
        secret, {"events": [event("queued", 60, more=more), event("ended", 30, "é" * 99)]}
    )

    assert answer.status_code == 200
    assert Call.objects.get().ending == "abandoned"


def test_a_simulated_exchange_is_heard_from_the_command_line(cast: Cast):
    from shouwen.site.cli import shouwen

    run = CliRunner()
    assert run.invoke(shouwen, ["exchange", "simulate", "play", "--team", "desk"]).exit_code == 1
    made = run.invoke(shouwen, ["exchange", "add", "play"])
    assert made.output.startswith("whsec_")
    assert run.invoke(shouwen, ["exchange", "add", "play"]).exit_code == 1
    told = run.invoke(
        shouwen, ["exchange", "simulate", "play", "--team", "desk", "--hours", "0.2", "--at-once"]
    )

    assert told.exit_code == 0, told.output
    assert Call.objects.filter(ended__isnull=True).count() == 0
    assert Call.objects.filter(ending="answered").exists()
