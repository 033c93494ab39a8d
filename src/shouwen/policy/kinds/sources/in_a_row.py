"""For how many periods in a row something held: three months at or below five points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import Figure, Known, Source, UnitOf, shown
from shouwen.policy.kinds.sources.measured import Measured
from shouwen.policy.kinds.task import Inner, Needs, Task
from shouwen.policy.kinds.tested import Compared, read_bounds
from shouwen.policy.kinds.words import Both, both, number_texts
from shouwen.policy.steps import Late, Step, Value


class RowOf(Inner):
    """What is measured in each period, which bounds it must keep, and how far to look back."""

    of: Measured
    is_: Annotated[Compared, read_bounds] = Field(alias="is")
    up_to: int = Field(ge=1, le=60)


class InARow(Source):
    """``{in_a_row: {of: {moved: {…}}, is: {at_most: 5}, up_to: 3}}``: the fact's period included.

    It counts back from the period of the fact until one does not keep the bounds, at most
    ``up_to``.
    """

    in_a_row: RowOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Ask period by period, back from that of the fact."""
        it = self.in_a_row
        seen: list[tuple[str, Fraction]] = []
        for back in range(it.up_to):
            found = it.of.at(task, name, back)
            if isinstance(found, Needs):
                return found
            period, number = found
            seen.append((period.name, number))
            holds = it.is_.holds(task, number, f"figures.{name}.in_a_row.is")
            if isinstance(holds, Needs):
                return holds
            if not holds:
                return self._known(task, name, seen, len(seen) - 1)
        return self._known(task, name, seen, len(seen))

    def _known(self, task: Task, name: str, seen: list[tuple[str, Fraction]], row: int) -> Known:
        number = Fraction(row)
        unit = task.words.counted_in(self.in_a_row.of.unit) if self.in_a_row.of.unit else ("", "")

        def values() -> dict[str, Value]:
            each: list[Both] = [number_texts(one, unit) for _, one in seen]
            chinese = "、".join(f"{p} 为 {n[0]}" for (p, _), n in zip(seen, each, strict=True))
            english = ", ".join(f"{p} {n[1]}" for (p, _), n in zip(seen, each, strict=True))
            wanted = self.in_a_row.is_.wanted(task, unit)
            return {
                **shown(task, name, number),
                **both("each", (chinese, english)),
                **both("wanted", wanted),
            }

        return Known(number, (Step("figure_in_a_row", Late(values)),))

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name what is measured and the details it is compared with."""
        yield from super().references(loc, kinds)
        here = (*loc, "in_a_row")
        yield from self.in_a_row.of.references((*here, "of"), kinds)

    def terms(self) -> Iterator[tuple[Loc, str]]:
        """Name the details and figures that are bounds."""
        for bound, other in self.in_a_row.is_.names():
            yield ("in_a_row", "is", bound), other

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - a count of periods
        """A count of periods has no unit."""
        return ""

    @property
    def records(self) -> object:
        """Which facts are counted, for whoever answers."""
        return self.in_a_row.of.records

    def asks_for_the_person(self) -> bool:
        """Tell that it is the person's row."""
        return True

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a period without end, and facts that stand in no journal."""
        yield from self.in_a_row.of.faults(("in_a_row", "of"))
        if self.in_a_row.of.per == "ever":
            yield (
                ("in_a_row", "of"),
                "“Ever” has no period before.",
                "Write for example `per: month`.",
            )
