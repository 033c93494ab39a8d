"""Requests about covered fields: reveal, tell, second, export, read the log, tie the classes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access import actions, asked, gates, queries, records
from shouwen.access.asked import Question
from shouwen.access.choices import State, What
from shouwen.access.forms import AskForm, ClassesForm, WhyForm, recipients
from shouwen.access.leaks_page import leak, leak_list, report_leak
from shouwen.access.models import Asking
from shouwen.access.sight import sight_of
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations
from shouwen.ui import tables

__all__ = [
    "be_second", "classes", "disclose", "export", "export_file", "exports", "index", "leak",
    "leak_list", "look_list", "refuse_second", "report_leak", "reveal", "take_back",
]  # fmt: skip
REFUSED = 422


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what waits for the member as a second person, and what they asked for themselves."""
    now = timezone.now()
    today = timezone.localdate(now)
    sight = sight_of(request.member, now)
    may_second = gates.may_second(request.member, today)
    context = {
        "waiting": queries.waiting_for(request.member, now) if may_second else [],
        "mine": queries.askings_of(request.member, now),
        "why_form": WhyForm(auto_id=False),
        "links": asked.links_for(sight),
        "now": now,
    }
    return render(request, "access/index.html", context)


# ── reveal and tell ──────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: MemberRequest, record: str, key: str) -> HttpResponse:
    """Ask to see the covered fields of a record, with a reason."""
    question = asked.to_see(request.member, record, key, timezone.now())
    return _ask(request, question, "access/reveal.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def disclose(request: MemberRequest, record: str, key: str) -> HttpResponse:
    """Ask to tell somebody what is on record, after their identity was checked if a rule asks."""
    given = request.POST.get("recipient") or request.GET.get("recipient") or ""
    known = recipients()
    recipient = given if given in dict(known) else "customer"
    question = asked.to_tell(request.member, record, key, recipient, timezone.now())
    context = {"recipient": recipient, "recipients": known}
    return _ask(request, question, "access/disclose.html", context)


def _ask(
    request: MemberRequest, question: Question, template: str, more: dict[str, Any]
) -> HttpResponse:
    now = timezone.now()
    form = _form(request, question)
    if request.method == "POST" and form.is_valid():
        try:
            asking = actions.ask(wish=question.wish(form), member=request.member, at=now)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return _answered(request, asking, question)
    context = {"question": question, "form": form, "back": question.href, **more}
    return render(request, template, context, status=REFUSED if form.errors else 200)


def _form(request: MemberRequest, question: Question) -> AskForm:
    return AskForm(
        request.POST or None,
        initial={"token": uuid.uuid4().hex},
        choices=question.choices,
        missing=question.missing,
        vocabulary=regulations.in_force_on(timezone.localdate()).vocabulary,
        needs_second=question.needs_second,
        member=request.member,
    )


def _answered(request: MemberRequest, asking: Asking, question: Question) -> HttpResponse:
    if asking.state == State.REFUSED:
        messages.error(request, asking.why)
    elif asking.state == State.SECOND:
        messages.info(request, _("A second person has to agree; nothing is shown before."))
    elif asking.state == State.SIGNATURES:
        messages.info(request, _("This waits for signatures; nothing is shown before."))
    elif asking.state == State.OPEN and asking.what != What.EXPORT:
        until = f"{timezone.localtime(asking.until):%H:%M}" if asking.until else ""
        messages.success(request, _("Shown until %(time)s; your reason is on record.")
                         % {"time": until})  # fmt: skip
        return redirect(question.href)
    return redirect("access:exports" if asking.what == What.EXPORT else "access:index")


# ── the second person ────────────────────────────────────────────────────────────────────────


@require_POST
def be_second(request: MemberRequest, pk: int) -> HttpResponse:
    """Agree as the second person, in one's own session."""
    now = timezone.now()
    waiting = gates.waiting_for_second(request.member, pk, now, timezone.localdate(now))
    try:
        asking = actions.second(asking=waiting, member=request.member, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("access:index")
    if asking.state == State.REFUSED:
        messages.error(request, asking.why)
    else:
        messages.success(request, _("You are on record as the second person."))
    return redirect("access:index")


@require_POST
def refuse_second(request: MemberRequest, pk: int) -> HttpResponse:
    """Refuse to be the second person."""
    now = timezone.now()
    waiting = gates.waiting_for_second(request.member, pk, now, timezone.localdate(now))
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        actions.refuse_second(asking=waiting, member=request.member, why=why, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("access:index")


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own asking back, or cover again what was revealed."""
    asking = gates.own_asking(request.member, pk)
    actions.take_back(asking=asking, at=timezone.now())
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "access:index")


# ── looks and exports ────────────────────────────────────────────────────────────────────────


@require_safe
def look_list(request: MemberRequest) -> HttpResponse:
    """Show who looked at what, to those who see every matter."""
    gates.require_looks(request.member, timezone.localdate())
    text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    rows, older = queries.looks_at(text=text, after=int(after) if after.isdecimal() else None)
    context = {"rows": rows, "after": older, "text": text, "now": timezone.now()}
    return render(request, "access/looks.html", context)


@require_safe
def exports(request: MemberRequest) -> HttpResponse:
    """Show what may be exported and the exports the member asked for."""
    now = timezone.now()
    sight = sight_of(request.member, now)
    if not asked.may_export(sight):
        raise Http404
    kinds = [record for record in records.records() if record.export is not None]
    context = {"kinds": kinds, "rows": queries.exports_of(request.member, now), "now": now}
    return render(request, "access/exports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: MemberRequest, record: str) -> HttpResponse:
    """Ask to export every record of a kind, as far as it may be seen."""
    question = asked.to_export(request.member, gates.exportable(record), timezone.now())
    return _ask(request, question, "access/export.html", {})


@require_POST
def export_file(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand a granted export out, once, to whoever asked for it."""
    now = timezone.now()
    asking = gates.own_export(request.member, pk)
    record = gates.exportable(asking.record)
    try:
        actions.fetch(asking=asking, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("access:exports")
    lines = record.export(sight_of(request.member, now)) if record.export else iter(())
    file = "".join(tables.lines(lines))
    answer = HttpResponse(file, content_type="text/csv; charset=utf-8")
    name = f"{asking.record}-{timezone.localdate(now)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# ── classes ──────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: MemberRequest) -> HttpResponse:
    """Say what the regulations' classes and fields are in this system."""
    today = timezone.localdate()
    gates.require_classes(request.member, today)
    in_force = regulations.in_force_on(today)
    tied = queries.ties()
    forms = [
        (
            record,
            ClassesForm(
                request.POST if request.POST.get("record") == record.key else None,
                record=record,
                words=queries.words_for(record, in_force),
                masks=queries.masks_of_rules(in_force),
                tied=tied,
            ),
        )
        for record in records.records()
    ]
    for record, form in forms:
        if form.is_bound and form.is_valid():
            for (level, field), words in form.chosen().items():
                actions.tie(record=record.key, level=level, field=field, words=words)
            messages.success(request, _("Saved."))
            return redirect("access:classes")
    return render(request, "access/classes.html", {"forms": forms})
