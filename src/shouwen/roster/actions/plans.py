"""Plans and their shifts: begun, filled, published with all that the rules say, acknowledged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwen.enforcement.sent import Sent
from shouwen.journal.actions import take_turn
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.regulations import queries as regulations
from shouwen.roster import days, facts, kinds, skills, verdicts
from shouwen.roster.choices import LIVE, SEEN, PlanState, ShiftState
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.verdicts import Verdict

PUT, MOVED, REMOVED = "put", "moved", "removed"


def keep_template(
    *,
    team: Team,
    key: str,
    label: str,
    begins: time,
    minutes: int,
    break_minutes: int = 0,
    skill: str = "",
    wanted: int = 0,
) -> Template:
    """Keep a kind of shift of a team; one that was there is changed for what is planned next."""
    values = {
        "label": label, "begins": begins, "minutes": minutes, "break_minutes": break_minutes,
        "skill": skill, "wanted": wanted, "ended": False,
    }  # fmt: skip
    return Template.objects.update_or_create(team=team, key=key, defaults=values)[0]


def end_template(*, template: Template) -> None:
    """Offer a kind of shift no more; what was planned with it stays."""
    Template.objects.filter(pk=template.pk).update(ended=True)


@transaction.atomic
def begin_plan(
    *, team: Team, first: date, last: date, by: Member | None, at: datetime, by_punches: bool = True
) -> Plan:
    """Begin a draft for some days; raise RefusedError where another plan has one of them."""
    if last < first:
        raise RefusedError(_("The last day lies before the first; turn them round."), "last")
    other = Plan.objects.filter(team=team, first__lte=last, last__gte=first).first()
    if other is not None:
        said = _("%(first)s to %(last)s is planned already; begin on the day after.")
        there = {"first": date_format(other.first), "last": date_format(other.last)}
        raise RefusedError(said % there, "first")
    change = kinds.change_within(first, last)
    if change is not None:
        said = _("The roster rules change on %(day)s; end this plan on the day before.")
        raise RefusedError(said % {"day": date_format(change)}, "last")
    return Plan.objects.create(
        team=team, first=first, last=last, made_by=by, made_at=at, by_punches=by_punches
    )


@transaction.atomic
def split(*, plan: Plan, day: date) -> Plan:
    """End a draft before a day and let another begin on it, so that each has one set of rules."""
    if plan.state != PlanState.DRAFT or not plan.first < day <= plan.last:
        raise RefusedError(_("Only a draft can be parted, on a day after its first."))
    rest = Plan(
        team=plan.team, first=day, last=plan.last, made_by=plan.made_by, made_at=plan.made_at,
        by_punches=plan.by_punches,
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(last=day - days.ONE)
    rest.save()
    Shift.objects.filter(plan=plan, day__gte=day).update(plan=rest)
    return rest


# ── one shift ────────────────────────────────────────────────────────────────────────────────


def built(plan: Plan, template: Template, day: date, member: Member | None) -> Shift:
    """Return a shift of a plan that is not kept yet."""
    begins, ends = days.moments(day, template.begins, template.minutes)
    state = ShiftState.PUBLISHED if plan.state == PlanState.PUBLISHED else ShiftState.PLANNED
    return Shift(
        plan=plan, team=plan.team, member=member, template=template, day=day, key=template.key,
        label=template.label, begins=begins, ends=ends, break_minutes=template.break_minutes,
        skill=template.skill, state=state,
    )  # fmt: skip


def verdict_on(shift: Shift, *, at: datetime, actor: str) -> Verdict:
    """Return what the rules in force say to somebody's shift, kept or not."""
    if shift.member is None:
        return Verdict(state=verdicts.SILENT)
    # By the rules of the plan's days, which the solver reads as well, once those lie ahead.
    judged = max(at, days.midnight(shift.plan.first))
    return verdicts.verdict_on(facts.planned(shift, at=judged, actor=actor), now=at)


@transaction.atomic
def put(
    *,
    plan: Plan,
    template: Template,
    day: date,
    member: Member | None,
    sent: Sent,
    reason: str = "",
) -> tuple[Shift, Verdict]:
    """Plan somebody for a shift, or without a member offer it; raise RefusedError with its why."""
    shift = built(plan, template, day, member)
    verdict = _checked(shift, sent)
    _keep(shift)
    _tell(shift, PUT, sent, reason)
    return shift, verdict


