"""Scripts, checklists, a quality check and what came of it, and hints while somebody writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.sent import key_of, sent_by
from shouwen.knowledge import actions, gates, queries
from shouwen.knowledge import checked as checks
from shouwen.knowledge import hints as hinting
from shouwen.knowledge.choices import WRITTEN_REPLY
from shouwen.knowledge.forms import CheckForm, names_of
from shouwen.knowledge.tabs import tabs
from shouwen.people import queries as people
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations
from shouwen.ui.offline import kept

REFUSED, TOO_LONG, TOO_OFTEN = 422, 413, 429
LONGEST = 5_000
# So many checklists are shown whole; of more than that one regulation at a time.
WHOLE = 60
# So many rules are checked together.
TOGETHER = 40


def _posts(request: MemberRequest, today: date) -> frozenset[str] | None:
    """Return whose rules the member sees: their posts' own, or None for everybody's."""
    if gates.sees_all(request.member, today):
        return None
    return gates.posts_of(request.member, today)


@require_safe
@kept
def scripts(request: MemberRequest) -> HttpResponse:
    """Show what is said and not said in each situation, found by any word of it."""
    today = timezone.localdate()
    book, posts = regulations.rulebook_on(today), _posts(request, today)
    text = request.GET.get("q", "").strip()
    every = list(queries.conduct_on(book, today))
    context = {
        "tabs": tabs("scripts"),
        "situations": queries.situations(every, posts=posts, text=text),
        "text": text,
        "may_check": gates.sees_all(request.member, today),
    }
    return render(request, "knowledge/scripts.html", context)


@require_safe
@kept
def checklists(request: MemberRequest) -> HttpResponse:
    """Show the checklists for the member's posts, by regulation, found by any word of them."""
    today = timezone.localdate()
    book, posts = regulations.rulebook_on(today), _posts(request, today)
    text, chosen = request.GET.get("q", "").strip(), request.GET.get("regulation", "")
    every = list(queries.conduct_on(book, today))
    found = queries.checklists(every, posts=posts, text=text)
    shelves = _shelves(found)
    if chosen or len(found) > WHOLE:
        found = [each for each in found if each.cited.slug == chosen]
    context = {
        "tabs": tabs("checklists"),
        "shelves": shelves,
        "chosen": chosen,
        "groups": _by_regulation(found),
        "text": text,
        "may_check": gates.sees_all(request.member, today),
    }
    return render(request, "knowledge/checklists.html", context)


def _shelves(found: Iterable[queries.Checklist]) -> list[dict[str, Any]]:
    titles: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for each in found:
        titles[each.cited.slug] = each.cited.regulation
        counts[each.cited.slug] += 1
    return [{"slug": slug, "title": titles[slug], "count": counts[slug]} for slug in titles]


def _by_regulation(found: Iterable[queries.Checklist]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for each in found:
        group = groups.setdefault(
            each.cited.slug,
            {"slug": each.cited.slug, "title": each.cited.regulation, "lists": []},
        )
        group["lists"].append(each)
    return list(groups.values())


@require_safe
@kept
def rule(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show one conduct rule: its clause in the regulation's words, its lines and its phrases."""
    today = timezone.localdate()
    found = _rule(regulations.rulebook_on(today), today, f"{slug}/{rule}")
    context = {
        "list": queries.checklist(found),
        "script": queries.script(found),
        "clause": found.clause,
        "measured": bool(found.measured),
        "may_check": gates.sees_all(request.member, today) and queries.can_be_checked(found),
    }
    return render(request, "knowledge/rule.html", context)


def _rule(book: Rulebook, today: date, key: str) -> Conduct:
    slug, _slash, rule_id = key.partition("/")
    found = queries.conduct_rule(book, today, slug, rule_id)
    if found is None:
        raise Http404
    return found


# ── a quality check ──────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def check(request: MemberRequest) -> HttpResponse:
    """Ask how each line of the chosen checklists stands, and record it at once."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_check(request.member, today)
    given = request.POST if request.method == "POST" else request.GET
    rules = _rules(given.getlist("rule"), today)
    if request.method != "POST":
        initial = {"happened_at": timezone.localtime(now), "person": request.GET.get("person", "")}
        return _check_page(request, CheckForm(rules=rules, initial=initial))
    form = CheckForm(request.POST, rules=rules)
    number = taken(form, lambda: _recorded(request, form))
    if number is None:
        return _check_page(request, form)
    return redirect("knowledge:checked", number)


def _rules(keys: list[str], today: date) -> list[Conduct]:
    book = regulations.rulebook_on(today)
    found = [_rule(book, today, key) for key in dict.fromkeys(keys[:TOGETHER])]
    if not found or not all(map(queries.can_be_checked, found)):
        raise Http404
    return found


def _recorded(request: MemberRequest, form: CheckForm) -> int:
    given = form.cleaned_data
    sent = sent_by(request.member, request.POST, timezone.now())
    person = people.member_by_key(given["person"])
    if person is None:
        raise Http404
    filled = actions.Check(
        person=person,
        happened_at=given["happened_at"],
        verdicts=form.verdicts(),
        heard=form.heard(),
        waited=form.waited(),
    )
    return actions.record_check(filled, sent=sent)


def _check_page(request: MemberRequest, form: CheckForm) -> HttpResponse:
    context = {"form": form, "key": key_of(request.POST), "names": names_of(form.rules)}
    status = REFUSED if form.is_bound else 200
    return render(request, "knowledge/check.html", context, status=status)


@require_safe
def checked(request: MemberRequest, number: int) -> HttpResponse:
    """Show each line of a check with its verdict, and what followed from it by which clause."""
    now, today = timezone.now(), timezone.localdate()
    first = gates.check_open_to(request.member, number, today)
    key = str(first.details.get("person", ""))
    day = timezone.localdate(first.happened_at)
    rows = checks.shown(
        checks.rows_of(first),
        regulations.in_force_on(day, first.recorded_at),
        people.posts_of(key, day),
        money=gates.may_see_money(request.member, first, today),
    )
    person = people.member_by_key(key)
    context = {
        "person": person.name if person else key,
        "happened_at": first.happened_at,
        "rows": rows,
        "failed": sum(1 for row in rows if row.passed is False),
        "now": now,
    }
    return render(request, "knowledge/checked.html", context)


# ── while somebody writes ────────────────────────────────────────────────────────────────────


@sensitive_post_parameters("text")
@never_cache
@require_POST
def hints(request: MemberRequest) -> HttpResponse:
    """Answer with what to mend in a text; the text goes no further."""
    now, today = timezone.now(), timezone.localdate()
    if not gates.has_turn(request.member, now):
        return _sentence(request, _("Too many looks within a minute; go on writing."), TOO_OFTEN)
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        sentence = _("A text of more than %(most)s characters is not looked at while you write.")
        return _sentence(request, sentence % {"most": f"{LONGEST:,}"}, TOO_LONG)
    situation = request.POST.get("situation", "")[:100] or WRITTEN_REPLY
    found = hinting.hints_for(
        hinting.spoken(request.member, text, situation, now),
        regulations.rulebook_on(today),
        gates.posts_of(request.member, today),
    )
    # Every name of the template is given: a missing one would have its context written to the log.
    return render(request, "knowledge/_hints.html", {"hints": found, "sentence": ""})


def _sentence(request: MemberRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "knowledge/_hints.html", {"sentence": sentence}, status=status)
