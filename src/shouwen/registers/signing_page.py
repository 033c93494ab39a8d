"""Pages on which an entry is signed: by whoever filled it in, by others, in turn, by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.approvals.queries import State
from shouwen.enforcement import lines
from shouwen.enforcement.gates import request_open_to
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.registers import actions, gates, pages, queries, signing
from shouwen.registers.actions import Hand
from shouwen.registers.register import Register
from shouwen.registers.signing import Line
from shouwen.ui.offline import kept

REFUSED = 422
SIGN = require_http_methods(["GET", "HEAD", "POST"])


@kept
@SIGN
def sign(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Sign an entry on one of its lines, with a drawing or by pressing the button."""
    row = gates.entry_open_to(request.member, number, timezone.localdate())
    found = pages.register_then(row, slug, rule)
    if found is None:
        raise Http404
    back = redirect("registers:entry", slug, rule, number)
    if request.method == "POST":
        return _signed(request, found, row) or back
    line = _line(request.member, found, row, request.GET.get("slot", ""))
    return back if line is None else _page(request, found, row, line)


def _line(member: Member, found: Register, row: FactRow, slot: str) -> Line | None:
    fact, asked = journal.fact_of(row), pages.request_of(row)
    struck = lines.correction_of(row) is not None
    now = signing.signed(found, fact, number=row.number, asked=asked, struck=struck)
    mine = now.for_member(member)
    return next((line for line in mine if line.slot == slot), mine[0] if mine else None)


def _signed(request: MemberRequest, found: Register, row: FactRow) -> HttpResponse | None:
    """Take the signature; the answer is the page again where it is refused."""
    slot = request.POST.get("slot", "")
    try:
        sent = sent_by(request.member, request.POST, timezone.now())
        actions.sign(register=found, row=row, slot=slot, hand=_hand(request), sent=sent)
    except RefusedError as refusal:
        line = _line(request.member, found, row, slot)
        if line is None or line.slot != slot:
            messages.error(request, str(refusal))
            return None
        return _page(request, found, row, line, refusal=refusal)
    messages.success(request, _("Signed."))
    return None


def _hand(request: MemberRequest) -> Hand:
    return Hand(strokes=request.POST.get("strokes", ""), name=request.POST.get("name", ""))


def _page(
    request: MemberRequest,
    found: Register,
    row: FactRow,
    line: Line,
    refusal: RefusedError | None = None,
) -> HttpResponse:
    now, fact = timezone.now(), journal.fact_of(row)
    names = queries.names_in(found, (fact,))
    context = {
        "register": found,
        "number": row.number,
        "printed": found.number_of(row.details),
        "cells": queries.cells_of(found, fact, names, now=now),
        "line": line,
        "key": key_of(request.POST),
        "refusal": refusal,
        "typed": request.POST.get("name", ""),
        "content": signing.content_of(found, fact),
        "happened_at": row.happened_at,
        "now": now,
    }
    status = REFUSED if refusal else 200
    return render(request, "registers/sign.html", context, status=status)


# ── a form that waits ────────────────────────────────────────────────────────────────────────


@kept
@SIGN
def held(request: MemberRequest, slug: str, rule: str, pk: int) -> HttpResponse:
    """Show a form that waits for signatures; sign it there if it is one's turn."""
    today, now = timezone.localdate(), timezone.now()
    asked = request_open_to(request.member, pk, today)
    found = queries.register_of_request(asked, slug, rule, now)
    if found is None:
        raise Http404
    if asked.state != State.WAITING:
        return redirect("enforcement:why_request", pk=pk)
    names = requests.may_decide(asked, request.member, today)
    refusal: RefusedError | None = None
    if request.method == "POST" and names:
        try:
            return _signed_in_turn(request, found, asked, names)
        except RefusedError as refused:
            refusal = refused
    return _held_page(request, found, asked, may_sign=bool(names), refusal=refusal)


def _signed_in_turn(
    request: MemberRequest, found: Register, asked: Request, names: list[Member]
) -> HttpResponse:
    acting_for = None if request.member in names else names[0]
    outcome = actions.sign_held(
        register=found,
        request=asked,
        hand=_hand(request),
        sent=sent_by(
            request.member, request.POST, timezone.now(), token=f"request:{asked.pk}:{asked.tier}"
        ),
        acting_for=acting_for,
    )
    messages.success(request, _("Signed."))
    if outcome.fact is None:
        return redirect("registers:held", found.slug, found.rule.id, asked.pk)
    return redirect("registers:entry", found.slug, found.rule.id, outcome.row.number)


def _held_page(
    request: MemberRequest,
    found: Register,
    asked: Request,
    *,
    may_sign: bool,
    refusal: RefusedError | None,
) -> HttpResponse:
    now, fact = timezone.now(), requests.proposed_fact(asked)
    names = queries.names_in(found, (fact,))
    context = {
        "register": found,
        "request_pk": asked.pk,
        "cells": queries.cells_of(found, fact, names, now=now),
        "tiers": pages.signatures_of(asked),
        "tier": asked.tier,
        "key": key_of(request.POST),
        "may_sign": may_sign,
        "refusal": refusal,
        "content": signing.content_of(found, fact),
        "happened_at": fact.happened_at,
        "asked_at": asked.opened_at,
        "who": asked.proposer.name,
        "now": now,
    }
    status = REFUSED if refusal else 200
    return render(request, "registers/held.html", context, status=status)
