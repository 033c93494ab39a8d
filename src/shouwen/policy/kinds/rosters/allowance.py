"""Days of leave (假期额度): what is granted, carried over, taken, and left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shouwen.policy.kinds.conditions import Conditions, of_conditions
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.figures import Count, number_text
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.periods import (
    begin_of,
    first_day,
    midnight,
    name_of,
    next_first_day,
    per_of,
)
from shouwen.policy.kinds.permitting import Permitting
from shouwen.policy.kinds.questions import Recorded
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import Fault, number_of, numeric
from shouwen.policy.kinds.sources.recorded import SumOf
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.steps import Step

DAYS = "days"
TAKEN, GRANTED, WITHDRAWN = "allowance.taken", "allowance.granted", "allowance.withdrawn"
# The detail that names the period a day of leave counts in: that in which the leave begins.
_NAMED = {"year": "year", "month": "period"}


class Allowance(BaseModel):
    """So many days of leave in a year or a month; ``days`` are everybody's.

    Facts of ``granted_by`` add their ``days`` to those of their person, facts of ``withdrawn_by``
    give taken ones back. ``carry_over`` is how many days granted for the period before and not
    taken in it count as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Count = None
    per: Literal["year", "month"] = "year"
    granted_by: Conditions = ()
    withdrawn_by: Conditions = ()
    carry_over: Count = None

    @property
    def named(self) -> str:
        """The detail that names the period."""
        return _NAMED[self.per]

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details that are read of the leave and of what grants or gives back."""
        yield numeric(loc, DAYS, kinds)
        yield Reference(loc, "detail", self.named, kinds)
        for key, conditions in (
            ("granted_by", self.granted_by),
            ("withdrawn_by", self.withdrawn_by),
        ):
            yield from of_conditions((*loc, key), conditions)
            for kind in facts_of(conditions):
                yield numeric((*loc, key), DAYS, (kind,))
                yield Reference((*loc, key), "detail", self.named, (kind,))

    def wrongs(self, loc: Loc) -> Iterator[Fault]:
        """List an allowance that grants nothing, or carries over what nobody recorded."""
        if "days" not in self.model_fields_set and not self.granted_by:
            yield loc, "No days are granted.", "Write `days: 5` or `granted_by:` with a fact."
        carries = "carry_over" in self.model_fields_set
        if carries and ("days" in self.model_fields_set or not self.granted_by):
            what = "What somebody had the period before is not known."
            yield (*loc, "carry_over"), what, "Grant the days by facts of `granted_by:` alone."

    def records(self, rule: Permitting, figure: str) -> SumOf:
        """Return which facts a figure of the allowance adds up; raise KeyError for another."""
        found = {TAKEN: rule.when, GRANTED: self.granted_by, WITHDRAWN: self.withdrawn_by}
        return SumOf(of=found[figure], per="ever", detail=DAYS)

    def verdict(self, rule: Permitting, matter: Matter, person: str) -> Verdict:
        """Say whether the days asked for are still there, with what they were reckoned from."""
        blank = [key for key in ("days", "carry_over") if self._is_blank(key)]
        if blank:
            return rule.blank(f"leave.allowance.{blank[0]}")
        asked, period = number_of(matter, DAYS), str(matter.fact.detail(self.named) or "")
        if asked is None:
            return rule.missing(matter, DAYS)
        if not person:
            return rule.missing(matter, "person")
        if not _is_period(period):
            return rule.missing(matter, self.named)
        return self._weighed(_Book(self, rule, matter, person), period, asked)

    def _is_blank(self, key: str) -> bool:
        return key in self.model_fields_set and getattr(self, key) is None

    def _weighed(self, book: _Book, period: str, asked: Fraction) -> Verdict:
        granted, taken = book.granted(period), book.taken(period)
        carried = Fraction() if self.carry_over is None else book.left_over(before(period))
        if granted is None or taken is None or carried is None:
            return unknown(book.asked, Step("occurrences_unknown"))
        whole = granted + (self.days or Fraction())
        said = [Step("allowance_granted", {"period": period, "days": number_text(whole)})]
        if self.carry_over is not None:
            carried = min(max(carried, Fraction()), self.carry_over)
            values = {"days": number_text(carried), "most": number_text(self.carry_over)}
            said.append(Step("allowance_carried", values))
        left = whole + carried - taken
        said.append(Step("allowance_taken", {"days": number_text(taken)}))
        last = {"left": number_text(left), "days": number_text(asked)}
        if asked <= left:
            return yes(*said, Step("allowance_enough", last))
        return no(*said, Step("allowance_short", last))


class _Book:
    """What one person was granted and took, asked of whoever keeps the facts."""

    def __init__(self, allowance: Allowance, rule: Permitting, matter: Matter, person: str) -> None:
        self._allowance, self._rule, self._matter = allowance, rule, matter
        self._person, self.asked = person, ""

    def granted(self, period: str, back: int = 0) -> Fraction | None:
        return self._sum(GRANTED, period, facts_of(self._allowance.granted_by), back)

    def taken(self, period: str, back: int = 0) -> Fraction | None:
        """Return the days taken and not given back."""
        whole = self._sum(TAKEN, period, self._rule.fact_kinds(), back)
        given = self._sum(WITHDRAWN, period, facts_of(self._allowance.withdrawn_by), back)
        return None if whole is None or given is None else max(whole - given, Fraction())

    def left_over(self, period: str) -> Fraction | None:
        """Return what was granted for the period before and not taken."""
        granted, taken = self.granted(period, 1), self.taken(period, 1)
        return None if granted is None or taken is None else granted - taken

    def _sum(self, figure: str, period: str, kinds: tuple[str, ...], back: int) -> Fraction | None:
        if not kinds:
            return Fraction()
        keys = tuple(sorted({"person": self._person, self._allowance.named: period}.items()))
        until = self._matter.fact.happened_at + timedelta(microseconds=1)
        question = Recorded(figure, *self._rule.key, kinds, keys, None, until, back)
        answer = self._matter.ask(question)
        if answer is UNANSWERED or answer is None:
            self.asked = str(question)
            return None
        return Fraction(str(answer))


def _is_period(name: str) -> bool:
    try:
        begin_of(name)
    except ValueError:
        return False
    return True


def begins_within(period: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the moments from which and before which leave of a period begins."""
    first = begin_of(period)
    return midnight(first, zone), midnight(next_first_day(first, per_of(period)), zone)


def before(period: str) -> str:
    """Name the period before one: ``2025`` before ``2026``, ``2025-12`` before ``2026-01``."""
    per = per_of(period)
    return name_of(first_day(begin_of(period) - timedelta(days=1), per), per)
