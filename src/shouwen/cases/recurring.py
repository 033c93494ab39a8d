"""Recurring cases: the watcher opens each once for its day, and catches up after it stood still.

A case that was missed is opened late and says for which day; nobody writes into the record that it
was opened while nobody was there to open it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.actions import Done, open_case
from shouwen.cases.choices import CaseType, Every, Shift
from shouwen.cases.drafts import filled_in
from shouwen.cases.models import Case, Recurrence, RecurrenceChange
from shouwen.cases.rhythm import Rhythm, shifted
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.regulations.queries import calendar_for

# How many missed ones of a series are opened in one pass; the next pass goes on.
AT_ONCE = 31
_A_DAY = timedelta(days=1)
RELATED = ("category", "customer", "owner", "department")


def rhythm_of(row: Recurrence) -> Rhythm:
    """Return on which days a series recurs."""
    return Rhythm(every=row.every, unit=row.unit, on_day=row.on_day, starts_on=row.starts_on)


def moment_of(row: Recurrence, day: date) -> datetime:
    """Return when the case for a day of the rhythm is opened."""
    found = shifted(day, row.shift, _working())
    return timezone.make_aware(datetime.combine(found, row.at_time))


def _working() -> Callable[[date], bool]:
    return calendar_for().is_working_day


def next_moments(row: Recurrence, count: int = 5) -> list[datetime]:
    """Return the next moments of a series; none while it is paused or ended."""
    found: list[datetime] = []
    day = row.next_day
    while day is not None and len(found) < count:
        found.append(moment_of(row, day))
        day = rhythm_of(row).after(day)
    return found


# ── keeping ──────────────────────────────────────────────────────────────────────────────────


def begin(*, by: Member, at: datetime, **given: Any) -> Recurrence:
    """Begin a series; its first case is opened on its first day that has not passed."""
    row = Recurrence(written_by=by, **given)
    _fits(row)
    _aim(row, rhythm_of(row).first(), at)
    row.save(force_insert=True)
    return row


def _fits(row: Recurrence) -> None:
    if row.category and row.category.case_type != row.case_type:
        sentence = _("This category belongs to another type of matter; choose one of this type.")
        raise RefusedError(sentence, field="category")


def _aim(row: Recurrence, day: date, at: datetime) -> None:
    """Let the next case be that of this day, or of the first one after it that is still to come."""
    while moment_of(row, day) < at:
        day = rhythm_of(row).after(day)
    row.next_day, row.next_at = day, moment_of(row, day)


RHYTHM = ("every", "unit", "on_day", "shift", "at_time", "starts_on")


@transaction.atomic
def change(row: Recurrence, *, by: Member, at: datetime, **given: Any) -> None:
    """Change what a series opens, and when, from its next case on; what it opened stays.

    A day whose case was opened comes no second time, whatever the new rhythm is.
    """
    # Two who change it at once do it one after the other.
    row = Recurrence.objects.select_for_update().get(pk=row.pk)
    before, rhythm = told(row), [getattr(row, name) for name in RHYTHM]
    for name, value in given.items():
        setattr(row, name, value)
    _fits(row)
    now = told(row)
    moved = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    if not moved:
        return
    if row.next_at is not None and rhythm != [getattr(row, name) for name in RHYTHM]:
        _aim(row, rhythm_of(row).first_after(_last_day(row)), at)
    row.fault = ""
    row.save()
    RecurrenceChange.objects.create(recurrence=row, at=at, by=by, fields=moved)


def _last_day(row: Recurrence) -> date:
    """Return the last day whose case was opened, or the one before the series starts."""
    start = f"recurring:{row.pk}:"
    opened = Case.objects.filter(opening_key__startswith=start).order_by("-opening_key")
    last = opened.values_list("opening_key", flat=True).first()
    return date.fromisoformat(last.removeprefix(start)) if last else row.starts_on - _A_DAY


def told(row: Recurrence) -> dict[str, Any]:
    """Return what a series holds in plain words and numbers, as its history keeps it."""
    return {
        "title": row.title,
        "text": row.text,
        "case_type": row.case_type,
        "severity": row.severity,
        "category": str(row.category or ""),
        "customer": row.customer.number if row.customer else "",
        "owner": str(row.owner),
        "department": str(row.department or ""),
        "starts_on": row.starts_on.isoformat(),
        "rhythm": [row.every, row.unit, row.on_day, row.shift, _clock(row.at_time)],
    }


def pause(row: Recurrence) -> None:
    """Open no cases until the series goes on; what falls into the pause is not made up for."""
    Recurrence.objects.filter(pk=row.pk, ended_at=None).update(next_day=None, next_at=None)


def go_on(row: Recurrence, at: datetime) -> None:
    """Let a paused series go on from its next day."""
    if row.next_at is None and row.ended_at is None:
        _aim(row, rhythm_of(row).first_after(timezone.localdate(at)), at)
        paused = Recurrence.objects.filter(pk=row.pk, ended_at=None, next_at=None)
        paused.update(next_day=row.next_day, next_at=row.next_at, fault="")


def end(row: Recurrence, at: datetime) -> None:
    """End a series for good; its cases stay."""
    going = Recurrence.objects.filter(pk=row.pk, ended_at=None)
    going.update(ended_at=at, next_day=None, next_at=None)


# ── opening ──────────────────────────────────────────────────────────────────────────────────


def open_due(*, now: datetime) -> int:
    """Open every recurring case whose moment has come, once for its day; return how many."""
    due = Recurrence.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return sum(_catch_up(row, now) for row in due.select_related(*RELATED))


def _catch_up(row: Recurrence, now: datetime) -> int:
    opened = 0
    while opened < AT_ONCE and row.next_at is not None and row.next_at <= now:
        try:
            opened += _open(row, now)
        except RefusedError as refusal:
            Recurrence.objects.filter(pk=row.pk).update(fault=str(refusal))
            break
        row.refresh_from_db(fields=["next_day", "next_at"])
    return opened


@transaction.atomic
def _open(row: Recurrence, now: datetime) -> bool:
    day = row.next_day
    if day is None:
        return False
    # Whoever moves it on opens it: two watchers open one case.
    later = rhythm_of(row).after(day)
    mine = Recurrence.objects.filter(pk=row.pk, next_day=day)
    if not mine.update(next_day=later, next_at=moment_of(row, later)):
        return False
    done = _opened(row, day, now)
    Recurrence.objects.filter(pk=row.pk).update(
        opened=F("opened") + 1, last_number=done.case.number, fault=""
    )
    return True


def _opened(row: Recurrence, day: date, now: datetime) -> Done:
    values = {"date": f"{day:%Y-%m-%d}", "month": f"{day:%Y-%m}"}
    return open_case(
        case_type=row.case_type,
        severity=row.severity,
        category=row.category,
        customer=row.customer,
        title=filled_in(row.title, values),
        text=filled_in(row.text, values),
        # Who has left is not given it; it lies open with nobody, where leads see it.
        first_owner=row.owner if row.owner.is_active else None,
        responsible_department=row.department,
        details={"recurring": row.title, "period": f"{day:%Y-%m-%d}"},
        key=f"recurring:{row.pk}:{day:%Y-%m-%d}",
        at=now,
        recorded_at=now,
        actor=None,
    )


# ── the page ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringRow:
    """A series as its page shows it; ``next_at`` is None while it is paused."""

    pk: int
    title: str
    type_label: str
    rhythm: str
    owner: str
    next_at: datetime | None
    opened: int
    last_number: str
    fault: str


def rows() -> list[RecurringRow]:
    """List the series that have not ended, the next in front, in one query."""
    found = Recurrence.objects.filter(ended_at=None).select_related("owner")
    return [row_of(row) for row in found.order_by(F("next_at").asc(nulls_last=True), "pk")]


def row_of(row: Recurrence) -> RecurringRow:
    """Return a series in words."""
    return RecurringRow(
        pk=row.pk,
        title=row.title,
        type_label=str(CaseType(row.case_type).label),
        rhythm=in_words(row),
        owner=str(row.owner),
        next_at=row.next_at,
        opened=row.opened,
        last_number=row.last_number,
        fault=row.fault,
    )


def in_words(row: Recurrence) -> str:
    """Say how often a series recurs, on which day, at what time, and how it shifts."""
    values = {"n": row.every, "day": _day(row), "time": _clock(row.at_time)}
    said = _sentences()[row.unit, row.every == 1] % values
    if row.shift == Shift.STAYS:
        return said
    return _("%(rhythm)s; %(shift)s") % {"rhythm": said, "shift": Shift(row.shift).label}


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _day(row: Recurrence) -> str:
    return weekdays()[(row.on_day or 1) - 1] if row.unit == Every.WEEK else str(row.on_day or "")


def weekdays() -> list[str]:
    """Return the days of the week in the reader's language, Monday first."""
    return [
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    ]  # fmt: skip


def _sentences() -> dict[tuple[str, bool], str]:
    return {
        (Every.DAY, True): _("every day at %(time)s"),
        (Every.DAY, False): _("every %(n)s days at %(time)s"),
        (Every.WEEK, True): _("every %(day)s at %(time)s"),
        (Every.WEEK, False): _("every %(n)s weeks on %(day)s at %(time)s"),
        (Every.MONTH, True): _("every month on day %(day)s at %(time)s"),
        (Every.MONTH, False): _("every %(n)s months on day %(day)s at %(time)s"),
    }
