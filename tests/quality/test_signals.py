"""The manager's page of signals shows whose calls end at once, and whose are put through."""

from __future__ import annotations

import csv
import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.calls.choices import CallEnding, CallState
from shouwen.calls.models import Call, Exchange
from shouwen.people.models import Member
from shouwen.quality import queries, signals
from tests.api.conftest import program_of
from tests.enforcement.conftest import at

FIRST, UNTIL = at("2024-03-01 00:00"), at("2024-04-01 00:00")
BANK = Path("../shared/data/calls_bank_il_1999/calls_1999-02-01_14.tsv.gz")
SHORT = 10


@pytest.fixture
def exchange(db):
    return Exchange.objects.create(key="switch", salt="", fingerprint="")


def a_call(exchange, seat, n, *, talked, handed_to=None):
    arrived = FIRST + timedelta(minutes=n)
    return Call(
        exchange=exchange, ref=f"{seat.username}-{n}", state=CallState.ENDED,
        ending=CallEnding.ANSWERED, arrived=arrived, answered=arrived, ended=arrived,
        wait_seconds=0, talk_seconds=talked, answered_by=seat, with_seat=handed_to or seat,
        heard_at=arrived,
    )  # fmt: skip


def marked():
    found = signals.kinds(FIRST, UNTIL, minutes=1, seconds=SHORT)
    return {kind.key: [key for key, _name, _signal in kind.marked] for kind in found}


def test_whose_calls_end_at_once_or_are_put_through_is_shown(cast, exchange, monkeypatch, client):
    seats = (cast.wang, cast.zhang, cast.li)
    Call.objects.bulk_create(
        a_call(exchange, seat, n, talked=SHORT if seat == cast.wang and n < 30 else SHORT + 1,
               handed_to=cast.he if seat == cast.li and n < 40 else None)
        for seat in seats for n in range(120)
    )  # fmt: skip

    monkeypatch.setattr(timezone, "now", lambda: at("2024-03-20 10:00"))
    client.force_login(cast.he)
    page = client.get(reverse("quality:signals"), {"seconds": SHORT}).content.decode()
    without = client.get(reverse("quality:signals"), {"seconds": SHORT - 1}).content.decode()

    assert marked()["short"] == ["wang"]
    assert marked()["handed_on"] == ["li"]
    assert "10 秒内就结束的通话" in page
    assert reverse("quality:person", args=["wang"]) in page
    assert reverse("quality:person", args=["wang"]) not in without
    told = program_of(cast.he).get(f"/quality/signals?seconds={SHORT}").json()["items"]
    assert [(one["member"], one["having"], one["of"]) for one in told[0]["marked"]] == [
        ("wang", 30, 120)
    ]
    assert program_of(cast.wang).get("/quality/signals").status_code in (403, 404)


def test_calls_nobody_answered_count_for_nobody(cast, exchange):
    calls = [a_call(exchange, cast.wang, n, talked=1) for n in range(60)]
    for call in calls:
        call.ending, call.talk_seconds = CallEnding.ABANDONED, None
    Call.objects.bulk_create(calls)

    found = {k.key: k for k in signals.kinds(FIRST, UNTIL, minutes=1, seconds=SHORT)}

    assert found["short"].contacts == 0


def test_three_who_end_a_sixth_at_once_are_shown_with_their_calls(
    cast, exchange, monkeypatch, client
):
    # In the shape of the bank's: three end 16 to 19 % within ten seconds, two 9 %, others 1 to 4.
    shape = [(64, 400), (105, 600), (76, 400), *[(72, 800)] * 2, *[(18, 600)] * 9, *[(8, 800)] * 7]
    Member.objects.bulk_create(
        Member(username=f"seat{n}", name=f"坐席{n}", email=f"seat{n}@example.com")
        for n in range(len(shape))
    )
    seats = Member.objects.filter(username__startswith="seat").order_by("pk")
    Call.objects.bulk_create(
        a_call(exchange, seat, n, talked=SHORT if n < having else 180)
        for seat, (having, of) in zip(seats, shape, strict=True)
        for n in range(of)
    )
    monkeypatch.setattr(timezone, "now", lambda: at("2024-03-20 10:00"))
    client.force_login(cast.he)

    address = reverse("quality:signal", args=["short", "seat2"])
    page = client.get(reverse("quality:signals")).content.decode()
    behind = client.get(address).content.decode()
    told = program_of(cast.he).get("/quality/signals/short/seat2").json()

    assert sorted(marked()["short"]) == ["seat0", "seat1", "seat2"]
    assert "19 %" in page
    assert address in page
    assert behind.count("data-row-open") == queries.PAGE
    assert {one["seconds"] for one in told["items"]} == {SHORT}
    assert [one["at"] for one in told["items"]] == sorted(
        (one["at"] for one in told["items"]), reverse=True
    )
    more = program_of(cast.he).get(f"/quality/signals/short/seat2?cursor={told['next']}").json()
    assert len(told["items"]) + len(more["items"]) == 76
    assert client.get(reverse("quality:signal", args=["no-kind", "seat2"])).status_code == 404
    client.force_login(cast.li)
    assert client.get(address).status_code == 403


@pytest.mark.once
@pytest.mark.skipif(not BANK.exists(), reason="the bank's calls are not beside the project")
def test_the_three_of_the_bank_who_end_calls_at_once_are_shown(exchange):
    with gzip.open(BANK, "rt", newline="") as file:
        rows = [
            row for row in csv.DictReader(file, delimiter="\t")
            if row["outcome"] == "AGENT" and row["server"] != "NO_SERVER"
        ]  # fmt: skip
    names = {row["server"] for row in rows}
    Member.objects.bulk_create(
        Member(username=name.lower(), name=name, email=f"{name.lower()}@example.com")
        for name in names
    )
    seats = {member.name: member for member in Member.objects.filter(name__in=names)}
    Call.objects.bulk_create(
        a_call(exchange, seats[row["server"]], n, talked=int(float(row["ser_time"])))
        for n, row in enumerate(rows)
    )

    kinds = {kind.key: kind for kind in signals.kinds(
        FIRST, UNTIL, minutes=1, seconds=SHORT)}  # fmt: skip

    shares = [float(one.share) for _key, _name, one in kinds["short"].marked]
    assert len(shares) == 3
    assert all(0.15 < share < 0.20 for share in shares)
