"""Rosters in the demonstration: published, acknowledged, worked, swapped, and what still waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise

from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.enforcement.actions import decide_request
from shouwen.enforcement.sent import Sent
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.roster import queries
from shouwen.roster.actions import leaves, plans, punches, swaps
from shouwen.roster.choices import SEEN, Way
from shouwen.roster.days import MONTH, ONE, WEEK, span_of
from shouwen.roster.models import Plan, Shift
from shouwen.roster.running import keep
from shouwen.site.demo.recording import signer_of
from shouwen.site.demo.rosters import Away, Exchange, RosterOf
from shouwen.site.demo.story import SEED, Stage

# Since when they clock in: before, presence was kept on paper. Plans come out some days before.
CLOCKED, AHEAD = timedelta(days=7), timedelta(days=6, hours=-16)
NEXT_MONTH_KNOWN = timedelta(days=7)
FORGIVEN = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class Desk:
    """A team of the demonstration at work; it has a chance of its own."""

    stage: Stage
    roster: RosterOf
    team: Team
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    @property
    def lead(self) -> Member:
        """Who plans."""
        return self.stage.members[self.roster.lead]


def plan_shifts(stage: Stage) -> None:
    """Let the teams of the data file work by their rosters."""
    today = timezone.localdate(stage.now)
    for roster in stage.house.rosters:
        desk = Desk(stage, roster, Team.objects.get(key=roster.team))
        for kind in roster.kinds:
            plans.keep_template(
                team=desk.team, key=kind.key, label=kind.label, begins=kind.begins,
                minutes=round(kind.hours * 60), break_minutes=kind.break_minutes,
                wanted=kind.wanted,
            )  # fmt: skip
        _plan_months(desk, today)
        _plan_requests(desk)


def _plan_months(desk: Desk, today: date) -> None:
    stage = desk.stage
    since = max(span_of(today - CLOCKED, WEEK)[0], timezone.localdate(stage.begin()))
    *known, draft = _periods(today, since)
    for number, (first, last) in enumerate(known):
        shown = max(_moment(first) - AHEAD, stage.begin() + timedelta(seconds=number))
        stage.plan(shown, partial(_publish, desk, first, last, since))
    stage.plan(stage.now - timedelta(hours=20), partial(_begin_next, desk, *draft))
    for day in range((today - since).days + 1):
        noon = _moment(since + timedelta(days=day)) + timedelta(hours=12)
        stage.plan(min(noon, stage.now - timedelta(seconds=1)), _judge)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _periods(today: date, since: date) -> Iterator[tuple[date, date]]:
    """Yield what is planned: last month, this one, near its end the next; the last is a draft."""
    first, last = span_of(today, MONTH)
    cuts = {span_of(first - ONE, MONTH)[0], first, since, last + ONE}
    if last - today < NEXT_MONTH_KNOWN:
        last = span_of(last + ONE, MONTH)[1]
        cuts.add(last + ONE)
    begun = sorted({*cuts, span_of(last + ONE, MONTH)[1] + ONE})
    for one, following in pairwise(begun):
        yield one, following - ONE


def _draft(desk: Desk, first: date, last: date, at: datetime, *, by_punches: bool = True) -> Plan:
    made = plans.begin_plan(
        team=desk.team, first=first, last=last, by=desk.lead, at=at, by_punches=by_punches
    )
    keep(made, desk.roster.shifts(first, last))
    return made


def _begin_next(desk: Desk, first: date, last: date, at: datetime) -> None:
    _draft(desk, first, last, at)


def _publish(desk: Desk, first: date, last: date, since: date, at: datetime) -> None:
    made = _draft(desk, first, last, at, by_punches=first >= since)
    plans.publish(plan=made, sent=Sent.at_once(desk.lead, at))
    if not made.by_punches:
        return
    # The last of them has not looked yet.
    for place, who in enumerate(list(desk.roster.lines)[:-1], 1):
        read = partial(_acknowledge, desk.stage.members[who], made)
        desk.stage.plan(at + timedelta(hours=2 * place), read)
    for shift in Shift.objects.filter(plan=made).order_by("begins", "pk"):
        _plan_punches(desk, shift)


def _acknowledge(member: Member, plan: Plan, at: datetime) -> None:
    plans.acknowledge(plan=plan, member=member, sent=Sent.at_once(member, at))


def _judge(at: datetime) -> None:
    punches.judge_due(now=at)


# ── coming and going ─────────────────────────────────────────────────────────────────────────


def _plan_punches(desk: Desk, shift: Shift) -> None:
    chance = desk.chance.random()
    came = -desk.chance.uniform(2, 14)
    if chance < desk.roster.missed:
        return
    if chance < desk.roster.missed + desk.roster.late:
        came = desk.chance.uniform(2, 24)
    went = desk.chance.uniform(1, 12)
    stage = desk.stage
    stage.plan(shift.begins + timedelta(minutes=came), partial(_punch, desk, shift.pk, Way.IN))
    if not _is_forgotten(desk, shift):
        stage.plan(shift.ends + timedelta(minutes=went), partial(_punch, desk, shift.pk, Way.OUT))


def _is_forgotten(desk: Desk, shift: Shift) -> bool:
    """Tell whether nobody clocks out: once, some two days ago; it is put right the day after."""
    forgets = desk.roster.forgets
    who = desk.stage.members[forgets[0]].pk if forgets else None
    ago = desk.stage.now - shift.ends
    if shift.member_id != who or not timedelta(days=2) < ago <= timedelta(days=3):
        return False
    desk.stage.plan(shift.ends + timedelta(hours=26), partial(_mend, desk, shift.pk))
    return True


def _worked(pk: int) -> Shift | None:
    found = Shift.objects.select_related("member", "team", "plan").filter(pk=pk, state__in=SEEN)
    return found.first()


def _punch(desk: Desk, pk: int, way: str, at: datetime) -> None:
    shift = _worked(pk)
    if shift is None or shift.member is None:
        return
    relieved = True if way == Way.OUT and punches.is_relieved(shift) is None else None
    try:
        punches.punch(way=way, sent=Sent.at_once(shift.member, at), relieved=relieved)
    except RefusedError:
        # Whoever has to wait for the next shift tries again.
        desk.stage.plan(at + FORGIVEN, partial(_punch, desk, pk, way))


def _mend(desk: Desk, pk: int, at: datetime) -> None:
    shift = _worked(pk)
    if shift is None or shift.member is None:
        return
    reason = desk.roster.forgets[1] if desk.roster.forgets else ""
    sent = Sent.at_once(shift.member, at)
    with suppress(RefusedError):
        punches.correct(shift=shift, way=Way.OUT, at=shift.ends, reason=reason, sent=sent)


# ── what is asked for ────────────────────────────────────────────────────────────────────────


def _plan_requests(desk: Desk) -> None:
    stage, roster = desk.stage, desk.roster
    for swap in roster.swaps:
        stage.plan(_ago(stage, swap.hours_ago), partial(_swap, desk, swap))
    for away in roster.leave:
        stage.plan(_ago(stage, away.hours_ago), partial(_leave, desk, away))
    if roster.offered:
        stage.plan(_ago(stage, 5), partial(_offer, desk))


def _ago(stage: Stage, hours: float) -> datetime:
    return stage.now - timedelta(hours=hours)


def _coming(desk: Desk, who: str, at: datetime, *, days: int = 1) -> list[Shift]:
    found = Shift.objects.filter(
        member=desk.stage.members[who], state__in=SEEN, begins__gt=at + timedelta(days=days)
    )
    return list(found.select_related("plan", "team", "member").order_by("begins")[:12])


def _swap(desk: Desk, exchange: Exchange, at: datetime) -> None:
    asks, asked = (desk.stage.members[key] for key in (exchange.asks, exchange.asked))
    mine, theirs = _coming(desk, exchange.asks, at), _coming(desk, exchange.asked, at)
    for shift, payback in _free(mine, theirs):
        with suppress(RefusedError):
            made = swaps.propose(
                person=asks, partner=asked, shift=shift, payback=payback,
                reason=exchange.reason, sent=Sent.at_once(asks, at),
            )  # fmt: skip
            if exchange.agrees is not None:
                sent = Sent.at_once(asked, at + timedelta(minutes=40))
                swaps.answer(swap=made, agrees=exchange.agrees, sent=sent)
            return


def _free(mine: list[Shift], theirs: list[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Yield pairs of shifts, each on a day on which the other one is off."""
    my_days, their_days = {s.day for s in mine}, {s.day for s in theirs}
    for shift in mine:
        for payback in theirs:
            if shift.day not in their_days and payback.day not in my_days:
                yield shift, payback


