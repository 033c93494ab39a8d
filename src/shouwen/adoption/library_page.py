"""Choosing a regulation from the library: the shelf by industry, one of them, a draft of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from shouwen.adoption import actions, checking, gates, queries
from shouwen.adoption.from_library import groups_of, industries, shelf_rows
from shouwen.people.gates import require
from shouwen.people.requests import MemberRequest
from shouwen.policy.regulation_file import Regulation
from shouwen.regulations import bundled, library
from shouwen.regulations.cards import kind_counts
from shouwen.regulations.readings import readings_of_text


@require_safe
def shelf(request: MemberRequest) -> HttpResponse:
    """Show the bundled regulations by industry, those that fit what is looked for."""
    require(request.member, gates.ADOPT, timezone.localdate())
    wanted, industry = request.GET.get("q", "").strip(), request.GET.get("industry", "")
    language = translation.get_language()
    rows = shelf_rows(queries.last_numbers(), language)
    found = [row for row in rows if row.fits(wanted, industry)]
    context = {
        "groups": groups_of(found),
        "industries": industries(rows),
        "found": len(found),
        "all": len(rows),
        "q": wanted,
        "industry": industry,
    }
    return render(request, "adoption/library.html", context)


@require_safe
def one(request: MemberRequest, name: str) -> HttpResponse:
    """Show one bundled regulation: its clauses with their rules, its settings and its posts."""
    today = timezone.localdate()
    require(request.member, gates.ADOPT, today)
    short, read = _opened(name)
    language = translation.get_language()
    context = {
        "row": next(
            row for row in shelf_rows(queries.last_numbers(), language) if row.name == name
        ),
        "short": short,
        "read": read,
        "clauses": checking.document(read, language),
        "kinds": kind_counts(short.kinds, language),
        "readings": readings_of_text(read, language),
        "posts": checking.posts(read, today),
        "blanks": checking.blanks_of(read),
    }
    return render(request, "adoption/library_one.html", context)


def _opened(name: str) -> tuple[bundled.Bundled, Regulation]:
    if name not in library.names():
        raise Http404
    read = bundled.rules_of(name).regulation
    if read is None:
        raise Http404
    return bundled.in_short(name), read


@require_POST
def take(request: MemberRequest, name: str) -> HttpResponse:
    """Begin a draft from a bundled regulation."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    if name not in library.names():
        raise Http404
    draft = actions.draft_from_library(name=name, by=request.member, at=now)
    return redirect("adoption:draft", draft.pk)
