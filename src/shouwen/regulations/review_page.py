"""The review of what is in force: what contradicts or is missing, with one click to mend it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from shouwen.people.gates import may, require
from shouwen.people.requests import MemberRequest
from shouwen.policy.review import SORTS
from shouwen.regulations.review_rows import SORT_NAMES, reviewed
from shouwen.regulations.reviewing import conflicts_in_force

ADOPT = "regulations.adopt"


@require_safe
def review(request: MemberRequest) -> HttpResponse:
    """Show one sort of findings by regulation, with the numbers of the others."""
    today = timezone.localdate()
    require(request.member, ADOPT, today)
    slug = request.GET.get("regulation", "")
    found = reviewed(today, translation.get_language(), sort=request.GET.get("sort", ""), slug=slug)
    context = {
        "found": found,
        "slug": slug,
        "sort_name": SORT_NAMES[found.sort],
        "may_appoint": may(request.member, "people.manage", today),
        "tabs": [
            {
                "label": SORT_NAMES[sort],
                "url": _address(sort, slug),
                "is_current": sort == found.sort,
                "count": found.counts[sort],
            }
            for sort in SORTS
        ],
    }
    return render(request, "regulations/review.html", context)


def _address(sort: str, slug: str) -> str:
    query = {"sort": sort, **({"regulation": slug} if slug else {})}
    return f"{reverse('regulations:review')}?{urlencode(query)}"


@require_safe
def badge(request: MemberRequest) -> HttpResponse:
    """Show how many clauses in force contradict each other; asked for after the page is shown."""
    today = timezone.localdate()
    require(request.member, ADOPT, today)
    context = {"conflicts": conflicts_in_force(today)}
    return render(request, "regulations/_review_badge.html", context)
