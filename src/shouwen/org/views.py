"""The chart of posts, one post's job description, and what regulations are there for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.org import queries, rows
from shouwen.org.chart import chart_of
from shouwen.people.gates import may
from shouwen.people.requests import MemberRequest
from shouwen.regulations.cards import language_index

# So many posts that nobody holds are shown at once; the rest is folded.
VACANT_SHOWN = 12


@require_safe
def chart(request: MemberRequest) -> HttpResponse:
    """Show every post: nobody's first, then who reports to whom, then the rest."""
    today = timezone.localdate()
    in_force, sheet = queries.sheet_on(today)
    found = chart_of(queries.house_on(today, in_force), sheet)
    vacant = rows.node_rows(found.vacant)
    context = {
        "tabs": _tabs("chart"),
        "posts": len(found.nodes),
        "people": rows.people_of(found),
        "off": len(found.off),
        "vacant": vacant[:VACANT_SHOWN],
        "vacant_more": vacant[VACANT_SHOWN:],
        "vacant_count": len(vacant),
        "roots": rows.node_rows(found.roots),
        "alone": rows.node_rows(found.alone),
        "may_manage": may(request.member, "people.manage", today),
    }
    return render(request, "org/chart.html", context)


@require_safe
def post(request: MemberRequest, key: str) -> HttpResponse:
    """Show a post's job description, ready to be printed and signed."""
    today = timezone.localdate()
    in_force, sheet = queries.sheet_on(today)
    house = queries.house_on(today, in_force)
    node = chart_of(house, sheet).nodes.get(key)
    if node is None:
        raise Http404
    sections = rows.sections_of(sheet, key, language_index(translation.get_language()))
    context = {
        "node": node,
        "row": rows.node_row(node),
        "quiet": house.quiet.get(key),
        "sections": sections,
        "titles": list(dict.fromkeys(i.cite.title for s in sections for i in s.items)),
        "today": today,
        "may_manage": may(request.member, "people.manage", today),
    }
    return render(request, "org/post.html", context)


@require_safe
def scope(request: MemberRequest) -> HttpResponse:
    """Show scope, principles and functions of each regulation in force, each once."""
    _in_force, sheet = queries.sheet_on(timezone.localdate())
    which = language_index(translation.get_language())
    context = {"tabs": _tabs("scope"), "regulations": list(rows.regulation_rows(sheet, which))}
    return render(request, "org/scope.html", context)


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = (("chart", _("Chart")), ("scope", _("Scope, principles, functions")))
    return [
        {"label": label, "url": reverse(f"org:{key}"), "is_current": key == current, "count": None}
        for key, label in pages
    ]
