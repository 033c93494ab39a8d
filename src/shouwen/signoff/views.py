"""Pages of the queue: three lists, one request, deciding, withdrawing, granting several, asking."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.approvals.actions import Request
from shouwen.approvals.queries import proposed_fact
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import gates
from shouwen.enforcement.beside import beside
from shouwen.enforcement.forms import FactForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import fresh_key, key_of, sent_by
from shouwen.enforcement.words import of_language
from shouwen.people.answers import answered
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import DetailType, FactKind
from shouwen.regulations import queries as regulations
from shouwen.signoff import actions, asking, pages, queries
from shouwen.signoff.asking import Askable
from shouwen.signoff.forms import DecisionForm, WithdrawForm, chosen
from shouwen.ui.sorting import Sorting

CONFLICT, UNFIT = 409, 422


class _Lists(Protocol):
    def __call__(
        self, member: Member, *, now: datetime, after: int | None = None, text: str = "",
        sort: str = "",
    ) -> queries.Page: ...  # fmt: skip


@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """List what waits for the member's signature; each can be decided where it stands."""
    return _list(request, "waiting", queries.waiting, queries.WAITING)


@require_safe
def asked(request: MemberRequest) -> HttpResponse:
    """List what the member asked for and how it stands."""
    return _list(request, "asked", queries.asked, queries.ASKED)


@require_safe
def decided(request: MemberRequest) -> HttpResponse:
    """List what the member decided, or somebody in their name."""
    return _list(request, "decided", queries.decided, queries.DECIDED)


def _list(request: MemberRequest, which: str, find: _Lists, by: Sorting) -> HttpResponse:
    now = timezone.now()
    text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    cursor, sort = int(after) if after.isdecimal() else None, request.GET.get("sort", "")
    page = find(request.member, now=now, after=cursor, text=text, sort=sort)
    context = {
        "which": which,
        "page": page,
        "sorting": by,
        "is_newest_first": by.chosen(sort).startswith("-"),
        "tabs": _tabs(which),
        "text": text,
        "several": which == "waiting" and sum(not row.alone for row in page.rows) > 1,
        "key": fresh_key(),
        "here": request.get_full_path(),
        "now": now,
    }
    return render(request, "signoff/queue.html", context)


def _tabs(which: str) -> list[dict[str, object]]:
    named = {
        "waiting": _("Waiting for me"),
        "asked": _("I asked for"),
        "decided": _("Decided"),
    }
    return [
        {"label": label, "url": reverse(f"signoff:{key}"), "is_current": key == which}
        for key, label in named.items()
    ]


# ── one request ──────────────────────────────────────────────────────────────────────────────


@require_safe
def request_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one request: what is proposed, what changed, who signs, what follows, and why."""
    asked_for = gates.request_open_to(request.member, pk, timezone.localdate())
    return _page(request, asked_for, DecisionForm(initial={"tier": asked_for.tier}))


def _page(
    request: MemberRequest,
    asked_for: Request,
    form: DecisionForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": pages.page_of(asked_for, request.member, now=now),
        "asked": asked_for,
        "beside": _beside(asked_for, now),
        "form": form,
        "withdraw_form": WithdrawForm(),
        "key": fresh_key(),
        "refusal": refusal,
        "now": now,
    }
    return render(request, "signoff/request.html", context, status=status)


def _beside(asked_for: Request, now: datetime) -> str:
    """Return what the room that it concerns shows beside a request that still waits."""
    return beside(proposed_fact(asked_for), now) if asked_for.state == "waiting" else ""


@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign a request, or refuse to; what was typed stays when it cannot be done."""
    now = timezone.now()
    asked_for = gates.request_open_to(request.member, pk, timezone.localdate(now))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, asked_for, form, status=UNFIT)
    said = form.cleaned_data
    once = f"decide:{pk}:{said['tier']}"
    return answered(
        request,
        lambda: actions.decide(
            request=asked_for,
            verdict=said["verdict"],
            comment=said["comment"],
            tier=said["tier"],
            sent=sent_by(request.member, request.POST, now, token=once),
        ),
        refused=lambda refusal: _undecided(request, asked_for, form, refusal),
        said=_("Your decision is recorded."),
        to=_next(request) or reverse("signoff:request", args=[pk]),
    )


def _undecided(
    request: MemberRequest, asked_for: Request, form: DecisionForm, refusal: RefusedError
) -> HttpResponse:
    """Say a refusal beside the field it names; what names none was a lost race."""
    if refusal.field not in form.fields:
        return _page(request, asked_for, form, refusal=str(refusal), status=CONFLICT)
    form.add_error(refusal.field, str(refusal))
    return _page(request, asked_for, form, status=UNFIT)


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    now = timezone.now()
    asked_for = gates.request_open_to(request.member, pk, timezone.localdate(now))
    form = DecisionForm(initial={"tier": asked_for.tier})
    said = WithdrawForm(request.POST)
    reason = said.cleaned_data["reason"] if said.is_valid() else ""
    return answered(
        request,
        lambda: enforcement.withdraw_request(
            request=asked_for, member=request.member, at=now, reason=reason
        ),
        refused=lambda refusal: _page(
            request, asked_for, form, refusal=str(refusal), status=CONFLICT
        ),
        said=_("The request is withdrawn."),
        to=reverse("signoff:request", args=[pk]),
    )


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else ""


# ── several at once ──────────────────────────────────────────────────────────────────────────


