"""Rounds that begin when somebody sets out: workflows that are walked place by place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from shouwen.enforcement.words import of_language
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Same
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations.queries import InForce

FEWEST_STOPS = 2
Steps = tuple[Clocked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way that is walked: ``kind`` is the fact that begins it, ``steps`` what is owed in turn."""

    kind: FactKind
    steps: Steps

    @property
    def label(self) -> str:
        """What setting out is called."""
        return of_language((self.kind.label, self.kind.label_en))

    @property
    def stops(self) -> tuple[str, ...]:
        """What is done at each place, in turn."""
        return tuple(of_language((step.duty, step.duty_en)) or step.duty for step in self.steps)

    @property
    def book(self) -> str:
        """The title of its regulation."""
        return self.steps[0].clause.title

    @property
    def clause_number(self) -> str:
        """The clause that describes it."""
        return self.steps[0].clause.number


def routes_for(in_force: InForce, posts: Collection[str], *, everything: bool) -> list[Route]:
    """List the routes of the regulations that name one of these posts, or of all."""
    return [
        route
        for route in all_routes(in_force)
        if everything or set(posts) & set(route.steps[0].words.posts)
    ]


def all_routes(in_force: InForce) -> list[Route]:
    """List every route of the rules in force."""
    known = in_force.vocabulary.kinds
    return [
        Route(kind=known[kind], steps=steps)
        for kind, steps in _routes(in_force.rulebook)
        if kind in known and known[kind].by_hand
    ]


@lru_cache(maxsize=16)
def _routes(book: Rulebook) -> tuple[tuple[str, Steps], ...]:
    """Return the fact that begins each route, with its steps.

    A route is a workflow of which whoever set out owes every step, and one kind of fact, told
    apart by the place it names, does them all.
    """
    groups: dict[tuple[str, str], list[Clocked]] = {}
    for rule in book.rules:
        workflow, dot, _step = rule.id.partition(".")
        if dot and isinstance(rule, Deadline):
            groups.setdefault((rule.clause.regulation, workflow), []).append(rule)
    found = [tuple(steps) for steps in groups.values() if _is_walked(steps)]
    # A route that goes on where another one ends is begun by reaching its first place.
    reached = {condition.fact for steps in found for condition in steps[0].met_conditions()}
    begun = ((kind, steps) for steps in found for kind in steps[0].fact_kinds())
    return tuple((kind, steps) for kind, steps in begun if kind not in reached)


def _is_walked(steps: list[Clocked]) -> bool:
    walkers = {step.owed_by.detail for step in steps}
    done_by = {condition.fact for step in steps for condition in step.met_conditions()}
    one_each = len(walkers) == 1 and len(done_by) == 1 and "" not in walkers
    return one_each and len(steps) >= FEWEST_STOPS and _are_stops(steps)


def _are_stops(steps: list[Clocked]) -> bool:
    """Tell whether each step is told apart by where it is and by nothing else.

    A sequence that also asks how a step was done, such as what is said on the telephone in turn
    and politely, leads nowhere.
    """
    tests = [condition.tests for step in steps for condition in step.met_conditions()]
    names = {name for each in tests for name in each}
    stops = [test.values for each in tests for test in each.values() if isinstance(test, Same)]
    return len(names) == 1 and len(stops) == len(tests) == len(set(stops))


def begins_a_route(kind: str, book: Rulebook) -> bool:
    """Tell whether such a fact sets out on a route, and so is no finding."""
    return any(kind == begins for begins, _steps in _routes(book))
