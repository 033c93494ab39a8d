"""Attendance: punches belong to a shift's window, and a shift is judged once that has passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, take_turn
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import queries as regulations
from shouwen.roster import days, facts, queries, verdicts
from shouwen.roster.choices import SEEN, AskState, PlanState, ShiftState, Source, Way
from shouwen.roster.models import Correction, Punch, Shift, Swap
from shouwen.roster.verdicts import Verdict

CAME, WENT = "clocked_in", "clocked_out"
HANDED_OVER = "shift_handed_over"
CORRECTED = "punch_correction_requested"
MISSED, ABSENT, SWAP_MISSED = "punch_missed", "absent", "swapped_shift_missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when to when a punch belongs to a shift: half way to its neighbours.

    Without a neighbour as far as the shift itself is long.
    """

    shift: Shift
    opens: datetime
    closes: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether a punch of this moment belongs to the shift."""
        return self.opens <= at < self.closes


def windows_of(member: int, first: datetime, last: datetime) -> list[Window]:
    """Return the windows of somebody's shifts that touch some time."""
    longest = timedelta(days=2)
    found = Shift.objects.filter(
        member=member, state__in=SEEN, begins__lt=last + longest, ends__gt=first - longest
    )
    shifts = list(found.select_related("team", "plan", "member").order_by("begins"))
    return [_window(shifts, n) for n in range(len(shifts))]


def _window(shifts: Sequence[Shift], place: int) -> Window:
    shift = shifts[place]
    length = shift.ends - shift.begins
    opens, closes = shift.begins - length, shift.ends + length
    if place:
        before = shifts[place - 1].ends
        opens = max(opens, before + (shift.begins - before) / 2)
    if place + 1 < len(shifts):
        after = shifts[place + 1].begins
        closes = min(closes, shift.ends + (after - shift.ends) / 2)
    return Window(shift=shift, opens=opens, closes=closes)


def shift_at(member: Member, at: datetime) -> Shift | None:
    """Return the shift to which a punch of this moment belongs."""
    found = (w.shift for w in windows_of(member.pk, at, at) if w.holds(at))
    return next(found, None)


@transaction.atomic
def punch(
    *,
    way: str,
    sent: Sent,
    source: str = Source.PAGE,
    place: str = "",
    relieved: bool | None = None,
    serving: bool = False,
    at: datetime | None = None,
    member: Member | None = None,
) -> tuple[Punch, Outcome | None]:
    """Clock somebody in or out; the rules say at once what it counts as.

    ``serving`` is that a customer was still being served when the shift was over. ``at`` is another
    moment than when the form was sent (imports, corrections), ``member`` another person. Raises
    RefusedError where a rule forbids leaving.
    """
    take_turn()
    who, moment = member or sent.actor, at or sent.done_at
    shift = shift_at(who, moment)
    late = shift is not None and way == Way.OUT and moment > shift.ends
    serving = serving and late
    made = _keep(who, shift, way, moment, source, place, serving=serving)
    if made is None:
        return Punch.objects.get(member=who, at=moment, way=way), None
    fact = _fact(who, shift, way, moment, relieved=relieved, serving=serving or None)
    part = f"{way}:{who.pk}:{moment.isoformat()}"
    outcome = sent.offer(fact.kind, fact.about, fact.details, part, happened_at=moment)
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.fact is not None:
        Punch.objects.filter(pk=made.pk).update(fact=outcome.fact)
    return made, outcome


def _keep(
    who: Member, shift: Shift | None, way: str, at: datetime, source: str, place: str,
    *, serving: bool = False,
) -> Punch | None:  # fmt: skip
    """Keep a punch; None where it is kept already."""
    try:
        with transaction.atomic():
            return Punch.objects.create(
                member=who, shift=shift, at=at, way=way, source=source, place=place[:80],
                serving=serving,
            )  # fmt: skip
    except IntegrityError:
        return None


def _fact(
    who: Member, shift: Shift | None, way: str, at: datetime, *, relieved: bool | None,
    serving: bool | None = None,
) -> Fact:  # fmt: skip
    details: dict[str, Detail] = {"person": who.username, "serving": serving}
    if shift is not None:
        edge = shift.begins if way == Way.IN else shift.ends
        details["shift"] = shift.key
        details["shift_begins" if way == Way.IN else "shift_ends"] = facts.iso(edge)
        away = facts.away_in(who.pk, (edge - timedelta(minutes=1), edge + timedelta(minutes=1)))
        details["excused"] = away is not None
        if way == Way.OUT:
            details["relieved"] = is_relieved(shift) if relieved is None else relieved
    known = {name: value for name, value in details.items() if value is not None}
    kind = CAME if way == Way.IN else WENT
    return Fact(
        kind=kind, about=f"member:{who.username}", happened_at=at, details=known,
        actor=who.username,
    )  # fmt: skip


