"""What the owners of real case books computed, against what the calendar computes.

Run ``python benchmarks/oracles.py`` from the checkout; it prints one line per figure.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebooks.calendars import (
    baltimore_calendar,
    boston_calendar,
    chinese_calendar,
    chinese_office_calendar,
)
from casebooks.data import (
    BaltimoreRow,
    BostonFit,
    BostonRow,
    NoDataError,
    Reply,
    baltimore_days,
    baltimore_rows,
    boston_fits,
    boston_rows,
    replies,
)

from shouwen.policy.amounts import Length
from shouwen.policy.calendar import Calendar

REPLY_LIMIT = Length.parse("15 working days")
_CLOSE_ENOUGH = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Baltimore:
    """Rows with a due date, how many came out equal, and who was late by the file and by us."""

    rows: int
    with_due: int
    equal: int
    closed_late_in_file: int
    closed_late: int
    open_overdue_in_file: int
    open_overdue: int
    as_of: datetime


def baltimore_due(row: BaltimoreRow, days: dict[str, int]) -> datetime | None:
    """Return when a request is due, or None for a type without a limit."""
    limit = days.get(row.case_type)
    if limit is None:
        return None
    length = Length.parse(f"{limit} days")
    return baltimore_calendar().due(row.created, length, counted="to_the_minute").at


def check_baltimore() -> Baltimore:
    """Compare every row that has a due date."""
    rows, days = list(baltimore_rows()), baltimore_days()
    as_of = max(moment for row in rows for moment in (row.created, row.closed) if moment)
    dues = [(row, row.due, baltimore_due(row, days)) for row in rows if row.due]
    return Baltimore(
        rows=len(rows),
        with_due=len(dues),
        equal=sum(theirs == ours for _, theirs, ours in dues),
        closed_late_in_file=sum(_late(row.closed, theirs) for row, theirs, _ in dues),
        closed_late=sum(_late(row.closed, ours) for row, _, ours in dues),
        open_overdue_in_file=sum(not row.closed and _late(as_of, due) for row, due, _ in dues),
        open_overdue=sum(not row.closed and _late(as_of, due) for row, _, due in dues),
        as_of=as_of,
    )


def _late(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and due is not None and done > due


@dataclass(frozen=True, slots=True)
class Boston:
    """Targets reproduced within a minute, the fit file's own figure, and the on-time flag."""

    rows: int
    with_target: int
    reproduced: int
    reproduced_in_fit: int
    worse: tuple[tuple[BostonFit, int], ...]
    labelled: int
    flag_agrees: int
    flag_agrees_with_ours: int
    flag_comparable_with_ours: int


def boston_due(row: BostonRow, fit: BostonFit) -> datetime | None:
    """Return when a request is due by the fitted number of working days."""
    length = Length.parse(f"{fit.working_days} working days")
    return boston_calendar().due(row.opened, length, counted="to_the_minute").at


def boston_reproduced(row: BostonRow, fit: BostonFit) -> bool:
    """Return whether the target is ours, give or take a minute."""
    due = boston_due(row, fit)
    assert due is not None
    assert row.target is not None
    return abs(due - row.target) <= _CLOSE_ENOUGH


def check_boston() -> Boston:
    """Compare every row that has a target, and every row that has a flag."""
    rows, fits = list(boston_rows()), boston_fits()
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.target:
            key = (row.year, row.case_type)
            found[key] = found.get(key, 0) + boston_reproduced(row, fits[key])
    used = {key: fits[key] for key in found}
    labelled = [row for row in rows if row.on_time is not None and row.target and row.closed]
    ours = [row for row in labelled if boston_reproduced(row, fits[row.year, row.case_type])]
    return Boston(
        rows=len(rows),
        with_target=sum(row.target is not None for row in rows),
        reproduced=sum(found.values()),
        reproduced_in_fit=sum(fit.reproduced for fit in used.values()),
        worse=tuple((fit, found[k]) for k, fit in used.items() if found[k] < fit.reproduced),
        labelled=len(labelled),
        flag_agrees=sum((not _late(row.closed, row.target)) == row.on_time for row in labelled),
        flag_comparable_with_ours=len(ours),
        flag_agrees_with_ours=sum(
            (not _late(row.closed, boston_due(row, fits[row.year, row.case_type]))) == row.on_time
            for row in ours
        ),
    )


@dataclass(frozen=True, slots=True)
class Replies:
    """How many messages were answered within fifteen working days."""

    rows: int
    in_time: int
    in_time_by_closing: int

    @property
    def share(self) -> float:
        """The share answered in time."""
        return self.in_time / self.rows


def reply_in_time(reply: Reply, calendar: Calendar) -> bool:
    """Return whether the answer came by the end of the fifteenth working day."""
    return not _late(reply.answered, calendar.due(reply.received, REPLY_LIMIT).at)


def check_replies() -> Replies:
    """Count the answers in time: to the end of the day, and to the closing time."""
    listed = list(replies())
    return Replies(
        rows=len(listed),
        in_time=sum(reply_in_time(r, chinese_calendar()) for r in listed),
        in_time_by_closing=sum(reply_in_time(r, chinese_office_calendar()) for r in listed),
    )


def _speed(one: Callable[[], object], times: Iterable[int]) -> float:
    begun = time.perf_counter()
    count = sum(1 for _ in times if one() is not None)
    return count / (time.perf_counter() - begun)


def main() -> None:
    """Print the agreement with each case book."""
    baltimore, boston, answered = check_baltimore(), check_boston(), check_replies()
    print(f"Baltimore: due date equal for {baltimore.equal} of {baltimore.with_due} rows with one")
    print(
        f"  closed late: file {baltimore.closed_late_in_file}, ours {baltimore.closed_late};"
        f" open and overdue on {baltimore.as_of:%Y-%m-%d}:"
        f" file {baltimore.open_overdue_in_file}, ours {baltimore.open_overdue}"
    )
    print(
        f"Boston: {boston.reproduced} of {boston.with_target} targets within 60 s"
        f" ({boston.reproduced / boston.with_target:.2%});"
        f" fit file {boston.reproduced_in_fit}"
        f" ({boston.reproduced_in_fit / boston.with_target:.2%})"
    )
    for fit, ours in boston.worse:
        print(f"  fewer than the fit: {fit.year} {fit.case_type}: {ours} of {fit.reproduced}")
    print(
        f"  on-time flag agrees with closed <= target on {boston.flag_agrees} of"
        f" {boston.labelled} labelled rows; with our due time on {boston.flag_agrees_with_ours} of"
        f" {boston.flag_comparable_with_ours} reproduced ones"
    )
    print(
        f"Replies: {answered.in_time} of {answered.rows} within 15 working days"
        f" ({answered.share:.2%}); by closing time of the last day {answered.in_time_by_closing}"
    )
    row = next(iter(boston_rows()))
    fit = boston_fits()[row.year, row.case_type]
    print(f"Speed: {_speed(lambda: boston_due(row, fit), range(20_000)):,.0f} due times a second")


if __name__ == "__main__":
    try:
        main()
    except NoDataError as absent:
        print(f"Skipped: {absent}")