@transaction.atomic
def move(
    *, shift: Shift, day: date, member: Member | None, sent: Sent, template: Template | None = None,
    reason: str = "",
) -> tuple[Shift, Verdict]:  # fmt: skip
    """Give a shift to another member, day or kind; raise RefusedError with its why."""
    now = _live(shift)
    before = (now.member, now.begins, now.ends)
    kind = template or now.template
    if kind is None:
        raise RefusedError(_("Say which kind of shift it becomes."), "template")
    plan = _plan_of(now.team, day, now.plan)
    moved = built(plan, kind, day, member)
    moved.pk, moved.pinned, moved.seat = now.pk, now.pinned, now.seat
    verdict = _checked(moved, sent)
    _keep(moved)
    _tell(moved, MOVED, sent, reason, before=before)
    return moved, verdict


@transaction.atomic
def remove(*, shift: Shift, sent: Sent, reason: str = "") -> Shift:
    """Take a shift out of the plan; one that was published stays on record as cancelled."""
    now = _live(shift)
    if now.state == ShiftState.PLANNED:
        Shift.objects.filter(pk=now.pk).delete()
        return now
    Shift.objects.filter(pk=now.pk).update(state=ShiftState.CANCELLED)
    _tell(now, REMOVED, sent, reason)
    return now


def pin(*, shift: Shift, pinned: bool) -> None:
    """Keep a shift as it is when a program plans, or let it go."""
    Shift.objects.filter(pk=shift.pk).update(pinned=pinned)


def _live(shift: Shift) -> Shift:
    found = (
        Shift.objects.select_related("plan", "team", "member", "template")
        .filter(pk=shift.pk, state__in=LIVE)
        .first()
    )
    if found is None:
        raise RefusedError(_("This shift was taken out meanwhile; reload the page."))
    return found


def _plan_of(team: Team, day: date, usual: Plan) -> Plan:
    if usual.first <= day <= usual.last:
        return usual
    found = Plan.objects.select_related("team").filter(team=team, first__lte=day, last__gte=day)
    plan = found.first()
    if plan is None:
        raise RefusedError(_("No plan covers that day; begin one first."), "day")
    return plan


def _checked(shift: Shift, sent: Sent) -> Verdict:
    """Return the verdict; refuse what a rule, another shift or leave does not allow."""
    if not shift.plan.first <= shift.day <= shift.plan.last:
        raise RefusedError(_("This day is not in the plan; choose one that is."), "day")
    if shift.member is not None:
        refuse_clash(shift, shift.member)
    verdict = verdict_on(shift, at=sent.received_at, actor=sent.actor.username)
    if not verdict.allowed:
        raise RefusedError(verdict.why)
    return verdict


def refuse_clash(shift: Shift, member: Member) -> None:
    """Raise RefusedError where somebody works or is away then, or lacks the skill it asks for."""
    if skills.lacks(member.pk, shift.skill):
        said = _("%(who)s lacks the skill “%(skill)s” that this shift asks for.")
        raise RefusedError(said % {"who": member.name, "skill": shift.skill}, "member")
    span = (shift.begins, shift.ends)
    other = facts.overlapping(member.pk, span, without=[shift.pk] if shift.pk else [])
    if other is not None:
        said = _("%(who)s works then already: %(shift)s.")
        raise RefusedError(said % {"who": member.name, "shift": str(other)}, "member")
    away = facts.away_in(member.pk, span)
    if away is not None:
        said = _("%(who)s is on leave then; take somebody else or another day.")
        raise RefusedError(said % {"who": member.name}, "member")


def _keep(shift: Shift) -> None:
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError:
        raise RefusedError(
            _("They begin another shift at that moment already."), "member"
        ) from None


def _tell(
    shift: Shift,
    change: str,
    sent: Sent,
    reason: str,
    *,
    before: tuple[Member | None, datetime, datetime] | None = None,
) -> None:
    """Record a change of what people have seen; a draft is nobody's business yet."""
    if shift.plan.state != PlanState.PUBLISHED:
        return
    was = before[0] if before else shift.member
    concerned = {m.pk: m for m in (was, shift.member) if m is not None}
    for member in concerned.values():
        details = _changed(shift, change, reason, before)
        part = f"{change}:{shift.pk}:{member.pk}"
        sent.record("shift_changed", f"member:{member.username}", {
            "person": member.username, **details,
        }, part)  # fmt: skip


