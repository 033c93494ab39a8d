"""What the department of the demonstration does in its office: it meets, gives notice, reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from shouwen.enforcement.sent import Sent
from shouwen.office.actions import meetings, notices, sheets
from shouwen.office.gates import EVERYBODY
from shouwen.office.models import Meeting, Notice, Resolution, Sheet
from shouwen.office.queries import figures
from shouwen.office.queries.sheets import SECTIONS
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.site.demo.house import Gathering, Paper, Report
from shouwen.site.demo.story import Stage

CALLED_BEFORE = timedelta(days=3)
AHEAD = 7
LATE, ABSENT = 0.06, 0.04


def plan_office(stage: Stage) -> None:
    """Plan the meetings, notices and reports of the house's data."""
    office = stage.house.office
    if office is None:
        return
    for meeting in office.meetings:
        for begins in _weekly(stage, meeting.weekday, meeting.hour):
            stage.plan(begins - CALLED_BEFORE, partial(_call, stage, meeting, begins))
    for number, paper in enumerate(office.notices):
        at = stage.now - timedelta(days=paper.days_ago, hours=3)
        stage.plan(at, partial(_announce, stage, paper, number))
    for report in office.reports:
        for ends in _weekly(stage, report.weekday, report.hour):
            stage.plan(ends, partial(_report, stage, report))


def _weekly(stage: Stage, weekday: int, hour: float) -> Iterator[datetime]:
    """Yield the moments of a weekday, the next one to come included."""
    days = stage.days()
    for day in [*days, *(days[-1] + timedelta(days=n) for n in range(1, AHEAD + 1))]:
        if day.isoweekday() == weekday:
            yield day + timedelta(hours=hour)


# ── meetings ─────────────────────────────────────────────────────────────────────────────────


def _call(stage: Stage, told: Gathering, begins: datetime, at: datetime) -> None:
    recorder = stage.members[told.recorder]
    invitation = meetings.Invitation(
        title=told.title,
        place=told.place,
        begins_at=begins,
        chair=stage.members[told.chair],
        recorder=recorder,
        confidential=False,
        agenda=told.agenda,
        called=[stage.members[key] for key in told.called],
        belongs=None,
    )
    token = f"story-{told.chair}-{timezone.localdate(begins)}"
    meeting = meetings.call(
        invitation=invitation, sent=Sent.at_once(recorder, at, token=f"{token}-call")
    )
    stage.plan(begins + timedelta(minutes=50), partial(_hold, stage, told, meeting, token))


def _hold(stage: Stage, told: Gathering, meeting: Meeting, token: str, at: datetime) -> None:
    recorder = meeting.recorder
    sent = Sent.at_once(recorder, at, token=f"{token}-held")
    meetings.hold(meeting=meeting, came=_came(stage, meeting), sent=sent)
    text = stage.chance.choice(told.minutes)
    meetings.write_minutes(meeting=meeting, text=text, by=recorder, at=at)
    decided = meetings.resolve(
        meeting=meeting,
        text=stage.chance.choice(told.resolutions),
        owner=stage.members[stage.chance.choice(told.called)],
        due_on=timezone.localdate(at) + timedelta(days=5),
    )
    sent = Sent.at_once(recorder, at, token=f"{token}-filed")
    meetings.file_minutes(meeting=meeting, belongs=None, details={}, sent=sent)
    done = at + timedelta(days=stage.chance.uniform(1, 5))
    stage.plan(done, partial(_carry_out, stage, decided, told))


def _came(stage: Stage, meeting: Meeting) -> dict[int, str]:
    """Say who came: whoever leads and records is there, the others mostly."""
    there = {meeting.chair_id, meeting.recorder_id}
    people = meeting.attendees.order_by("pk").values_list("member_id", flat=True)
    return {pk: "present" if pk in there else _turned_up(stage.chance.random()) for pk in people}


def _turned_up(chance: float) -> str:
    if chance < LATE:
        return "late"
    return "excused" if chance < LATE + ABSENT else "present"


def _carry_out(stage: Stage, decided: Resolution, told: Gathering, at: datetime) -> None:
    sent = Sent.at_once(decided.owner, at, token=f"{decided.about}-done")
    meetings.carry_out(resolution=decided, note=stage.chance.choice(told.done), sent=sent)


# ── notices ──────────────────────────────────────────────────────────────────────────────────


def _announce(stage: Stage, told: Paper, number: int, at: datetime) -> None:
    issuer = stage.members[told.by]
    announcement = notices.Announcement(
        title=told.title,
        text=told.text,
        audience=[EVERYBODY],
        valid_from=timezone.localdate(at),
        valid_until=None,
        must_confirm=True,
        confirm_by=at + timedelta(days=2),
        for_customers=False,
    )
    sent = Sent.at_once(issuer, at, token=f"story-notice-{number}")
    notice = notices.issue(announcement=announcement, details={}, sent=sent)
    for member in stage.members.values():
        read = at + timedelta(hours=stage.chance.uniform(0.3, 60))
        stage.plan(read, partial(_read, notice, member))


def _read(notice: Notice, member: Member, at: datetime) -> None:
    sent = Sent.at_once(member, at, token=f"{notice.about}-{member.username}")
    notices.confirm(notice=notice, sent=sent)


# ── reports ──────────────────────────────────────────────────────────────────────────────────


def _report(stage: Stage, told: Report, at: datetime) -> None:
    author, until = stage.members[told.by], timezone.localdate(at)
    since = until - timedelta(days=6)
    outline = sheets.Outline(
        sort=Sheet.Sort.REPORT, title=told.title, since=since, until=until,
        whole_team=True, obligation=None, belongs=None,
    )  # fmt: skip
    sent = Sent.at_once(author, at, token=f"story-report-{told.by}-{until}")
    sheet = sheets.begin(outline=outline, sent=sent)
    texts = dict(zip(SECTIONS[sheet.sort], stage.chance.choice(told.sections), strict=False))
    counted = [figure.told() for figure in figures.figures_of(sheet, until)]
    try:
        sheets.submit(
            sheet=sheet, sections=texts, figures=counted, belongs=None, details={}, sent=sent
        )
    except RefusedError:
        return
