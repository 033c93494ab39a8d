"""Facts about shifts with what the roster itself knows: neighbours, holidays, earlier swaps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from shouwen.approvals import queries as requests
from shouwen.journal.actions import FactRow
from shouwen.people import queries as people
from shouwen.people.models import Holding, Member
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.rosters.rotation import NONE, SAME_WEEK, WEEK_BEFORE
from shouwen.roster import days, kinds
from shouwen.roster.choices import LIVE, SEEN, AskState, PlanState
from shouwen.roster.models import Leave, Plan, Shift, Swap
from shouwen.roster.verdicts import fact_of

Span = tuple[datetime, datetime]
# A shift further away than this belongs to another roster.
_AROUND = timedelta(days=31)
_WEEK = timedelta(days=7)


def iso(moment: datetime | None) -> str | None:
    """Return a moment as facts keep it."""
    return timezone.localtime(moment).isoformat() if moment else None


def periods_of(moment: datetime) -> dict[str, Detail]:
    """Return the month and the year that leave beginning at a moment counts in."""
    return {"period": days.period_of(moment), "year": str(timezone.localtime(moment).year)}


# ── a planned shift ──────────────────────────────────────────────────────────────────────────


def planned(shift: Shift, *, at: datetime, actor: str, rest_days: int | None = None) -> Fact:
    """Return the fact that somebody is planned for a shift."""
    person = shift.member.username if shift.member else ""
    details: dict[str, Detail] = {
        "shift": shift.key,
        "begins": iso(shift.begins),
        "ends": iso(shift.ends),
        "people": str(_people_on(shift)),
        "rest_days": str(rest_days if rest_days is not None else _rest_days(shift)),
        "public_holiday": days.is_public_holiday(shift.day),
        **_weeks(shift),
    }
    return fact_of("shift_planned", person, details, at=at, actor=actor)


def _people_on(shift: Shift) -> int:
    others = Shift.objects.filter(
        team=shift.team_id, day=shift.day, key=shift.key, state__in=LIVE, member__isnull=False
    )
    return others.exclude(pk=shift.pk).exclude(member=shift.member_id).count() + 1


def _rest_days(shift: Shift) -> int:
    """Count the days of the plan on which the member has no shift."""
    plan = shift.plan
    worked = Shift.objects.filter(
        member=shift.member_id, day__gte=plan.first, day__lte=plan.last, state__in=LIVE
    ).exclude(pk=shift.pk)
    busy = set(worked.values_list("day", flat=True)) | {shift.day}
    return len(days.between(plan.first, plan.last)) - len(busy)


def _weeks(shift: Shift) -> dict[str, Detail]:
    """Return what is worked beside a shift in its week and in the week before, for rotation."""
    if not kinds.rotates(shift.plan.first):
        return {}
    monday = shift.day - timedelta(days=shift.day.weekday())
    found = Shift.objects.filter(
        member=shift.member_id, state__in=LIVE, day__gte=monday - _WEEK, day__lt=monday + _WEEK
    ).exclude(pk=shift.pk)
    worked: tuple[set[str], set[str]] = (set(), set())
    for day, key in found.values_list("day", "key"):
        worked[day < monday].add(key)
    named = (",".join(sorted(keys)) or NONE for keys in worked)
    return dict(zip((SAME_WEEK, WEEK_BEFORE), named, strict=True))


def rest_days_of(plan: Plan) -> dict[int, int]:
    """Return how many days of a plan each member has off, in one query."""
    found = Shift.objects.filter(plan=plan, state__in=LIVE, member__isnull=False)
    busy: dict[int, set[date]] = {}
    for member, day in found.values_list("member", "day"):
        busy.setdefault(member, set()).add(day)
    length = len(days.between(plan.first, plan.last))
    return {member: length - len(worked) for member, worked in busy.items()}


def published(
    plan: Plan, shifts: Collection[Shift], digest: str, *, at: datetime, actor: str
) -> Fact:
    """Return the fact that a plan is published, with the SHA-256 of what it holds."""
    people = {shift.member_id for shift in shifts if shift.member_id is not None}
    details: dict[str, Detail] = {
        "team": plan.team.key,
        "period": f"{plan.first:%Y-%m}",
        "first": iso(days.midnight(plan.first)),
        "last": iso(days.midnight(plan.last)),
        "shifts": str(len(shifts)),
        "people": str(len(people)),
        "content": digest,
    }
    return Fact(
        kind="roster_published", about=f"roster:{plan.pk}", happened_at=at, details=details,
        actor=actor,
    )  # fmt: skip


# ── neighbours ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """When somebody's shift before ends and their next one begins.

    Where none is planned, as far away as the plan is long: that much is known to be free.
    """

    previous_ends: datetime
    next_begins: datetime


def neighbours(member: int, span: Span, plan: Plan, *, without: Collection[int]) -> Neighbours:
    """Return the shifts around a span of time, leaving out those that change hands."""
    begins, ends = span
    free = timedelta(days=len(days.between(plan.first, plan.last)))
    live = Shift.objects.filter(member=member, state__in=LIVE).exclude(pk__in=without)
    before = live.filter(begins__lte=begins).order_by("-ends").values_list("ends", flat=True)
    after = live.filter(begins__gt=begins).order_by("begins").values_list("begins", flat=True)
    return Neighbours(
        previous_ends=before.first() or begins - free, next_begins=after.first() or ends + free
    )


def overlapping(member: int, span: Span, *, without: Collection[int] = ()) -> Shift | None:
    """Return a shift that somebody works in that time already."""
    begins, ends = span
    live = Shift.objects.filter(member=member, state__in=LIVE, begins__lt=ends, ends__gt=begins)
    return live.exclude(pk__in=without).order_by("begins").first()


def around(member: Member, at: datetime) -> list[Span] | None:
    """Return the shifts in force before and after a moment, for signing in.

    None for whoever is of no team that a published roster covers that day: nobody knows then.
    """
    found = Shift.objects.filter(member=member.pk, state__in=SEEN)
    spans = found.values_list("begins", "ends")
    over = spans.filter(begins__lte=at, ends__gt=at - _AROUND).order_by("-begins").first()
    coming = spans.filter(begins__gt=at, begins__lt=at + _AROUND).order_by("begins").first()
    known = [span for span in (over, coming) if span is not None]
    return known if known or _is_on_a_roster(member, timezone.localdate(at)) else None


def on_duty(members: Collection[int], at: datetime) -> set[int]:
    """Return those of some members whose shift in force goes on at a moment."""
    found = Shift.objects.filter(member__in=members, state__in=SEEN, begins__lte=at, ends__gt=at)
    return {pk for pk in found.values_list("member", flat=True) if pk is not None}


def _is_on_a_roster(member: Member, day: date) -> bool:
    held = Holding.objects.filter(people.holding_on(day), member=member, team__isnull=False)
    plans = Plan.objects.filter(state=PlanState.PUBLISHED, first__lte=day, last__gte=day)
    return plans.filter(team__in=held.values("team")).exists()


def away_in(member: int, span: Span) -> Leave | None:
    """Return the leave somebody has in that time."""
    begins, ends = span
    found = Leave.objects.filter(
        person=member, state=AskState.DONE, begins__lt=ends, ends__gt=begins
    )
    return found.order_by("begins").first()


def swapped_beside(member: int, shift: Shift) -> bool:
    """Tell whether the shift just before or after was swapped, for one side of it.

    What the member gave away stands where it was, so that two in a row are seen.
    """
    own = Q(member=member, state__in=LIVE)
    given = Q(pk__in=_given_by(member))
    found = Shift.objects.filter(own | given).exclude(pk=shift.pk)
    before = found.filter(begins__lt=shift.begins).order_by("-begins").first()
    after = found.filter(begins__gt=shift.begins).order_by("begins").first()
    beside = [one.pk for one in (before, after) if one is not None]
    done = Q(shift__in=beside) | Q(payback__in=beside)
    sides = Q(person=member) | Q(partner=member)
    return Swap.objects.filter(done, sides, state__in=(AskState.HELD, AskState.DONE)).exists()


def _given_by(member: int) -> Collection[int]:
    done = Swap.objects.filter(
        Q(person=member) | Q(partner=member), state__in=(AskState.HELD, AskState.DONE)
    )
    pairs = done.values_list("shift", "payback")
    return {pk for pair in pairs for pk in pair if pk is not None}


def was_swapped(shift: Shift) -> bool:
    """Tell whether somebody works a shift because of a swap."""
    one = Q(shift=shift) | Q(payback=shift)
    return Swap.objects.filter(one, state__in=(AskState.HELD, AskState.DONE)).exists()


# ── swaps, leave, pick-up ────────────────────────────────────────────────────────────────────


def swap(found: Swap, *, agreed: bool, at: datetime, actor: str) -> Fact:
    """Return the fact that two want to swap, as the rules ask for it."""
    shift, payback = found.shift, found.payback
    leaving = [one.pk for one in (shift, payback) if one is not None]
    took = neighbours(found.partner_id, (shift.begins, shift.ends), shift.plan, without=leaving)
    details: dict[str, Detail] = {
        "partner": found.partner.username,
        "person_agrees": True,
        "partner_agrees": agreed,
        "registered": True,
        "period": days.period_of(shift.begins),
        "shift_begins": iso(shift.begins),
        "shift_ends": iso(shift.ends),
        "partner_previous_ends": iso(took.previous_ends),
        "partner_next_begins": iso(took.next_begins),
        "neighbour_swapped": _neighbour_swapped(found),
        "public_holiday": _on_a_holiday(shift, payback),
        "reason": found.reason,
        **_payback(found, leaving),
    }
    return fact_of("shift_swap_requested", found.person.username, details, at=at, actor=actor)


def _payback(found: Swap, leaving: Collection[int]) -> dict[str, Detail]:
    payback = found.payback
    if payback is None:
        return {}
    gave = neighbours(
        found.person_id, (payback.begins, payback.ends), payback.plan, without=leaving
    )
    return {
        "payback_begins": iso(payback.begins),
        "payback_ends": iso(payback.ends),
        "person_previous_ends": iso(gave.previous_ends),
        "person_next_begins": iso(gave.next_begins),
        "skill": found.shift.skill,
        "partner_skill": payback.skill,
    }


def _neighbour_swapped(found: Swap) -> bool:
    both = [one for one in (found.shift, found.payback) if one is not None]
    sides = (found.person_id, found.partner_id)
    return any(swapped_beside(side, one) for side in sides for one in both)


def _on_a_holiday(*shifts: Shift | None) -> bool:
    return any(days.is_public_holiday(one.day) for one in shifts if one is not None)


def shifts_in(member: int, span: Span) -> list[Shift]:
    """List somebody's live shifts in some time."""
    begins, ends = span
    found = Shift.objects.filter(member=member, state__in=LIVE, begins__lt=ends, ends__gt=begins)
    return list(found.select_related("team", "plan").order_by("begins"))


