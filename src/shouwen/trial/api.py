"""Addresses of trying drafts on past facts, and of reading what was announced."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone, translation
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.adoption.gates import ADOPT, draft_open_to
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.people.gates import may, require
from shouwen.regulations.gates import version_open_to
from shouwen.trial import actions, gates, queries, telling, told
from shouwen.trial.choices import State
from shouwen.trial.forms import AnnounceForm, PeriodForm
from shouwen.trial.models import Announcement, Trial
from shouwen.trial.trying import try_draft

router = Router("trials")
announced = Router("trials")
Cursor = Annotated[str | None, Query(max_length=400)]
Word = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Field(ge=1, le=2**31)]


class TrialLine(BaseModel):
    """One trial in a list."""

    id: int
    title: str
    since: date
    until: date
    state: str
    by: str
    asked_at: datetime


class FigureOut(BaseModel):
    """A figure under today's rules and under the draft, as the page writes it."""

    label: str
    now: str
    drafted: str


class HeadingOut(BaseModel):
    """A rule or a person with what came out under it; ``key`` chooses its differences."""

    key: str
    label: str
    clause: str
    figures: list[FigureOut]


class TrialOut(BaseModel):
    """A trial: how far it is, and once ``state`` is ``done`` what came out.

    ``done`` of ``of`` judgements are made. ``people`` is empty for whoever may not see amounts.
    """

    id: int
    draft: int | None
    regulation: str
    title: str
    sha256: str
    since: date
    until: date
    state: str
    done: int
    of: int
    differences: int
    totals: list[FigureOut]
    clauses: list[HeadingOut]
    people: list[HeadingOut]


class DifferenceOut(BaseModel):
    """One thing that would have come out otherwise; ``fact`` is 0 where a period began."""

    id: int
    sort: str
    fact: int
    matter: str
    at: datetime
    rule: str
    clause: str
    party: str
    now: str
    drafted: str


class ReaderOut(BaseModel):
    """Somebody who is to read an announced text, and when they confirmed it."""

    member: str
    name: str
    told_at: datetime
    due_at: datetime | None
    read_at: datetime | None
    reminded: int


class AnnouncementOut(BaseModel):
    """An announced version; ``readers`` are those whose reading you may see."""

    id: int
    regulation: str
    number: int
    title: str
    in_force: date
    sha256: str
    note: str
    remind_every: int | None
    told_at: datetime
    people: int
    changes: list[str]
    readers: list[ReaderOut]


class ToReadOut(BaseModel):
    """An announced text that you have not confirmed yet."""

    id: int
    title: str
    number: int
    in_force: date
    due_at: datetime | None
    people: int
    posts: list[str]


# ── trials ───────────────────────────────────────────────────────────────────────────────────


@router.read("", Rows[TrialLine])
def list_(request: ApiRequest) -> Rows[TrialLine]:
    """List what was tried, the latest first."""
    require(request.member, ADOPT, timezone.localdate())
    return Rows(
        items=[
            TrialLine(
                id=row.pk, title=row.title, since=row.since, until=row.until, state=row.state,
                by=row.asked_by, asked_at=row.asked_at,
            )
            for row in queries.trials(timezone.now())
        ]
    )  # fmt: skip


@router.add("", TrialOut)
@bodies.takes(PeriodForm, draft=(Number, ...))
def begin(request: ApiRequest, body: Body) -> TrialOut:
    """Ask for a draft to be tried on the facts of a period; it runs in the background."""
    now = timezone.now()
    today = timezone.localdate(now)
    sent = bodies.sent(body)
    draft = draft_open_to(request.member, int(sent.pop("draft")), today)
    given = bodies.given(PeriodForm(sent, today=today))
    found = actions.begin(draft=draft, by=request.member, at=now, **given)
    try_draft.enqueue(found.pk)
    return _trial(request, found)


@router.read("/{int:pk}", TrialOut)
def trial(request: ApiRequest, pk: int) -> TrialOut:
    """Show how far a trial is; once worked out, what came out."""
    return _trial(request, gates.trial_open_to(request.member, pk, timezone.localdate()))


def _trial(request: ApiRequest, found: Trial) -> TrialOut:
    now = timezone.now()
    done, of = queries.progress_of(found)
    state = found.stands(now)
    ready = state == State.DONE
    people_too = ready and gates.sees_people(request.member, timezone.localdate(now))
    return TrialOut(
        id=found.pk, draft=found.draft_id, regulation=found.slug, title=found.title,
        sha256=found.sha256, since=found.since, until=found.until, state=state, done=done,
        of=of, differences=queries.found_of(found) if ready else 0,
        totals=_figures(queries.totals(found)) if ready else [],
        clauses=[_heading(one) for one in queries.clauses(found)] if ready else [],
        people=[_heading(one) for one in queries.people_of(found)] if people_too else [],
    )  # fmt: skip


def _figures(changes: tuple[queries.Change, ...]) -> list[FigureOut]:
    return [FigureOut(label=one.label, now=one.now, drafted=one.drafted) for one in changes]


