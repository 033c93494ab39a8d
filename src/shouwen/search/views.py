"""The page that finds matters, customers and clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest
from shouwen.search import queries
from shouwen.search.forms import SearchForm
from shouwen.search.snippets import marked, snippet
from shouwen.search.sources import Hit, Shown, reader_of, source_of, sources
from shouwen.search.words import Term, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A hit as the page draws it; what was looked for is marked in the title and the snippet."""

    title: SafeString
    href: str
    note: SafeString
    snippet: SafeString
    tag: str
    tone: str
    icon: str
    kind: str | Promise
    happened_at: datetime | None


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    """Find what the member may read; a whole number leads straight to its matter."""
    now = timezone.now()
    form = SearchForm(request.GET)
    wanted = form.wanted()
    address = _exact(wanted.text, request.member, now) if not form.is_narrowed else ""
    if address and "after" not in request.GET:
        return redirect(address)
    asked = bool(wanted.text or form.is_narrowed)
    found = _found(request, wanted, now) if asked else queries.Found(hits=(), after="")
    context = {
        "form": form,
        "rows": rows_of(found.hits, terms(wanted.text), request.member, now),
        "after": found.after,
        "asked": asked,
        "text": wanted.text,
        "now": now,
    }
    return render(request, "search/search.html", context)


def _found(request: MemberRequest, wanted: queries.Wanted, now: datetime) -> queries.Found:
    reader = reader_of(request.member, now, wanted.kinds)
    return queries.find(reader, wanted, after=request.GET.get("after", ""))


def _exact(text: str, member: Member, now: datetime) -> str:
    if not any(sign.isdigit() for sign in text):
        return ""
    asked = (source.exact(text, member, now) for source in sources() if source.exact)
    return next((address for address in asked if address), "")


def rows_of(
    hits: Sequence[Hit], looked: Sequence[Term], member: Member, now: datetime
) -> list[Row]:
    """Return hits as their reader may see them, in the order they were found."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    shown: dict[str, Shown] = {}
    for kind, some in by_kind.items():
        shown |= _shown(kind, some, member, now)
    return [_row(hit, shown[hit.about], looked) for hit in hits if hit.about in shown]


def _shown(kind: str, hits: Sequence[Hit], member: Member, now: datetime) -> Mapping[str, Shown]:
    source = source_of(kind)
    return source.shows(hits, member, now) if source else {}


def _row(hit: Hit, shown: Shown, looked: Sequence[Term]) -> Row:
    source = source_of(hit.kind)
    return Row(
        title=marked(shown.title, looked),
        href=shown.href,
        note=marked(shown.note, looked),
        snippet=snippet(shown.say(hit.body), looked),
        tag=shown.tag,
        tone=shown.tone,
        icon=source.icon if source else "dot",
        kind=source.label if source else hit.kind,
        happened_at=hit.happened_at,
    )
