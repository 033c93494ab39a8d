"""Signals of gaming for the manager: whose share of something stands out among all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from shouwen.calls.choices import CallEnding
from shouwen.calls.models import Call
from shouwen.cases.choices import CallbackState
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.policy.quality.fairness import Signal, Tally
from shouwen.policy.quality.fairness import signals as weighed

# Where nobody says otherwise: so many days are looked back, a case was settled at once within
# these minutes, and a call was short within these seconds.
LOOKED_BACK, QUICK, SHORT = 90, 1, 10


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
    settled = Case.objects.filter(
        resolved_at__gte=since, resolved_at__lt=until, handler__isnull=False,
        handler__is_system=False,
    )  # fmt: skip
    quick = timedelta(minutes=minutes)
    return settled.values(who=F("handler__username")).annotate(
        of=Count("pk"),
        passed_on=Count("pk", filter=~Q(first_owner=F("handler"))),
        at_once=Count("pk", filter=Q(resolved_at__lte=F("opened_at") + quick)),
        unanswered=Count("pk", filter=Q(resolution="")),
        again=Count("pk", filter=Q(times_reopened__gt=0)),
        best=Count("pk", filter=Q(callback=CallbackState.SATISFIED)),
        called=Count("pk", filter=Q(callback__in=_RATED)),
    ).order_by("who")  # fmt: skip


def _of_calls(since: datetime, until: datetime, seconds: int) -> Iterable[Mapping[str, Any]]:
    answered = Call.objects.filter(
        arrived__gte=since, arrived__lt=until, ending=CallEnding.ANSWERED,
        answered_by__is_system=False,
    )  # fmt: skip
    return answered.values(who=F("answered_by__username")).annotate(
        of=Count("pk"),
        short=Count("pk", filter=Q(talk_seconds__lte=seconds)),
        handed_on=Count("pk", filter=~Q(with_seat=F("answered_by"))),
    ).order_by("who")  # fmt: skip


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
