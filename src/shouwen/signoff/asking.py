"""What may be asked for under the rules in force: every kind of fact that waits for signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.approvals.actions import Request
from shouwen.enforcement import queries as recordable
from shouwen.enforcement.foreseen import rulings_on
from shouwen.enforcement.words import of_language
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.parties import Owner
from shouwen.policy.kinds.permitting import Permitting
from shouwen.policy.kinds.roster import Roster
from shouwen.policy.kinds.signing import TierOf
from shouwen.policy.rulings import Unknown
from shouwen.policy.vocabulary import FactKind, Term
from shouwen.regulations.queries import House, InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """One thing that a rule lets wait for signatures, with the kinds of facts it is about.

    ``by_hand`` are the kinds asked for here; the others are proposed in the room that keeps them.
    """

    rule: Rule
    title: str
    tiers: tuple[str, ...]
    kinds: tuple[FactKind, ...]
    by_hand: tuple[FactKind, ...]

    @property
    def slug(self) -> str:
        """The regulation's name in addresses."""
        return self.rule.clause.regulation


def askables(in_force: InForce, day: date) -> list[Askable]:
    """List what may be asked for, in the order of the regulations."""
    entered = {kind.kind for kind in recordable.recordable_kinds(in_force)}
    found = (rule for rule in in_force.rulebook.rules if rule.is_in_force(day))
    return [_askable(rule, entered) for rule in found if tiers_of(rule)]


def askable(in_force: InForce, day: date, slug: str, rule_id: str) -> Askable | None:
    """Return one of them, or None when no such rule asks for signatures."""
    found = askables(in_force, day)
    return next((a for a in found if (a.slug, a.rule.id) == (slug, rule_id)), None)


def _askable(rule: Rule, entered: set[str]) -> Askable:
    names = facts_of(rule.conditions())
    kinds = tuple(_kind(rule, name) for name in names if name in rule.words.facts)
    title = of_language((rule.title, rule.title_en or rule.title)) or rule.id
    return Askable(
        rule=rule,
        title=title,
        tiers=tuple(_tier_text(tier, rule) for tier in tiers_of(rule)),
        kinds=kinds,
        by_hand=tuple(kind for kind in kinds if kind.kind in entered),
    )


def tiers_of(rule: Rule) -> tuple[TierOf, ...]:
    """Return whoever may have to sign under a rule of approval, of shifts or of access."""
    if isinstance(rule, Approval):
        return rule.tiers
    if isinstance(rule, Roster) and rule.leave is not None:
        shape = rule.leave
        own = tuple(tier for each in shape.tiers for tier in each.signed_by)
        return (*own, *shape.late, *rule.signed_by)
    return rule.signed_by if isinstance(rule, Permitting) else ()


def _tier_text(tier: TierOf, rule: Rule) -> str:
    parties = [_party_text(party, rule) for party in tier.parties]
    text = (_(" and ") if tier.all_of else _(" or ")).join(parties)
    alone = tier.in_person or (isinstance(rule, Approval) and rule.in_person)
    if alone:
        text = _("%(who)s, in person") % {"who": text}
    # Which case that is, the clause says; a list has no room for it.
    return _("%(who)s (in some cases)") % {"who": text} if tier.only else text


def _party_text(party: Owner, rule: Rule) -> str:
    words = rule.words
    if party.post:
        return words.posts.get(party.post, party.post)
    detail = party.needed_detail(facts_of(rule.conditions()), words)
    if not detail:
        return words.departments.get(party.department, party.department)
    kind = next(iter(facts_of(rule.conditions())), "")
    label = of_language(words.facts.detail_labels(kind, detail))
    return _("%(name)s's superior") % {"name": label} if party.superior_of else label


# ── one kind, with just what somebody fills in ───────────────────────────────────────────────


def _kind(rule: Rule, name: str) -> FactKind:
    """Return a kind of fact as the rule's own regulation words it, narrowed to its conditions."""
    known = rule.words.facts.kinds[name]
    conditions = [each for each in rule.conditions() if each.fact == name]
    details = {
        detail: _narrowed(term, conditions)
        for detail, term in known.details.items()
        if detail not in _OWN
    }
    return replace(known, details=details)


# Which request a fact has passed is the house's to say.
_OWN = frozenset({"approval"})


def _narrowed(term: Term, conditions: list[Condition]) -> Term:
    """Leave only the choices about which the rule asks for signatures."""
    tests = [c.tests.get(term.name) for c in conditions]
    if not term.choices or not tests or not all(isinstance(test, Same) for test in tests):
        return term
    kept = {value for test in tests if isinstance(test, Same) for value in test.values}
    return replace(term, choices={k: zh for k, zh in term.choices.items() if k in kept})


def initial_of(found: Askable, kind: FactKind) -> dict[str, Detail]:
    """Return the details that the rule's conditions leave no choice about."""
    fixed: dict[str, Detail] = {}
    conditions = [each for each in found.rule.conditions() if each.fact == kind.kind]
    for name, test in _tests(conditions):
        if isinstance(test, Same) and len(test.values) == 1:
            fixed[name] = test.values[0]
    return fixed


def lacking(
    found: Askable,
    kind: FactKind,
    details: Mapping[str, Detail],
    happened_at: datetime,
    *,
    now: datetime,
) -> tuple[str, ...]:
    """Return the details without which nobody can tell what is asked for, in the form's order.

    That is what the rules about signing ask of the fact; of an empty form everything that any rule
    asks, else all of it.
    """
    person = details.get("person")
    about = f"member:{person}" if person else f"{kind.kind}:asked"
    fact = Fact(kind=kind.kind, about=about, happened_at=happened_at, details=dict(details))
    unknown = [r for r in rulings_on(fact, now=now) if isinstance(r, Unknown)]
    is_empty = set(details) <= set(initial_of(found, kind))
    if not is_empty:
        unknown = [one for one in unknown if (one.cites.regulation, one.rule) == found.rule.key]
    asked = {name for one in unknown for name in one.missing}
    named = [name for name in kind.details if name in asked and name not in details]
    return tuple(named or (kind.details if is_empty else ()))


def _tests(conditions: list[Condition]) -> Iterator[tuple[str, object]]:
    # Several conditions are several cases; only one of them says how it is.
    if len(conditions) == 1:
        yield from conditions[0].tests.items()


def again_href(request: Request, house: House) -> str:
    """Return where the same is asked for again with changes; empty where it is not asked here."""
    rule = _rule_now(request, house.in_force)
    if rule is None or not tiers_of(rule):
        return ""
    here = {kind.kind for kind in recordable.recordable_kinds(house.in_force)}
    if request.proposed["kind"] not in here:
        return ""
    address = reverse("signoff:ask", args=[request.regulation, request.rule_id])
    return f"{address}?like={request.pk}"


def _rule_now(request: Request, in_force: InForce) -> Rule | None:
    rules: Mapping[tuple[str, str], Rule] = {rule.key: rule for rule in in_force.rulebook.rules}
    return rules.get((request.regulation, request.rule_id))
