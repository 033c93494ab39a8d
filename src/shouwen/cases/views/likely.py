"""Warning of a matter that is there already, adding to it, and the page of hot issues."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.cases import actions, gates, likely
from shouwen.cases.actions.common import Done
from shouwen.cases.forms import AddToForm
from shouwen.cases.models import Case
from shouwen.cases.said import said
from shouwen.cases.views.shared import keep_said, standing_of
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_POST
def likely_ones(request: MemberRequest) -> HttpResponse:
    """Answer with open matters that may be the one being written; no address holds its words."""
    where = standing_of(request)
    gates.require_work(where)
    customer = request.POST.get("customer", "")
    rows = likely.likely(
        where,
        title=request.POST.get("title", "")[:200],
        text=request.POST.get("text", ""),
        customer=int(customer) if customer.isdecimal() else None,
        reference=request.POST.get("reference", "").strip(),
        sight=sight_of(request.member, timezone.now(), permissions=where.permissions),
    )
    return render(request, "cases/_likely.html", {"likely": rows, "now": timezone.now()})


@require_POST
def add_to(request: MemberRequest, number: str) -> HttpResponse:
    """Add what was written for a new matter to one that is there already, as a note."""
    case = gates.case_workable_by(standing_of(request), number)
    form, now = AddToForm(request.POST, request.FILES), timezone.now()
    try:
        done = _added(case, form, request)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:case", number)
    keep_said(request, number, said(done, now))
    return redirect("cases:case", number)


def _added(case: Case, form: AddToForm, request: MemberRequest) -> Done:
    now = timezone.now()
    if not form.is_valid():
        raise RefusedError(_("Nothing was added: the form was not filled in."))
    given = form.cleaned_data
    text = "\n".join(part for part in (given["title"], given["text"]) if part.strip())
    key = f"add:{request.member.pk}:{given['token']}" if given["token"] else None
    files = form.keep(by=request.member, at=now)
    return actions.add_note(
        case=case, text=text, files=files, actor=request.member, at=now, key=key
    )


@require_safe
def hot(request: MemberRequest) -> HttpResponse:
    """Show what many people came with lately, as far as it is open to the member."""
    where, now = standing_of(request), timezone.now()
    gates.require_work(where)
    sight = sight_of(request.member, now, permissions=where.permissions)
    return render(request, "cases/hot.html", {"groups": likely.hot(where, sight), "now": now})


@require_POST
def gather(request: MemberRequest) -> HttpResponse:
    """Make the other matters of a group parts of the first one, each by a fact of its own."""
    where, now = standing_of(request), timezone.now()
    first = gates.case_workable_by(where, request.POST.get("first", ""))
    linked = 0
    for number in request.POST.get("others", "").split()[: likely.GROUPED]:
        try:
            actions.link(case=first, other=number, relation="child", actor=request.member, at=now)
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
        else:
            linked += 1
    sentence = ngettext(
        "%(count)s matter is a part of this one now.",
        "%(count)s matters are parts of this one now.",
        linked,
    )
    messages.success(request, sentence % {"count": linked})
    return redirect("cases:case", first.number)
