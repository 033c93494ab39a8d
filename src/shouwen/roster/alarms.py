"""Too few in the next hours: the lead is told once, with who could come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import quiet
from shouwen.journal.outbox import queue_message
from shouwen.people import queries as people
from shouwen.people.models import Member, Team
from shouwen.policy.facts import Fact
from shouwen.roster import coverage, days, facts, gates, queries, skills
from shouwen.roster.actions import plans, swaps
from shouwen.roster.choices import PlanState
from shouwen.roster.coverage import Gap
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.verdicts import Verdict

SHORT = "coverage_short"
_Turn = tuple[Member, timedelta, int]
NAMED = 5  # who is named: more are not called at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could come: free then, and no rule refuses it.

    ``hours`` and ``nights`` are what the plan gives them already; ``rested`` is how long ago the
    shift before has ended by then, None where there is none in the plan.
    """

    member: Member
    hours: str
    nights: int
    rested: str
    verdict: Verdict


def coming_gaps(team: Team, now: datetime) -> list[Gap]:
    """List where a floor is missed from now on, as far ahead as the team's shortest shift lasts.

    So long ahead somebody can still come for a whole shift.
    """
    kinds = queries.templates_of(team)
    if not kinds:
        return []
    until = now + timedelta(minutes=min(kind.minutes for kind in kinds))
    first, last = timezone.localdate(now), timezone.localdate(until)
    found = [
        gap
        for day in days.between(first, last)
        for gap in coverage.moments_of(team, day, drafts=False)[1]
    ]
    return [gap for gap in found if gap.ends > now and gap.begins < until]


def who_could_come(team: Team, gap: Gap, now: datetime) -> list[Candidate]:
    """List who could fill a gap: those with the fewest hours and nights in the plan first."""
    shift = _filling(team, gap)
    if shift is None:
        return []
    planned = queries.shifts_between(team, shift.plan.first, shift.plan.last, drafts=False)
    found: list[Candidate] = []
    for member, hours, nights in _able(_in_turn(team, shift, planned), {shift.skill, gap.skill}):
        if len(found) == NAMED:
            break
        verdict = swaps.verdict_on_taking(shift, member, at=now)
        if verdict.allowed:
            ended = facts.neighbours(
                member.pk, (shift.begins, shift.ends), shift.plan, without=()
            ).previous_ends  # fmt: skip
            free = shift.begins - ended
            known = free < shift.plan.last - shift.plan.first + days.ONE
            found.append(
                Candidate(
                    member=member, hours=days.hours_text([hours]), nights=nights, verdict=verdict,
                    rested=days.hours_text([free]) if known else "",
                )
            )  # fmt: skip
    return found


def _able(listed: Sequence[_Turn], asked: Collection[str]) -> list[_Turn]:
    """Keep those who have every skill that is asked for and known in the house."""
    needed = set(asked) & set(skills.names())
    held = skills.held_by([one[0].pk for one in listed]) if needed else {}
    return [one for one in listed if needed <= held.get(one[0].pk, frozenset())]


def _filling(team: Team, gap: Gap) -> Shift | None:
    """Return the shift, not kept, that covers a gap's beginning; the one that covers most of it."""
    made = [
        plans.built(plan, kind, day, None)
        for day in (timezone.localdate(gap.begins) - days.ONE, timezone.localdate(gap.begins))
        if (plan := _plan(team, day)) is not None
        for kind in queries.templates_of(team)
        if _fits(kind, gap)
    ]
    over = [shift for shift in made if shift.begins <= gap.begins < shift.ends]
    return max(over, key=lambda s: (min(s.ends, gap.ends), s.begins), default=None)


def _fits(kind: Template, gap: Gap) -> bool:
    return not gap.shift or kind.key == gap.shift


def _plan(team: Team, day: object) -> Plan | None:
    found = Plan.objects.select_related("team").filter(
        team=team, first__lte=day, last__gte=day, state=PlanState.PUBLISHED
    )
    return found.first()