def _leave(desk: Desk, away: Away, at: datetime) -> None:
    person = desk.stage.members[away.person]
    shift = next(iter(_coming(desk, away.person, at, days=away.days_ahead)), None)
    if shift is None:
        return
    asked = leaves.asked(
        person=person, by=person, leave_type=away.leave_type, begins=shift.begins,
        ends=shift.ends, reason=away.reason, at=at,
    )  # fmt: skip
    made = leaves.ask(leave=asked, sent=Sent.at_once(person, at), more=dict(away.details))
    for level in range(away.signed):
        later = at + timedelta(hours=level + 1)
        desk.stage.plan(later, partial(_sign, made.request or 0))


def _sign(pk: int, at: datetime) -> None:
    held = approvals.find(pk)
    member = signer_of(held, at) if held is not None else None
    if held is not None and member is not None:
        decide_request(request=held, member=member, verdict="granted", at=at)


def _offer(desk: Desk, at: datetime) -> None:
    day = timezone.localdate(at) + 2 * ONE
    plan = queries.plan_on(desk.team, day)
    kind = next(t for t in queries.templates_of(desk.team) if t.key == desk.roster.offered)
    if plan is not None:
        sent = Sent.at_once(desk.lead, at)
        plans.put(plan=plan, template=kind, day=day, member=None, sent=sent)
