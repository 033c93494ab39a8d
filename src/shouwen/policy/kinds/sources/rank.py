"""The person's place among the holders of posts, by what they did in a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import number_text, wrong
from shouwen.policy.kinds.periodic import stretch, told
from shouwen.policy.kinds.questions import MembersOf, Standings
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.shapes.prizes import TIED, TURN
from shouwen.policy.kinds.sources.base import (
    Figure,
    Known,
    Source,
    UnitOf,
    shown,
    unanswered,
)
from shouwen.policy.kinds.sources.measured import Measured
from shouwen.policy.kinds.task import Inner, Needs, Task, all_needed
from shouwen.policy.kinds.words import both, number_texts
from shouwen.policy.steps import Late, Step, Value


class RankOf(Inner):
    """What is compared, among the holders of which posts, and who is first.

    ``ties``: ``same`` gives all of them the better place and leaves out the next ones (1, 2, 2, 4),
    ``next_below`` the lower place (1, 3, 3, 4); ``undecided`` waits for the detail ``decided_in``.
    """

    of: Measured
    among: Names
    first: Literal["most", "least"] = "most"
    ties: Literal["same", "next_below", "undecided"] = "same"
    decided_in: str = ""

    @model_validator(mode="after")
    def _decided(self) -> Self:
        if (self.ties == "undecided") != bool(self.decided_in):
            raise wrong(
                "It is not said where an undecided place is recorded.",
                "Write {ties: undecided, decided_in: a number detail}.",
            )
        return self


class Rank(Source):
    """``{rank: {of: {moved: {…}}, among: [service_engineer], ties: same}}``."""

    rank: RankOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Compare the person's figure with everybody's."""
        standings = self._standings(task, name)
        if isinstance(standings, Needs):
            return standings
        mine = standings.get(task.person)
        if mine is None:
            values = {**task.labels(name, "figure"), "person": task.person}
            return Needs((f"standings:{name}",), (Step("figure_not_among", values),))
        ahead = sum(1 for other in standings.values() if self._is_ahead(other, mine))
        tied = sorted(member for member, other in standings.items() if other == mine)
        return self._placed(task, name, mine, ahead + 1, tied, sorted(standings.values()))

    def _is_ahead(self, other: Fraction, mine: Fraction) -> bool:
        return other > mine if self.rank.first == "most" else other < mine

    def _standings(self, task: Task, name: str) -> Mapping[str, Fraction] | Needs:
        members = self._members(task, name)
        period = stretch(task, self.rank.of.per)
        if isinstance(period, Needs) or isinstance(members, Needs):
            return all_needed((members, period)) or Needs((), ())
        inner = self.rank.of.question(task, name, period, task.person)
        if isinstance(inner, Needs):
            return inner
        question = Standings(inner, members, self.rank.of.by)
        answer = task.matter.ask(question)
        own = self.rank.of.own(task, inner)
        if not isinstance(answer, Mapping) or own is None:
            return unanswered(task, name, question)
        worth = self.rank.of.worth
        found = {member: Fraction(str(number)) for member, number in answer.items()}
        if task.person in found:
            found[task.person] += own
        return {member: worth(number) for member, number in found.items()}

    def _members(self, task: Task, name: str) -> tuple[str, ...] | Needs:
        found: set[str] = set()
        for post in self.rank.among:
            question = MembersOf(post)
            answer = task.matter.ask(question)
            if not isinstance(answer, tuple):
                return unanswered(task, name, question)
            found.update(map(str, answer))
        return tuple(sorted(found))

    def _placed(
        self,
        task: Task,
        name: str,
        mine: Fraction,
        place: int,
        tied: list[str],
        all_of_them: list[Fraction],
    ) -> Figure:
        if len(tied) > 1 and self.rank.ties == "undecided":
            decided = task.number(self.rank.decided_in)
            if isinstance(decided, Needs):
                step = Step("figure_tied", {"tied": len(tied), **task.labels(name, "figure")})
                return Needs(decided.missing, (step, *decided.steps))
            place, tied = int(decided), [task.person]
        if self.rank.ties == "next_below":
            place += len(tied) - 1
        number = Fraction(place)
        period = stretch(task, self.rank.of.per)

        def values() -> dict[str, Value]:
            unit = self.rank.of.unit
            texts = number_texts(mine, task.words.counted_in(unit) if unit else ("", ""))
            named = told(period) if not isinstance(period, Needs) else ("", "")
            ordered = all_of_them if self.rank.first == "least" else all_of_them[::-1]
            return {
                **shown(task, name, number),
                **both("mine", texts),
                **both("period", named),
                "of": len(ordered),
                "tied": len(tied),
                "standings": " / ".join(number_text(one) for one in ordered),
            }

        code = "figure_rank_tied" if len(tied) > 1 else "figure_rank"
        turn = Fraction(tied.index(task.person))
        beside = {f"{name}{TIED}": Fraction(len(tied)), f"{name}{TURN}": turn}
        return Known(number, (Step(code, Late(values)),), beside)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name what is compared, the posts, and where a tie is decided."""
        yield from super().references(loc, kinds)
        here = (*loc, "rank")
        yield from self.rank.of.references((*here, "of"), kinds)
        yield from (Reference((*here, "among"), "post", post) for post in self.rank.among)
        if self.rank.decided_in:
            yield Reference((*here, "decided_in"), "detail", self.rank.decided_in, kinds, NUMERIC)

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - a place has no unit
        """A place has no unit."""
        return ""

    @property
    def records(self) -> object:
        """Which facts are counted, for whoever answers."""
        return self.rank.of.records

    def asks_for_the_person(self) -> bool:
        """Tell that it is the person's place."""
        return True

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List facts that stand in no journal."""
        yield from self.rank.of.faults(("rank", "of"))
