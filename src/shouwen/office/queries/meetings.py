"""Meetings as their pages show them: what is coming, one meeting, what is to be carried out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement import words
from shouwen.enforcement.words import of_language
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.office import gates, sorts
from shouwen.office.days import end_of
from shouwen.office.models import Attendee, Meeting, Minutes, Resolution
from shouwen.office.sorts import Belongs
from shouwen.people.models import Member
from shouwen.policy.facts_of import office as kinds
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import House
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 50
_OWN = frozenset({kinds.MEETING_CALLED, kinds.MEETING_HELD, kinds.ATTENDED, kinds.MINUTES_FILED,
                  "obligation_met"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting in a list; ``mine`` tells that the reader is called to it."""

    pk: int
    title: str
    place: str
    begins_at: datetime
    chair: str
    called: int
    confidential: bool
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class MeetingList:
    """One page of meetings; ``after`` is the cursor of the next one."""

    rows: tuple[MeetingRow, ...]
    after: str


def state_of(meeting: Meeting) -> str:
    """Return how far a meeting has come: called, held, filed or cancelled."""
    if meeting.cancelled_at is not None:
        return "cancelled"
    if meeting.filed_at is not None:
        return "filed"
    return "held" if meeting.held_at is not None else "called"


SORTING = Sorting(
    (
        Order("begins", _("Begins"), ("begins_at", "pk"), first=DOWN),
        Order("title", _("Title"), ("title", "pk")),
        Order("chair", _("Chair"), ("chair__name", "pk")),
    ),
    default="-begins",
)


def meetings(
    member: Member, today: date, *, text: str = "", sort: str = "", cursor: str = "",
    limit: int = PAGE,
) -> MeetingList:  # fmt: skip
    """List the meetings a member may know of, the latest first or as ``SORTING`` names it."""
    found = Meeting.objects.filter(gates.meetings_open_to(member, today)).select_related("chair")
    if text:
        found = found.filter(Q(title__icontains=text) | Q(place__icontains=text))
    told = found.annotate(
        people=Count("attendees"),
        own=Count("attendees", filter=Q(attendees__member=member)),
    )
    rows, after = sorting.rows(told, SORTING.stages(sort), after=cursor, limit=limit)
    listed = [_row(row, row.people, mine=bool(row.own)) for row in rows]  # type: ignore[attr-defined]
    return MeetingList(tuple(listed), after)


def _row(meeting: Meeting, called: int, *, mine: bool) -> MeetingRow:
    return MeetingRow(
        pk=meeting.pk,
        title=meeting.title,
        place=meeting.place,
        begins_at=meeting.begins_at,
        chair=meeting.chair.name,
        called=called,
        confidential=meeting.confidential,
        state=state_of(meeting),
        mine=mine,
    )


# ── what is to be carried out ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """A resolution and how it stands; the due badge reads the first ones."""

    due_at: datetime | None
    opened_at: datetime
    state: str
    late: bool
    pk: int
    number: int
    text: str
    owner: str
    owner_pk: int
    meeting: str
    meeting_pk: int
    done_at: datetime | None
    note: str
    followed: bool
    taken: bool

    @property
    def href(self) -> str:
        """Where it stands on its meeting's page."""
        return f"{reverse('office:meeting', args=[self.meeting_pk])}#resolution-{self.number}"


def to_do_of(one: Resolution, meeting: Meeting, now: datetime) -> ToDo:
    """Make the row of a resolution."""
    due_at = end_of(one.due_on) if one.due_on else None
    ended = one.done_at
    late = due_at is not None and (ended or now) > due_at
    return ToDo(
        due_at=due_at,
        opened_at=meeting.filed_at or meeting.called_at,
        state="met" if ended else "lapsed" if late else "open",
        late=late,
        pk=one.pk,
        number=one.number,
        text=one.text,
        owner=one.owner.name,
        owner_pk=one.owner_id,
        meeting=meeting.title,
        meeting_pk=meeting.pk,
        done_at=one.done_at,
        note=one.done_note,
        followed=one.followed,
        taken=one.fact_id is not None,
    )