@require_POST
def together(request: MemberRequest) -> HttpResponse:
    """Show what was chosen before it is granted, then grant it; never what is signed in person."""
    now = timezone.now()
    pairs = chosen(request.POST.getlist("chosen"))
    if request.POST.get("sure") != "yes":
        rows = queries.waiting_among(request.member, [pk for pk, _tier in pairs], now=now)
        context = {"rows": rows, "left_out": len(pairs) - len(rows), "now": now}
        return render(request, "signoff/together.html", context)
    batch = actions.grant_together(requests=pairs, member=request.member, at=now)
    if batch.granted:
        said = ngettext("%(n)s request approved.", "%(n)s requests approved.", batch.granted)
        messages.success(request, said % {"n": batch.granted})
    for pk, why in batch.refused.items():
        messages.error(request, _("Request %(pk)s: %(why)s") % {"pk": pk, "why": why})
    return redirect("signoff:waiting")


# ── asking ───────────────────────────────────────────────────────────────────────────────────


@require_safe
def kinds(request: MemberRequest) -> HttpResponse:
    """List everything the rules in force let wait for signatures, by regulation."""
    today = timezone.localdate()
    text = request.GET.get("q", "").strip()
    found = asking.askables(regulations.in_force_on(today), today)
    groups: dict[str, list[Askable]] = {}
    for each in found:
        if _says(each, text):
            groups.setdefault(each.rule.clause.title, []).append(each)
    context = {"groups": groups, "text": text, "any": bool(found)}
    return render(request, "signoff/kinds.html", context)


def _says(found: Askable, text: str) -> bool:
    labels = [of_language((kind.label, kind.label_en)) for kind in found.kinds]
    said = (found.title, found.rule.clause.title, found.rule.clause.number, *labels, *found.tiers)
    return any(text.casefold() in one.casefold() for one in said)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Fill in what one asks for; the answer is the request, or what is wrong with it."""
    now, today = timezone.now(), timezone.localdate()
    found = asking.askable(regulations.in_force_on(today), today, slug, rule)
    if found is None or not found.by_hand:
        raise Http404
    kind, like = _kind(request, found), _like(request)
    if request.method != "POST":
        initial = {"happened_at": timezone.localtime(now), **_initial(found, kind, like)}
        form = FactForm(kind=kind, initial=initial)
        return _ask_page(request, found, form, like=like)
    form = FactForm(request.POST, kind=kind)
    outcome = (
        recorded(form, lambda: _asked(request, form, like)) if _is_whole(form, found) else None
    )
    if outcome is None:
        return _ask_page(request, found, form, like=like)
    return _told(request, outcome)


def _kind(request: MemberRequest, found: Askable) -> FactKind:
    asked = request.POST.get("kind") or request.GET.get("kind") or found.by_hand[0].kind
    kind = next((each for each in found.by_hand if each.kind == asked), None)
    if kind is None:
        raise Http404
    return kind


def _like(request: MemberRequest) -> Request | None:
    """Return the earlier request that is asked for again, if the member may read it."""
    pk = request.POST.get("like") or request.GET.get("like") or ""
    if not pk.isdecimal():
        return None
    return gates.request_open_to(request.member, int(pk), timezone.localdate())


def _initial(found: Askable, kind: FactKind, like: Request | None) -> dict[str, object]:
    before: dict[str, Detail] = like.proposed["details"] if like else {}
    details = {**before, **asking.initial_of(found, kind)}
    return {f"detail-{name}": _as_typed(kind, name, value) for name, value in details.items()}


def _as_typed(kind: FactKind, name: str, value: Detail) -> object:
    """Return a detail the way its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    term = kind.details.get(name)
    if term is not None and term.type is DetailType.MOMENT and value:
        return timezone.localtime(datetime.fromisoformat(str(value)))
    return value


def _is_whole(form: FactForm, found: Askable) -> bool:
    """Tell whether everything is said that a signer has to know; name on the form what is not."""
    if not form.is_valid():
        return False
    lacking = asking.lacking(
        found, form.kind, form.details(), form.cleaned_data["happened_at"], now=timezone.now()
    )
    for name in lacking:
        form.add_error(f"detail-{name}", _("Fill this in, so that it is clear what is asked for."))
    return not lacking


def _asked(request: MemberRequest, form: FactForm, like: Request | None) -> Outcome:
    sent = sent_by(request.member, request.POST, timezone.now())
    details = form.details()
    person = details.get("person")
    fresh = f"member:{person}" if person else f"{form.kind.kind}:{sent.token}"
    return actions.ask(
        kind=form.kind.kind,
        about=like.about if like else fresh,
        details=details,
        happened_at=form.cleaned_data["happened_at"],
        sent=sent,
        instead_of=like,
    )


def _told(request: MemberRequest, outcome: Outcome) -> HttpResponse:
    if outcome.held is not None:
        messages.success(request, _("Asked. It was sent to whoever signs first."))
        return redirect("signoff:request", pk=outcome.held.pk)
    messages.info(request, _("Nobody has to sign this; it is recorded."))
    return redirect("enforcement:fact", number=outcome.row.number)


def _ask_page(
    request: MemberRequest,
    found: Askable,
    form: FactForm,
    *,
    like: Request | None,
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "kinds": [(each.kind, of_language((each.label, each.label_en))) for each in found.by_hand],
        "label": of_language((form.kind.label, form.kind.label_en)),
        "like": like,
        "key": key_of(request.POST),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "signoff/ask.html", context, status=status)
