"""Pages of the quality checks that were made: the list with its filters, and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.access.exporting import Listing, kept_in
from shouwen.knowledge import gates, past, queries
from shouwen.knowledge.past import PAGE, Search
from shouwen.knowledge.tabs import tabs
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations
from shouwen.ui import tables


@require_safe
def checks(request: MemberRequest) -> HttpResponse:
    """List the checks made: everybody's to whoever checks, else those of the member."""
    today = timezone.localdate()
    book = regulations.rulebook_on(today)
    search, everything = searched(request, today), gates.sees_all(request.member, today)
    rows = past.past(search, book, limit=PAGE + 1)
    context = {
        "tabs": tabs("checks"),
        "rows": rows[:PAGE],
        "after": rows[PAGE - 1].number if len(rows) > PAGE else "",
        "search": search,
        "everything": everything,
        "people": people.active_members() if everything else (),
        "lists": _lists(book, today),
        "now": timezone.now(),
    }
    return render(request, "knowledge/checks.html", context)


def _lists(book: Rulebook, today: date) -> list[tuple[str, str]]:
    found = queries.conduct_on(book, today)
    return [(each.id, queries.cited(each).title) for each in found if queries.can_be_checked(each)]


def searched(request: MemberRequest, today: date) -> Search:
    """Read what is searched for; whoever does not check finds their own checks only."""
    asked: Mapping[str, str] = request.GET
    everything = gates.sees_all(request.member, today)
    after = asked.get("after", "")
    return Search(
        person=asked.get("person", "") if everything else request.member.username,
        rule=asked.get("rule", ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        before=int(after) if after.isdecimal() else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def table(request: MemberRequest) -> HttpResponseBase:
    """Hand out the checks that fit as a file, one row for each judged line.

    The rules of access are asked first; that it was handed out is kept on record.
    """
    today = timezone.localdate()
    gates.require_check(request.member, today)
    listing = Listing(key="checks", title=_("Checks made"), sort="quality_check")
    back = f"{reverse('knowledge:checks')}?{request.GET.urlencode()}"
    stays = kept_in(request, listing, back=back, at=timezone.now())
    if stays is not None:
        return stays
    found = past.past(searched(request, today), regulations.rulebook_on(today), limit=past.MOST)
    return tables.sent(past.table(found), f"checks-{today}.csv")
