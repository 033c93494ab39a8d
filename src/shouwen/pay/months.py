"""Months as a statement names them: ``2026-11``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.policy.kinds.periods import begin_of, name_of, per_of
from shouwen.ui import words as ui

OFFERED = 13
# How long a period is that is settled.
LENGTHS = ("day", "week", "month", "quarter", "half_year", "year")
_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of the ledger."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month a day falls in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str, today: date) -> Month:
        """Read ``2026-11``; anything else is this month."""
        found = _WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found and found[1] > "0001" else cls.of(today)

    @property
    def period(self) -> str:
        """The month as the ledger keeps it."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def label(self) -> str:
        """The month as people write it: 2026年11月."""
        first = timezone.make_aware(datetime.combine(self.first, time()))
        return _("%(month)s %(year)s") % {"month": ui.month_name(first), "year": self.year}

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.number, 1)

    def moved(self, months: int) -> Month:
        """Return the month so many months later."""
        years, place = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, place + 1)


def offered(chosen: Month, today: date) -> list[Month]:
    """List the months to choose from, the latest first; the chosen one is among them."""
    this = Month.of(today)
    months = {this.moved(-n) for n in range(OFFERED)} | {chosen}
    return sorted(months, reverse=True)


def is_settled(name: str) -> bool:
    """Return whether this names a settled period: ``2026-11-21``, ``2026-W47``, ``2026``."""
    try:
        begins, length = begin_of(name), per_of(name)
    except (ValueError, OverflowError):
        return False
    return length in LENGTHS and name_of(begins, length) == name
