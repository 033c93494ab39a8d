"""Rules that test the figures they work out, and say nothing where a test fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figuring import Figuring, Steps
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.questions import Question
from shouwen.policy.kinds.references import Reference
from shouwen.policy.kinds.task import Needs, all_needed
from shouwen.policy.kinds.tested import AnyTests, check_tests
from shouwen.policy.kinds.verdicts import YES, Verdict, all_of
from shouwen.policy.rulings import Ruling


class Figured(Figuring):
    """A rule with ``figures``; ``only_if`` tests them, and the fact's details.

    Where a test fails the rule says nothing. A list of tests means any of them. Figures are worked
    out only once all conditions hold.
    """

    only_if: AnyTests = ()

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        for position, tests in enumerate(self.only_if):
            yield from tests.references(("only_if", position), kinds)

    def applies(self, fact: Fact, known: Mapping[Question, object] | None = None) -> bool | None:
        """Tell whether the rule's conditions and tests hold for a fact; None while unknown."""
        holds = super().applies(fact, known)
        if not holds or not self.only_if:
            return holds
        return self._worked_out(Matter(fact=fact, known=known or {}))[1].holds

    def proceed(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work the figures out, test them, and only then decide."""
        if not self.figures and not self.only_if:
            return self.decide(matter, steps)
        inner, verdict = self._worked_out(matter)
        steps = (*steps, *verdict.steps)
        if verdict.holds is None:
            return (self.unknown(verdict.missing, steps),)
        if not verdict.holds:
            return (self.fails(steps),)
        return self.decide(inner, steps)

    def fails(self, steps: Steps) -> Ruling:
        """Say what follows where a test fails: nothing, unless a kind says otherwise."""
        return self.nothing(steps)

    def _worked_out(self, matter: Matter) -> tuple[Matter, Verdict]:
        inner = replace(matter, numbers=dict(matter.numbers))
        task, person = self.task_of(inner)
        plain = tuple(one for one in self.only_if if not one.names() & self.figures.keys())
        if plain and len(plain) == len(self.only_if):
            early = check_tests(plain, task)
            if early.holds is not True:
                return inner, early
        lacking, steps = self.reckoned(task, person)
        tests = check_tests(self.only_if, task)
        if tests.holds is False:
            return inner, Verdict(holds=False, steps=(*steps, *tests.steps))
        verdicts = (_without(tests, lacking), _needed(lacking))
        found = all_of(verdicts)
        return inner, found._replace(steps=(*steps, *found.steps))


def _without(tests: Verdict, lacking: Mapping[str, Needs]) -> Verdict:
    """Leave out of what the tests miss the figures themselves: what they lack is said once."""
    if tests.holds is not None:
        return tests
    missing = tuple(name for name in tests.missing if name not in lacking)
    steps = tests.steps if missing else ()
    return Verdict(None if missing else True, missing, steps)


def _needed(lacking: Mapping[str, Needs]) -> Verdict:
    needed = all_needed(lacking.values())
    return Verdict(None, needed.missing, needed.steps) if needed else YES
