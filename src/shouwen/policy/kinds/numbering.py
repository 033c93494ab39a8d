"""Running numbers of a register: how one is written, which is next, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.periods import period_start
from shouwen.policy.kinds.questions import Occurrences

Per = Literal["ever", "year", "month", "day"]


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

        It is the first one plus how many forms were filled before in the same period.
        """
        at = matter.fact.happened_at
        since = None if self.per == "ever" else period_start(at, self.per, matter.zone)
        until = at + timedelta(microseconds=1)
        question = Occurrences(*key, kinds, (), since, until)
        earlier = matter.ask(question)
        return str(question) if earlier is UNANSWERED else self.first + int(str(earlier))


def gaps(numbers: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """Return the running numbers that are missing below the highest one used."""
    used = set(numbers)
    return tuple(n for n in range(first, max(used, default=first)) if n not in used)
