"""The mail of a kept list: numbers, and which matters are due first; nothing a customer said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwen.access.sight import sight_of
from shouwen.cases import gates, kept_views, queries
from shouwen.cases.choices import Shift, State, Unsent
from shouwen.cases.gates import Standing
from shouwen.cases.mailed import Letter, list_open_to
from shouwen.cases.models import Case, MailedReport, View
from shouwen.cases.queries import Filter
from shouwen.cases.rhythm import shifted
from shouwen.regulations.queries import calendar_for

_NUMBERS = 20
# What is mailed is read on a phone; the list itself has the rest.
_LINES = 20


def write(row: MailedReport, now: datetime) -> Letter | Unsent:
    """Write the mail of a kept list in the active language, or say why it is not sent."""
    where = gates.standing(row.member, timezone.localdate(now))
    view = list_open_to(where, row.view_id or 0)
    if view is None:
        return Unsent.UNSEEN
    wanted = kept_views.filter_of(view.query)
    sight = sight_of(row.member, now, permissions=where.permissions)
    found = queries.matching(where, wanted, sight)
    # Whatever state they are in by now: what came may be closed again.
    ever = queries.matching(where, replace(wanted, state="", late=False), sight)
    lines = [
        *_standing(view, found, now), *_moved(ever, row.since, now), "",
        *_by_state(found), *_by(found, _("By handler"), "handler__name"),
        *_by(found, _("By team"), "team__name"), *_first_due(where, wanted, now),
        _("The list: %(address)s") % {"address": _address(row)},
    ]  # fmt: skip
    return Letter(subject=_subject(view, now), body="\n".join(lines))


def _subject(view: View, now: datetime) -> str:
    said = {"name": view.name, "day": timezone.localdate(now).isoformat()}
    return _("List “%(name)s” on %(day)s") % said


def _address(row: MailedReport) -> str:
    # By its number: what the list is narrowed by may be a customer's name.
    return row.house + reverse("cases:kept_open", args=[row.view_id])


def _standing(view: View, found: QuerySet[Case], now: datetime) -> Iterator[str]:
    number = found.count()
    yield ngettext(
        "%(n)s matter stands in the list “%(name)s” now.",
        "%(n)s matters stand in the list “%(name)s” now.", number,
    ) % {"n": number, "name": view.name}  # fmt: skip
    day = _next_working_day(now)
    late = queries.late_among(found, now).count()
    soon = queries.late_among(found, _end_of(day)).count()
    yield _("%(late)s late; %(soon)s more due by the end of %(day)s, the next working day.") % {
        "late": late, "soon": soon - late, "day": day.isoformat(),
    }  # fmt: skip


def _next_working_day(now: datetime) -> date:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return shifted(tomorrow, Shift.NEXT, calendar_for().is_working_day)


def _end_of(day: date) -> datetime:
    # What is due at midnight sharp is due on the day that ends with it.
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return midnight + timedelta(microseconds=1)


def _moved(ever: QuerySet[Case], since: datetime, now: datetime) -> Iterator[str]:
    yield _("Since %(moment)s: %(came)s came, %(closed)s closed.") % {
        "moment": _said(since),
        "came": ever.filter(opened_at__gt=since, opened_at__lte=now).count(),
        "closed": ever.filter(closed_at__gt=since, closed_at__lte=now).count(),
    }


def _said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _by_state(found: QuerySet[Case]) -> Iterator[str]:
    rows = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    if rows:
        yield _("By state")
        yield from (_counted(State(key).label, rows[key]) for key in State if key in rows)
        yield ""


def _counted(name: object, number: int) -> str:
    return _("- %(name)s: %(n)s") % {"name": name, "n": number}


def _by(found: QuerySet[Case], heading: str, field: str) -> Iterator[str]:
    rows = found.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    told = list(rows[:_LINES])
    if told:
        yield heading
        yield from (
            _counted(name or pgettext("mailed", "nobody yet"), number) for name, number in told
        )
        yield ""


def _first_due(where: Standing, wanted: Filter, now: datetime) -> Iterator[str]:
    page = queries.cases(where, wanted, now=now, limit=_NUMBERS, order="due")
    due = [(row.number, row.due.due_at) for row in page.rows if row.due and row.due.due_at]
    if due:
        yield _("Due first")
        yield from (f"- {number}  {_said(at)}{_late(at, now)}" for number, at in due)
        yield ""


def _late(at: datetime, now: datetime) -> str:
    return "  " + pgettext("mailed", "late") if at < now else ""
