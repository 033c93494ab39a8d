"""Somebody is ill: the published roster that changes least, shown before it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement.sent import Sent
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.planning import solving
from shouwen.planning.solving import Assignment, Source
from shouwen.roster import days, queries
from shouwen.roster.actions import plans
from shouwen.roster.choices import LIVE
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.problem import problem_of, roster_of

SECONDS = 10
_ILL = Source(kind="absence", text="临时缺勤", text_en="Away at short notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One day of one person that changes; an empty label is a day off."""

    member: Member
    day: date
    before: str
    after: str
    after_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What changes when somebody is away for some days."""

    plan: Plan
    member: Member
    away: tuple[date, ...]
    lines: tuple[Line, ...]


def proposed(*, team: Team, member: Member, first: date, last: date) -> Proposal:
    """Work out the roster nearest to the one in force; raise RefusedError where there is none."""
    plan = (
        Plan.objects.select_related("team")
        .filter(team=team, first__lte=first, last__gte=first)
        .first()
    )
    if plan is None:
        raise RefusedError(_("No plan covers that day; begin one first."), "first")
    problem, roster = problem_of(plan), roster_of(plan)
    known = {key: value for key, value in roster.items() if key[0] in problem.person_of}
    away = frozenset(days.between(first, min(last, plan.last)))
    gone = Assignment(source=_ILL, people=frozenset({member.username}), days=away, worked=False)
    found = solving.repair(problem, known, changes=[gone], since=first, seconds=SECONDS, workers=2)
    if found.result.roster is None:
        raise RefusedError(
            _("There is no roster without them that keeps every rule; look for help elsewhere.")
        )
    return Proposal(
        plan=plan, member=member, away=tuple(sorted(away)),
        lines=tuple(_lines(plan, member, known, found.result.roster)),
    )  # fmt: skip


def _lines(plan: Plan, away: Member, before: solving.Roster, after: solving.Roster) -> list[Line]:
    """List every day of a person that is not as it was, the absence itself first."""
    labels = {template.key: template.label for template in queries.templates_of(plan.team)}
    people = {m.username: m for m in queries.members_of(plan.team, plan.first, plan.last)}
    changed = {key for key in (*before, *after) if before.get(key) != after.get(key)}
    found = [
        Line(
            member=people[who],
            day=day,
            after_key=after.get((who, day), ""),
            before=labels.get(before.get((who, day), ""), before.get((who, day), "")),
            after=labels.get(after.get((who, day), ""), after.get((who, day), "")),
        )
        for who, day in changed
        if who in people
    ]
    return sorted(found, key=lambda one: (one.member != away, one.day, one.member.username))


@transaction.atomic
def carry_out(*, proposal: Proposal, sent: Sent) -> int:
    """Change the roster as proposed: first what falls out, then what is taken on."""
    reason = _("Stands in for %(who)s") % {"who": proposal.member.name}
    for line in proposal.lines:
        there = Shift.objects.filter(
            team=proposal.plan.team, member=line.member, day=line.day, state__in=LIVE
        )
        for shift in there:
            plans.remove(shift=shift, sent=sent, reason=reason)
    for line in proposal.lines:
        if line.after_key:
            template = Template.objects.get(team=proposal.plan.team, key=line.after_key)
            plans.put(
                plan=proposal.plan, template=template, day=line.day, member=line.member,
                sent=sent, reason=reason,
            )  # fmt: skip
    return len(proposal.lines)
