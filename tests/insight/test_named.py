"""The targets of the guide, each beside a count of the same facts that knows nothing of it."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median

import pytest
from django.core.cache import cache

from shouwen.enforcement import targets
from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.journal.actions import FactRow
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.enforcement.conftest import at

GUIDE = Path(__file__).parents[2] / "docs/guides/targets.md"
BEGIN, END = at("2024-03-01 00:00"), at("2024-04-01 00:00")
DAY = timedelta(days=1)
LAST = (END - DAY).date()
Rows = list[FactRow]


def _regulation(guide: Path) -> str:
    whole = guide.read_text(encoding="utf-8")
    found: list[str] = re.findall(r"^````markdown\n(.*?)^````$", whole, re.MULTILINE | re.DOTALL)
    return found[0]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def adopted(cast) -> None:
    found = regulations.adopt(text=_regulation(GUIDE), file_name="service-targets.md", by=cast.he,
                              at=at("2023-12-20 09:00"))  # fmt: skip
    assert isinstance(found, Version), [str(fault) for fault in found]


def _facts(seed: int) -> list[Fact]:
    """Return what happened to calls, chats, customers and matters from January to May."""
    pick = random.Random(seed)
    found = [_fact(pick) for _number in range(420)]
    return sorted(found, key=lambda fact: fact.happened_at)


def _fact(pick: random.Random) -> Fact:
    when = BEGIN + timedelta(minutes=pick.randrange(-60 * 24 * 30, 60 * 24 * 50))
    type_ = pick.choice(["repair", "complaint"])
    happens: list[tuple[str, str, dict[str, Detail]]] = [
        ("call_arrived", "call", {}),
        ("call_answered", "call", {"seconds": pick.randrange(40)}),
        ("case_opened", "case", {"case_type": type_}),
        ("case_opened", "case", {"case_type": type_}),
        ("case_replied", "case", {}),
        ("case_resolved", "case", {}),
        ("case_reopened", "case", {}),
        ("case_closed", "case", {}),
        ("callback_made", "case", {"result": pick.choice(["reached", "not_reached"])}),
        ("case_rated", "case", {"satisfaction": str(pick.randrange(1, 6))}),
        ("case_rated", "case", {}),
        ("chat_answered", "chat", {"seconds": pick.randrange(60)}),
        ("customer_added", "customer", {}),
        ("customer_visited", "customer", {"person": "wang"}),
        ("contact_forgotten", "customer", {"nameless": pick.choice([True, False])}),
    ]
    kind, matter, told = pick.choice(happens)
    return Fact(kind=kind, about=f"{matter}:{pick.randrange(40)}", happened_at=when, details=told)


class Journal:
    """The facts that stand, for counting by hand."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, kind: str, since: datetime = BEGIN, until: datetime = END, **details) -> Rows:
        """Return the facts of a kind between two moments with these details."""
        return [
            row
            for row in self._rows
            if row.kind == kind and since <= row.happened_at < until
            and all(row.details.get(name) == value for name, value in details.items())
        ]  # fmt: skip

    def begun(self, kind: str, **details) -> dict[str, datetime]:
        """Return when each matter had its first fact of a kind in March."""
        first: dict[str, datetime] = {}
        for row in self.of(kind, **details):
            first[row.about] = min(row.happened_at, first.get(row.about, row.happened_at))
        return first

    def open(self, kind: str, end: str, **details) -> dict[str, datetime]:
        """Return what stood open when March ended, and since when."""
        began: dict[str, list[datetime]] = {}
        ended: dict[str, list[datetime]] = {}
        for row in self.of(kind, since=BEGIN - 90 * DAY):
            began.setdefault(row.about, []).append(row.happened_at)
        for row in self.of(end, since=BEGIN - 90 * DAY, **details):
            ended.setdefault(row.about, []).append(row.happened_at)
        return {one: min(moments) for one, moments in began.items()
                if one not in ended or max(ended[one]) < max(moments)}  # fmt: skip

    def later(self, kind: str, first: datetime, most: timedelta, about: str) -> bool:
        """Tell whether a matter had a fact no later than so long after its first."""
        last = first + most + timedelta(microseconds=1)
        return any(row.about == about for row in self.of(kind, first, last))


def _abouts(rows: Rows) -> set[str]:
    return {row.about for row in rows}


