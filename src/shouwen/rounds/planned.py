"""What members and posts owe in a week or month: what is open, and what the rhythms will bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from shouwen.enforcement.book import always
from shouwen.enforcement.duties import about_of
from shouwen.enforcement.words import of_language
from shouwen.obligations import spans
from shouwen.obligations.queries import OwedRow
from shouwen.policy.calendar import Calendar
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.rhythm import Period
from shouwen.regulations.queries import House

PLANNED = "planned"
# How long before its due time a period of each rhythm may begin, in days.
_LOOK_BACK = {"day": 1, "working_day": 1, "week": 7, "month": 31, "quarter": 92,
              "half_year": 184, "year": 366}  # fmt: skip
A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing due on a day; planned ones have no obligation yet, so no page of their own."""

    title: str
    due_at: datetime
    state: str
    late: bool
    href: str
    why_href: str
    clause_number: str
    book: str
    whose: str

    @property
    def is_planned(self) -> bool:
        """Whether it will be owed only once its period begins."""
        return self.state == PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the calendar with what falls due on it, midnight at its end included."""

    date: date
    entries: tuple[Entry, ...]
    is_today: bool
    outside: bool

    @property
    def at(self) -> datetime:
        """Its first moment, by the house's clock."""
        return datetime.combine(self.date, time())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A week or a month: its days, and the duties whose time the regulation leaves blank."""

    days: tuple[Day, ...]
    first: date
    last: date
    timeless: tuple[Duty, ...]

    @property
    def last_at(self) -> datetime:
        """The first moment of its last day."""
        return self.days[-1].at


def span_of(view: str, day: date) -> tuple[date, date]:
    """Return the Monday before a week or month begins and the Sunday after it ends."""
    if view == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=A_WEEK - 1)
    first = day.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def plan(
    *, view: str, day: date, owners: Collection[int], posts: Collection[str], house: House,
    now: datetime,
) -> Plan:  # fmt: skip
    """Return what these members and posts owe in the week or month around a day.

    One query whatever the span: the rest is worked out from the rhythms of the rules in force.
    """
    first, last = span_of(view, day)
    rows = spans.due_between(_begin(first), _begin(last + timedelta(days=1)), owners, posts)
    known = {(row.about, row.rule_id) for row in rows}
    entries = [_owed(row) for row in rows]
    rules = [rule for rule in house.in_force.rulebook.rules if _concerns(rule, posts)]
    for rule in rules:
        entries += _to_come(rule, first, last, house, now, known, of_post=not owners)
    return Plan(
        days=tuple(_days(entries, first, last, day, view, timezone.localdate(now))),
        first=first,
        last=last,
        timeless=tuple(rule for rule in rules if isinstance(rule, Duty) and _is_timeless(rule)),
    )


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _concerns(rule: object, posts: Collection[str]) -> bool:
    return (
        isinstance(rule, Duty) and "every" in rule.model_fields_set and rule.owed_by.post in posts
    )


def _is_timeless(rule: Duty) -> bool:
    return rule.every is None


def _owed(row: OwedRow) -> Entry:
    assert row.due_at is not None  # noqa: S101 - it was asked for by its due time
    return Entry(
        title=of_language((row.duty, row.duty_en)) or row.duty,
        due_at=row.due_at,
        state=row.state,
        late=row.late,
        href=reverse("rounds:round", args=[row.id]),
        why_href=reverse("enforcement:why_obligation", args=[row.id]),
        clause_number=row.clause_number,
        book=row.title,
        whose=row.owner_name,
    )


def _to_come(
    rule: object, first: date, last: date, house: House, now: datetime,
    known: set[tuple[str, str]], *, of_post: bool,
) -> Iterator[Entry]:  # fmt: skip
    if not isinstance(rule, Duty) or rule.every is None:
        return
    calendar = always() if rule.calendar == "always" else house.calendar("")
    until = _begin(last + timedelta(days=1))
    for period in _periods(rule, first, last, calendar):
        due = period.due
        if due is None or due <= max(now, _begin(first)) or due > until:
            continue
        # What has begun is owed already; a post shows what each of its holders owes by themselves.
        begun = period.begins <= now and not (of_post and rule.owed_by.every_holder)
        if not begun and (about_of(rule, period), rule.id) not in known:
            yield _planned(rule, due)


def _periods(rule: Duty, first: date, last: date, calendar: Calendar) -> Iterator[Period]:
    begin = first - timedelta(days=_LOOK_BACK[rule.every or "day"])
    return rule.occurrences(begin, last, calendar)


def _planned(rule: Duty, due: datetime) -> Entry:
    return Entry(
        title=of_language((rule.duty, rule.duty_en)) or rule.duty,
        due_at=due,
        state=PLANNED,
        late=False,
        href="",
        why_href="",
        clause_number=rule.clause.number,
        book=rule.clause.title,
        whose="",
    )


def _days(
    entries: list[Entry], first: date, last: date, day: date, view: str, today: date
) -> Iterator[Day]:
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.due_at):
        by_day.setdefault(day_of(entry.due_at), []).append(entry)
    for number in range((last - first).days + 1):
        each = first + timedelta(days=number)
        yield Day(
            date=each,
            entries=tuple(by_day.get(each, ())),
            is_today=each == today,
            outside=view == "month" and each.month != day.month,
        )


def day_of(due: datetime) -> date:
    """Return the day on which something falls due; midnight belongs to the day that ends."""
    return timezone.localdate(due - timedelta(microseconds=1))
