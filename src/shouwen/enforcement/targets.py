"""What the targets in force measure in a period, counted from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice

from django.core.cache import cache
from django.utils import timezone

from shouwen.enforcement import words
from shouwen.enforcement.questions import answer_to
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow, MatterOf, Wanted
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import MetRow
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.conditions import Condition, Same, check_any
from shouwen.policy.kinds.duty import OBLIGATION_MET
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.target import ShareOf, Target, measure
from shouwen.policy.kinds.words import Both
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Nothing
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

ROWS_SHOWN = 50
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
KEPT_SECONDS = 60
# Facts one by one are only looked at up to here; a share of equalities is counted by the database.
MOST_FACTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The period a target is measured over; ``until`` is the first day after it."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target measured over one period.

    ``value`` is empty while nothing happened; ``met`` is None then, and while the regulation
    leaves the figure blank (``needs_figure``). ``numerator`` of ``denominator`` comply;
    ``unknown`` facts lack the number. ``posts`` are those it is for, empty for everybody.
    """

    regulation: str
    rule_id: str
    version_id: int
    titles: Both
    book: str
    clause_address: str
    clause_number: str
    clause_text: str
    every: str
    period: Period
    bound_name: str
    threshold: str
    value: str
    met: bool | None
    numerator: int
    denominator: int
    unknown: int
    needs_figure: bool
    is_share: bool
    posts: tuple[str, ...]

    @property
    def sign(self) -> str:
        """The sign of the threshold: ≥, >, ≤ or <."""
        return SIGNS[self.bound_name]

    @property
    def title(self) -> str:
        """The target's name in the language of the page."""
        return words.of_language(self.titles) or self.titles[0]


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


def period_of(rule: Target, day: date) -> Period:
    """Return the period of a target that a day falls in; a value is looked at by the month."""
    return period_of_rhythm(rule.every or "", day)


def period_of_rhythm(every: str, day: date) -> Period:
    """Return the day, week, month, quarter, half year or year that a day falls in."""
    if every == "day":
        return Period(since=day, until=day + timedelta(days=1))
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(since=monday, until=monday + timedelta(days=7))
    months = {"quarter": 3, "half_year": 6, "year": 12}.get(every, 1)
    first = (day.month - 1) // months * months
    return Period(since=date(day.year, first + 1, 1), until=_month_after(day.year, first + months))


def _month_after(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)


def targets_in(in_force: InForce, day: date) -> list[Target]:
    """Return the targets among the rules in force, in the order of the regulations."""
    rules = in_force.rulebook.rules
    return [rule for rule in rules if isinstance(rule, Target) and rule.is_in_force(day)]


def measured_on(day: date) -> list[TargetRow]:
    """Measure every target in force on a day over the period the day falls in."""
    in_force = regulations.in_force_on(day)
    return [measured_in(in_force, rule, day) for rule in targets_in(in_force, day)]


def measured_lately(in_force: InForce, rules: Iterable[Target], now: datetime) -> list[TargetRow]:
    """Return targets as measured at most a minute ago, for pages opened again and again.

    Each is kept by itself under the version that declares it, so a page measures what it shows
    and nothing else.
    """
    day = timezone.localdate(now)
    wanted = {_kept_as(in_force, rule, day): rule for rule in rules}
    found: dict[str, TargetRow] = cache.get_many(wanted)
    fresh = {
        key: measured_in(in_force, rule, day) for key, rule in wanted.items() if key not in found
    }
    if fresh:
        cache.set_many(fresh, KEPT_SECONDS)
    return [found[key] if key in found else fresh[key] for key in wanted]


def _kept_as(in_force: InForce, rule: Target, day: date) -> str:
    return f"target:{day.isoformat()}:{in_force.versions[rule.clause.regulation]}:{rule.id}"


def measured_in(in_force: InForce, rule: Target, day: date) -> TargetRow:
    """Measure a target among the rules in force over the period a day falls in."""
    period = period_of(rule, day)
    known = _Journal(rule, in_force.rulebook, *_moments(period, in_force.rulebook.zone))
    numerator, denominator, unknown = known.counted()
    bound, clause = rule.bound, rule.clause
    said = measure(rule, numerator, denominator) if rule.metric.share else None
    met = said.met if isinstance(said, Measure) else None
    if rule.metric.value and bound is not None and denominator:
        met = numerator == denominator
    return TargetRow(
        regulation=clause.regulation,
        rule_id=rule.id,
        version_id=in_force.versions[clause.regulation],
        titles=(rule.title, rule.title_en or rule.title),
        book=clause.title,
        clause_address=clause.address,
        clause_number=clause.number,
        clause_text=clause.text,
        every=rule.every or "",
        period=period,
        bound_name=rule.bound_name,
        threshold=bound.written if bound else "",
        value=said.value if isinstance(said, Measure) else _of(numerator, denominator),
        met=met,
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        needs_figure=bound is None,
        is_share=rule.metric.share is not None,
        posts=rule.for_,
    )


def _of(numerator: int, denominator: int) -> str:
    return f"{numerator} / {denominator}" if denominator else ""


def _moments(period: Period, zone: tzinfo) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(d, time(), zone) for d in (period.since, period.until))
    return begin, end


def measured(regulation: str, rule_id: str, day: date) -> TargetRow | None:
    """Measure one target over the period a day falls in; None where it is not in force then."""
    in_force = regulations.in_force_on(day)
    rule = _target(in_force, regulation, rule_id)
    return measured_in(in_force, rule, day) if rule and rule.is_in_force(day) else None


