"""Findings: the list, a new one on a round or off it, and the page of what is put right."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.forms import DeedForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import fresh_key, key_of, sent_by
from shouwen.enforcement.words import of_language
from shouwen.obligations.actions import ObligationRow
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import standing_today
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations
from shouwen.rounds import actions, gates, matter, queries, ways
from shouwen.rounds.forms import initial_for
from shouwen.rounds.lines import Line, lines_of
from shouwen.ui.offline import kept


@require_safe
def show_all(request: MemberRequest) -> HttpResponse:
    """List findings, the newest first."""
    now = timezone.now()
    today = timezone.localdate(now)
    everything = bool(
        standing_today(request.member, today).permissions & {gates.RECORD, gates.SEE_ALL}
    )
    page = queries.findings(
        request.member, now, everything=everything, cursor=request.GET.get("after", "")
    )
    context = {"page": page, "everything": everything, "now": now}
    return render(request, "rounds/findings.html", context)


@require_safe
@kept
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a finding with what is owed about it, before and after."""
    now = timezone.now()
    finding = gates.finding_open_to(request.member, pk, timezone.localdate(now))
    page = matter.finding_page(finding, request.member, now)
    return render(request, "rounds/finding.html", {"page": page, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def new(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Ask what was found, then record it as the fact the regulations know it as."""
    now = timezone.now()
    today = timezone.localdate(now)
    obligation = gates.require_doing(request.member, pk, today) if pk else None
    line = _line(obligation, request.GET.get("line", ""))
    kinds = _kinds(request, obligation)
    kind = next((k for k in kinds if k.kind == request.GET.get("kind", "")), None)
    if kind is None:
        return _choose(request, obligation, line, kinds)
    if request.method != "POST":
        place = line.text if line else ""
        form = DeedForm(kind=kind, initial=initial_for(kind, request.member, now, place=place))
        return _ask(request, obligation, line, kind, form)
    return _record(request, obligation, line, kind)


def _line(obligation: ObligationRow | None, key: str) -> Line | None:
    if obligation is None or not key:
        return None
    book = regulations.book_of_version(obligation.version_id).rulebook
    found = (line for line in lines_of(rule_of(obligation), book) if line.key == key)
    line = next(found, None)
    if line is None:
        raise Http404
    return line


def _kinds(request: MemberRequest, obligation: ObligationRow | None) -> list[FactKind]:
    today = timezone.localdate()
    rule = rule_of(obligation) if obligation else None
    may_move = gates.sees_everything(request.member, today)
    return ways.finding_kinds(regulations.in_force_on(today), rule, may_move=may_move)


def _choose(
    request: MemberRequest,
    obligation: ObligationRow | None,
    line: Line | None,
    kinds: list[FactKind],
) -> HttpResponse:
    in_force = regulations.in_force_on(timezone.localdate())
    slug = obligation.regulation if obligation else ""
    own: list[dict[str, str]] = []
    others: dict[str, list[dict[str, str]]] = {}
    for kind in kinds:
        title, is_own = ways.regulation_of(kind, in_force, slug)
        row = {"kind": kind.kind, "label": of_language((kind.label, kind.label_en))}
        (own if is_own else others.setdefault(title, [])).append(row)
    context = {
        "obligation": obligation,
        "line": line,
        "own": own,
        "others": others,
        "key": fresh_key(),
        "now": timezone.now(),
    }
    return render(request, "rounds/choose.html", context)


def _ask(
    request: MemberRequest,
    obligation: ObligationRow | None,
    line: Line | None,
    kind: FactKind,
    form: DeedForm,
) -> HttpResponse:
    context = {
        "obligation": obligation,
        "line": line,
        "kind": kind,
        "label": of_language((kind.label, kind.label_en)),
        "form": form,
        "key": key_of(request.POST),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "rounds/found.html", context, status=status)


def _record(
    request: MemberRequest, obligation: ObligationRow | None, line: Line | None, kind: FactKind
) -> HttpResponse:
    form = DeedForm(request.POST, kind=kind)

    def record() -> Outcome:
        sent = sent_by(request.member, request.POST, timezone.now(), uploads=request.FILES)
        details = form.details()
        return actions.find(
            kind=kind.kind, details=details, obligation=obligation, line=line, sent=sent
        )

    outcome = recorded(form, record)
    if outcome is None:
        return _ask(request, obligation, line, kind, form)
    _tell(request, outcome)
    return redirect("rounds:finding", pk=queries.found_with(key_of(request.POST)).pk)


def _tell(request: MemberRequest, outcome: Outcome) -> None:
    if outcome.held is not None:
        messages.info(request, _("This needs approval; it was sent to whoever signs next."))
    elif outcome.opened:
        messages.success(request, _("Recorded; what has to be done about it stands below."))
    else:
        messages.info(request, _("Recorded; no rule asks for anything yet."))
