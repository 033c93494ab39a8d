"""The page of what is still to be done about a text, and its count beside the text."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from shouwen.people.gates import may
from shouwen.people.requests import MemberRequest
from shouwen.studio import gates, sheet
from shouwen.studio.todo import SORTS, todo_of


@require_safe
def todo(request: MemberRequest, pk: int) -> HttpResponse:
    """List what is to be done, each with one click to its place; asked by a part, count it."""
    today = timezone.localdate()
    found = gates.text_open_to(request.member, pk, today)
    prefetch_related_objects([found], "suggestions", "sentences")
    things = todo_of(found, today, translation.get_language())
    count = sum(map(len, things.values()))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(str(count) if count else "", content_type="text/html")
    context = {
        "text": found,
        "sorts": [(SORTS[sort], each) for sort, each in things.items()],
        "coverage": sheet.coverage_of(found),
        "may_appoint": may(request.member, "people.manage", today),
    }
    return render(request, "studio/todo.html", context)
