"""Who has to sign before something may happen, in turn, and who may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.details import DetailTests, names_in_tests, of_kind
from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.parties import Owner
from shouwen.policy.kinds.references import PEOPLE, Loc, Reference
from shouwen.policy.kinds.verdicts import YES, Verdict
from shouwen.policy.rulings import Party, Permission, Ruling, Tier
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]


class TierOf(BaseModel):
    """One step of the chain: any one of these signs, or all of these, in any order.

    ``only`` are tests of the fact's details: the step is there only if they hold. ``in_person``
    lets nobody sign as a substitute.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    any_of: tuple[Owner, ...] = ()
    all_of: tuple[Owner, ...] = ()
    only: DetailTests | None = None
    in_person: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.any_of) == bool(self.all_of):
            raise wrong("It is not said who signs.", "Write `{post: x}`, `any_of:` or `all_of:`.")
        if "all_of" in self.model_fields_set and len(self.all_of) == 1:
            raise wrong("One alone signs nothing together.", "Name several under `all_of`.")
        return self

    @property
    def way(self) -> str:
        """The key under which the parties stand."""
        return "all_of" if self.all_of else "any_of"

    @property
    def parties(self) -> tuple[Owner, ...]:
        """Those who sign."""
        return self.all_of or self.any_of


_OF_THE_TIER = ("only", "in_person")


def _spelled_out(value: Any) -> Any:
    """Let ``{post: x}`` stand for ``{any_of: [{post: x}]}``."""
    if isinstance(value, Mapping) and not {"any_of", "all_of"} & set(value):
        party = {key: one for key, one in value.items() if key not in _OF_THE_TIER}
        own = {key: one for key, one in value.items() if key in _OF_THE_TIER}
        return {**own, "any_of": [party]}
    return value


TierSpec = Annotated[TierOf, BeforeValidator(_spelled_out)]
Tiers = tuple[TierSpec, ...]


def names_of(
    tiers: Tiers, loc: Loc, separate: Names, kinds: tuple[str, ...]
) -> Iterator[Reference]:
    """List what the tiers and the members kept apart from them refer to."""
    yield from (Reference(("separate",), "detail", n, kinds, PEOPLE) for n in separate)
    for position, tier in enumerate(tiers):
        for place, party in enumerate(tier.parties):
            yield from party.references((*loc, position, tier.way, place), kinds)
        if tier.only:
            yield from names_in_tests((*loc, position, "only"), tier.only, kinds)


def who_signs(
    rule: Rule, tiers: Tiers, separate: Names, matter: Matter
) -> tuple[tuple[Tier, ...], tuple[str, ...]]:
    """Return the tiers with their parties, and the details that are missing to name them."""
    missing = tuple(name for name in separate if matter.fact.detail(name) is None)
    asked: list[Tier] = []
    for tier in tiers:
        only = _is_asked(tier, rule, matter)
        missing += only.missing
        if not only.holds:
            continue
        found, needed = _parties(rule, tier, matter)
        missing += needed
        asked.append(Tier(any_of=found, joint=bool(tier.all_of), in_person=tier.in_person))
    return tuple(asked), tuple(dict.fromkeys(missing))


def _is_asked(tier: TierOf, rule: Rule, matter: Matter) -> Verdict:
    if tier.only is None:
        return YES
    return of_kind(tier.only, matter.fact.kind).check(matter.fact, rule.words)


def _parties(rule: Rule, tier: TierOf, matter: Matter) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    person = matter.fact.detail(rule.person.detail)
    key = None if person is None else str(person)
    found = [(one, one.party(matter.fact, key, rule.words)) for one in tier.parties]
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
        steps=(*steps, *_special(tiers), Step("approval_held", {"tiers": len(tiers)})),
        state="held",
        tiers=tiers,
        barred=tuple(barred),
        expires_at=expires_at,
    )


def _special(tiers: tuple[Tier, ...]) -> Iterator[Step]:
    """Say which tiers sign together, and which in person."""
    for number, tier in enumerate(tiers, 1):
        if tier.joint:
            yield Step("tier_together", {"tier": number, "people": len(tier.any_of)})
        if tier.in_person:
            yield Step("tier_in_person", {"tier": number})


def unsigned(rule: Rule, missing: tuple[str, ...], matter: Matter, steps: Steps) -> Ruling:
    """Say which details are missing to know who signs."""
    kind, words = matter.fact.kind, rule.words
    asked = tuple(words.line("detail_missing", kind, name) for name in missing)
    return rule.unknown(missing, (*steps, *asked))
