"""Pages of coaching: writing a note, reading it, coming back to it, and what is open in a team."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.enforcement.sent import Sent, key_of, sent_by
from shouwen.people.answers import answered, refused_there
from shouwen.people.forms import taken
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest
from shouwen.quality import coaching, gates, queries, queries_coaching
from shouwen.quality.forms import FollowForm, NoteForm
from shouwen.quality.models import Note
from shouwen.quality.tabs import tabs
from shouwen.quality.views import REFUSED, number, person_page


@require_safe
def open_notes(request: MemberRequest) -> HttpResponse:
    """List the coaching that is open in the teams one leads, by team where one is chosen."""
    today = timezone.localdate()
    gates.require_checker(request.member, today)
    people = gates.coached_by(request.member, today)
    teams = queries_coaching.teams_among(people, today)
    team = next((one for one in teams if one.key == request.GET.get("team")), None)
    rows = queries_coaching.open_among(
        people, today, team=team, after=number(request.GET.get("after", "")),
        limit=queries.PAGE + 1,
    )  # fmt: skip
    context = {
        "tabs": tabs("coaching", request.member, today),
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].note.pk if len(rows) > queries.PAGE else "",
        "teams": teams,
        "team": team,
        "now": timezone.now(),
    }
    return render(request, "quality/coaching.html", context)


@require_POST
def note(request: MemberRequest, key: str) -> HttpResponse:
    """Write a coaching note about somebody one leads."""
    now = timezone.now()
    found = gates.note_open_to(request.member, key, timezone.localdate(now))
    form = NoteForm(request.POST, request.FILES)
    made = taken(form, lambda: _given(request, found, form, now))
    if made is None:
        return person_page(request, key, form, status=REFUSED)
    return answered(
        request,
        lambda: made,
        refused=lambda refusal: refused_there(request, refusal, _page_of(made)),
        said=_("The note is kept; you and the person read it."),
        to=_page_of(made),
    )


def _given(request: MemberRequest, person: Member, form: NoteForm, now: datetime) -> Note:
    sent = sent_by(request.member, request.POST, now, token=key_of(request.POST))
    return coaching.give(
        person=person, text=form.cleaned_data["text"], sent=sent,
        follow_up=form.cleaned_data["follow_up"], attached=form.keep(by=request.member, at=now),
    )  # fmt: skip


def _page_of(found: Note) -> str:
    return reverse("quality:person", args=[found.person.username]) + "#notes"


@require_POST
def acknowledge(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that one has read a note about oneself."""
    now = timezone.now()
    found = gates.note_known(request.member, pk, timezone.localdate(now))
    return answered(
        request,
        lambda: coaching.acknowledge(note=found, sent=Sent.at_once(request.member, now)),
        refused=lambda refusal: refused_there(request, refusal, _page_of(found)),
        said=_("Whoever wrote the note sees that you have read it."),
        to=_page_of(found),
    )


@require_POST
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that one came back to a note, and what one saw."""
    now = timezone.now()
    found = gates.note_to_follow(request.member, pk, timezone.localdate(now))
    form = FollowForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    return answered(
        request,
        lambda: coaching.follow_up(
            note=found, outcome=outcome, sent=Sent.at_once(request.member, now)
        ),
        refused=lambda refusal: refused_there(request, refusal, _page_of(found)),
        said=_("On record: you came back to it."),
        to=_page_of(found),
    )
