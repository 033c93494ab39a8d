"""Pages of trends: checks by week or month, of a person or a team, with those behind a point."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.people import queries as people
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.quality import gates, queries, trends
from shouwen.quality.forms import TrendForm
from shouwen.quality.models import Card
from shouwen.quality.tabs import tabs
from shouwen.quality.trend_rows import chart_of, rows_of, with_query
from shouwen.quality.views import REFUSED, number


@require_safe
def trends_page(request: MemberRequest) -> HttpResponse:
    """Show how the checks of one's team went, week by week or month by month."""
    return _page(request, "")


@require_safe
def person_trend(request: MemberRequest, key: str) -> HttpResponse:
    """Show how the checks of one person went, week by week or month by month."""
    return _page(request, key)


def _page(request: MemberRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    among = gates.trend_open_to(request.member, key, today)
    form, asked = _asked(request, among, today)
    found = trends.points(asked)
    behind = asked.within(_day(request.GET.get("at", "")) or date.min)
    rows = _behind(behind, request) if behind else []
    context = {
        "tabs": tabs("trends", request.member, today),
        "person": people.member_by_key(key) if key else None,
        "form": form,
        "asked": asked,
        "points": rows_of(found, asked.by, request.GET),
        "chart": chart_of(found, asked.by, request.GET),
        "lines": [] if asked.line else [_line(one, request.GET) for one in trends.lines(asked)],
        "behind": behind,
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].row.pk if len(rows) > queries.PAGE else "",
        "now": timezone.now(),
    }
    return render(request, "quality/trends.html", context, status=REFUSED if form.errors else 200)


def _asked(request: MemberRequest, among: Any, today: date) -> tuple[TrendForm, trends.Asked]:
    """Return the form as it was sent with what it asks; where it is faulty, the usual trend."""
    card = Card.objects.filter(key=request.GET.get("card", "")).first()
    offered = _lines(card)
    form = TrendForm(request.GET, lines=offered)
    said = form.cleaned_data if form.is_valid() else {}
    whole: dict[str, Any] = {"people": among, "today": today}
    try:
        asked = trends.asked(
            by=said.get("by") or "month", since=said.get("since"), until=said.get("until"),
            card=card, line=said.get("line") or "", **whole,
        )  # fmt: skip
    except RefusedError as refusal:
        say_refusal(form, refusal)
        asked = trends.asked(by="month", since=None, until=None, card=card, line="", **whole)
    if form.errors:
        return form, asked
    names = ("by", "since", "until", "card", "line")
    initial = {name: getattr(asked, name) for name in names}
    return TrendForm(initial={**initial, "card": card and card.key}, lines=offered), asked


def _lines(card: Card | None) -> list[tuple[str, str]]:
    if card is None:
        return []
    return [(key, names[2]) for (_card, key), names in trends.names_of([card.pk]).items()]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _behind(asked: trends.Asked, request: MemberRequest) -> list[trends.Behind]:
    after = number(request.GET.get("after", ""))
    return trends.behind(asked, after=after or None, limit=queries.PAGE + 1)


def _line(one: trends.LineRow, query: QueryDict) -> tuple[str, trends.LineRow]:
    return f"?{with_query(query, card=one.card, line=one.key)}", one
