"""What a due badge says: a tone for the eye and words for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.ui import words

SOON = timedelta(hours=2)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is known about a due time; any row with attributes of these names will do.

    ``remaining`` is opening time left (None: the clock on the wall is used), ``warn_at`` the moment
    the row turns amber (None: two hours before), ``provisional`` says that the calendar of that
    year is not final, ``state`` is an obligation's state and ``late`` whether a met one was late.
    """

    due_at: datetime | None
    remaining: timedelta | None = None
    provisional: bool = False
    opened_at: datetime | None = None
    warn_at: datetime | None = None
    state: str = "open"
    late: bool = False


@dataclass(frozen=True, slots=True)
class DueWords:
    """A badge ready to show: tone (late, soon, fine, calm), headline and the small line below."""

    tone: str
    headline: str
    small: str = ""
    provisional: bool = False


def due_from(row: object) -> Due:
    """Read the attributes of :class:`Due` that a row has; what it lacks keeps its default."""
    found = {name: getattr(row, name) for name in Due.__dataclass_fields__ if hasattr(row, name)}
    return Due(**{"due_at": None, **found})


def due_words(due: Due, now: datetime) -> DueWords:
    """Say how a due time stands at ``now``."""
    if due.state in ("met", "excused", "withdrawn"):
        return _ended(due, now)
    if due.state == "paused":
        return DueWords("calm", pgettext("due time", "Paused"), _left_words(due, now))
    if due.due_at is None:
        return _without_limit(due, now)
    if due.due_at < now:
        return _overdue(due.due_at, now)
    return _open(due, due.due_at, now)


def _ended(due: Due, now: datetime) -> DueWords:
    small = words.due_time(due.due_at, now) if due.due_at else ""
    if due.state == "met" and due.late:
        return DueWords("late", pgettext("due time", "Done late"), small)
    names = {
        "met": pgettext("due time", "Done"),
        "excused": pgettext("due time", "Excused"),
        "withdrawn": pgettext("due time", "Withdrawn"),
    }
    return DueWords("fine" if due.state == "met" else "calm", names[due.state], small)


def _without_limit(due: Due, now: datetime) -> DueWords:
    used = due.opened_at and words.calendar_length(now - due.opened_at)
    small = _("used %(length)s") % {"length": used} if used else ""
    return DueWords("calm", pgettext("due time", "No time limit"), small)


def _overdue(due_at: datetime, now: datetime) -> DueWords:
    headline = _("%(length)s late") % {"length": words.calendar_length(now - due_at)}
    small = pgettext("due time", "due %(time)s")
    return DueWords("late", headline, small % {"time": words.due_time(due_at, now)})


def _open(due: Due, due_at: datetime, now: datetime) -> DueWords:
    tone = "soon" if _is_soon(due, due_at, now) else "fine"
    small = words.due_time(due_at, now)
    return DueWords(tone, _left_words(due, now), small, due.provisional)


def _is_soon(due: Due, due_at: datetime, now: datetime) -> bool:
    if due.warn_at:
        return now >= due.warn_at
    return (due_at - now if due.remaining is None else due.remaining) < SOON


def _left_words(due: Due, now: datetime) -> str:
    length = _left(due, now)
    return _("%(length)s left") % {"length": length} if length else ""


def _left(due: Due, now: datetime) -> str:
    # Beyond a day nobody counts hours: the date stands right below.
    if due.remaining is not None and due.remaining < ONE_DAY:
        return words.working_length(due.remaining)
    if due.due_at is None:
        return ""
    if due.due_at - now < ONE_DAY:
        return words.working_length(due.due_at - now)
    last_day = words.local(due.due_at - words.MINUTE).date()
    return words.day_count((last_day - words.local(now).date()).days)
