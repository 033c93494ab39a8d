"""The same due times once more, through the regulation files and the judge, without a database.

Run ``python benchmarks/judged.py`` from the checkout.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casebooks.calendars import baltimore_calendar, boston_calendar, chinese_calendar
from casebooks.data import (
    NoDataError,
    baltimore_days,
    baltimore_rows,
    boston_fits,
    boston_rows,
    replies,
)
from casebooks.regulations import (
    baltimore_regulation,
    boston_regulation,
    replies_regulation,
)
from oracles import REPLY_LIMIT, baltimore_due, boston_due

from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import judge
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Obligation

Expected = tuple[str, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """How many cases the rules gave the due time the calendar gives directly."""

    name: str
    rows: int
    equal: int
    seconds: float


def due_by_the_book(
    book: Rulebook, calendar: Calendar, category: str, at: datetime
) -> datetime | None:
    """Open a case of a category and return the due time of the one obligation, if any."""
    fact = Fact(kind="case_opened", about="case:1", happened_at=at, details={"category": category})
    rulings = judge(book, fact, {}, lambda _: calendar)
    dues = [ruling.due_at for ruling in rulings if isinstance(ruling, Obligation)]
    assert len(dues) <= 1, f"{category}: more than one rule applies"
    return dues[0] if dues else None


def judged(name: str, text: str, calendar: Calendar, rows: Iterable[Expected]) -> Judged:
    """Read a regulation and judge every row under it; ``rows`` say what is expected."""
    read = read_regulation(text, f"{name}.md").regulation
    assert read is not None, f"the regulation for {name} has faults"
    book, listed = Rulebook(read.rules.values(), calendar.zone), list(rows)
    begun = time.perf_counter()
    equal = sum(due_by_the_book(book, calendar, c, at) == due for c, at, due in listed)
    return Judged(name, len(listed), equal, time.perf_counter() - begun)


def judge_all() -> tuple[Judged, ...]:
    """Judge the three case books."""
    days, fits = baltimore_days(), boston_fits()
    baltimore = ((r.case_type, r.created, baltimore_due(r, days)) for r in baltimore_rows())
    boston = (
        (r.case_type, r.opened, boston_due(r, fits[r.year, r.case_type]))
        for r in boston_rows()
        if r.target
    )
    chinese = chinese_calendar()
    answers = (("", r.received, chinese.due(r.received, REPLY_LIMIT).at) for r in replies())
    return (
        judged("baltimore", baltimore_regulation(), baltimore_calendar(), baltimore),
        judged("boston", boston_regulation(), boston_calendar(), boston),
        judged("replies", replies_regulation(), chinese, answers),
    )


def main() -> None:
    """Print how many due times agree, and how many were judged a second."""
    for found in judge_all():
        print(
            f"{found.name}: {found.equal} of {found.rows} as the calendar says,"
            f" {found.rows / found.seconds:,.0f} a second"
        )


if __name__ == "__main__":
    try:
        main()
    except NoDataError as absent:
        print(f"Skipped: {absent}")
