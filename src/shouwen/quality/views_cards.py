"""Pages of score cards: the list, one with its versions and what a change does, and writing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.knowledge import queries as knowledge
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest
from shouwen.policy.kinds.conduct import Conduct
from shouwen.quality import cards, gates, queries
from shouwen.quality.forms import CardForm, LineSet, initial_of, with_rules
from shouwen.quality.models import CardVersion
from shouwen.quality.tabs import tabs
from shouwen.quality.views import REFUSED, number
from shouwen.regulations import queries as regulations


@require_safe
def cards_page(request: MemberRequest) -> HttpResponse:
    """List the score cards in use."""
    today = timezone.localdate()
    gates.require_checker(request.member, today)
    context = {
        "tabs": tabs("cards", request.member, today),
        "rows": queries.latest_cards(),
        "manages": gates.manages(request.member, today),
    }
    return render(request, "quality/cards.html", context)


@require_safe
def card(request: MemberRequest, key: str) -> HttpResponse:
    """Show a card's lines and versions; with ``older`` past checks by both, side by side."""
    today = timezone.localdate()
    gates.require_checker(request.member, today)
    manages = gates.manages(request.member, today)
    version = gates.card_known(key, number(request.GET.get("version", "")) or None)
    older = number(request.GET.get("older", ""))
    compared = gates.card_known(key, older) if manages and older else None
    anew = queries.scored_by(compared, version) if compared else []
    context = {
        "version": version,
        "lines": queries.lines_of(version, {}),
        "versions": queries.versions_of(version.card),
        "older": compared,
        "anew": anew,
        "differing": queries.differing(anew),
        "manages": manages,
        "now": timezone.now(),
    }
    return render(request, "quality/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, key: str = "") -> HttpResponse:
    """Ask for a card's title and lines, and keep them as its next version."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    last = gates.card_known(key) if key else None
    if request.method != "POST":
        lines = cards.lines_of(last) if last else []
        more = list(cards.offered(_chosen(request)))
        initial = initial_of(lines, chosen=True) + initial_of(
            with_rules(lines, more)[len(lines) :], chosen=False
        )
        return _page(request, last, CardForm(initial=_head(last)), LineSet(initial=initial))
    form, written = CardForm(request.POST), LineSet(request.POST)
    if not (form.is_valid() & written.is_valid()):
        return _page(request, last, form, written, status=REFUSED)
    said = form.cleaned_data
    found = [line for each in written.forms if (line := each.line()) is not None]
    whole = cards.Written(lines=found, **said)
    made = taken(
        form,
        lambda: cards.write(
            card=last.card if last else None, written=whole, by=request.member, at=now
        ),
    )
    if made is None:
        return _page(request, last, form, written, status=REFUSED)
    return redirect("quality:card", made.card.key)


def _chosen(request: MemberRequest) -> list[Conduct]:
    today = timezone.localdate()
    book = regulations.rulebook_on(today)
    keys = [key.partition("/") for key in request.GET.getlist("rule")[:20]]
    found = (knowledge.conduct_rule(book, today, slug, rule) for slug, _slash, rule in keys)
    return [rule for rule in found if rule is not None]


def _head(version: CardVersion | None) -> dict[str, Any]:
    if version is None:
        return {"full": 100}
    return {name: getattr(version, name) for name in ("title", "title_en", "full", "most")}


def _page(
    request: MemberRequest, last: CardVersion | None, form: CardForm, lines: Any, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    every = knowledge.conduct_on(regulations.rulebook_on(today), today)
    context = {
        "last": last,
        "form": form,
        "lines": lines,
        "rules": [knowledge.cited(rule) for rule in every if rule.items],
    }
    return render(request, "quality/write_card.html", context, status=status)
