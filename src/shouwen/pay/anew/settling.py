"""Days settled anew from the journal, as known at a moment and by the rules of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import polars as pl
from django.utils import timezone

from shouwen.journal.queries import number_known_at
from shouwen.pay.anew import facts, lines
from shouwen.pay.anew.facts import Frames
from shouwen.pay.anew.staff import people_of
from shouwen.pay.many.earlier import Records
from shouwen.pay.many.occurred import Occurred
from shouwen.pay.many.settled import Part, Settled
from shouwen.pay.many.settling import Settling, settled_rules
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Transfer
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From where the past is looked at: what was known by then, and by the rules of which day.

    Without a moment everything known now counts; without a day each fact goes by its own.
    """

    known_at: datetime | None = None
    rules_on: date | None = None

    @property
    def before_number(self) -> int | None:
        """The number of the first fact that was not known yet."""
        return None if self.known_at is None else number_known_at(self.known_at) + 1


@dataclass(slots=True)
class Days:
    """Days from the first to before the end, settled stretch by stretch under the same rules."""

    first: date
    end: date
    view: View = field(default_factory=View)
    progress: Callable[[date], None] | None = None
    most: int | None = None
    settlings: list[Settling] = field(default_factory=list)
    _parts: list[tuple[Settling, Part]] = field(default_factory=list)
    _known: Frames = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """The moment the first day begins."""
        return datetime.combine(self.first, time(), timezone.get_default_timezone())

    @property
    def until(self) -> datetime:
        """The moment the last day is over."""
        return datetime.combine(self.end, time(), timezone.get_default_timezone())

    def settle(self) -> pl.DataFrame:
        """Settle every day and return the lines: see :func:`shouwen.pay.anew.lines.of_settled`."""
        before, parts = self.view.before_number, 0
        found = []
        for in_force, first, end in self._stretches():
            book = settled_rules(in_force.rulebook)
            read = facts.of_days(
                _kinds(book),
                first,
                end,
                before_number=before,
                most=self.most,
                progress=self.progress,
            )
            settling = self._settled(book, in_force, read, before)
            done = Settled(settling.done.zone, settling.done.parts[parts:], settling.done.alone)
            found.append(lines.of_settled(done))
            self._known = _more(self._known, read)
            self.settlings.append(settling)
            self._parts += [(settling, part) for part in settling.done.parts[parts:]]
            parts = len(settling.done.parts)
        return pl.concat(found) if found else pl.DataFrame(schema=lines.LINES)

    def explained(self, number: int, rule: str) -> Transfer | None:
        """Return what a rule moves for a fact, by the judge of single facts with every step."""
        for settling, part in self._parts:
            rows = part.columns.frame.filter(pl.col("number") == number)
            if len(rows):
                rulings = settling.judged_again(part.columns, rows.row(0, named=True))
                moved = (one for one in rulings if isinstance(one, Transfer) and one.rule == rule)
                return next(moved, None)
        return None

    def _stretches(self) -> Iterator[tuple[InForce, date, date]]:
        shelf = regulations.shelf()
        on = self.view.rules_on
        days = [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]
        for _same, group in groupby(days, lambda day: id(shelf.on(on or day, self.view.known_at))):
            listed = list(group)
            in_force = shelf.on(on or listed[0], self.view.known_at)
            yield in_force, listed[0], listed[-1] + timedelta(days=1)

    def _settled(
        self, book: Rulebook, in_force: InForce, read: Frames, before: int | None
    ) -> Settling:
        """Settle, and once more with the facts from before the days if rules count them."""
        settling = self._once(book, in_force, read, self._known, before)
        wanted = _counted_before(settling, self.since)
        if not wanted:
            return settling
        since = None if None in wanted.values() else min(filter(None, wanted.values()))
        older = facts.before(wanted.keys(), since, self.first, before)
        return self._once(book, in_force, read, _more(older, self._known), before)

    def _once(
        self, book: Rulebook, in_force: InForce, read: Frames, known: Frames, before: int | None
    ) -> Settling:
        people = people_of(book, self.first, self.end)
        settling = Settling(book, in_force.vocabulary, people)
        if self.settlings:
            settling.done.parts += self.settlings[-1].done.parts
        settling.done.booked = lambda asked: lines.booked_before(asked, self.since, before)
        settling.settle(read, _more(known, read))
        return settling


def _kinds(book: Rulebook) -> set[str]:
    """Return the kinds of facts that rules listen to or count."""
    named = {
        one.name for rule in book.rules for one in rule.references() if one.sort == "fact"
    }  # fmt: skip
    return named.union(*(rule.fact_kinds() for rule in book.rules))


def _counted_before(settling: Settling, first: datetime) -> dict[str, datetime | None]:
    """Return the kinds of which facts from before a moment are counted, and since when."""
    if settling.done.alone:
        return dict.fromkeys(_kinds(settling.book))
    abouts = (one.about for part in settling.done.parts for one in part.columns.answered)
    found: dict[str, datetime | None] = {}
    for about in abouts:
        if isinstance(about, Records | Occurred) and (about.since or _EVER) < first:
            for kind in about.fact_kinds:
                earlier = found.get(kind, first)
                found[kind] = min(earlier, about.since) if earlier and about.since else None
    return found


def _more(known: Frames, read: Frames) -> Frames:
    together = known.keys() & read.keys()
    return {**known, **read, **{kind: facts.joined(known[kind], read[kind]) for kind in together}}
