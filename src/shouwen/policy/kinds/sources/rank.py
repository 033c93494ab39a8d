"""The person's place among the holders of posts, by what they did in a period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, Self

from pydantic import model_validator

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import exact, number_text, wrong
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


class Table:
    """Everybody's numbers, sorted once: who has which, and how many are ahead of one."""

    __slots__ = ("members", "numbers", "ordered")

    def __init__(self, numbers: Mapping[str, Fraction]) -> None:
        """Sort the numbers and the members of each."""
        self.numbers = numbers
        self.ordered = sorted(numbers.values())
        self.members: dict[Fraction, list[str]] = {}
        for member in sorted(numbers):
            self.members.setdefault(numbers[member], []).append(member)

    @classmethod
    def of(cls, answer: Mapping[str, object], of: Measured, more: Mapping[str, Fraction]) -> Table:
        """Return what the answers are worth, with what some have beyond them."""
        return cls(
            {
                member: of.worth(exact(number) + more.get(member, Fraction()))
                for member, number in answer.items()
            }
        )

    def ahead(self, mine: Fraction, first: Literal["most", "least"]) -> int:
        """Return how many come before whoever has a number."""
        if first == "most":
            return len(self.ordered) - bisect_right(self.ordered, mine)
        return bisect_left(self.ordered, mine)


class Everybody(dict[str, Fraction]):
    """The answer for everybody, compared once for each figure, however many ask for their place."""

    def compared(self, figure: Hashable, of: Measured) -> Table:
        """Return the answers as a table, for one figure of a rule."""
        if figure not in self._tables:
            self._tables[figure] = Table.of(self, of, {})
        return self._tables[figure]

    def __init__(self, answers: Mapping[str, Fraction]) -> None:
        """Keep the answers."""
        super().__init__(answers)
        self._tables: dict[Hashable, Table] = {}


@lru_cache(maxsize=64)
def _together(posts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(sorted({str(member) for members in posts for member in members}))


class Rank(Source):
    """``{rank: {of: {moved: {…}}, among: [service_engineer], ties: same}}``."""

    rank: RankOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Compare the person's figure with everybody's."""
        standings = self._standings(task, name)
        if isinstance(standings, Needs):
            return standings
        mine = standings.numbers.get(task.person)
        if mine is None:
            values = {**task.labels(name, "figure"), "person": task.person}
            return Needs((f"standings:{name}",), (Step("figure_not_among", values),))
        place = standings.ahead(mine, self.rank.first) + 1
        tied = list(standings.members[mine])
        return self._placed(task, name, mine, place, tied, standings.ordered)

    def _standings(self, task: Task, name: str) -> Table | Needs:
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
        if not own and isinstance(answer, Everybody):
            return answer.compared((task.rule, name), self.rank.of)
        mine = {task.person: own} if task.person in answer else {}
        return Table.of(answer, self.rank.of, mine)

    def _members(self, task: Task, name: str) -> tuple[str, ...] | Needs:
        found: list[tuple[str, ...]] = []
        for post in self.rank.among:
            question = MembersOf(post)
            answer = task.matter.ask(question)
            if not isinstance(answer, tuple):
                return unanswered(task, name, question)
            found.append(answer)
        return _together(tuple(found))

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
