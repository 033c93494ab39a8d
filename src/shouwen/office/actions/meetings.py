"""Meetings: called, held, minuted in versions, filed; what they resolved is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.obligations import queries as owed
from shouwen.office.days import end_of
from shouwen.office.gates import owes
from shouwen.office.models import AgendaItem, Attendee, Meeting, Minutes, Resolution
from shouwen.office.recording import fingerprint
from shouwen.office.sorts import Belongs
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of import office as kinds
from shouwen.policy.kinds.duty import DUTY_DONE

Came = Attendee.Came
MOST_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a meeting is called with."""

    title: str
    place: str
    begins_at: datetime
    chair: Member
    recorder: Member
    confidential: bool
    agenda: Sequence[str]
    called: Sequence[Member]
    belongs: Belongs | None


@transaction.atomic
def call(*, invitation: Invitation, sent: Sent) -> Meeting:
    """Call a meeting: its agenda, and who is to come."""
    about = f"meeting:{sent.token}"
    before = Meeting.objects.filter(about=about).first()
    if before is not None:
        return before
    belongs = invitation.belongs
    meeting = Meeting.objects.create(
        about=about,
        title=invitation.title,
        place=invitation.place,
        begins_at=invitation.begins_at,
        called_by=sent.actor,
        chair=invitation.chair,
        recorder=invitation.recorder,
        confidential=invitation.confidential,
        called_at=sent.done_at,
        regulation=belongs.rule.clause.regulation if belongs else "",
        rule_id=belongs.rule.id if belongs else "",
        fact_kind=belongs.kind.kind if belongs else "",
    )
    called = _write_points(meeting, invitation)
    sent.record(kinds.MEETING_CALLED, about, _called(meeting, called), "called")
    return meeting


@transaction.atomic
def change(*, meeting: Meeting, invitation: Invitation, sent: Sent) -> Meeting:
    """Change a meeting that was not held yet, with its agenda and who is to come."""
    _refuse_settled(meeting, held=True)
    for name in ("title", "place", "begins_at", "chair", "recorder", "confidential"):
        setattr(meeting, name, getattr(invitation, name))
    belongs = invitation.belongs
    meeting.regulation = belongs.rule.clause.regulation if belongs else ""
    meeting.rule_id = belongs.rule.id if belongs else ""
    meeting.fact_kind = belongs.kind.kind if belongs else ""
    meeting.save()
    meeting.agenda.all().delete()
    meeting.attendees.all().delete()
    called = _write_points(meeting, invitation)
    sent.record(kinds.MEETING_CALLED, meeting.about, _called(meeting, called), "called")
    return meeting


def _write_points(meeting: Meeting, invitation: Invitation) -> int:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, text=text)
        for order, text in enumerate(invitation.agenda[:MOST_POINTS], 1)
    )
    people = {m.pk: m for m in (invitation.chair, invitation.recorder, *invitation.called)}
    Attendee.objects.bulk_create(Attendee(meeting=meeting, member=one) for one in people.values())
    return len(people)


def _called(meeting: Meeting, called: int) -> dict[str, Detail]:
    return {
        "person": meeting.called_by.username,
        "title": _open_title(meeting),
        "begins": meeting.begins_at.isoformat(),
        "called": called,
        "confidential": meeting.confidential,
    }


def _open_title(meeting: Meeting) -> str:
    """Return the title for the journal, which more people read than a confidential meeting has."""
    return "" if meeting.confidential else meeting.title


@transaction.atomic
def hold(*, meeting: Meeting, came: Mapping[int, str], sent: Sent) -> Meeting:
    """Take attendance: who came, came late, was excused or missed it, by member's pk.

    Raises RefusedError where somebody's attendance is missing, and once it was taken.
    """
    if sent.earlier("held") is not None:
        return meeting
    _refuse_settled(meeting, held=True)
    people = list(meeting.attendees.select_related("member").order_by("pk"))
    if any(came.get(one.member_id) not in _TAKEN for one in people):
        raise RefusedError(_("Say of everybody who was called whether they came."), "came")
    for one in people:
        one.came = came[one.member_id]
    Attendee.objects.bulk_update(people, ["came"])
    meeting.held_at = sent.done_at
    meeting.save(update_fields=["held_at"])
    sent.record(kinds.MEETING_HELD, meeting.about, _held(meeting, people), "held")
    for one in people:
        details: dict[str, Detail] = {
            "person": one.member.username,
            "attendance": one.came,
            "begins": meeting.begins_at.isoformat(),
        }
        sent.record(kinds.ATTENDED, meeting.about, details, f"came:{one.member_id}")
    return meeting


_TAKEN = frozenset({Came.PRESENT, Came.LATE, Came.ABSENT, Came.EXCUSED})


def _held(meeting: Meeting, people: Sequence[Attendee]) -> dict[str, Detail]:
    counted: dict[str, Detail] = {
        came.value: sum(one.came == came for one in people) for came in sorted(_TAKEN)
    }
    return {
        "person": meeting.chair.username,
        "begins": meeting.begins_at.isoformat(),
        "called": len(people),
        **counted,
    }


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Member, at: datetime) -> Minutes:
    """Keep the minutes as a new version, unless nothing changed; filed minutes stay as they are."""
    _refuse_settled(meeting)
    if not text.strip():
        raise RefusedError(_("The minutes are empty."), "text")
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    latest = meeting.minutes.order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    version = latest.version + 1 if latest else 1
    return Minutes.objects.create(
        meeting=meeting, version=version, text=text, written_by=by, written_at=at
    )


