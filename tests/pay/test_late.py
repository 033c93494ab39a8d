"""What comes late after a closing, or is taken back after it, leaves the same sums in the end."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from shouwen.enforcement.actions import correct_fact
from shouwen.ledger import settling
from shouwen.ledger.models import Transfer
from shouwen.policy.amounts import YUAN
from shouwen.policy.facts import Detail, Fact
from tests.pay.packs import pack_of
from tests.pay.whole_house import House

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).parents[2] / "src/shouwen/packs"
# The regulation in which points of a month are worth money.
PACK = next(file for file in PACKS.glob("*.md") if "each: 270 yuan" in file.read_text())


@pytest.fixture
def house():
    found = House.under(pack_of(PACK), {})
    found.appoint("zhang", "service_engineer")
    return found


def _at(house: House, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=house.setting.zone)


def _trip(house: House, day: int, points: str, known: str = "") -> int:
    happened = _at(house, f"2024-03-{day:02} 17:00")
    house.clock = _at(house, known) if known else max(house.clock, happened)
    details: dict[str, Detail] = {
        "person": "zhang", "business_trip": True, "coefficient": points,
    }  # fmt: skip
    fact = Fact(kind="trip_project_done", about=f"case:T-{day}", happened_at=happened,
                details=details)  # fmt: skip
    return house.record(fact).row.number


def _close(house: House) -> None:
    details = {"person": "zhang", "period": "2024-03"}
    at = _at(house, "2024-04-01 09:00")
    house.record(Fact(kind="month_closed", about="member:zhang", happened_at=at, details=details))


def _paid(**only) -> int:
    """What zhang got in fen, less what was taken back."""
    mine = Transfer.objects.filter(unit=YUAN, **only)
    sums = [mine.filter(**{f"{side}__key": "zhang"}).aggregate(sum=Sum("parts"))["sum"] or 0
            for side in ("payee", "payer")]  # fmt: skip
    return sums[0] - sums[1]


def test_a_late_fact_is_paid_as_the_difference_in_the_next_open_month(house):
    _trip(house, 5, "20")
    _close(house)
    assert _paid() == 810_00
    house.close({"2024-03", "2024-04"})
    seals = {name: settling.seal_of(name) for name in ("2024-03", "2024-04")}

    _trip(house, 20, "1.5", known="2024-05-10 10:00")

    assert _paid() == 810_00 + 405_00
    assert _paid(period="2024-05") == 405_00, "only the difference is left there"
    assert seals == {name: settling.seal_of(name) for name in seals}


def test_a_fact_that_is_taken_back_after_the_closing_leaves_no_trace(house):
    _trip(house, 5, "18")
    gone = _trip(house, 6, "3")
    _close(house)
    house.close({"2024-03", "2024-04"})

    correct_fact(number=gone, reason="记错了", actor=house.signers[0],
                 at=_at(house, "2024-05-10 10:00"))  # fmt: skip

    assert _paid() == 270_00
    assert _paid(period="2024-05") == 270_00 - 4 * 270_00


def test_what_changes_nothing_reckons_nothing_anew(house):
    _close(house)
    _trip(house, 20, "3", known="2024-05-10 10:00")

    assert not Transfer.objects.filter(counters__isnull=False).exists()
    assert Transfer.objects.filter(unit=YUAN).count() == 0


def test_in_which_order_facts_come_and_when_does_not_matter_in_the_end(house):
    chance = random.Random(4)
    points = ["6.5", "4", "9", "2.5"]
    closed = False
    for place in chance.sample(range(4), 4):
        known = f"2024-05-{10 + chance.randrange(9)} 10:00" if closed else ""
        _trip(house, 3 + place, points[place], known=known)
        if not closed:
            _close(house)
            closed = True

    assert _paid() == 5 * 270_00
