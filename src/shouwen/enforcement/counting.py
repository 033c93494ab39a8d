"""Counting what a target measures in one period of the journal, and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice

from shouwen.enforcement.questions import answer_to
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow, MatterOf, Wanted
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import MetRow
from shouwen.policy.amounts import Length
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.conditions import Condition, Conditions, Same, check_any
from shouwen.policy.kinds.duty import OBLIGATION_MET
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.metrics import ShareOf, clock_time
from shouwen.policy.kinds.tallies import MeanTally, ShareTally
from shouwen.policy.kinds.target import Target, measure, measure_mean, reached
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Nothing, Unknown

ROWS_SHOWN = 50
# Facts that are looked at one by one are read so many at a time, however many there are.
FACTS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """A matter or a fact that a target counts; ``number`` is 0 where the whole matter is meant.

    ``met`` is None where the fact lacks the number. ``place`` is where the next page goes on.
    """

    about: str
    number: int
    kind: str
    happened_at: datetime | None
    value: str
    met: bool | None
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a period holds: how many comply, are counted, and lack the number.

    ``needed`` is how many must comply, None where that cannot be said.
    """

    value: str
    met: bool | None
    complying: int
    counted: int
    unknown: int
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """The journal of one period as one target reads it; ``got`` is how far it got."""

    rule: Target
    book: Rulebook
    since: datetime
    until: datetime
    got: datetime

    def counted(self) -> Found:
        """Count what complies, what is counted and what lacks the number, and say if it is met."""
        share = self.rule.metric.share
        if self.rule.metric.mean:
            return self._mean()
        if share is None:
            return self._values()
        plain = _plain(share)
        if plain:
            complying, counted = journal.count_share(*plain, since=self.since, until=self.until)
        else:
            tally = self._tally()
            complying, counted = len(tally.complying()), len(tally.population())
        return _found(measure(self.rule, complying, counted), complying, counted, 0)

    def rows(self, *, met: bool | None, after: int) -> list[CountedRow]:
        """List what complies, does not or lacks the number, the first recorded first."""
        share = self.rule.metric.share
        if share is None:
            found = (row for row in self._single() if row.met is met and row.place > after)
            return list(islice(found, ROWS_SHOWN))
        if met is None:
            return []
        kind = share.of[0].fact
        return [
            _matter(one, kind, met=met) for one in self._matters_of(share, after, complying=met)
        ]

    def _single(self) -> Iterator[CountedRow]:
        if self.rule.metric.mean:
            yield from self._mean_rows()
            return
        for row, value, verdict in self._judged():
            yield _counted(row, value, met=verdict)

    def _matters_of(self, share: ShareOf, after: int, *, complying: bool) -> list[MatterOf]:
        plain = _plain(share)
        if plain:
            return journal.matters_of_share(
                *plain, complying=complying, since=self.since, until=self.until,
                after=after, limit=ROWS_SHOWN,
            )  # fmt: skip
        tally = self._tally()
        there = tally.complying()
        found = (
            MatterOf(about, first)
            for about, first in sorted(tally.population().items(), key=lambda one: one[1])
            if (about in there) is complying and first > after
        )
        return list(islice(found, ROWS_SHOWN))

    def _tally(self) -> ShareTally:
        share = self.rule.metric.share
        assert share is not None  # noqa: S101 only shares are asked
        # What is open, and how old, is looked at where the period got to, not at an end to come.
        end = self.got if share.until else self.until
        tally = ShareTally(share, self.rule.words, self.since, end)
        for row in self._facts_of(share.parts(), standing=bool(share.until), length=share.within):
            tally.add(journal.fact_of(row), row.number)
        if any(condition.fact == OBLIGATION_MET for condition in share.having):
            for about in self._met(share, list(tally.places)):
                tally.add_complying(about)
        return tally

    def _facts_of(
        self,
        parts: Iterable[tuple[str, Conditions]],
        *,
        standing: bool,
        length: Length | None = None,
    ) -> Iterator[JournalRow]:
        """Yield the facts of conditions: from when the first could count to when the last could."""
        kinds = {condition.fact for _key, part in parts for condition in part}
        since = None if standing else self.since
        return self._facts(kinds, since, self.until + (clock_time(length) or timedelta()))

    def _mean(self) -> Found:
        rows = list(self._mean_tally().rows())
        numbers = [row.number for row in rows if row.number is not None]
        single = sum(self._meets(number) is True for number in numbers)
        said = measure_mean(self.rule, numbers)
        return _found(said, single, len(numbers), len(rows) - len(numbers))

    def _mean_tally(self) -> MeanTally:
        mean = self.rule.metric.mean
        assert mean is not None  # noqa: S101 only means are asked
        tally = MeanTally(mean, self.rule.words, self.since, self.until)
        # What ends a time may come at any later moment.
        ends = None if mean.to else self.until
        for row in self._facts({c.fact for c in (*mean.of, *mean.to)}, self.since, ends):
            tally.add(journal.fact_of(row), row.number)
        return tally

    def _mean_rows(self) -> Iterator[CountedRow]:
        mean = self.rule.metric.mean
        for row in self._mean_tally().rows():
            yield CountedRow(
                about=row.about,
                number=row.place,
                kind=mean.kinds[0] if mean else "",
                happened_at=None,
                value="" if row.number is None else number_text(round(row.number, 2)),
                met=None if row.number is None else self._meets(row.number),
                place=row.place,
            )

    def _meets(self, number: Fraction) -> bool | None:
        bound = self.rule.bound
        return reached(self.rule.bound_name, number, bound.value) if bound else None

    def _met(self, share: ShareOf, matters: list[str]) -> set[str]:
        """Return the matters of which something was met.

        What is met is a fact of its own only where a rule waits for it, so it is looked up here.
        """
        found = owed.met_about(matters, since=self.since, until=self.until)
        met = (_met_fact(row) for row in found)
        return {f.about for f in met if check_any(share.having, f, self.rule.words).holds}

    def _values(self) -> Found:
        verdicts = [met for _row, _value, met in self._judged()]
        known = [met for met in verdicts if met is not None]
        complying, counted = sum(known), len(known)
        return Found(
            value=f"{complying} / {counted}" if counted else "",
            met=complying == counted if counted else None,
            complying=complying,
            counted=counted,
            unknown=len(verdicts) - counted,
        )

    def _judged(self) -> Iterator[tuple[JournalRow, str, bool | None]]:
        if self.rule.bound is None:
            return
        for row in self._facts(self.rule.fact_kinds(), self.since, self.until):
            matter = Matter(fact=journal.fact_of(row), known=self._answers(row))
            for ruling in self.rule.judge(matter):
                if isinstance(ruling, Nothing):
                    continue
                value = ruling.value if isinstance(ruling, Measure) else ""
                yield row, value, ruling.met if isinstance(ruling, Measure) else None

    def _answers(self, row: JournalRow) -> Answers:
        at, number = row.happened_at, row.number
        return Answers(lambda q: answer_to(q, book=self.book, at=at, before_number=number))

    def _facts(
        self, kinds: Iterable[str], since: datetime | None, until: datetime | None
    ) -> Iterator[JournalRow]:
        for kind in sorted(kinds):
            after: int | None = None
            while True:
                rows = journal.facts_of_kind(
                    kind, since=since, until=until, after=after, limit=FACTS_AT_ONCE
                )
                yield from rows
                if len(rows) < FACTS_AT_ONCE:
                    break
                after = rows[-1].number