@transaction.atomic
def resolve(*, meeting: Meeting, text: str, owner: Member, due_on: date | None) -> Resolution:
    """Note a resolution with who carries it out; it holds once the minutes are filed."""
    _refuse_settled(meeting)
    last = meeting.resolutions.aggregate(last=Max("number"))["last"] or 0
    return Resolution.objects.create(
        meeting=meeting,
        number=last + 1,
        about=f"resolution:{meeting.about.partition(':')[2]}-{last + 1}",
        text=text,
        owner=owner,
        due_on=due_on,
    )


@transaction.atomic
def strike(*, meeting: Meeting, number: int) -> None:
    """Take a resolution out again, as long as the minutes are not filed."""
    _refuse_settled(meeting)
    meeting.resolutions.filter(number=number).delete()


@transaction.atomic
def file_minutes(
    *, meeting: Meeting, belongs: Belongs | None, details: Mapping[str, Detail], sent: Sent
) -> Outcome:
    """File the last version of the minutes, with the facts that follow: nothing changes after.

    The fact the meeting's rule waits for is recorded with ``details``; each resolution becomes a
    fact of its own, on which rules in force may follow. Raises RefusedError before the meeting was
    held, without minutes, and where a clause refuses the fact.
    """
    before = sent.earlier("filed")
    if before is not None:
        return before
    latest = meeting.minutes.order_by("-version").first()
    if meeting.held_at is None or latest is None:
        sentence = _("Take attendance and write the minutes before they are filed.")
        raise RefusedError(sentence)
    # Claimed first: two who file at once file it once.
    filing = Meeting.objects.filter(pk=meeting.pk, filed_at=None, cancelled_at=None)
    if not filing.update(filed_at=sent.done_at):
        raise RefusedError(_("The minutes are filed and stay as they are; reload the page."))
    meeting.filed_at = sent.done_at
    found = list(meeting.resolutions.select_related("owner").order_by("number"))
    outcome = sent.record(kinds.MINUTES_FILED, meeting.about, _filed(latest, found, sent), "filed")
    if belongs is not None and belongs.is_bare:
        outcome = _report_done(meeting, belongs, sent) or outcome
    elif belongs is not None:
        outcome = sent.record(belongs.kind.kind, meeting.about, details, "rule")
    for one in found:
        _take(one, meeting, sent)
    return outcome


def _report_done(meeting: Meeting, belongs: Belongs, sent: Sent) -> Outcome | None:
    """Report the duty to meet as done for whoever led the meeting, if it is owed now."""
    on, rule = timezone.localdate(sent.done_at), belongs.rule
    for one in owed.open_of_rule(rule.clause.regulation, rule.id):
        if owes(sent.actor, one, on) or owes(meeting.chair, one, on):
            done: dict[str, Detail] = {"obligation": str(one.pk), "evidence": _open_title(meeting)}
            return sent.record(DUTY_DONE, one.about, done, "rule")
    return None


def _filed(latest: Minutes, found: Sequence[Resolution], sent: Sent) -> dict[str, Detail]:
    return {
        "person": sent.actor.username,
        "version": latest.version,
        "resolutions": len(found),
        "content": fingerprint(latest.text, *(one.text for one in found)),
    }


def _take(one: Resolution, meeting: Meeting, sent: Sent) -> None:
    details: dict[str, Detail] = {
        "person": one.owner.username,
        "title": "" if meeting.confidential else one.text[:100],
        "due": end_of(one.due_on).isoformat() if one.due_on else None,
        "meeting": meeting.about,
    }
    outcome = sent.record(kinds.RESOLVED, one.about, details, f"resolved:{one.number}")
    one.fact = outcome.fact
    one.followed = bool(outcome.opened)
    one.save(update_fields=["fact", "followed"])


@transaction.atomic
def carry_out(*, resolution: Resolution, note: str, sent: Sent) -> Outcome:
    """Report a resolution as carried out; what a rule made of it is met by this fact."""
    details: dict[str, Detail] = {
        "person": resolution.owner.username,
        "meeting": resolution.meeting.about,
    }
    outcome = sent.record(kinds.CARRIED_OUT, resolution.about, details, "done")
    if not outcome.repeated:
        waiting = Resolution.objects.filter(pk=resolution.pk, done_at=None)
        if not waiting.update(done_at=sent.done_at, done_note=note[:500]):
            raise RefusedError(_("This was reported before; reload the page."))
    return outcome


@transaction.atomic
def cancel(*, meeting: Meeting, at: datetime) -> None:
    """Call a meeting off that was not held yet."""
    _refuse_settled(meeting, held=True)
    meeting.cancelled_at = at
    meeting.save(update_fields=["cancelled_at"])


@transaction.atomic
def note_further(
    *, meeting: Meeting, kind: str, details: Mapping[str, Detail], sent: Sent
) -> Outcome:
    """Record another fact about a meeting for which a rule waits."""
    return sent.record(kind, meeting.about, details, "further")


def _refuse_settled(meeting: Meeting, *, held: bool = False) -> None:
    if meeting.filed_at is not None:
        raise RefusedError(_("The minutes are filed and stay as they are; reload the page."))
    if meeting.cancelled_at is not None:
        raise RefusedError(_("The meeting was called off; reload the page."))
    if held and meeting.held_at is not None:
        raise RefusedError(_("Attendance was taken already; reload the page."))
