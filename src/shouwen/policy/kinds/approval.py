"""Approval (审批): a fact is held until the right posts have signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.figures import Span
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.parties import Owner
from shouwen.policy.kinds.references import PEOPLE, Loc, Reference
from shouwen.policy.rulings import Party, Permission, Ruling, Tier
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]


class TierOf(BaseModel):
    """One step of the chain: any one of these signs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    any_of: tuple[Owner, ...] = Field(min_length=1)


def _spelled_out(value: Any) -> Any:
    """Let ``{post: x}`` stand for ``{any_of: [{post: x}]}``."""
    if isinstance(value, Mapping) and "any_of" not in value:
        return {"any_of": [value]}
    return value


TierSpec = Annotated[TierOf, BeforeValidator(_spelled_out)]


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
        kinds = self.fact_kinds()
        yield from (Reference(("separate",), "detail", n, kinds, PEOPLE) for n in self.separate)
        for position, tier in enumerate(self.tiers):
            for place, party in enumerate(tier.any_of):
                yield from party.references(("tiers", position, "any_of", place), kinds)

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Hold the fact for its tiers, or let it pass once all of them have signed."""
        if self.key in matter.granted:
            return (self._permission("granted", (*steps, Step("approval_granted"))),)
        missing = tuple(name for name in self.separate if matter.fact.detail(name) is None)
        parties = [self._parties(tier, matter) for tier in self.tiers]
        missing += tuple(name for _, needed in parties for name in needed)
        if missing:
            asked = tuple(self._detail_step("detail_missing", matter.fact, n) for n in missing)
            return (self.unknown(dict.fromkeys(missing), (*steps, *asked)),)
        if "expires" in self.model_fields_set and self.expires is None:
            return (self.needs_figure("expires", steps),)
        tiers = tuple(Tier(any_of=found) for found, _ in parties)
        return (self._held(tiers, matter, steps),)

    def _parties(self, tier: TierOf, matter: Matter) -> tuple[tuple[Party, ...], tuple[str, ...]]:
        person = matter.fact.detail(self.person.detail)
        key = None if person is None else str(person)
        found = [(one, one.party(matter.fact, key, self.words)) for one in tier.any_of]
        needed = (one.needed_detail((matter.fact.kind,), self.words) for one, p in found if not p)
        return tuple(party for _, party in found if party), tuple(needed)

    def _held(self, tiers: tuple[Tier, ...], matter: Matter, steps: Steps) -> Ruling:
        fact = matter.fact
        separate = (str(fact.detail(name)) for name in self.separate)
        barred = dict.fromkeys(key for key in (fact.actor, *separate) if key)
        expires_at = None
        if self.expires is not None:
            if matter.calendars is None:
                return self.unknown(("calendar",), steps)
            due = matter.calendars("department").due(fact.happened_at, self.expires)
            expires_at, steps = due.at, (*steps, *due.steps)
        held = Step("approval_held", {"tiers": len(tiers)})
        return Permission(
            rule=self.id,
            cites=self.clause,
            steps=(*steps, held),
            state="held",
            tiers=tiers,
            barred=tuple(barred),
            expires_at=expires_at,
        )

    def _permission(self, state: str, steps: Steps) -> Permission:
        return Permission(rule=self.id, cites=self.clause, steps=steps, state=state)
