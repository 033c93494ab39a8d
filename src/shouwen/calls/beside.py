"""Other ways to arrive, counted beside calls by the same intervals as their rooms register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise

from shouwen.calls.intervals import QUARTER, begins_of, ends_of
from shouwen.calls.reports import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """How many came and were answered, and how many seconds these waited for the first answer."""

    came: int = 0
    answered: int = 0
    waited: int = 0
    longest_wait: int = 0

    @property
    def left(self) -> int:
        """How many nobody answered."""
        return self.came - self.answered

    @property
    def share(self) -> float | None:
        """The share of those that somebody answered."""
        return self.answered / self.came if self.came else None

    @property
    def mean_wait(self) -> float | None:
        """How many seconds an answered one waited on average."""
        return self.waited / self.answered if self.answered else None


# Given the first moment, the last one and the key of a team or none: the number of each quarter of
# an hour since 1970 with those that came in it and are over.
Quarters = Callable[[datetime, datetime, str], Iterable[tuple[int, Contacts]]]
_REGISTERED: dict[str, tuple[str | Promise, Quarters]] = {}


def register_beside(key: str, label: str | Promise, quarters: Quarters) -> None:
    """Let a room count what arrives with it beside the calls of a report."""
    _REGISTERED[key] = (label, quarters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came from ``begins`` until before ``ends``."""

    begins: datetime
    ends: datetime
    contacts: Contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One way to arrive by interval, and the whole time as one."""

    key: str
    label: str
    rows: list[Row]
    total: Contacts


def beside(wanted: Wanted) -> list[Beside]:
    """Return what came beside the calls of a report; ways by which nothing came are left out."""
    found = (_by_interval(key, *way, wanted) for key, way in sorted(_REGISTERED.items()))
    return [each for each in found if each.rows]


def _by_interval(key: str, label: str | Promise, quarters: Quarters, wanted: Wanted) -> Beside:
    parts: dict[datetime, list[Contacts]] = {}
    for number, contacts in quarters(wanted.first, wanted.end, wanted.team):
        moment = datetime.fromtimestamp(number * QUARTER.total_seconds(), UTC)
        parts.setdefault(begins_of(moment, wanted.step), []).append(contacts)
    rows = [
        Row(begins=begins, ends=ends_of(begins, wanted.step), contacts=_together(each))
        for begins, each in sorted(parts.items())
    ]
    return Beside(
        key=key, label=str(label), rows=rows, total=_together([row.contacts for row in rows])
    )


def _together(parts: list[Contacts]) -> Contacts:
    return Contacts(
        came=sum(each.came for each in parts),
        answered=sum(each.answered for each in parts),
        waited=sum(each.waited for each in parts),
        longest_wait=max((each.longest_wait for each in parts), default=0),
    )
