"""Overtime (加班): at most so many hours at a time and together with what was worked before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shouwen.policy.kinds.figures import Count, number_text
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import Fault, RosterShape, number_of, numeric
from shouwen.policy.kinds.verdicts import Verdict, no, yes
from shouwen.policy.steps import Step


class Overtime(RosterShape):
    """``at_most`` hours at a time; ``together`` with those already worked in the period."""

    at_most: Count = None
    together: Count = None

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the numbers the shape reads."""
        yield numeric(loc, "hours", kinds)
        if "together" in self.model_fields_set:
            yield numeric((*loc, "together"), "hours_so_far", kinds)

    def wrongs(self, loc: Loc) -> Iterator[Fault]:
        """List a shape that limits nothing."""
        if not self.model_fields_set:
            yield loc, "No limit of hours is given.", "Write `at_most: 3` or `together: 36`."

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield what each limit says."""
        if "at_most" in self.model_fields_set:
            yield self._within(rule, matter, "at_most", self.at_most, ())
        if "together" in self.model_fields_set:
            yield self._within(rule, matter, "together", self.together, ("hours_so_far",))

    def _within(
        self,
        rule: Permitting,
        matter: Matter,
        name: str,
        limit: Fraction | None,
        more: tuple[str, ...],
    ) -> Verdict:
        if limit is None:
            return rule.blank(f"overtime.{name}")
        numbers = []
        for detail in (*more, "hours"):
            number = number_of(matter, detail)
            if number is None:
                return rule.missing(matter, detail)
            numbers.append(number)
        values = {
            "hours": " + ".join(map(number_text, numbers)),
            "sum": number_text(sum(numbers, Fraction())),
            "most": number_text(limit),
        }
        if sum(numbers) <= limit:
            return yes(Step("hours_within", values))
        return no(Step("hours_over", values))
