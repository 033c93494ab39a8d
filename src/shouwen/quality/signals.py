"""Signals of gaming for the manager: whose share of something stands out among all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.calls.choices import CallEnding
from shouwen.calls.models import Call
from shouwen.cases.choices import CallbackState
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.policy.quality.fairness import Signal, Tally
from shouwen.policy.quality.fairness import signals as weighed
from shouwen.quality.queries import older

# Where nobody says otherwise: so many days are looked back, a case was settled at once within
# these minutes, and a call was short within these seconds.
LOOKED_BACK, QUICK, SHORT = 90, 1, 10
KINDS = ("short", "handed_on", "at_once", "passed_on", "unanswered", "again", "best")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of signal with everybody who stands out, and how many were looked at.

    ``contacts`` are the cases, callbacks or calls of these people.
    """

    key: str
    title: str
    marked: tuple[tuple[str, str, Signal], ...]
    people: int
    contacts: int


def kinds(since: datetime, until: datetime, *, minutes: int, seconds: int) -> list[Kind]:
    """Return each kind of signal over a period's cases and calls, in three queries.

    ``minutes`` is within how many a case was settled at once, ``seconds`` within how many a call
    that was answered had ended.
    """
    cases, calls = list(_of_cases(since, until, minutes)), list(_of_calls(since, until, seconds))
    names = _names(row["who"] for row in (*cases, *calls))
    return [
        *(_kind(k, title, _tallies(calls, k, of), names) for k, title, of in _of_call(seconds)),
        *(_kind(k, title, _tallies(cases, k, of), names) for k, title, of in _titles(minutes)),
    ]


def _of_cases(since: datetime, until: datetime, minutes: int) -> Iterable[Mapping[str, Any]]:
    counts = {key: Count("pk", filter=having) for key, having in _case_having(minutes).items()}
    return _settled(since, until).values(who=F("handler__username")).annotate(
        of=Count("pk"), called=Count("pk", filter=Q(callback__in=_RATED)), **counts
    ).order_by("who")  # fmt: skip


def _settled(since: datetime, until: datetime) -> QuerySet[Case]:
    return Case.objects.filter(
        resolved_at__gte=since, resolved_at__lt=until, handler__isnull=False,
        handler__is_system=False,
    )  # fmt: skip


def _case_having(minutes: int) -> Mapping[str, Q]:
    """Return for each kind of signal which cases count as having it."""
    return {
        "passed_on": ~Q(first_owner=F("handler")),
        "at_once": Q(resolved_at__lte=F("opened_at") + timedelta(minutes=minutes)),
        "unanswered": Q(resolution=""),
        "again": Q(times_reopened__gt=0),
        "best": Q(callback=CallbackState.SATISFIED),
    }


def _of_calls(since: datetime, until: datetime, seconds: int) -> Iterable[Mapping[str, Any]]:
    counts = {key: Count("pk", filter=having) for key, having in _call_having(seconds).items()}
    return _answered(since, until).values(who=F("answered_by__username")).annotate(
        of=Count("pk"), **counts
    ).order_by("who")  # fmt: skip


def _answered(since: datetime, until: datetime) -> QuerySet[Call]:
    return Call.objects.filter(
        arrived__gte=since, arrived__lt=until, ending=CallEnding.ANSWERED,
        answered_by__is_system=False,
    )  # fmt: skip


def _call_having(seconds: int) -> Mapping[str, Q]:
    """Return for each kind of signal which calls count as having it."""
    return {
        "short": Q(talk_seconds__lte=seconds),
        "handed_on": ~Q(with_seat=F("answered_by")),
    }


def _names(keys: Iterable[str]) -> dict[str, str]:
    members = Member.objects.filter(username__in=set(keys))
    return dict(members.values_list("username", "name"))


_RATED = (CallbackState.SATISFIED, CallbackState.UNSATISFIED)


def _of_call(seconds: int) -> list[tuple[str, str, str]]:
    return [
        ("short", _("Calls that ended within %(seconds)s seconds") % {"seconds": seconds}, "of"),
        ("handed_on", _("Calls put through to another seat"), "of"),
    ]


def _titles(minutes: int) -> list[tuple[str, str, str]]:
    return [
        ("at_once", _("Settled within %(minutes)s minutes") % {"minutes": minutes}, "of"),
        ("passed_on", _("Settled by another than who took them first"), "of"),
        ("unanswered", _("Settled without a word of resolution"), "of"),
        ("again", _("Opened again after they were settled"), "of"),
        ("best", _("Rated satisfied, of those called back"), "called"),
    ]


def _tallies(rows: Iterable[Mapping[str, Any]], key: str, of: str) -> list[Tally]:
    return [Tally(person=str(row["who"]), having=int(row[key]), of=int(row[of])) for row in rows]


def _kind(key: str, title: str, tallies: Sequence[Tally], names: dict[str, str]) -> Kind:
    found = weighed(tallies)
    return Kind(
        key=key, title=title,
        marked=tuple((one.person, names[one.person], one) for one in found if one.marked),
        people=len(found), contacts=sum(one.of for one in tallies),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A call or a case behind a signal; ``seconds`` were spoken, or passed until it was settled."""

    pk: int
    key: str
    at: datetime
    seconds: int
    href: str


def title_of(kind: str, *, minutes: int, seconds: int) -> str:
    """Return what a kind of signal is called."""
    return {key: title for key, title, _of in (*_of_call(seconds), *_titles(minutes))}[kind]


def behind(
    kind: str, person: Member, since: datetime, until: datetime, *, minutes: int, seconds: int,
    after: int | None = None, limit: int,
) -> list[Behind]:  # fmt: skip
    """List the calls or cases of a person that a kind of signal counts, the newest first."""
    having = _call_having(seconds).get(kind)
    if having is not None:
        calls = _answered(since, until).filter(having, answered_by=person)
        return [_call(one) for one in older(calls, "arrived", after)[:limit]]
    cases = _settled(since, until).filter(_case_having(minutes)[kind], handler=person)
    return [_case(one) for one in older(cases, "resolved_at", after)[:limit]]


def _call(one: Call) -> Behind:
    return Behind(
        pk=one.pk, key=str(one.pk), at=one.arrived, seconds=one.talk_seconds or 0,
        href=reverse("calls:call", args=[one.pk]),
    )  # fmt: skip


def _case(one: Case) -> Behind:
    settled = one.resolved_at or one.opened_at
    return Behind(
        pk=one.pk, key=one.number, at=settled,
        seconds=int((settled - one.opened_at).total_seconds()),
        href=reverse("cases:case", args=[one.number]),
    )  # fmt: skip