def _target(in_force: InForce, regulation: str, rule_id: str) -> Target | None:
    found = in_force.rulebook.find(regulation, rule_id)
    return found if isinstance(found, Target) else None


def trend(row: TargetRow, periods: int) -> list[TargetRow | None]:
    """Measure a target over its last periods, the oldest first and its own last.

    A period in which it was not in force is None; each is measured by the rule of its own time.
    """
    found: list[TargetRow | None] = [row]
    first = row.period.since
    while len(found) < periods:
        before = measured(row.regulation, row.rule_id, first - timedelta(days=1))
        first = before.period.since if before else period_before(row.every, first).since
        found.append(before)
    return found[::-1]


def period_before(every: str, first: date) -> Period:
    """Return the period that ends where another begins."""
    return period_of_rhythm(every, first - timedelta(days=1))


def rows_of(
    regulation: str, rule_id: str, day: date, *, met: bool | None, after: int = 0
) -> list[CountedRow]:
    """List what a target counts in the day's period: what complies, does not, or lacks a number.

    The first recorded come first; ``after`` is the ``place`` of the last row seen.
    """
    in_force = regulations.in_force_on(day)
    rule = _target(in_force, regulation, rule_id)
    if rule is None:
        return []
    since, until = _moments(period_of(rule, day), in_force.rulebook.zone)
    return _Journal(rule, in_force.rulebook, since, until).rows(met=met, after=after)


@dataclass(frozen=True, slots=True)
class _Journal:
    """The journal of one period as one target reads it."""

    rule: Target
    book: Rulebook
    since: datetime
    until: datetime

    def counted(self) -> tuple[int, int, int]:
        """Return how many comply, how many are counted, and how many lack the number."""
        share = self.rule.metric.share
        if share is None:
            return self._values()
        of, having = _equalities(share.of), _equalities(share.having)
        if of is not None and having is not None and not _counts_what_was_met(share):
            found = journal.count_share(of, having, since=self.since, until=self.until)
            return (*found, 0)
        population, complying = self._matters()
        return len(population.keys() & complying), len(population), 0

    def rows(self, *, met: bool | None, after: int) -> list[CountedRow]:
        """List what complies, does not or lacks the number, the first recorded first."""
        share = self.rule.metric.share
        if share is None:
            found = (
                _counted(row, value, met=met)
                for row, value, verdict in self._judged()
                if verdict is met and row.number > after
            )
            return list(islice(found, ROWS_SHOWN))
        if met is None:
            return []
        kind = share.of[0].fact
        return [
            _matter(one, kind, met=met) for one in self._matters_of(share, after, complying=met)
        ]

    def _matters_of(self, share: ShareOf, after: int, *, complying: bool) -> list[MatterOf]:
        of, having = _equalities(share.of), _equalities(share.having)
        if of is not None and having is not None and not _counts_what_was_met(share):
            return journal.matters_of_share(
                of, having, complying=complying, since=self.since, until=self.until,
                after=after, limit=ROWS_SHOWN,
            )  # fmt: skip
        population, there = self._matters()
        found = (
            MatterOf(about, first)
            for about, first in sorted(population.items(), key=lambda one: one[1])
            if (about in there) is complying and first > after
        )
        return list(islice(found, ROWS_SHOWN))

    def _matters(self) -> tuple[dict[str, int], set[str]]:
        share = self.rule.metric.share
        assert share is not None  # noqa: S101 only shares are asked
        population: dict[str, int] = {}
        complying: set[str] = set()
        for row in self._facts({c.fact for c in (*share.of, *share.having)}):
            fact = journal.fact_of(row)
            if check_any(share.of, fact, self.rule.words).holds:
                population.setdefault(fact.about, row.number)
            if check_any(share.having, fact, self.rule.words).holds:
                complying.add(fact.about)
        if _counts_what_was_met(share):
            complying |= self._met(share, list(population))
        return population, complying

    def _met(self, share: ShareOf, matters: list[str]) -> set[str]:
        """Return the matters of which something was met.

        What is met is a fact of its own only where a rule waits for it, so it is looked up here.
        """
        found = owed.met_about(matters, since=self.since, until=self.until)
        met = (_met_fact(row) for row in found)
        return {f.about for f in met if check_any(share.having, f, self.rule.words).holds}

    def _values(self) -> tuple[int, int, int]:
        verdicts = [met for _row, _value, met in self._judged()]
        known = [met for met in verdicts if met is not None]
        return sum(known), len(known), len(verdicts) - len(known)

    def _judged(self) -> Iterator[tuple[JournalRow, str, bool | None]]:
        if self.rule.bound is None:
            return
        for row in self._facts(self.rule.fact_kinds()):
            matter = Matter(fact=journal.fact_of(row), known=self._answers(row))
            for ruling in self.rule.judge(matter):
                if isinstance(ruling, Nothing):
                    continue
                value = ruling.value if isinstance(ruling, Measure) else ""
                yield row, value, ruling.met if isinstance(ruling, Measure) else None

    def _answers(self, row: JournalRow) -> Answers:
        at, number = row.happened_at, row.number
        return Answers(lambda q: answer_to(q, book=self.book, at=at, before_number=number))

    def _facts(self, kinds: set[str] | tuple[str, ...]) -> Iterator[JournalRow]:
        for kind in sorted(kinds):
            yield from journal.facts_of_kind(
                kind, since=self.since, until=self.until, limit=MOST_FACTS
            )


def _counts_what_was_met(share: ShareOf) -> bool:
    return any(condition.fact == OBLIGATION_MET for condition in share.having)


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
