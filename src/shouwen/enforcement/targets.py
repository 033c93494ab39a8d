"""What the targets in force measure in a period, counted from the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.core.cache import cache
from django.utils import timezone

from shouwen.enforcement import words
from shouwen.enforcement.counting import ROWS_SHOWN, CountedRow, Counting
from shouwen.policy.kinds.target import Target
from shouwen.policy.kinds.words import Both
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

__all__ = [
    "ROWS_SHOWN",
    "CountedRow",
    "Period",
    "TargetRow",
    "measured",
    "measured_in",
    "measured_lately",
    "measured_on",
    "period_before",
    "period_of",
    "period_of_rhythm",
    "rows_of",
    "targets_in",
    "trend",
]
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The period a target is measured over; ``until`` is the first day after it."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target measured over one period.

    ``value`` is empty while nothing happened; ``met`` is None then, and while the regulation
    leaves the figure blank (``needs_figure``). ``numerator`` of ``denominator`` comply, and
    ``needed`` of them must where a share is demanded;
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
    needed: int | None
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
    known = Counting(rule, in_force.rulebook, *_moments(period, in_force.rulebook.zone, day))
    found = known.counted()
    bound, clause = rule.bound, rule.clause
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
        value=found.value,
        met=found.met,
        numerator=found.complying,
        denominator=found.counted,
        unknown=found.unknown,
        needed=found.needed,
        needs_figure=bool(rule.blank),
        is_share=rule.metric.share is not None,
        posts=rule.for_,
    )


def _moments(period: Period, zone: tzinfo, day: date) -> tuple[datetime, datetime, datetime]:
    """Return the beginning and end of a period, and how far it got by the end of a day."""
    so_far = min(period.until, day + timedelta(days=1))
    begin, end, got = (
        datetime.combine(d, time(), zone) for d in (period.since, period.until, so_far)
    )
    return begin, end, got


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
    moments = _moments(period_of(rule, day), in_force.rulebook.zone, day)
    return Counting(rule, in_force.rulebook, *moments).rows(met=met, after=after)
