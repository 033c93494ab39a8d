"""Who may see a team's roster, who plans it, and to whom a request is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import queries as people
from shouwen.people.models import Holding, Member, Team
from shouwen.people.standing import below_each
from shouwen.roster.choices import ShiftState
from shouwen.roster.models import Leave, Overtime, Plan, Run, Shift, Swap

PLANS, PLANS_ALL, SEES_ALL = "facts.record", "people.manage", "cases.view_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One team and what a member may do with its roster."""

    team: Team
    plans: bool


def _own_teams(member: Member, on: date) -> set[int]:
    held = Holding.objects.filter(people.holding_on(on), member=member, team__isnull=False)
    return set(held.values_list("team", flat=True))


def _led_teams(member: Member, on: date) -> set[int]:
    """Return the teams of those who answer to a member, directly or through others."""
    below = below_each([member.pk], on)[member.pk] - {member.pk}
    held = Holding.objects.filter(people.holding_on(on), member__in=below, team__isnull=False)
    return set(held.values_list("team", flat=True))


def teams_open_to(member: Member, on: date) -> list[Access]:
    """List the teams whose roster a member may see, their own first."""
    may = people.permissions_of(member, on)
    own = _own_teams(member, on)
    led = _led_teams(member, on)
    everything = bool(may & {PLANS_ALL, SEES_ALL})
    # What somebody leads they plan, if they may record facts; who appoints people plans all.
    planned = led | own if PLANS in may else set()
    found = [
        Access(team=team, plans=PLANS_ALL in may or team.pk in planned)
        for team in people.teams()
        if everything or team.pk in own | led
    ]
    return sorted(found, key=lambda one: one.team.pk not in own)


def team_open_to(member: Member, key: str, on: date) -> Access:
    """Return a team to whoever may see its roster."""
    for access in teams_open_to(member, on):
        if access.team.key == key:
            return access
    raise Http404


def team_planned_by(member: Member, key: str, on: date) -> Team:
    """Return a team to whoever plans it; to anybody else there is nothing."""
    access = team_open_to(member, key, on)
    if not access.plans:
        raise Http404
    return access.team


def plan_of(member: Member, pk: int, on: date) -> Plan:
    """Return a plan to whoever plans its team."""
    found = Plan.objects.select_related("team").filter(pk=pk).first()
    if found is None:
        raise Http404
    team_planned_by(member, found.team.key, on)
    return found


def run_of(member: Member, pk: int, on: date) -> Run:
    """Return a planning run to whoever plans its team."""
    found = Run.objects.select_related("plan__team").filter(pk=pk).first()
    if found is None:
        raise Http404
    team_planned_by(member, found.plan.team.key, on)
    return found


def open_shift(member: Member, pk: int, on: date) -> Shift:
    """Return a published shift of one of a member's teams that nobody works yet."""
    found = Shift.objects.select_related("plan", "team").filter(
        pk=pk, member__isnull=True, state=ShiftState.PUBLISHED
    )
    shift = found.first()
    if shift is None or shift.team_id not in _own_teams(member, on):
        raise Http404
    return shift


def own_shift(member: Member, pk: int) -> Shift:
    """Return a shift to the member who works it."""
    found = Shift.objects.select_related("team", "plan", "member").filter(pk=pk).first()
    if found is None or found.member_id != member.pk:
        raise Http404
    return found


def swap_open_to(member: Member, pk: int) -> Swap:
    """Return a swap to its two sides."""
    found = (
        Swap.objects.select_related("person", "partner", "shift__team", "payback")
        .filter(pk=pk)
        .first()
    )
    if found is None or member.pk not in (found.person_id, found.partner_id):
        raise Http404
    return found


def leave_open_to(member: Member, pk: int) -> Leave:
    """Return leave to whom it is for and to who asked for it."""
    found = Leave.objects.select_related("person", "by").filter(pk=pk).first()
    if found is None or member.pk not in (found.person_id, found.by_id):
        raise Http404
    return found


def overtime_open_to(member: Member, pk: int) -> Overtime:
    """Return overtime to whom it is for."""
    found = Overtime.objects.select_related("person").filter(pk=pk, person=member).first()
    if found is None:
        raise Http404
    return found


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether what is recorded about a plan may be read by a member."""
    key = about.partition(":")[2]
    found = Plan.objects.select_related("team").filter(pk=int(key)) if key.isdecimal() else None
    plan = found.first() if found is not None else None
    if plan is None:
        return False
    return any(access.team == plan.team for access in teams_open_to(member, on))


def matter_link(key: str) -> tuple[str, str]:
    """Return what a plan is called and where it is read."""
    found = Plan.objects.select_related("team").filter(pk=int(key)) if key.isdecimal() else None
    plan = found.first() if found is not None else None
    if plan is None:
        return _("Roster"), ""
    label = _("Roster of %(team)s from %(first)s") % {"team": plan.team.name, "first": plan.first}
    href = reverse("roster:team", args=[plan.team.key])
    return label, f"{href}?from={plan.first:%Y-%m-%d}"
