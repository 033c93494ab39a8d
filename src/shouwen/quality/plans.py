"""What a sampling plan says: its parts, with the shares that the regulation in force sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from django.utils.translation import gettext as _

from shouwen.enforcement.words import of_language
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.target import Target
from shouwen.policy.quality.sampling import Part
from shouwen.policy.rulebook import Rulebook

OF_EACH = ("person", "channel", "all")
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPart:
    """One part of a plan as somebody wrote it; ``share`` is in percent.

    With ``rule`` (``regulation/rule``) the share is the target's own, read on the day of drawing.
    ``sort`` is what is drawn from: settled cases, recorded calls or chats that have ended.
    """

    name: str
    sort: Literal["case", "call", "chat"] = "case"
    of_each: Literal["person", "channel", "all"] = "all"
    share: str = ""
    rule: str = ""
    at_least: int = 0
    newcomers: bool = False
    unsatisfied: bool = False
    minutes_up_to: int | None = None
    minutes_from: int | None = None
    silence_from: int | None = None
    repeat_days: int | None = None
    seconds_up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A target in force that sets a share: its key, name, clause and percentage."""

    key: str
    title: str
    book: str
    number: str
    slug: str
    rule_id: str
    share: Fraction

    @property
    def percent(self) -> str:
        """The share as people write it."""
        return f"{float(self.share * 100):g} %"


def quotas(book: Rulebook, day: date) -> Iterator[Quota]:
    """Yield the targets in force that demand at least a share of something."""
    for rule in book.rules:
        if isinstance(rule, Target) and rule.is_in_force(day) and rule.metric.share:
            found = _quota(rule)
            if found is not None:
                yield found


def _quota(rule: Target) -> Quota | None:
    if rule.bound_name != "at_least" or rule.bound is None:
        return None
    share = rule.bound.value
    if not rule.bound.written.endswith("%") or not 0 < share <= 1:
        return None
    return Quota(
        key=f"{rule.clause.regulation}/{rule.id}",
        title=of_language((rule.title, rule.title_en or rule.title)),
        book=rule.clause.title, number=rule.clause.number, slug=rule.clause.regulation,
        rule_id=rule.id, share=share,
    )  # fmt: skip


def kept(parts: Sequence[PlannedPart]) -> list[dict[str, Any]]:
    """Return parts as a plan keeps them; raise RefusedError for one that draws nothing."""
    if not parts:
        raise RefusedError(_("Write at least one part: which conversations, and how many."))
    for part in parts:
        if not (part.share or part.rule or part.at_least):
            raise RefusedError(
                _("“%(part)s” draws nothing; give it a share, a clause or a number.")
                % {"part": part.name}
            )
    return [asdict(part) for part in parts]


def parts_of(kept_parts: Sequence[Mapping[str, Any]]) -> list[PlannedPart]:
    """Return kept parts as they were written."""
    return [PlannedPart(**part) for part in kept_parts]


def resolved(parts: Sequence[PlannedPart], book: Rulebook, day: date) -> list[PlannedPart]:
    """Put the shares that clauses set that day into parts; raise RefusedError where one is gone."""
    known = {quota.key: quota for quota in quotas(book, day)}
    found = []
    for part in parts:
        if part.rule and part.rule not in known:
            raise RefusedError(
                _("The clause that sets the share of “%(part)s” is not in force; write a new plan.")
                % {"part": part.name}
            )
        share = str(known[part.rule].share * 100) if part.rule else part.share
        found.append(replace(part, share=share))
    return found


def policy_parts(parts: Sequence[PlannedPart]) -> tuple[Part, ...]:
    """Return resolved parts as the policy core draws by them."""
    return tuple(map(_part, parts))


def _part(said: PlannedPart) -> Part:
    return Part(
        name=said.name,
        sort=said.sort,
        of_each=said.of_each,
        share=Fraction(said.share or 0) / 100,
        at_least=said.at_least,
        newcomers=said.newcomers,
        # Not satisfied is nought, satisfied one: that is all a callback says.
        satisfaction_up_to=0 if said.unsatisfied else None,
        seconds_up_to=_least(said.seconds_up_to, _seconds(said.minutes_up_to)),
        seconds_from=_seconds(said.minutes_from),
        silence_from=_seconds(said.silence_from),
        repeats_within=timedelta(days=said.repeat_days) if said.repeat_days else None,
    )


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * _MINUTE


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def percent(share: str) -> str:
    """Write a kept share as people read it; empty for none."""
    return f"{float(Fraction(share)):g} %" if share else ""


def exact(share: Decimal | None) -> str:
    """Return a share in percent as it is kept; empty for none."""
    return "" if share is None else str(share)