def _heading(one: queries.Heading) -> HeadingOut:
    return HeadingOut(key=one.key, label=one.label, clause=one.note, figures=_figures(one.changes))


@router.read("/{int:pk}/differences", Page[DifferenceOut])
def differences(
    request: ApiRequest,
    pk: int,
    sort: Literal["", "obligation", "transfer", "permission"] = "",
    rule: Word = "",
    party: Word = "",
    cursor: Cursor = None,
) -> Page[DifferenceOut]:
    """List what would have come out otherwise, of one sort, rule or person if that is named."""
    today = timezone.localdate()
    found = queries.differences(
        gates.trial_open_to(request.member, pk, today), sort=sort, rule=rule, party=party,
        after=paging.after(request, cursor), people_too=gates.sees_people(request.member, today),
    )  # fmt: skip
    rows = [
        DifferenceOut(
            id=row.pk, sort=row.sort, fact=row.fact, matter=row.matter, at=row.at, rule=row.rule,
            clause=row.clause, party=row.party, now=row.now, drafted=row.drafted,
        )
        for row in found.rows
    ]  # fmt: skip
    return Page(items=rows, next=paging.cursor_for(request, found.after))


@router.do("/{int:pk}/cancel", TrialOut)
def cancel(request: ApiRequest, pk: int) -> TrialOut:
    """Stop a trial that waits or runs."""
    now = timezone.now()
    found = gates.trial_open_to(request.member, pk, timezone.localdate(now))
    actions.cancel(trial=found, at=now)
    return _trial(request, gates.trial_open_to(request.member, pk, timezone.localdate(now)))


@router.do("/{int:pk}/again", TrialOut)
def again(request: ApiRequest, pk: int) -> TrialOut:
    """Let a trial that broke off be worked out anew, of the same text and the same days."""
    now = timezone.now()
    found = gates.trial_open_to(request.member, pk, timezone.localdate(now))
    actions.try_again(trial=found, at=now)
    try_draft.enqueue(pk)
    return _trial(request, gates.trial_open_to(request.member, pk, timezone.localdate(now)))


# ── announcements ────────────────────────────────────────────────────────────────────────────


@announced.read("", Rows[ToReadOut])
def to_read(request: ApiRequest) -> Rows[ToReadOut]:
    """List the announced regulations that you are to read and have not confirmed."""
    return Rows(
        items=[
            ToReadOut(
                id=row.pk, title=row.title, number=row.number, in_force=row.in_force,
                due_at=row.due_at, people=row.people, posts=list(row.posts),
            )
            for row in told.to_read(request.member, timezone.localdate())
        ]
    )  # fmt: skip


@announced.add("", AnnouncementOut)
@bodies.takes(
    AnnounceForm, regulation=(Annotated[str, Field(max_length=80)], ...), number=(Number, ...)
)
def announce(request: ApiRequest, body: Body) -> AnnouncementOut:
    """Tell everybody an adopted version concerns who was not told yet."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    sent = bodies.sent(body)
    slug, number = str(sent.pop("regulation")), int(sent.pop("number"))
    version = version_open_to(request.member, slug, number)
    given = bodies.given(AnnounceForm(sent))
    found = telling.announce(version=version, by=request.member, at=now, **given)
    return _announcement(request, found, now)


@announced.read("/{int:pk}", AnnouncementOut)
def announcement(request: ApiRequest, pk: int) -> AnnouncementOut:
    """Show an announced version: what changes, in sentences, and who has read it."""
    now = timezone.now()
    found = told.announcement_open_to(request.member, pk, timezone.localdate(now))
    return _announcement(request, found, now)


@announced.do("/{int:pk}/confirm", AnnouncementOut)
def confirm(request: ApiRequest, pk: int) -> AnnouncementOut:
    """Confirm that you have read an announced version; a second time changes nothing."""
    now = timezone.now()
    found = told.announcement_open_to(request.member, pk, timezone.localdate(now))
    telling.confirm(announcement=found, member=request.member, at=now)
    return _announcement(request, found, now)


def _announcement(request: ApiRequest, found: Announcement, now: datetime) -> AnnouncementOut:
    version, today = found.version, timezone.localdate(now)
    changes = told.for_me(
        version, request.member, now=now, on=today, language=translation.get_language() or ""
    )
    return AnnouncementOut(
        id=found.pk, regulation=version.regulation.slug, number=version.number,
        title=version.title, in_force=version.in_force, sha256=version.sha256, note=found.note,
        remind_every=found.remind_every, told_at=found.told_at, people=found.readers.count(),
        changes=[one.sentence for one in (*changes.mine, *changes.others)],
        readers=[
            ReaderOut(
                member=row.key, name=row.name, told_at=row.told_at, due_at=row.due_at,
                read_at=row.read_at, reminded=row.reminded,
            )
            for row in told.readers(
                found, request.member, today, may_adopt=may(request.member, ADOPT, today)
            )
        ],
    )  # fmt: skip
