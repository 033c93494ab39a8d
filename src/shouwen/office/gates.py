"""Who may read, write and sign the office's papers."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from shouwen.enforcement import gates as facts
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.office.models import Attendee, Audience, Meeting, Notice, Resolution, Sheet
from shouwen.people.models import Member
from shouwen.people.standing import Place, below_each, standing_today

RECORD, MANAGE = "facts.record", "people.manage"
EVERYBODY = "everybody"


def below(member: Member, today: date) -> frozenset[int]:
    """Return the member and everybody below them, in one query; none for who leads nobody."""
    if not standing_today(member, today).own.reports:
        return frozenset({member.pk})
    return below_each([member.pk], today)[member.pk]


# ── meetings ─────────────────────────────────────────────────────────────────────────────────


def meetings_open_to(member: Member, today: date) -> Q:
    """Return the condition for meetings a member may know of: all but others' confidential ones."""
    called = Attendee.objects.filter(meeting=OuterRef("pk"), member__in=below(member, today))
    return Q(confidential=False) | _leads(member) | Q(Exists(called))


def _leads(member: Member) -> Q:
    return Q(called_by=member) | Q(chair=member) | Q(recorder=member)


def meeting_open_to(member: Member, pk: int, today: date) -> Meeting:
    """Return a meeting to whoever may know of it; to others it is not there."""
    related = ("called_by", "chair", "recorder")
    found = Meeting.objects.select_related(*related).filter(pk=pk)
    meeting = found.filter(meetings_open_to(member, today)).first()
    if meeting is None:
        raise Http404
    return meeting


def leads_meeting(member: Member, meeting: Meeting, today: date) -> bool:
    """Return whether a member prepares and records a meeting."""
    if member.pk in (meeting.called_by_id, meeting.chair_id, meeting.recorder_id):
        return True
    return not meeting.confidential and RECORD in standing_today(member, today).permissions


def require_leading(member: Member, pk: int, today: date) -> Meeting:
    """Return a meeting to whoever prepares it; refuse whoever only attends."""
    meeting = meeting_open_to(member, pk, today)
    if not leads_meeting(member, meeting, today):
        raise PermissionDenied
    return meeting


def meeting_matter_open_to(member: Member, about: str, today: date) -> bool:
    """Return whether a member may read the matter that a meeting is."""
    found = Meeting.objects.filter(about=about)
    return found.filter(meetings_open_to(member, today)).exists()


def resolution_matter_open_to(member: Member, about: str, today: date) -> bool:
    """Return whether a member may read the matter that a resolution is."""
    found = Resolution.objects.filter(about=about).first()
    if found is None:
        return False
    if found.owner_id in below(member, today):
        return True
    return Meeting.objects.filter(meetings_open_to(member, today), pk=found.meeting_id).exists()


def require_carrying_out(member: Member, pk: int, today: date) -> Resolution:
    """Return a resolution to its owner, their superiors and whoever records the meeting."""
    related = ("meeting", "owner")
    found = Resolution.objects.select_related(*related).filter(pk=pk, fact__isnull=False).first()
    if found is None or not resolution_matter_open_to(member, found.about, today):
        raise Http404
    if found.owner_id in below(member, today) or leads_meeting(member, found.meeting, today):
        return found
    raise PermissionDenied


# ── notices ──────────────────────────────────────────────────────────────────────────────────


def may_issue(member: Member, today: date) -> bool:
    """Return whether a member may issue notices: who leads somebody, or records for the house."""
    standing = standing_today(member, today)
    return bool(standing.own.reports or standing.permissions & {RECORD, MANAGE})


def require_issuing(member: Member, today: date) -> None:
    """Refuse whoever may not issue notices."""
    if not may_issue(member, today):
        raise PermissionDenied


def parties_of(place: Place, member: Member) -> list[str]:
    """Return every name under which a member is the audience of a notice."""
    teams = [f"team:{pk}" for pk in place.team_ids]
    return [EVERYBODY, *(f"post:{key}" for key in place.posts), *teams, f"member:{member.username}"]


def for_member(member: Member, today: date) -> Q:
    """Return the condition for notices whose audience a member belongs to."""
    parties = parties_of(standing_today(member, today).own, member)
    return Q(Exists(Audience.objects.filter(notice=OuterRef("pk"), party__in=parties)))


def notices_open_to(member: Member, today: date) -> Q:
    """Return the condition for notices a member may read."""
    if may_issue(member, today):
        return Q()
    return for_member(member, today) | Q(issued_by=member)


def notice_open_to(member: Member, pk: int, today: date) -> Notice:
    """Return a notice to its readers and whoever issues notices; to others it is not there."""
    found = Notice.objects.select_related("issued_by").filter(pk=pk)
    notice = found.filter(notices_open_to(member, today)).first()
    if notice is None:
        raise Http404
    return notice


def notice_matter_open_to(member: Member, about: str, today: date) -> bool:
    """Return whether a member may read the matter that a notice is."""
    return Notice.objects.filter(notices_open_to(member, today), about=about).exists()


# ── plans and reports ────────────────────────────────────────────────────────────────────────


def sheet_open_to(member: Member, pk: int, today: date) -> Sheet:
    """Return a plan or report to its author, their superiors and its reviewer, else look absent."""
    related = ("author", "obligation__owner", "checked_by")
    found = Sheet.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not _may_read_sheet(member, found, today):
        raise Http404
    return found


def _may_read_sheet(member: Member, sheet: Sheet, today: date) -> bool:
    if sheet.author_id == member.pk:
        return True
    if sheet.state == Sheet.State.DRAFT:
        return False
    if sheet.author_id in below(member, today):
        return True
    return any(owes(member, one, today) for one in owed.open_about(sheet_matter(sheet)))


def sheet_matter(sheet: Sheet) -> str:
    """Return the matter in which a sheet is owed: its obligation's, else its own."""
    return sheet.obligation.about if sheet.obligation else sheet.about


def sheet_matter_open_to(member: Member, about: str, today: date) -> bool:
    """Return whether a member may read the matter that a plan or report is."""
    found = Sheet.objects.select_related("obligation").filter(about=about).first()
    return found is not None and _may_read_sheet(member, found, today)


def owes(member: Member, obligation: ObligationRow, today: date) -> bool:
    """Return whether the member owes it: by name, by a post, or in place of somebody away."""
    standing = standing_today(member, today)
    if obligation.owner_id in {member.pk, *(person.pk for person, _place in standing.absent)}:
        return True
    places = (standing.own, *(place for _person, place in standing.absent))
    return any(obligation.owed_by in {f"post:{key}" for key in place.posts} for place in places)


def require_owing(member: Member, pk: int, today: date) -> ObligationRow:
    """Return an obligation that is still owed to whoever owes it; refuse everybody else."""
    found = facts.obligation_open_to(member, pk, today)
    if found.ended_at is not None or not owes(member, found, today):
        raise PermissionDenied
    return found


def records_for_others(member: Member, today: date) -> bool:
    """Return whether the member records facts of any kind, points and money included."""
    return RECORD in standing_today(member, today).permissions
