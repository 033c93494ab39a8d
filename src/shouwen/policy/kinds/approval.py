"""Approval (审批): a fact is held until the right posts have signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.figures import Span
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.signing import Steps, TierSpec, hold, names_of, unsigned, who_signs
from shouwen.policy.rulings import Permission, Ruling, Tier
from shouwen.policy.steps import Step


class Approval(Rule):
    """Before a fact of this kind is recorded, each tier in turn must have signed.

    Whoever proposes never signs; ``separate`` names details whose member may not sign either.
    """

    kind: Literal["approval"]
    before: Conditions
    tiers: tuple[TierSpec, ...] = Field(min_length=1)
    separate: Names = ()
    expires: Span = None

    def conditions(self) -> tuple[Condition, ...]:
        """The proposed facts this approval is about."""
        return self.before

    def conditions_key(self) -> str:
        """The key under which the conditions stand."""
        return "before"

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a condition that would never be looked at."""
        if self.when:
            yield ("when",), "An approval has no `when`.", "Write `before: {fact: …}` instead."

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        yield from names_of(self.tiers, ("tiers",), self.separate, self.fact_kinds())

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Hold the fact for its tiers, or let it pass once all of them have signed."""
        if self.key in matter.granted:
            return (self._permission("granted", (*steps, Step("approval_granted"))),)
        tiers, missing = who_signs(self, self.tiers, self.separate, matter)
        if missing:
            return (unsigned(self, missing, matter, steps),)
        if "expires" in self.model_fields_set and self.expires is None:
            return (self.needs_figure("expires", steps),)
        return (self._held(tiers, matter, steps),)

    def _held(self, tiers: tuple[Tier, ...], matter: Matter, steps: Steps) -> Ruling:
        expires_at = None
        if self.expires is not None:
            if matter.calendars is None:
                return self.unknown(("calendar",), steps)
            due = matter.calendars("department").due(matter.fact.happened_at, self.expires)
            expires_at, steps = due.at, (*steps, *due.steps)
        return hold(self, tiers, self.separate, matter, steps, expires_at=expires_at)

    def _permission(self, state: str, steps: Steps) -> Permission:
        return Permission(rule=self.id, cites=self.clause, steps=steps, state=state)
