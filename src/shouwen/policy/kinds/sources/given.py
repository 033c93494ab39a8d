"""Figures that are read: entered or else another, looked up by a word, counted holders."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pydantic import Field

from shouwen.policy.kinds.figures import Count
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.operands import AnOperand
from shouwen.policy.kinds.questions import HoldersOf
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import Figure, Known, Source, UnitOf, shown, unanswered
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Late, Step


class EnteredOf(Inner):
    """Which detail, and what counts where nobody entered one."""

    of: str
    otherwise: AnOperand


class Entered(Source):
    """A detail that may stay empty: ``{entered: {of: set_target, otherwise: 0}}``.

    Only here is what was not recorded not unknown, because the regulation says what counts then.
    """

    entered: EnteredOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Return what was entered, or else the other figure."""
        it = self.entered
        if task.fact.detail(it.of) is not None:
            number = task.number(it.of)
            code = "figure_entered"
        else:
            number = it.otherwise.number(task, f"figures.{name}.entered.otherwise")
            code = "figure_not_entered"
        if isinstance(number, Needs):
            return number
        known = number

        def values() -> dict[str, str | int | bool | None]:
            other = it.otherwise.said(task, known)
            return shown(task, name, known) | task.labels(it.of) | both("otherwise", other)

        return Known(known, (Step(code, Late(values)),))

    def terms(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail and the figure that stands in for it."""
        yield ("entered", "of"), self.entered.of
        if self.entered.otherwise.name:
            yield ("entered", "otherwise"), self.entered.otherwise.name

    def inferred(self, unit_of: UnitOf) -> str:
        """Return the detail's unit."""
        return unit_of(self.entered.of)


class LookedUpOf(Inner):
    """By which detail, and the number for each of its values."""

    of: str
    table: dict[str, Count] = Field(min_length=1)


class LookedUp(Source):
    """A number by a word: ``{looked_up: {of: grade, table: {new: 1800, senior: 2500}}}``."""

    looked_up: LookedUpOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Return the number for the recorded word; a word not in the table has none."""
        it = self.looked_up
        word = task.fact.detail(it.of)
        if word is None:
            return Needs((it.of,), (Step("detail_missing", task.labels(it.of)),))
        read = both("value", task.words.value_of(task.fact.kind, it.of, word))
        key = str(word).lower() if isinstance(word, bool) else str(word)
        if key not in it.table:
            return Needs((it.of,), (Step("not_in_table", {**task.labels(it.of), **read}),))
        number = it.table[key]
        if number is None:
            return figure(f"figures.{name}.looked_up.table.{key}")
        known: Fraction = number
        return Known(
            known,
            (
                Step(
                    "figure_looked_up",
                    Late(lambda: shown(task, name, known) | task.labels(it.of) | read),
                ),
            ),
        )

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the detail and its values."""
        yield from super().references(loc, kinds)
        here = (*loc, "looked_up")
        yield Reference((*here, "of"), "detail", self.looked_up.of, kinds)
        for word in self.looked_up.table:
            yield Reference((*here, "table", word), "value", word, kinds, of=self.looked_up.of)


class Holders(Source):
    """How many hold a post on the day of the fact: ``{holders: courier}``."""

    holders: str

    def reckon(self, task: Task, name: str) -> Figure:
        """Ask how many hold the post."""
        question = HoldersOf(self.holders)
        answer = task.matter.ask(question)
        if answer is UNANSWERED:
            return unanswered(task, name, question)
        number = Fraction(int(str(answer)))
        post = task.words.posts.get(self.holders, self.holders)
        return Known(
            number,
            (Step("figure_holders", Late(lambda: shown(task, name, number) | {"post": post})),),
        )

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the post."""
        yield from super().references(loc, kinds)
        yield Reference((*loc, "holders"), "post", self.holders)