def _changed(
    shift: Shift,
    change: str,
    reason: str,
    before: tuple[Member | None, datetime, datetime] | None,
) -> dict[str, Detail]:
    return {
        "change": change,
        "shift": shift.key,
        "begins": facts.iso(shift.begins),
        "ends": facts.iso(shift.ends),
        "was_begins": facts.iso(before[1]) if before else None,
        "was_ends": facts.iso(before[2]) if before else None,
        "public_holiday": days.is_public_holiday(shift.day),
        "reason": reason,
    }


# ── publishing ───────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def publish(*, plan: Plan, sent: Sent) -> Plan:
    """Publish a draft: every shift is judged, then all of it counts; or none of it does.

    Where a rule in force listens to single shifts each is a fact; the whole is one in any case.
    Raises RefusedError with the clause of the first shift that a rule refuses.
    """
    take_turn()
    if not Plan.objects.filter(pk=plan.pk, state=PlanState.DRAFT).exists():
        raise RefusedError(_("This plan is published already; reload the page."))
    shifts = _of(plan)
    if not shifts:
        raise RefusedError(_("The plan is empty; put shifts into it first."))
    _refuse_by_coming_rules(plan, shifts, sent)
    _record_each(plan, shifts, sent)
    digest = digest_of(shifts)
    row = _record_whole(plan, shifts, digest, sent)
    Shift.objects.filter(plan=plan, state=ShiftState.PLANNED).update(state=ShiftState.PUBLISHED)
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.PUBLISHED, published_at=sent.received_at, digest=digest, fact=row
    )
    plan.refresh_from_db()
    return plan


def _refuse_by_coming_rules(plan: Plan, shifts: Sequence[Shift], sent: Sent) -> None:
    """Refuse what the rules of the plan's days do not allow where those of today are others."""
    today = timezone.localdate(sent.done_at)
    if plan.first <= today or kinds.change_within(today, plan.first) is None:
        return
    for shift in shifts:
        found = verdict_on(shift, at=sent.done_at, actor=sent.actor.username)
        if not found.allowed:
            raise RefusedError(f"{shift.member}: {shift}. {found.why}")


def _of(plan: Plan) -> list[Shift]:
    found = Shift.objects.filter(plan=plan, state__in=LIVE).select_related("member", "plan", "team")
    return list(found.order_by("begins", "pk"))


def _record_each(plan: Plan, shifts: Sequence[Shift], sent: Sent) -> None:
    book = regulations.rulebook_on(timezone.localdate(sent.done_at))
    if not book.listens_to_kind("shift_planned"):
        return
    rest = facts.rest_days_of(plan)
    for shift in shifts:
        if shift.member is not None:
            fact = facts.planned(
                shift, at=sent.done_at, actor=sent.actor.username, rest_days=rest[shift.member.pk]
            )
            sent.record(fact.kind, fact.about, fact.details, f"planned:{shift.pk}")


def verdict_on_publishing(plan: Plan, *, at: datetime, actor: str) -> Verdict:
    """Return what the rules say to publishing a draft now, such as how long before its first day.

    Single shifts are judged when they are put, and once more when it is published.
    """
    if not regulations.rulebook_on(timezone.localdate(at)).listens_to_kind("roster_published"):
        return Verdict(state=verdicts.SILENT)
    fact = facts.published(plan, _of(plan), "", at=at, actor=actor)
    return verdicts.verdict_on(fact, now=at)


def _record_whole(plan: Plan, shifts: Sequence[Shift], digest: str, sent: Sent) -> object:
    fact = facts.published(plan, shifts, digest, at=sent.done_at, actor=sent.actor.username)
    outcome = sent.record(fact.kind, fact.about, fact.details, f"publish:{plan.pk}")
    if outcome.held is not None:
        raise RefusedError(_("A clause lets this step wait for a signature; ask for it first."))
    return outcome.row


def digest_of(shifts: Iterable[Shift]) -> str:
    """Return the SHA-256 of who works when, whatever the order of the rows."""
    lines = sorted(
        (shift.member.username if shift.member else "", facts.iso(shift.begins), shift.key)
        for shift in shifts
    )
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()


@transaction.atomic
def acknowledge(*, plan: Plan, member: Member, sent: Sent) -> int:
    """Note that somebody has read their shifts of a plan; return how many those were."""
    unseen = Shift.objects.filter(plan=plan, member=member, state__in=SEEN, seen_at__isnull=True)
    count = unseen.update(seen_at=sent.done_at)
    if count:
        details: dict[str, Detail] = {
            "person": member.username,
            "team": plan.team.key,
            "period": f"{plan.first:%Y-%m}",
            "shifts": str(count),
        }
        sent.record("roster_acknowledged", f"member:{member.username}", details, "seen")
    return count
