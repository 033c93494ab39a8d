"""Approval (审批): a fact is held until the right posts have signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import Field

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.figures import Span
from shouwen.policy.kinds.figuring import AsDetails
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import Approved
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.signing import Steps, TierSpec, hold, names_of, unsigned, who_signs
from shouwen.policy.rulings import Permission, Ruling, Tier
from shouwen.policy.steps import Step


class Approval(AsDetails):
    """Before a fact of this kind is recorded, each tier in turn must have signed.

    Whoever proposes never signs; ``separate`` names details whose member may not sign either.
    ``again_on`` are details: what was signed once about a matter stands until one of them is
    another. ``in_person`` lets nobody sign as a substitute. With ``silence: consents`` a request
    that nobody answered before it ``expires`` counts as granted. What has to be signed beforehand
    is refused with ``unless_signed: refuse`` as long as nobody did: it has to be asked for first.
    """

    kind: Literal["approval"]
    before: Conditions
    tiers: tuple[TierSpec, ...] = Field(min_length=1)
    separate: Names = ()
    expires: Span = None
    silence: Literal["ends", "consents"] = "ends"
    unless_signed: Literal["hold", "refuse"] = "hold"
    in_person: bool = False
    again_on: Names = ()

    def conditions(self) -> tuple[Condition, ...]:
        """The proposed facts this approval is about."""
        return self.before

    def conditions_key(self) -> str:
        """The key under which the conditions stand."""
        return "before"

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a condition that would never be looked at."""
        yield from super().faults()
        if self.when:
            yield ("when",), "An approval has no `when`.", "Write `before: {fact: …}` instead."
        if self.silence == "consents" and "expires" not in self.model_fields_set:
            yield (
                ("silence",),
                "Silence consents only after a time.",
                "Add `expires: 3 days`, or leave it out.",
            )

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        yield from names_of(self.tiers, ("tiers",), self.separate, kinds)
        yield from (Reference(("again_on",), "detail", name, kinds) for name in self.again_on)

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Hold the fact for its tiers, or let it pass once all of them have signed."""
        if self.key in matter.granted:
            return (self._permission("granted", (*steps, Step("approval_granted"))),)
        if self.again_on:
            stands = self._stands(matter, steps)
            if stands is not None:
                return (stands,)
        tiers, missing = who_signs(self, self.tiers, self.separate, matter)
        if missing:
            return (unsigned(self, missing, matter, steps),)
        if not tiers:
            return (self._permission("granted", (*steps, Step("no_tier_applies"))),)
        if self.in_person:
            tiers = tuple(replace(tier, in_person=True) for tier in tiers)
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
        held = hold(self, tiers, self.separate, matter, steps, expires_at=expires_at)
        if self.silence == "consents":
            held = replace(held, consent=True)
        return held if self.unless_signed == "hold" else _refused(held)

    def _stands(self, matter: Matter, steps: Steps) -> Ruling | None:
        """Let a fact pass that was signed before and did not change; else return None."""
        fact = matter.fact
        missing = tuple(name for name in self.again_on if fact.detail(name) is None)
        if missing:
            return unsigned(self, missing, matter, steps)
        same = tuple(sorted((name, str(fact.detail(name))) for name in self.again_on))
        question = Approved(*self.key, self.fact_kinds(), fact.about, same)
        answer = matter.ask(question)
        if answer is UNANSWERED:
            return self.unknown((str(question),), (*steps, Step("approved_unknown")))
        if not answer:
            return None
        return self._permission("granted", (*steps, Step("approval_stands")))

    def _permission(self, state: str, steps: Steps) -> Permission:
        return Permission(rule=self.id, cites=self.clause, steps=steps, state=state)


def _refused(held: Permission) -> Permission:
    """Refuse what was not signed beforehand; who would have to sign is still said."""
    step = Step("not_signed_before", {"tiers": len(held.tiers)})
    return replace(held, state="refused", reason=step.code, steps=(*held.steps[:-1], step))