def _found(said: Measure | Unknown, complying: int, counted: int, unknown: int) -> Found:
    return Found(
        value=said.value if isinstance(said, Measure) else "",
        met=said.met if isinstance(said, Measure) else None,
        complying=complying,
        counted=counted,
        unknown=unknown,
        needed=said.needed if isinstance(said, Measure) else None,
    )


def _plain(share: ShareOf) -> tuple[list[Wanted], list[Wanted]] | None:
    """Return a share as the database can count it, or None where facts are looked at one by one."""
    of, having = _equalities(share.of), _equalities(share.having)
    counts_what_was_met = any(condition.fact == OBLIGATION_MET for condition in share.having)
    if of is None or having is None or counts_what_was_met or not share.is_plain:
        return None
    return of, having


def _met_fact(row: MetRow) -> Fact:
    details: dict[str, Detail] = {
        "rule": row.rule_id,
        "regulation": row.regulation,
        "owner": row.owner,
        "duty": row.duty,
        "late": row.late,
    }
    return Fact(kind=OBLIGATION_MET, about=row.about, happened_at=row.at, details=details)


def _counted(row: JournalRow, value: str, *, met: bool | None) -> CountedRow:
    return CountedRow(
        about=row.about,
        number=row.number,
        kind=row.kind,
        happened_at=row.happened_at,
        value=value,
        met=met,
        place=row.number,
    )


def _matter(found: MatterOf, kind: str, *, met: bool) -> CountedRow:
    return CountedRow(
        about=found.about, number=0, kind=kind, happened_at=None, value="", met=met,
        place=found.first,
    )  # fmt: skip


def _equalities(conditions: tuple[Condition, ...]) -> list[Wanted] | None:
    """Return the conditions in a form the database can count, or None if one compares numbers."""
    found = []
    for condition in conditions:
        tests = condition.tests
        details = {name: t.values for name, t in tests.items() if isinstance(t, Same)}
        if len(details) != len(tests):
            return None
        found.append(Wanted(kind=condition.fact, details=details))
    return found
