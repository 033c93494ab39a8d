"""Signals of gaming for the manager: whose share of something stands out among all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from shouwen.cases.choices import CallbackState
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.policy.quality.fairness import Signal, Tally
from shouwen.policy.quality.fairness import signals as weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of signal with everybody who stands out, and how many were looked at."""

    key: str
    title: str
    marked: tuple[tuple[str, str, Signal], ...]
    people: int
    cases: int


def kinds(since: datetime, until: datetime, *, minutes: int) -> list[Kind]:
    """Return each kind of signal over the cases settled in a period, in two queries.

    ``minutes`` is within how many a case was settled at once.
    """
    settled = Case.objects.filter(
        resolved_at__gte=since, resolved_at__lt=until, handler__isnull=False,
        handler__is_system=False,
    )  # fmt: skip
    quick = timedelta(minutes=minutes)
    rows = settled.values("handler__username").annotate(
        of=Count("pk"),
        passed_on=Count("pk", filter=~Q(first_owner=F("handler"))),
        at_once=Count("pk", filter=Q(resolved_at__lte=F("opened_at") + quick)),
        unanswered=Count("pk", filter=Q(resolution="")),
        again=Count("pk", filter=Q(times_reopened__gt=0)),
        best=Count("pk", filter=Q(callback=CallbackState.SATISFIED)),
        called=Count("pk", filter=Q(callback__in=_RATED)),
    )
    found = list(rows.order_by("handler__username"))
    names = dict(
        Member.objects.filter(username__in=[row["handler__username"] for row in found])
        .values_list("username", "name")
    )  # fmt: skip
    return [
        _kind(key, title, _tallies(found, key, of), names) for key, title, of in _titles(minutes)
    ]


_RATED = (CallbackState.SATISFIED, CallbackState.UNSATISFIED)


def _titles(minutes: int) -> list[tuple[str, str, str]]:
    return [
        ("at_once", _("Settled within %(minutes)s minutes") % {"minutes": minutes}, "of"),
        ("passed_on", _("Settled by another than who took them first"), "of"),
        ("unanswered", _("Settled without a word of resolution"), "of"),
        ("again", _("Opened again after they were settled"), "of"),
        ("best", _("Rated satisfied, of those called back"), "called"),
    ]


def _tallies(rows: Iterable[Mapping[str, Any]], key: str, of: str) -> list[Tally]:
    return [
        Tally(person=str(row["handler__username"]), having=int(row[key]), of=int(row[of]))
        for row in rows
    ]


def _kind(key: str, title: str, tallies: Sequence[Tally], names: dict[str, str]) -> Kind:
    found = weighed(tallies)
    return Kind(
        key=key, title=title,
        marked=tuple((one.person, names[one.person], one) for one in found if one.marked),
        people=len(found), cases=sum(one.of for one in tallies),
    )  # fmt: skip
