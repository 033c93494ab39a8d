"""Leave (请假): how long before, signed by whom, how often, how many days."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.figures import Count, Span, number_text
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts, weighed
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.allowance import Allowance
from shouwen.policy.kinds.rosters.base import (
    Fault,
    Quota,
    RosterShape,
    key_of,
    moment_named,
    notice,
    number_of,
    numeric,
)
from shouwen.policy.kinds.signing import TierSpec, names_of
from shouwen.policy.kinds.verdicts import Verdict
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]


class LeaveTier(BaseModel):
    """Leave of up to so many days: how long before, and who signs. Without a limit: any length."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    up_to: Count = None
    notice: Span = None
    signed_by: tuple[TierSpec, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether the tier takes any length."""
        return "up_to" not in self.model_fields_set


class Leave(RosterShape):
    """The first tier that is long enough counts; ``late`` are those who sign what came too late."""

    tiers: tuple[LeaveTier, ...] = Field(min_length=1)
    late: tuple[TierSpec, ...] = ()
    quota: Quota | None = None
    allowance: Allowance | None = None

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details and parties the shape reads."""
        if any(not tier.is_open for tier in self.tiers):
            yield numeric((*loc, "tiers"), "days", kinds)
        for position, tier in enumerate(self.tiers):
            here: Loc = (*loc, "tiers", position)
            if "notice" in tier.model_fields_set:
                yield moment_named((*here, "notice"), "begins", kinds)
            yield from names_of(tier.signed_by, (*here, "signed_by"), (), kinds)
        yield from names_of(self.late, (*loc, "late"), (), kinds)
        if self.quota:
            yield from self.quota.names((*loc, "quota"), kinds)
        if self.allowance:
            yield from self.allowance.names((*loc, "allowance"), kinds)

    def wrongs(self, loc: Loc) -> Iterator[Fault]:
        """List tiers that could never count."""
        limits = [tier.up_to for tier in self.tiers if tier.up_to is not None]
        if limits != sorted(set(limits)):
            yield (*loc, "tiers"), "The tiers are not in order.", "Write the shortest leave first."
        if any(tier.is_open for tier in self.tiers[:-1]):
            yield (*loc, "tiers"), "A tier follows one for any length.", "Put that one last."
        if self.allowance:
            yield from self.allowance.wrongs((*loc, "allowance"))

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield what the quota and the allowance say."""
        if self.quota:
            yield from self.quota.demands(rule, matter, ("person",), "leave.quota")
        if self.allowance:
            yield self.allowance.verdict(rule, matter, key_of(matter, "person"))

    def decide(self, rule: Permitting, matter: Matter, steps: Steps) -> Ruling | None:
        """Find the tier, look at the notice, and say who signs."""
        place, found = self._tier(rule, matter)
        if place is None:
            return _not_yes(rule, found, steps)
        tier, steps = self.tiers[place], (*steps, *found.steps)
        signers = tier.signed_by or rule.signed_by
        if "notice" in tier.model_fields_set:
            path = f"leave.tiers.{place}.notice"
            asked = notice(rule, matter, "begins", tier.notice, path)
            if asked.holds is False and self.late:
                steps = (*steps, *asked.steps, Step("late_signed"))
                return rule.signed(self.late, matter, steps)
            if not asked.holds:
                return _not_yes(rule, asked, steps)
            steps = (*steps, *asked.steps)
        return rule.signed(signers, matter, steps)

    def _tier(self, rule: Permitting, matter: Matter) -> tuple[int | None, Verdict]:
        """Return the tier's place, or None with why there is none."""
        if self.tiers[0].is_open:
            return 0, weighed(())
        days = number_of(matter, "days")
        blank = next((n for n, t in enumerate(self.tiers) if not t.is_open and t.up_to is None), -1)
        if blank >= 0:
            return None, rule.blank(f"leave.tiers.{blank}.up_to")
        if days is None:
            return None, rule.missing(matter, "days")
        return self._long_enough(days)

    def _long_enough(self, days: Fraction) -> tuple[int | None, Verdict]:
        said: dict[str, str | int | bool | None] = {"days": number_text(days)}
        for place, tier in enumerate(self.tiers):
            if tier.up_to is None:
                return place, Verdict(holds=True, steps=(Step("leave_any_length", said),))
            said["up_to"] = number_text(tier.up_to)
            if days <= tier.up_to:
                return place, Verdict(holds=True, steps=(Step("leave_up_to", dict(said)),))
        return None, Verdict(holds=False, steps=(Step("leave_too_long", said),))


def _not_yes(rule: Permitting, found: Verdict, steps: Steps) -> Ruling:
    steps = (*steps, *found.steps)
    if found.holds is None:
        return rule.unknown(found.missing, steps)
    return rule.permission("refused", steps)
