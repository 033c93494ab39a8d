"""What earlier facts of the person come to: how many there are, or the sum of a detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from shouwen.policy.amounts import AmountError, TimeUnit
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import Conditions, check_any, of_conditions
from shouwen.policy.kinds.dates import DATES, day_after, day_of
from shouwen.policy.kinds.figures import Count, Span, exact, read_number, wrong
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.periodic import Per, stretch, told
from shouwen.policy.kinds.periods import Stretch, midnight
from shouwen.policy.kinds.questions import Recorded
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.sources.base import (
    Figure,
    Known,
    Source,
    UnitOf,
    shown,
    unanswered,
)
from shouwen.policy.kinds.task import Inner, Needs, Task, all_needed, figure
from shouwen.policy.kinds.words import Words, both
from shouwen.policy.steps import Late, Step, Value

# What the judge raises itself stands in no journal, so earlier ones cannot be counted.
DERIVED = frozenset({"fine_imposed", "attendance_classed", "points_moved"})
_LENGTHS = (TimeUnit.DAY, TimeUnit.WEEK, TimeUnit.MONTH)
Pairs = tuple[tuple[str, str], ...]


def _read_same(value: Any) -> Any:
    """Let a name, a list of names, or ``{their_detail: our_detail}`` say what must be the same."""
    if isinstance(value, Mapping):
        return tuple((str(theirs), str(ours)) for theirs, ours in value.items())
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(one if isinstance(one, tuple) else (one, one) for one in listed)


class RecordsOf(Inner):
    """Which facts count: of which kind, with which details, for the same person, in which period.

    The fact that is being judged counts itself when it is one of them. ``since`` names a detail
    with a date: facts count from that day on, and with ``within`` for so long after it.
    """

    of: Conditions
    same: Annotated[Pairs, BeforeValidator(_read_same)] = (("person", "person"),)
    per: Per = "month"
    since: str = ""
    within: Span = None

    @model_validator(mode="after")
    def _one_stretch(self) -> Self:
        if self.since and "per" in self.model_fields_set:
            raise wrong("`since` and `per` both say which time counts.", "Keep one of them.")
        if "within" in self.model_fields_set and not self.since:
            raise wrong("It is not said within what time of what.", "Add `since:` with a date.")
        if self.within and self.within.unit not in _LENGTHS:
            raise wrong("The time is counted in days or months.", "Write for example `6 months`.")
        return self

    def stretch(self, task: Task, name: str) -> Stretch | Needs:
        """Return the time in which facts count."""
        if not self.since:
            return stretch(task, self.per)
        if "within" in self.model_fields_set and self.within is None:
            return figure(f"figures.{name}.within")
        begins = day_of(task, self.since)
        if isinstance(begins, Needs):
            return begins
        zone, ends = task.matter.zone, task.just_after()
        last = task.fact.happened_at.astimezone(zone).date()
        if self.within is not None:
            last = day_after(begins, int(self.within.count), self.within.unit)
            ends = min(ends, midnight(last + timedelta(days=1), zone))
        return Stretch(f"{begins}–{last}", midnight(begins, zone), ends)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of facts that are counted."""
        return tuple(dict.fromkeys(condition.fact for condition in self.of))

    def keys(self, task: Task, person: str) -> Pairs | Needs:
        """Return the details that must be the same, with their values."""
        found: dict[str, str] = {}
        for theirs, ours in self.same:
            value = person if ours == "person" else task.fact.detail(ours)
            if value in (None, ""):
                return Needs((ours,), (Step("detail_missing", task.labels(ours)),))
            found[theirs] = str(value)
        return tuple(sorted(found.items()))

    def question(
        self, task: Task, name: str, since: datetime | None, until: datetime, keys: Pairs
    ) -> Recorded:
        """Return the question what the earlier facts come to."""
        return Recorded(name, *task.rule, self.kinds(), keys, since, until)

    def worth(self, fact: Fact, words: Words) -> Fraction | None:
        """Return what a fact counts; nought when it does not, None while that is unknown."""
        holds = check_any(self.of, fact, words).holds
        if holds is None:
            return None
        return self.each(fact) if holds else Fraction()

    def each(self, fact: Fact) -> Fraction | None:  # noqa: ARG002 - a sum reads the fact
        """Return what one fact counts that meets the conditions."""
        return Fraction(1)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the facts that are counted and the details that must be the same."""
        yield from of_conditions((*loc, "of"), self.of)
        if self.since:
            yield Reference((*loc, "since"), "detail", self.since, kinds, DATES)
        for theirs, ours in self.same:
            if "person" not in (theirs, ours):
                yield Reference((*loc, "same"), "detail", ours, kinds)
            if theirs != "person":
                yield Reference((*loc, "same"), "detail", theirs, self.kinds())

    def faults(self, loc: Loc) -> Iterator[tuple[Loc, str, str]]:
        """List facts that stand in no journal."""
        for kind in sorted(DERIVED.intersection(self.kinds())):
            yield (
                (*loc, "of"),
                f"`{kind}` is not recorded, so it cannot be counted.",
                "Count the fact from which it follows.",
            )


class SumOf(RecordsOf):
    """The same, and the number detail that is added up.

    ``otherwise`` is what a fact adds on which nobody recorded it.
    """

    detail: str
    otherwise: Count = None

    def each(self, fact: Fact) -> Fraction | None:
        """Return the fact's number, or None while it is not recorded."""
        if fact.detail(self.detail) is None:
            return self.otherwise
        try:
            return read_number(fact.detail(self.detail))
        except AmountError:
            return None

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name also the detail that is added up."""
        yield from super().references(loc, kinds)
        yield Reference((*loc, "detail"), "detail", self.detail, self.kinds(), NUMERIC)


def tally(records: RecordsOf, facts: Iterable[Fact], words: Words) -> Fraction | None:
    """Add up what facts count, or return None while one of them lacks what must be known."""
    total = Fraction()
    for fact in facts:
        worth = records.worth(fact, words)
        if worth is None:
            return None
        total += worth
    return total


def is_one_of(question: Recorded, fact: Fact) -> bool:
    """Tell whether a fact is of the kinds, in the time and with the details of a question."""
    if fact.kind not in question.fact_kinds or not fact.happened_at < question.until:
        return False
    if question.since is not None and fact.happened_at < question.since:
        return False
    return all(_is_same(fact, name, value) for name, value in question.keys)


def _is_same(fact: Fact, name: str, value: str) -> bool:
    found = fact.detail(name)
    if found is None and name == "person":
        # A fact about `member:wang` need not repeat the person as a detail.
        return fact.about == f"member:{value}"
    return str(found) == value


class _OfRecords(Source):
    """A figure made of earlier facts."""

    @property
    def records(self) -> RecordsOf:
        """Which facts count."""
        raise NotImplementedError

    def reckon(self, task: Task, name: str) -> Figure:
        """Ask the journal about earlier facts and add this one if it counts."""
        it = self.records
        period, keys = it.stretch(task, name), it.keys(task, task.person)
        if isinstance(period, Needs) or isinstance(keys, Needs):
            return all_needed((period, keys)) or Needs((), ())
        question = it.question(task, name, period.since, period.until, keys)
        answer = task.matter.ask(question)
        if answer is UNANSWERED or answer is None:
            return unanswered(task, name, question)
        own = self._own(task, question)
        if own is None:
            return unanswered(task, name, question)
        return self._known(task, name, exact(answer) + own, period)

    def _own(self, task: Task, question: Recorded) -> Fraction | None:
        if not is_one_of(question, task.fact):
            return Fraction()
        return self.records.worth(task.fact, task.words)

    def _known(self, task: Task, name: str, number: Fraction, period: Stretch) -> Known:
        kinds = [task.words.facts.kind_labels(kind) for kind in self.records.kinds()]

        def values() -> dict[str, Value]:
            named = "、".join(zh for zh, _ in kinds), ", ".join(en for _, en in kinds)
            return {
                **shown(task, name, number),
                **both("fact", named),
                **both("period", told(period)),
                **self.details(task),
            }

        return Known(number, (Step(self.code(), Late(values)),))

    def code(self) -> str:
        """Return the code of the line that shows the figure."""
        return "figure_counted"

    def details(self, task: Task) -> dict[str, Value]:  # noqa: ARG002 - a sum names its detail
        """Return what else the line names."""
        return {}

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the facts and details."""
        yield from super().references(loc, kinds)
        yield from self.records.references((*loc, self.key()), kinds)

    def key(self) -> str:
        """Return the key under which the source stands."""
        return "counted"

    def asks_for_the_person(self) -> bool:
        """Tell whether the facts must be the same person's."""
        return any(ours == "person" for _, ours in self.records.same)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List facts that stand in no journal."""
        yield from self.records.faults((self.key(),))


class Counted(_OfRecords):
    """How many facts: ``{counted: {of: {fact: complaint, attitude: true}, per: month}}``."""

    counted: RecordsOf

    @property
    def records(self) -> RecordsOf:
        """Which facts count."""
        return self.counted


class Summed(_OfRecords):
    """A detail added up: ``{summed: {of: {fact: trip_finished}, detail: coefficient}}``."""

    summed: SumOf

    @property
    def records(self) -> RecordsOf:
        """Which facts count."""
        return self.summed

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - the detail is of another fact
        """Return nothing: what is added up is a detail of another fact; say `unit:`."""
        return ""

    def code(self) -> str:
        """Return the code of the line that shows the sum."""
        return "figure_summed"

    def key(self) -> str:
        """Return the key under which the source stands."""
        return "summed"

    def details(self, task: Task) -> dict[str, Value]:
        """Name the detail that is added up."""
        labels = task.words.facts.detail_labels(self.summed.kinds()[0], self.summed.detail)
        return both("detail", labels)
