"""Adopting several bundled regulations in one go: choose, see what they bring, adopt one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.adoption import actions, adopting, checking, gates, queries
from shouwen.adoption.forms import SeveralForm
from shouwen.adoption.from_library import brought_by
from shouwen.adoption.models import Draft
from shouwen.adoption.queries import AdoptingRow
from shouwen.people.gates import require
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations import library
from shouwen.regulations.bundled import Bundled, in_short

REFUSED = 422
MOST = 200
_NUMBER = re.compile(r"[0-9]{1,15}")
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """Show the day of each chosen regulation and what they bring; make drafts of them."""
    now = timezone.now()
    today = timezone.localdate(now)
    require(request.member, gates.ADOPT, today)
    given = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(given)
    if not chosen:
        return redirect("adoption:library")
    form = SeveralForm(request.POST or None, chosen=chosen, first=today)
    if request.method == "POST" and form.is_valid():
        drafts = actions.drafts_from_library(days=form.days, by=request.member, at=now)
        if "adopt" not in request.POST:
            return redirect("adoption:index")
        return redirect(_address([draft.pk for draft in drafts], start=True))
    adopted = queries.last_numbers()
    context = {
        "form": form,
        "rows": [(short, form[short.name], adopted.get(short.name)) for short in chosen],
        "brought": brought_by(chosen, has_hours=queries.has_hours()),
    }
    return render(request, "adoption/choose.html", context, status=REFUSED if form.errors else 200)


def _chosen(given: QueryDict) -> list[Bundled]:
    known = library.names()
    asked = dict.fromkeys(given.getlist("name"))
    return [in_short(name) for name in asked if name in known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopting:
    """One of several as the page shows it; ``refusal`` says why it was left as a draft."""

    pk: int
    title: str
    slug: str
    number: int | None
    refusal: str = ""


@require_safe
def several(request: MemberRequest) -> HttpResponse:
    """Show how far adopting several has come."""
    require(request.member, gates.ADOPT, timezone.localdate())
    return _several_page(request, request.GET, goes_on="start" in request.GET)


@require_POST
def adopt_next(request: MemberRequest) -> HttpResponse:
    """Adopt the next of several, and show how far it has come."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    rows = queries.drafts_adopting(_pks(request.POST, "draft"))
    left = set(_pks(request.POST, "left"))
    waiting = next((row for row in rows if row.number is None and row.pk not in left), None)
    refusal = _refusal(waiting, request, now) if waiting else ""
    if not getattr(request, "htmx", False) and not refusal:
        return redirect(_address([row.pk for row in rows], left=sorted(left)))
    refused = waiting.pk if waiting and refusal else None
    return _several_page(request, request.POST, refused=refused, refusal=refusal, goes_on=True)


def _refusal(row: AdoptingRow, request: MemberRequest, now: datetime) -> str:
    """Adopt one draft on the day it names; return why not, if it cannot be."""
    draft = Draft.objects.get(pk=row.pk)
    checked = checking.check(draft.text, draft.file_name, translation.get_language())
    if checked.regulation is None:
        return str(checked.errors[0]) if checked.errors else ""
    try:
        adopted = adopting.adopt_draft(
            draft=draft, in_force=checked.regulation.in_force, by=request.member, at=now
        )
    except RefusedError as refusal:
        return str(refusal)
    return _("It waits for signatures.") if adopted.held else ""


def _several_page(
    request: MemberRequest,
    given: QueryDict,
    *,
    refused: int | None = None,
    refusal: str = "",
    goes_on: bool = False,
) -> HttpResponse:
    left = [*_pks(given, "left"), *([refused] if refused else [])]
    found = queries.drafts_adopting(_pks(given, "draft"))
    rows = [_adopting(row, refusal if row.pk == refused else "") for row in found]
    waiting = [row for row in rows if row.number is None and row.pk not in left]
    context = {
        "rows": rows,
        "left": left,
        "done": sum(row.number is not None for row in rows),
        "waiting": waiting,
        "goes_on": goes_on and bool(waiting),
    }
    page = "_several" if getattr(request, "htmx", False) else "several"
    return render(request, f"adoption/{page}.html", context)


def _adopting(row: AdoptingRow, refusal: str) -> Adopting:
    title = _TITLE.search(row.text)
    return Adopting(
        pk=row.pk,
        title=title[1].strip("\"'") if title else row.file_name,
        slug=row.slug,
        number=row.number,
        refusal=refusal,
    )


def _pks(given: QueryDict, name: str) -> list[int]:
    found = [int(value) for value in given.getlist(name) if _NUMBER.fullmatch(value)]
    return list(dict.fromkeys(found))[:MOST]


def _address(pks: list[int], *, left: list[int] | None = None, start: bool = False) -> str:
    query = QueryDict(mutable=True)
    query.setlist("draft", [str(pk) for pk in pks])
    query.setlist("left", [str(pk) for pk in left or ()])
    if start:
        query["start"] = "1"
    return f"{reverse('adoption:several')}?{query.urlencode()}"