def _in_turn(team: Team, shift: Shift, planned: Iterable[queries.ShiftRow]) -> list[_Turn]:
    """Return who is free at that time with hours and nights in the plan, the fewest first."""
    hours: dict[int | None, timedelta] = {}
    nights: dict[int | None, int] = {}
    for row in planned:
        hours[row.member] = hours.get(row.member, timedelta()) + row.length
        nights[row.member] = nights.get(row.member, 0) + row.at_night
    span = (shift.begins, shift.ends)
    free = [
        member
        for member in queries.members_of(team, shift.day, shift.day)
        # Whoever works for another team then is no more free than a colleague who works here.
        if facts.overlapping(member.pk, span) is None and facts.away_in(member.pk, span) is None
    ]
    listed = [(m, hours.get(m.pk, timedelta()), nights.get(m.pk, 0)) for m in free]
    return sorted(listed, key=lambda one: (one[1], one[2], one[0].pk))


# ── telling ──────────────────────────────────────────────────────────────────────────────────


def tell_leads(*, now: datetime) -> int:
    """Record each coming gap once and tell who plans the team; return how many gaps were new."""
    today = timezone.localdate(now)
    covered = Plan.objects.filter(state=PlanState.PUBLISHED, first__lte=today, last__gte=today)
    done = 0
    for team in Team.objects.filter(pk__in=covered.values("team")).order_by("pk"):
        for gap in coming_gaps(team, now):
            done += _told(team, gap, now)
    return done


def _told(team: Team, gap: Gap, now: datetime) -> bool:
    begins = facts.iso(gap.begins)
    fact = Fact(
        kind=SHORT,
        about=f"team:{team.key}",
        happened_at=now,
        details={
            "team": team.key, "begins": begins, "ends": facts.iso(gap.ends),
            "seats": str(gap.there), "least": str(gap.least),
        },
    )  # fmt: skip
    key = f"short:{team.pk}:{gap.begins.timestamp():.0f}:{gap.cause}"
    if enforcement.earlier_outcome(key) is not None:
        return False
    enforcement.record_fact(fact, actor=None, recorded_at=now, idempotency_key=key)
    names = [one.member.name for one in who_could_come(team, gap, now)]
    for told in _hearers(team, now):
        with override(told.member.language or settings.LANGUAGE_CODE):
            _mail(told, team, gap, names, now)
    return True


def _hearers(team: Team, now: datetime) -> list[quiet.Told]:
    """Return when each lead is told; who is on duty instead has to be one who plans as well."""
    today = timezone.localdate(now)
    return [
        one
        for one in quiet.told(leads_of(team, now), now)
        if not one.instead_of or gates.PLANS in people.permissions_of(one.member, today)
    ]


def leads_of(team: Team, now: datetime) -> list[Member]:
    """List who plans a team among its members and those they answer to."""
    today = timezone.localdate(now)
    members = queries.members_of(team, today, today)
    above = {people.superior_of(member.username, today) for member in members} - {None}
    known = {m.pk: m for m in (*members, *above) if m is not None}
    return [m for m in known.values() if gates.PLANS in people.permissions_of(m, today)]


def _mail(told: quiet.Told, team: Team, gap: Gap, names: list[str], now: datetime) -> None:
    said = {
        "team": team.name, "begins": f"{timezone.localtime(gap.begins):%m-%d %H:%M}",
        "ends": f"{timezone.localtime(gap.ends):%H:%M}", "there": gap.there, "least": gap.least,
        "clause": gap.source, "who": _(", ").join(names) or "—",
    }  # fmt: skip
    subject = _("%(team)s: too few from %(begins)s") % said
    body = _(
        "%(begins)s to %(ends)s: %(there)s there, at least %(least)s (%(clause)s).\n"
        "Who could come, next in turn first: %(who)s"
    )
    queue_message(
        channel="mail", recipient=told.member.email, subject=subject, body=body % said, at=now,
        leaves_at=told.leaves_at,
    )  # fmt: skip
