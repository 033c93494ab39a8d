"""How something owed is done, and what a round may bring up: kinds of facts in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from shouwen.enforcement import queries as enforcement
from shouwen.enforcement.sheets import kind_of, says_whose
from shouwen.enforcement.words import of_language
from shouwen.policy.facts import Detail
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.duty import DUTY_DONE, OBLIGATION_MET, PERIOD_BEGAN
from shouwen.policy.kinds.form import FILLED, Form
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations.queries import InForce
from shouwen.rounds.routes import begins_a_route

_NOBODY_FINDS = frozenset({DUTY_DONE, OBLIGATION_MET, PERIOD_BEGAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A kind of fact that does what is owed; ``fixed`` is what it has to say to do so.

    ``form`` is the key of the form that is filled in, where it is one; then the kind asks for the
    fields of that form only.
    """

    kind: FactKind
    fixed: Mapping[str, Detail] = field(default_factory=dict)
    form: str = ""

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.kind.kind}:{self.form}" if self.form else self.kind.kind

    @property
    def by_hand(self) -> bool:
        """Whether it is simply reported as done, with its evidence."""
        return self.kind.kind == DUTY_DONE

    @property
    def label(self) -> str:
        """What it is called in the language of the page."""
        return of_language((self.kind.label, self.kind.label_en))


def ways_of(rule: Rule | None, book: Rulebook) -> tuple[Way, ...]:
    """Return the kinds of facts that do what a rule asks for, reporting it done first."""
    if not isinstance(rule, Clocked):
        return ()
    found: dict[str, Way] = {}
    for condition in rule.met_conditions():
        way = _way(condition, rule, book)
        if way is not None:
            before = found.get(way.key)
            found[way.key] = _either(before, way) if before else way
    return tuple(sorted(found.values(), key=lambda way: not way.by_hand))


def _way(condition: Condition, rule: Clocked, book: Rulebook) -> Way | None:
    kind, fixed = rule.words.facts.kinds.get(condition.fact), _fixed(condition)
    if kind is None or not kind.by_hand:
        return None
    if kind.kind != FILLED:
        return Way(kind=kind, fixed=fixed)
    whose = (rule.clause.regulation, str(fixed.get("form", "")))
    sheets = (one for one in book.rules if isinstance(one, Form) and not one.when)
    sheet = next((s for s in sheets if (s.clause.regulation, s.form_key) == whose), None)
    if sheet is None:
        return None
    return Way(kind=kind_of(sheet), fixed={**fixed, **says_whose(sheet)}, form=sheet.form_key)


def _either(one: Way, other: Way) -> Way:
    """Return the way that does either: fixed is only what both of them ask for."""
    both = {name: v for name, v in one.fixed.items() if other.fixed.get(name) == v}
    return replace(one, fixed=both)


def _fixed(condition: Condition) -> dict[str, Detail]:
    tests = condition.tests.items()
    return {n: t.values[0] for n, t in tests if isinstance(t, Same) and len(t.values) == 1}


def finding_kinds(in_force: InForce, rule: Rule | None, *, may_move: bool) -> list[FactKind]:
    """List what may be found on a round: facts after which somebody has to do something.

    Those of the round's own regulation come first. A fact that is itself the doing of something
    is no finding, unless it is how this very round is reported. Facts from which points or money
    follow are only for whoever ``may_move`` these.
    """
    book = in_force.rulebook
    opening, doing, moving = _roles(book)
    own = {way.kind.kind for way in ways_of(rule, book)} - _NOBODY_FINDS
    known = {kind.kind for kind in enforcement.recordable_kinds(in_force)}
    wanted = (opening.keys() - doing) | (opening.keys() & own)
    wanted = {kind for kind in wanted if not begins_a_route(kind, book)}
    wanted &= known if may_move else known - moving
    slug = rule.clause.regulation if rule else ""
    kinds = (in_force.vocabulary.kinds[kind] for kind in opening if kind in wanted)
    return sorted(kinds, key=lambda kind: slug not in opening[kind.kind])


def regulation_of(kind: FactKind, in_force: InForce, slug: str) -> tuple[str, bool]:
    """Return the title of a regulation by which somebody has to act on such a fact.

    The second tells whether the regulation ``slug`` is one of those.
    """
    slugs = _roles(in_force.rulebook)[0].get(kind.kind, ())
    titles = _titles(in_force.rulebook)
    return titles.get(next(iter(slugs), ""), ""), slug in slugs


@lru_cache(maxsize=16)
def _titles(book: Rulebook) -> Mapping[str, str]:
    return {rule.clause.regulation: rule.clause.title for rule in book.rules}


Roles = tuple[Mapping[str, tuple[str, ...]], frozenset[str], frozenset[str]]


@lru_cache(maxsize=16)
def _roles(book: Rulebook) -> Roles:
    """Return the kinds that open something, by regulation; those that do it; those that cost."""
    opening: dict[str, tuple[str, ...]] = {}
    doing: set[str] = set()
    moving: set[str] = set()
    for rule in book.rules:
        if isinstance(rule, Clocked):
            doing |= set(_kinds(rule.met_conditions()))
            for kind in rule.fact_kinds():
                before = opening.get(kind, ())
                opening[kind] = tuple(dict.fromkeys((*before, rule.clause.regulation)))
        elif isinstance(rule, Moves):
            moving |= set(rule.fact_kinds())
    found = {kind: slugs for kind, slugs in opening.items() if kind not in _NOBODY_FINDS}
    return found, frozenset(doing), frozenset(moving)


def _kinds(conditions: Iterable[Condition]) -> Iterator[str]:
    return (condition.fact for condition in conditions)


def moves_something(kind: str, book: Rulebook) -> bool:
    """Tell whether points or money may follow from such a fact."""
    return kind in _roles(book)[2]
