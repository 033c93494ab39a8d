"""An engineer's month by program: trips, one of them corrected, the closing, the pay."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shouwen.people import actions as people
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.api.conftest import Program, program_of
from tests.enforcement.conftest import at
from tests.pay.test_running import POINTS

DAY = 10  # of March on which the trips begin
STEPS = ("calculated", "reviewed", "approved", "locked", "paid")


@pytest.fixture
def program(cast, clock) -> Program:
    """Return the manager's program under the regulation of points, on the first of March."""
    now = clock("2024-03-01 08:00")
    adopted = regulations.adopt(
        text=POINTS, file_name="service-points.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    people.grant(post=cast.posts["manager"], permission="ledger.settle")
    people.grant(post=cast.posts["manager"], permission="facts.record")
    return program_of(cast.he, days=300, at=now)


def trip(program: Program, clock, day: int, points: str) -> int:
    clock(f"2024-03-{day:02} 18:00")
    return told(program, "trip_done", f"2024-03-{day:02}T17:00:00+08:00", points=points)


def told(program: Program, kind: str, happened: str, **details: str) -> int:
    body = {"kind": kind, "about": "member:zhang", "happened_at": happened,
            "details": {"person": "zhang", **details}}  # fmt: skip
    answer = program.send("/facts", body)
    assert answer.status_code == 201, answer.json()
    number: int = answer.json()["fact"]
    return number


def settle(program: Program, period: str) -> None:
    for step in STEPS:
        answer = program.send(f"/ledger/settlements/{period}/steps", {"to": step})
        assert answer.status_code == 200, answer.json()


def paid(program: Program, period: str) -> list[tuple[str, Decimal]]:
    """Return the clauses and sums in yuan of the engineer's statement."""
    rows = program.get(f"/ledger/statements/{period}?member=zhang").json()["items"]
    return [(row["clause"], Decimal(row["amount"])) for row in rows if row["unit"] == "yuan"]


def test_a_month_goes_from_its_trips_to_its_pay(program: Program, clock) -> None:
    for number in range(9):
        trip(program, clock, DAY + number, "2")
    mistyped = trip(program, clock, DAY + 9, "20")
    answer = program.send(f"/facts/{mistyped}/correct", {"reason": "点数应为 2"})
    assert answer.status_code in (200, 201), answer.json()
    trip(program, clock, DAY + 10, "2")
    clock("2024-03-31 18:30")
    told(program, "month_closed", "2024-03-31T18:00:00+08:00", period="2024-03")
    clock("2024-04-02 09:00")
    settle(program, "2024-03")

    # 20 points, three above 17, at 270 yuan.
    assert paid(program, "2024-03") == [("1.2", Decimal(810))]

    locked = program.get("/ledger/settlements/2024-03/members").json()
    late = told(program, "trip_done", "2024-03-28T10:00:00+08:00", points="1")
    assert late
    assert program.get("/ledger/settlements/2024-03/members").json() == locked
    assert paid(program, "2024-03") == [("1.2", Decimal(810))]