def is_relieved(shift: Shift) -> bool | None:
    """Tell whether somebody took over: who goes on after this shift came, or both have signed.

    None where nobody follows: then it has to be said.
    """
    after = queries.following(shift)
    if not after:
        return None
    came = Punch.objects.filter(shift__in=[one.pk for one in after], way=Way.IN).exists()
    return came or _handed_over(shift)


def _handed_over(shift: Shift) -> bool:
    if shift.member is None:
        return False
    signed = journal.facts_of_kind(
        HANDED_OVER, since=shift.begins, details={"person": shift.member.username}
    )
    return bool(signed)


def import_punches(
    *, rows: Iterable[tuple[Member, datetime, str]], sent: Sent
) -> tuple[int, list[str]]:
    """Bring punches of another clock in, in their order; return how many and what was refused."""
    done, faults = 0, []
    for member, at, way in sorted(rows, key=lambda row: row[1]):
        try:
            _made, outcome = punch(way=way, sent=sent, source=Source.IMPORT, at=at, member=member)
        except RefusedError as refusal:
            faults.append(f"{member.name} {timezone.localtime(at):%Y-%m-%d %H:%M}: {refusal}")
            continue
        done += outcome is not None
    return done, faults


# ── corrections ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def correct(*, shift: Shift, way: str, at: datetime, reason: str, sent: Sent) -> Correction:
    """Say when one really came or went; the rules may limit how often, or let somebody sign."""
    take_turn()
    if shift.member_id != sent.actor.pk:
        raise RefusedError(_("Only your own punches can be corrected."))
    if at > sent.done_at:
        raise RefusedError(_("That moment has not come yet."), "at")
    window = next(
        (w for w in windows_of(sent.actor.pk, shift.begins, shift.ends) if w.shift == shift), None
    )
    if window is None or not window.holds(at):
        raise RefusedError(_("That moment does not belong to this shift."), "at")
    made = _asked(shift, way, at, reason, sent)
    details = {
        **_correction(shift, way, at, reason, sent.actor),
        "roster_correction": str(made.pk),
    }
    about = f"member:{sent.actor.username}"
    outcome = sent.offer(CORRECTED, about, details, f"correct:{shift.pk}:{way}")
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.held is not None:
        Correction.objects.filter(pk=made.pk).update(request=outcome.held.pk)
    made.refresh_from_db()
    return made


def verdict_on_correction(
    *, shift: Shift, way: str, at: datetime, reason: str, by: Member, now: datetime
) -> Verdict:
    """Return what the rules say to a correction before it is asked for: how many are left."""
    details = _correction(shift, way, at, reason, by)
    fact = verdicts.fact_of(CORRECTED, by.username, details, at=now, actor=by.username)
    return verdicts.verdict_on(fact, now=now)


def _correction(shift: Shift, way: str, at: datetime, reason: str, by: Member) -> dict[str, Detail]:
    return {
        "person": by.username,
        "punch": way,
        "shift": shift.key,
        "shift_begins": facts.iso(shift.begins),
        "shift_ends": facts.iso(shift.ends),
        "punched_at": facts.iso(at),
        "period": days.period_of(shift.begins),
        "reason": reason,
    }


def _asked(shift: Shift, way: str, at: datetime, reason: str, sent: Sent) -> Correction:
    try:
        with transaction.atomic():
            return Correction.objects.create(
                person=sent.actor, shift=shift, way=way, at=at, reason=reason,
                state=AskState.HELD, asked_at=sent.done_at,
            )  # fmt: skip
    except IntegrityError:
        raise RefusedError(_("This punch was corrected already.")) from None


def follow_correction(row: FactRow, _outcome: Outcome) -> None:
    """Keep the corrected punch once its fact is recorded."""
    key = str(row.details.get("roster_correction") or "")
    found = Correction.objects.select_related("person", "shift").filter(
        pk=int(key) if key.isdecimal() else 0
    )
    made = found.first()
    if made is None:
        return
    found.update(state=AskState.DONE, ended_at=row.recorded_at, fact=row)
    punched = _keep(made.person, made.shift, made.way, made.at, Source.MENDED, "")
    if punched is not None:
        Punch.objects.filter(pk=punched.pk).update(fact=row)


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """End what waited for a request that was refused, withdrawn or ran out."""
    held = Correction.objects.filter(
        pk=facts.asked_in(row, "roster_correction"), state=AskState.HELD
    )
    held.update(state=facts.ended_as(row), ended_at=row.happened_at)