def _shares(march: Journal) -> dict[str, tuple[int, int]]:
    arrived = _abouts(march.of("call_arrived"))
    repairs = _abouts(march.of("case_opened", case_type="repair"))
    reached = _abouts(march.of("callback_made", result="reached"))
    quick = {row.about for row in march.of("call_answered") if int(row.details["seconds"]) <= 20}
    homes = march.open("customer_added", "contact_forgotten", nameless=True)
    complaints = march.begun("case_opened", case_type="complaint")
    solved, backlog = march.begun("case_resolved"), march.open("case_opened", "case_closed")
    replied = {o for o, began in complaints.items() if march.later("case_replied", began, DAY, o)}
    again = {o for o, began in solved.items() if march.later("case_reopened", began, 7 * DAY, o)}
    young = [began for began in backlog.values() if END - began <= 15 * DAY]
    return {
        "connect-rate": (len(arrived & _abouts(march.of("call_answered"))), len(arrived)),
        "service-level": (len(arrived & quick), len(arrived)),
        "callback-rate": (len(repairs & reached), len(repairs)),
        "household-visits": (len(homes.keys() & _abouts(march.of("customer_visited"))), len(homes)),
        "answered-in-a-day": (len(replied), len(complaints)),
        "first-contact-resolution": (len(solved.keys() - again), len(solved)),
        "backlog-age": (len(young), len(backlog)),
    }


def _means(march: Journal) -> dict[str, tuple[float, int, int]]:
    rated = march.of("case_rated")
    marks = [int(row.details["satisfaction"]) for row in rated if "satisfaction" in row.details]
    waits = [int(row.details["seconds"]) for row in march.of("chat_answered")]
    hours = []
    complaints = march.begun("case_opened", case_type="complaint")
    for about, began in complaints.items():
        done = [
            row.happened_at
            for row in march.of("case_resolved", began, END + 90 * DAY)
            if row.about == about
        ]
        hours += [(min(done) - began) / timedelta(hours=1)] if done else []
    return {
        "first-answer": (mean(waits), len(waits), 0),
        "satisfaction": (mean(marks), len(marks), len(rated) - len(marks)),
        "resolution-time": (median(hours), len(hours), len(complaints) - len(hours)),
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_target_of_the_guide_equals_an_independent_count(cast, adopted, seed):
    rows = [record_fact(one, actor=cast.li, recorded_at=at("2024-05-20 10:00")).row
            for one in _facts(seed)]  # fmt: skip
    back = {row.number for row in random.Random(seed).sample(rows, 30)}
    for number in back:
        correct_fact(number=number, reason="记错", actor=cast.he, at=at("2024-05-21 10:00"))
    march = Journal([row for row in rows if row.number not in back])

    found = {row.rule_id: row for row in targets.measured_on(at("2024-03-31 10:00").date())}

    shares, means = _shares(march), _means(march)
    assert found.keys() == shares.keys() | means.keys()
    for rule_id, figures in shares.items():
        assert figures[1], rule_id
        assert (found[rule_id].numerator, found[rule_id].denominator) == figures, rule_id
        _rows_are_behind(found[rule_id])
    for rule_id, (value, counted, unknown) in means.items():
        row = found[rule_id]
        assert (row.denominator, row.unknown) == (counted, unknown), rule_id
        assert float(row.value) == pytest.approx(value, abs=0.006), rule_id
        _rows_are_behind(row)


def _rows_are_behind(row: targets.TargetRow) -> None:
    numbers = {True: row.numerator, False: row.denominator - row.numerator, None: row.unknown}
    for met, number in numbers.items():
        found = targets.rows_of(row.regulation, row.rule_id, LAST, met=met)
        assert len(found) == min(number, targets.ROWS_SHOWN), (row.rule_id, met)


def test_both_guides_show_the_same_regulation():
    assert _regulation(GUIDE) == _regulation(GUIDE.with_suffix(".zh-CN.md"))


def test_a_period_that_still_runs_is_as_old_as_the_day_it_is_looked_at(cast, adopted):
    for number, day in enumerate(("2024-02-01", "2024-03-02", "2024-03-20")):
        opened = Fact(kind="case_opened", about=f"case:{number}", happened_at=at(f"{day} 10:00"),
                      details={"case_type": "repair"})  # fmt: skip
        record_fact(opened, actor=cast.li, recorded_at=opened.happened_at)

    found = targets.measured("service-targets", "backlog-age", at("2024-03-10 10:00").date())

    assert found is not None
    assert (found.numerator, found.denominator, found.met) == (1, 2, False)
