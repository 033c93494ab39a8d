"""Places of rounds: their printed codes, and where a scanned code leads."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.enforcement.words import of_language
from shouwen.obligations import queries as owed
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import standing_today
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.places import Stop
from shouwen.regulations import queries as regulations
from shouwen.rounds import queries

BIG = 6  # dots of the drawing for each square of the code


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One printed code: what it is called, whose round it belongs to, and the drawing."""

    name: str
    title: str
    book: str
    address: str
    drawing: str


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the codes of every place on a round, to print and hang up there."""
    today = timezone.localdate()
    rules = regulations.in_force_on(today).rulebook.rules
    codes = [
        _code(request, rule, stop)
        for rule in rules
        if isinstance(rule, Duty)
        for stop in rule.places
    ]
    return render(request, "rounds/places.html", {"codes": codes})


def _code(request: MemberRequest, rule: Duty, stop: Stop) -> Code:
    path = reverse("rounds:scanned", args=[rule.clause.regulation, rule.id, stop.place])
    address = request.build_absolute_uri(path)
    return Code(
        name=of_language(stop.names),
        title=of_language((rule.title, rule.title_en or rule.title)) or rule.duty,
        book=rule.clause.title,
        address=address,
        drawing=segno.make(address, error="m").svg_data_uri(scale=BIG, border=2),
    )


@require_safe
def scanned(request: MemberRequest, regulation: str, rule: str, place: str) -> HttpResponse:
    """Open the member's own round at the place whose code was scanned."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = regulations.in_force_on(today).rulebook.find(regulation, rule)
    if not isinstance(found, Duty) or place not in {stop.place for stop in found.places}:
        raise Http404
    own = standing_today(request.member, today).own
    rows = owed.owed_by(request.member, None, queries.MOST, posts=own.posts, team_ids=own.team_ids)
    round_ = next((r for r in rows if (r.regulation, r.rule_id) == (regulation, rule)), None)
    if round_ is None:
        messages.info(request, _("You owe no round at this place now."))
        return redirect("rounds:today")
    query = urlencode({"at": place})
    return redirect(f"{reverse('rounds:round', args=[round_.id])}?{query}#place-{place}")