def leave(found: Leave, *, at: datetime, actor: str, more: dict[str, Detail]) -> Fact:
    """Return the fact that somebody asks for leave, as the rules ask for it."""
    hit = shifts_in(found.person_id, (found.begins, found.ends))
    first = timezone.localdate(found.begins)
    last = timezone.localdate(found.ends - timedelta(microseconds=1))
    worked = [shift.day for shift in hit] or days.between(first, last)
    details: dict[str, Detail] = {
        "leave_type": found.leave_type,
        "days": f"{found.days.normalize():f}",
        "begins": iso(found.begins),
        "ends": iso(found.ends),
        **periods_of(found.begins),
        "in_person": found.by_id is None,
        "swapped_shift": any(was_swapped(shift) for shift in hit),
        "public_holiday": any(days.is_public_holiday(day) for day in worked),
        "reason": found.reason,
        **more,
    }
    return fact_of("leave_requested", found.person.username, details, at=at, actor=actor)


def taken(shift: Shift, member: int, person: str, *, at: datetime) -> Fact:
    """Return the fact that somebody picks up an open shift."""
    around = neighbours(member, (shift.begins, shift.ends), shift.plan, without=())
    details: dict[str, Detail] = {
        "shift": shift.key,
        "begins": iso(shift.begins),
        "ends": iso(shift.ends),
        "previous_ends": iso(around.previous_ends),
        "next_begins": iso(around.next_begins),
        "period": days.period_of(shift.begins),
        "public_holiday": days.is_public_holiday(shift.day),
    }
    return fact_of("shift_taken", person, details, at=at, actor=person)


def asked_in(row: FactRow, name: str) -> int:
    """Return which swap, leave or correction an ended request was about, 0 for another matter."""
    pk = str(row.details.get("request") or "")
    request = requests.find(int(pk)) if pk.isdecimal() else None
    key = str(requests.proposed_fact(request).detail(name) or "") if request else ""
    return int(key) if key.isdecimal() else 0


def ended_as(row: FactRow) -> AskState:
    """Return how something stands whose request came to this end."""
    return AskState.WITHDRAWN if row.kind == "approval_withdrawn" else AskState.REFUSED
