"""Who has to sign before something may happen, in turn, and who may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.kinds.common import Names, Rule
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
Tiers = tuple[TierSpec, ...]


def names_of(
    tiers: Tiers, loc: Loc, separate: Names, kinds: tuple[str, ...]
) -> Iterator[Reference]:
    """List what the tiers and the members kept apart from them refer to."""
    yield from (Reference(("separate",), "detail", n, kinds, PEOPLE) for n in separate)
    for position, tier in enumerate(tiers):
        for place, party in enumerate(tier.any_of):
            yield from party.references((*loc, position, "any_of", place), kinds)


def who_signs(
    rule: Rule, tiers: Tiers, separate: Names, matter: Matter
) -> tuple[tuple[Tier, ...], tuple[str, ...]]:
    """Return the tiers with their parties, and the details that are missing to name them."""
    missing = tuple(name for name in separate if matter.fact.detail(name) is None)
    parties = [_parties(rule, tier, matter) for tier in tiers]
    missing += tuple(name for _, needed in parties for name in needed)
    return tuple(Tier(any_of=found) for found, _ in parties), tuple(dict.fromkeys(missing))


def _parties(rule: Rule, tier: TierOf, matter: Matter) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    person = matter.fact.detail(rule.person.detail)
    key = None if person is None else str(person)
    found = [(one, one.party(matter.fact, key, rule.words)) for one in tier.any_of]
    needed = (one.needed_detail((matter.fact.kind,), rule.words) for one, p in found if not p)
    return tuple(party for _, party in found if party), tuple(needed)


def hold(
    rule: Rule,
    tiers: tuple[Tier, ...],
    separate: Names,
    matter: Matter,
    steps: Steps,
    *,
    expires_at: datetime | None = None,
) -> Permission:
    """Hold a fact until its tiers have signed; neither the proposer nor ``separate`` may."""
    fact = matter.fact
    apart = (str(fact.detail(name)) for name in separate)
    barred = dict.fromkeys(key for key in (fact.actor, *apart) if key)
    return Permission(
        rule=rule.id,
        cites=rule.clause,
        steps=(*steps, Step("approval_held", {"tiers": len(tiers)})),
        state="held",
        tiers=tiers,
        barred=tuple(barred),
        expires_at=expires_at,
    )


def unsigned(rule: Rule, missing: tuple[str, ...], matter: Matter, steps: Steps) -> Ruling:
    """Say which details are missing to know who signs."""
    kind, words = matter.fact.kind, rule.words
    asked = tuple(words.line("detail_missing", kind, name) for name in missing)
    return rule.unknown(missing, (*steps, *asked))
