"""Running numbers of a register: how one is written, which is next, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.periods import next_first_day, period_start
from shouwen.policy.kinds.questions import Occurrences

Per = Literal["ever", "year", "month", "day"]
# No register is kept longer.
_FOR_EVER = timedelta(days=36_525)


class Numbering(BaseModel):
    """One running number after the other, without a gap, beginning again with each period.

    ``prefix`` may hold ``{year}``, ``{month}`` and ``{day}``; ``number`` is the detail it stands
    in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    prefix: str = Field(default="", pattern=r"^([^{}]|\{(year|month|day)\})*$")
    digits: int = Field(default=1, ge=1, le=12)
    first: int = Field(default=1, ge=0)
    per: Per = "ever"
    number: str = "number"
    gap_free: bool = True

    def prefix_at(self, moment: datetime) -> str:
        """Return what stands before the running number of a form filled then."""
        return (
            self.prefix.replace("{year}", f"{moment:%Y}")
            .replace("{month}", f"{moment:%m}")
            .replace("{day}", f"{moment:%d}")
        )

    def written(self, running: int, moment: datetime) -> str:
        """Write a running number in full."""
        return f"{self.prefix_at(moment)}{running:0{self.digits}d}"

    def running(self, number: str, moment: datetime) -> int | None:
        """Read a number back; None when it is not written the way it should be."""
        found = re.fullmatch(rf"{re.escape(self.prefix_at(moment))}(\d+)", number)
        if found is None or not found[1].isascii():
            return None
        value = int(found[1])
        return value if self.written(value, moment) == number else None

    def expected(self, matter: Matter, key: tuple[str, str], kinds: tuple[str, ...]) -> int | str:
        """Return the next running number, or what has to be known first (as ``missing`` says it).

        It is the first one plus how many numbers were given out before in the same period, in the
        order of recording: a form that is entered late gets its turn when it is entered.
        """
        question = self.question(matter, key, kinds)
        earlier = matter.ask(question)
        return str(question) if earlier is UNANSWERED else self.first + int(str(earlier))

    def question(self, matter: Matter, key: tuple[str, str], kinds: tuple[str, ...]) -> Occurrences:
        """Return the question how many numbers were given out before in the same period."""
        since, until = self._period(matter.fact.happened_at, matter.zone)
        own = str(matter.fact.detail(self.number) or "")
        return Occurrences(*key, kinds, (), since, until, numbered=(self.number, own))

    def next_number(
        self, matter: Matter, key: tuple[str, str], kinds: tuple[str, ...]
    ) -> str | None:
        """Write the number whose turn it is; None while it is not known how many there were."""
        expected = self.expected(matter, key, kinds)
        if isinstance(expected, str):
            return None
        return self.written(expected, matter.fact.happened_at.astimezone(matter.zone))

    def _period(self, at: datetime, zone: tzinfo) -> tuple[datetime | None, datetime]:
        if self.per == "ever":
            return None, at + _FOR_EVER
        since = period_start(at, self.per, zone)
        ends = next_first_day(since.date(), self.per)
        return since, datetime.combine(ends, time(), zone)


def gaps(numbers: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """Return the running numbers that are missing below the highest one used."""
    used = set(numbers)
    return tuple(n for n in range(first, max(used, default=first)) if n not in used)
