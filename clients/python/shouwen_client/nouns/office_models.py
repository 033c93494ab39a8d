"""Models of office; written by tools/generate_client.py."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from shouwen_client.models import Deed


class Attendance(TypedDict):
    """Who came, by member key: came, excused or absent, as the page offers."""

    came: dict[str, str]


class Carried(TypedDict):
    """What was done."""

    note: NotRequired[str]


class Checking(TypedDict):
    """What the reviewer says; ``back`` sends it back."""

    back: NotRequired[bool]
    comment: NotRequired[str]


class HandedIn(TypedDict):
    """The sections, what its fact says, and how many of each proof there are."""

    counted: NotRequired[dict[str, int]]
    details: NotRequired[dict[str, str | int | float | bool | None]]
    done_at: NotRequired[str | None]
    sections: dict[str, str]


class MeetingLine(TypedDict):
    """One meeting in a list."""

    begins_at: str
    called: int
    chair: str
    confidential: bool
    id: int
    place: str
    state: str
    title: str


class MeetingOut(TypedDict):
    """One meeting: agenda, who was called, the latest minutes, what was resolved."""

    agenda: list[str]
    attendees: dict[str, str]
    begins_at: str
    chair: str
    id: int
    minutes: str
    place: str
    recorder: str
    state: str
    title: str
    version: int


class MinutesBody(TypedDict):
    """The minutes as a whole."""

    text: str


class NewSheet(TypedDict):
    """A plan or report; ``obligation`` is what it is to discharge."""

    obligation: NotRequired[int | None]
    since: str
    sort: str
    title: str
    until: str
    whole_team: NotRequired[bool]


class NoticeLine(TypedDict):
    """One notice in a list; ``read`` says whether you confirmed it."""

    id: int
    issued_at: str
    issued_by: str
    must_confirm: bool
    read: bool
    state: str
    title: str
    valid_from: str
    valid_until: str | None


class NoticeOut(TypedDict):
    """One notice with its text."""

    id: int
    issued_at: str
    must_confirm: bool
    text: str
    title: str
    valid_from: str
    valid_until: str | None


class OfficeMeeting(TypedDict):
    """Asks what a meeting is about, when and where, who leads and records it, and who comes."""

    agenda: NotRequired[str | None]
    begins_at: str
    belongs: NotRequired[str | None]
    called: NotRequired[list[str] | None]
    chair: str
    confidential: NotRequired[bool]
    place: NotRequired[str | None]
    recorder: str
    title: str


class OfficeNotice(TypedDict):
    """Asks what a notice says, to whom, how long it holds and whether reading is confirmed."""

    belongs: NotRequired[str | None]
    confirm_by: NotRequired[str | None]
    details: NotRequired[Deed | None]
    everybody: NotRequired[bool]
    for_customers: NotRequired[bool]
    mail_customers: NotRequired[bool]
    must_confirm: NotRequired[bool]
    posts: NotRequired[list[str] | None]
    teams: NotRequired[list[str] | None]
    text: str
    title: str
    valid_from: str
    valid_until: NotRequired[str | None]


class OfficeResolution(TypedDict):
    """Asks what was resolved, who carries it out and by when."""

    due_on: NotRequired[str | None]
    owner: str
    text: str


class OwedSheet(TypedDict):
    """A plan or report that is owed; ``sheet`` is the one begun for it."""

    due_at: str | None
    obligation: int
    period: str
    sheet: int | None
    sort: str
    title: str


class Sections(TypedDict):
    """The sections by their keys; what is left out is empty."""

    done_at: NotRequired[str | None]
    sections: dict[str, str]


class SheetLine(TypedDict):
    """One plan or report in a list."""

    author: str
    id: int
    since: str
    sort: str
    state: str
    submitted_at: str | None
    title: str
    until: str


class SheetOut(TypedDict):
    """One plan or report: its sections as written."""

    author: str
    id: int
    sections: dict[str, str]
    since: str
    sort: str
    state: str
    title: str
    until: str


class WithReason(TypedDict):
    """Why."""

    reason: str