# ── once a shift is over ─────────────────────────────────────────────────────────────────────


def judge_due(*, now: datetime, limit: int = 200) -> int:
    """Judge shifts whose window has passed, each once; return how many that were."""
    found = Shift.objects.filter(
        judged_at__isnull=True, ends__lt=now, state__in=SEEN, member__isnull=False,
        plan__by_punches=True, plan__state=PlanState.PUBLISHED,
    )  # fmt: skip
    done = 0
    for shift in found.select_related("team", "plan", "member").order_by("ends")[:limit]:
        done += _judge(shift, now)
    return done


@transaction.atomic
def _judge(shift: Shift, now: datetime) -> bool:
    take_turn()
    member = shift.member
    if member is None:
        return False
    mine = windows_of(member.pk, shift.begins, shift.ends)
    window = next((w for w in mine if w.shift == shift), None)
    if window is None or window.closes > now:
        return False
    if not Shift.objects.filter(pk=shift.pk, judged_at__isnull=True).update(judged_at=now):
        return False
    punches = list(Punch.objects.filter(shift=shift).order_by("at"))
    came = next((p for p in punches if p.way == Way.IN), None)
    went = next((p for p in reversed(punches) if p.way == Way.OUT), None)
    for kind, details in _said(shift, member, came, went):
        fact = Fact(
            kind=kind, about=f"member:{member.username}", happened_at=shift.ends,
            details={n: v for n, v in details.items() if v is not None},
        )  # fmt: skip
        enforcement.record_fact(
            fact, actor=None, recorded_at=now, idempotency_key=f"shift:{shift.pk}:{kind}"
        )
    return True


def _said(
    shift: Shift, member: Member, came: Punch | None, went: Punch | None
) -> Iterable[tuple[str, dict[str, Detail]]]:
    period = days.period_of(shift.begins)
    if came is None and went is None:
        yield _missing(shift, member, period)
        return
    if came is None or went is None:
        yield MISSED, {"person": member.username, "period": period}
        return
    worked = went.at - came.at
    yield (
        "shift_worked",
        {
            "person": member.username,
            "team": shift.team.key,
            "shift": shift.key,
            "shift_begins": facts.iso(shift.begins),
            "shift_ends": facts.iso(shift.ends),
            "hours": days.hours(worked),
            "planned_hours": days.hours(shift.ends - shift.begins),
            "extra_minutes": str(extra_minutes(shift, went.at)),
            "served_minutes": str(extra_minutes(shift, went.at) if went.serving else 0),
            **_by_day(shift, came.at, went.at),
            "crosses_midnight": timezone.localdate(shift.begins)
            != timezone.localdate(shift.ends - timedelta(microseconds=1)),
            "public_holiday": days.is_public_holiday(shift.day),
            "period": period,
        },
    )


def extra_minutes(shift: Shift, at: datetime) -> int:
    """Return how many whole minutes a moment lies after the end of a shift."""
    return max(int((at - shift.ends).total_seconds() // 60), 0)


def _by_day(shift: Shift, came: datetime, went: datetime) -> dict[str, Detail]:
    """Return how long somebody worked within the shift on holidays, and on other days off."""
    begins, ends = max(came, shift.begins), min(went, shift.ends)
    found = days.split(begins, max(begins, ends))
    return {
        "statutory_hours": None if found.statutory is None else days.hours(found.statutory),
        "day_off_hours": days.hours(found.other_off),
    }


def _missing(shift: Shift, member: Member, period: str) -> tuple[str, dict[str, Detail]]:
    """Return the absence; of a swapped shift the other side is named where a rule asks for it."""
    swap = _swap_behind(shift) if shift.state == ShiftState.SWAPPED else None
    book = regulations.rulebook_on(timezone.localdate(shift.ends))
    if swap is not None and book.listens_to_kind(SWAP_MISSED):
        other = swap.person if swap.partner_id == member.pk else swap.partner
        return SWAP_MISSED, {
            "person": member.username, "partner": other.username, "shift": shift.key
        }  # fmt: skip
    return ABSENT, {
        "person": member.username, "shift": shift.key, "approved": False, "period": period
    }  # fmt: skip


def _swap_behind(shift: Shift) -> Swap | None:
    done = Swap.objects.select_related("person", "partner").filter(state=AskState.DONE)
    return done.filter(shift=shift).first() or done.filter(payback=shift).first()
