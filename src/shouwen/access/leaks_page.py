"""Pages of leaks: the list, a report, and one leak with what is owed about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.access import gates, leaks
from shouwen.access.records import LEAK
from shouwen.enforcement.forms import FactForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.enforcement.words import kind_label, of_language
from shouwen.journal import queries as journal
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations

REFUSED = 422


@require_safe
def leak_list(request: MemberRequest) -> HttpResponse:
    """List the leaks: all to those who see every matter, else one's own reports."""
    now = timezone.now()
    today = timezone.localdate(now)
    in_force = regulations.in_force_on(today)
    sees_all = people.may(request.member, gates.VIEW_ALL, today)
    rows = leaks.leaks(in_force, reader=request.member, sees_all=sees_all)
    kinds = [(k.kind, of_language((k.label, k.label_en))) for k in leaks.kinds_of_leaks(in_force)]
    context = {"rows": rows, "kinds": kinds, "sees_all": sees_all, "now": now}
    return render(request, "access/leaks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_leak(request: MemberRequest, kind: str) -> HttpResponse:
    """Record that something leaked; anybody who works here may, and the deadlines begin."""
    now = timezone.now()
    in_force = regulations.in_force_on(timezone.localdate(now))
    known = {one.kind: one for one in leaks.kinds_of_leaks(in_force)}
    if kind not in known:
        raise Http404
    form = FactForm(
        request.POST or None, kind=known[kind], initial={"happened_at": timezone.localtime(now)}
    )
    key = key_of(request.POST)
    if _recorded(request, form, f"{LEAK}:{key[:16]}"):
        return redirect("access:leak", key[:16])
    context = {"form": form, "key": key, "label": _label(known[kind])}
    return render(request, "access/report_leak.html", context, status=_status(form))


def _label(kind: FactKind) -> str:
    return of_language((kind.label, kind.label_en))


def _status(form: FactForm) -> int:
    return REFUSED if form.errors else 200


def _recorded(request: MemberRequest, form: FactForm, about: str) -> bool:
    """Record what was sent, if anything was; what is wrong with it stands on the form."""
    if request.method != "POST" or recorded(form, lambda: _record(request, form, about)) is None:
        return False
    messages.success(request, _("Recorded."))
    return True


def _record(request: MemberRequest, form: FactForm, about: str) -> Outcome:
    sent = sent_by(request.member, request.POST, timezone.now())
    details = {"person": request.member.username, **form.details()}
    happened_at = form.cleaned_data["happened_at"]
    return sent.offer(form.kind.kind, about, details, form.kind.kind, happened_at=happened_at)


@require_http_methods(["GET", "HEAD", "POST"])
def leak(request: MemberRequest, key: str) -> HttpResponse:
    """Show one leak: what was recorded, what is owed by when, and the next fact to record."""
    now = timezone.now()
    today = timezone.localdate(now)
    about = f"{LEAK}:{key}"
    rows = journal.timeline(about)
    if not rows or not gates.leak_open_to(request.member, about, today):
        raise Http404
    in_force = regulations.in_force_on(today)
    following = leaks.next_kinds(in_force, rows[0])
    form = _next_form(request, following)
    if form is not None and _recorded(request, form, about):
        return redirect("access:leak", key)
    labels = {row.number: kind_label(in_force.vocabulary, row.kind) for row in rows}
    context = {
        "key": key, "rows": [(row, labels[row.number]) for row in rows],
        "owed": leaks.obligations_of(rows), "form": form, "form_key": key_of(request.POST),
        "following": [(kind.kind, _label(kind)) for kind in following], "now": now,
        "asked": form.kind.kind if form else "", "asked_label": _label(form.kind) if form else "",
    }  # fmt: skip
    status = REFUSED if form is not None and form.errors else 200
    return render(request, "access/leak.html", context, status=status)


def _next_form(request: MemberRequest, following: list[FactKind]) -> FactForm | None:
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    kind = next((one for one in following if one.kind == wanted), None)
    if kind is None:
        return None
    now = timezone.localtime(timezone.now())
    return FactForm(request.POST or None, kind=kind, initial={"happened_at": now})