def to_carry_out(
    people: Iterable[int], now: datetime, *, unfollowed: bool = False, limit: int = PAGE
) -> list[ToDo]:
    """List the resolutions that these members still have to carry out, soonest due first.

    ``unfollowed`` leaves out those a rule made an obligation of, which stands on the desk anyway.
    """
    found = Resolution.objects.filter(owner__in=list(people), done_at=None, fact__isnull=False)
    if unfollowed:
        found = found.filter(followed=False)
    soonest = F("due_on").asc(nulls_last=True)  # databases differ in where no date stands
    rows = found.select_related("meeting", "owner").order_by(soonest, "pk")[:limit]
    return [to_do_of(row, row.meeting, now) for row in rows]


# ── one meeting ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something owed about the meeting, or in its rhythm; the due badge reads ``row``."""

    row: OwedRow
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Another fact about the meeting that was recorded for a rule."""

    number: int
    label: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """Everything the page of a meeting shows."""

    meeting: Meeting
    state: str
    agenda: tuple[str, ...]
    attendees: tuple[Attendee, ...]
    versions: tuple[Minutes, ...]
    resolutions: tuple[ToDo, ...]
    belongs: Belongs | None
    further: tuple[FactKind, ...]
    owed: tuple[Owed, ...]
    noted: tuple[Noted, ...]
    house: House

    @property
    def minutes(self) -> Minutes | None:
        """The last version of the minutes."""
        return self.versions[0] if self.versions else None

    @property
    def counted(self) -> dict[str, int]:
        """How many attended in which way."""
        came = Attendee.Came
        return {c.value: sum(one.came == c for one in self.attendees) for c in came}

    @property
    def absent(self) -> tuple[Attendee, ...]:
        """Those who did not come, with leave or without."""
        away = (Attendee.Came.ABSENT, Attendee.Came.EXCUSED)
        return tuple(one for one in self.attendees if one.came in away)


def meeting_page(meeting: Meeting, now: datetime) -> MeetingPage:
    """Gather a meeting's page, in seven queries."""
    house = regulations.house_on(timezone.localdate(now))
    book = house.in_force.rulebook
    found = meeting.resolutions.select_related("owner").order_by("number")
    attendees = meeting.attendees.select_related("member").order_by("pk")
    return MeetingPage(
        meeting=meeting,
        state=state_of(meeting),
        agenda=tuple(meeting.agenda.order_by("order").values_list("text", flat=True)),
        attendees=tuple(attendees),
        versions=tuple(meeting.minutes.select_related("written_by").order_by("-version")),
        resolutions=tuple(to_do_of(one, meeting, now) for one in found),
        belongs=sorts.find(book, meeting.regulation, meeting.rule_id, meeting.fact_kind),
        further=_further(house, meeting),
        owed=tuple(_owed(row) for row in owed.history(meeting.about)),
        noted=tuple(_noted(meeting, house)),
        house=house,
    )


def _further(house: House, meeting: Meeting) -> tuple[FactKind, ...]:
    if not meeting.regulation:
        return ()
    return sorts.further_kinds(house.in_force.rulebook, meeting.regulation, meeting.fact_kind)


def _owed(row: OwedRow) -> Owed:
    return Owed(row=row, title=of_language((row.duty, row.duty_en)) or row.duty)


def _noted(meeting: Meeting, house: House) -> Iterable[Noted]:
    vocabulary = house.words.vocabulary
    for row in journal.timeline(meeting.about, limit=300):
        if row.kind not in _OWN and row.corrected_by is None:
            label = words.kind_label(vocabulary, row.kind)
            yield Noted(number=row.number, label=label, who=row.actor_name, at=row.happened_at)
