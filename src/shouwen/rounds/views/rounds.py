"""Today's rounds, and the page of one: look, finish, review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement import proof
from shouwen.enforcement.forms import DeedForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent, fresh_key, key_of, sent_by
from shouwen.enforcement.words import refusal_text
from shouwen.obligations.actions import ObligationRow
from shouwen.people.answers import answered
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts import Detail
from shouwen.rounds import actions, gates, looking, queries
from shouwen.rounds.forms import initial_for
from shouwen.rounds.lines import Line
from shouwen.rounds.looking import RoundPage
from shouwen.rounds.routes import Route
from shouwen.rounds.ways import Way, moves_something
from shouwen.ui.offline import kept


@require_safe
@kept
def today(request: MemberRequest) -> HttpResponse:
    """Show what the member has to look at today, or what their people have to."""
    now = timezone.now()
    team = "team" in request.GET
    found = queries.rounds_of(request.member, now, team=team)
    context = {"today": found, "team": team, "now": now}
    return render(request, "rounds/today.html", context)


@require_safe
@kept
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one round: its route, checklist, evidence, findings, review and what was missed."""
    obligation = gates.round_open_to(request.member, pk, timezone.localdate())
    return _page(request, obligation)


def _page(
    request: MemberRequest, obligation: ObligationRow, refused: RefusedError | None = None
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    may_do = gates.may_do(request.member, obligation, today)
    page = looking.round_page(obligation, request.member, now)
    context = {
        "page": page,
        "work": page.work,
        "obligation": obligation,
        "ways": _open_ways(request, page, today) if may_do else (),
        "may_do": may_do,
        "scanned": request.GET.get("at", "") or request.POST.get("scanned", ""),
        "key": fresh_key(),
        "refused": refused,
        "typed": request.POST if refused else {},
        "now": now,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "rounds/round.html", context, status=status)


def _open_ways(request: MemberRequest, page: RoundPage, today: date) -> tuple[Way, ...]:
    """Return the other ways to do it that the member may go: none that moves points or money."""
    if gates.sees_everything(request.member, today):
        return tuple(way for way in page.ways if not way.by_hand)
    book = gates.rules_on(today)
    return tuple(w for w in page.ways if not w.by_hand and not moves_something(w.kind.kind, book))


@require_POST
def look(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down how one line was found."""
    now = timezone.now()
    obligation = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(obligation, request.member, now)
    line = _line(page, request.POST.get("line", ""))
    return answered(
        request,
        lambda: actions.look(
            obligation=obligation,
            line=line,
            result=request.POST.get("result", ""),
            note=request.POST.get("note", ""),
            scanned=request.POST.get("scanned", ""),
            sent=_sent(request),
        ),
        refused=lambda refusal: _page(request, obligation, refusal),
        said="",
        to=_back(obligation, line),
    )


def _sent(request: MemberRequest) -> Sent:
    return sent_by(request.member, request.POST, timezone.now(), uploads=request.FILES)


def _line(page: RoundPage, key: str) -> Line:
    rows = (row for group in page.work.groups for row in group.rows)
    found = next((row.line for row in rows if row.line.key == key), None)
    if found is None:
        raise Http404
    return found


def _back(obligation: ObligationRow, line: Line) -> str:
    return f"{reverse('rounds:round', args=[obligation.pk])}#{line.anchor}"


@require_POST
def rest(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down that everything not looked at yet is in order."""
    now = timezone.now()
    obligation = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(obligation, request.member, now)
    lines = [row.line for row in page.work.left]
    return answered(
        request,
        lambda: actions.look_at_the_rest(obligation=obligation, lines=lines, sent=_sent(request)),
        refused=lambda refusal: _page(request, obligation, refusal),
        said="",
        to=reverse("rounds:round", args=[pk]),
    )


@require_POST
def finish(request: MemberRequest, pk: int) -> HttpResponse:
    """Report a round or task, or a review of one, as done."""
    now = timezone.now()
    obligation = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(obligation, request.member, now)
    counts = proof.given(page.counted, request.POST)
    try:
        sent = _sent(request)
        _refuse_lacking(page, counts)
        evidence = request.POST.get("evidence", "")
        outcome = actions.finish(
            obligation=obligation, page=page, evidence=evidence, counts=counts, sent=sent
        )
    except RefusedError as refusal:
        return _page(request, obligation, refusal)
    return _answer(request, obligation, outcome)


def _refuse_lacking(page: RoundPage, counts: Mapping[str, Detail]) -> None:
    for one in proof.lacking(page.counted, counts):
        said = {"what": one.label, "wanted": one.wanted}
        raise RefusedError(_("%(what)s: at least %(wanted)s are needed.") % said, one.name)


def _answer(request: MemberRequest, obligation: ObligationRow, outcome: Outcome) -> HttpResponse:
    if outcome.refused is not None:
        return _page(request, obligation, RefusedError(refusal_text(outcome.refused)))
    if outcome.held is not None:
        messages.info(request, _("This needs approval; it was sent to whoever signs next."))
    else:
        messages.success(request, _("Recorded as done."))
    further = _next_of_mine(request, outcome)
    return redirect(further or reverse("rounds:round", args=[obligation.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def do(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """Record the fact that does what is owed, with its details and files."""
    now = timezone.now()
    today = timezone.localdate(now)
    obligation = gates.require_doing(request.member, pk, today)
    page = looking.round_page(obligation, request.member, now)
    way = next((w for w in _open_ways(request, page, today) if w.key == kind), None)
    if way is None:
        raise Http404
    if request.method != "POST":
        initial = initial_for(way.kind, request.member, now)
        form = DeedForm(kind=way.kind, fixed=way.fixed, initial=initial)
        return _deed(request, page, way, form)
    form = DeedForm(request.POST, kind=way.kind, fixed=way.fixed)
    outcome = recorded(
        form,
        lambda: actions.do(
            obligation=obligation,
            kind=way.kind.kind,
            details=form.details(),
            sent=_sent(request),
        ),
    )
    if outcome is None:
        return _deed(request, page, way, form)
    return _done(request, obligation, outcome)


def _deed(request: MemberRequest, page: RoundPage, way: Way, form: DeedForm) -> HttpResponse:
    context = {
        "page": page,
        "obligation": page.work.obligation,
        "way": way,
        "form": form,
        "key": key_of(request.POST),
        "now": timezone.now(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "rounds/do.html", context, status=status)


def _done(request: MemberRequest, obligation: ObligationRow, outcome: Outcome) -> HttpResponse:
    if outcome.unmet:
        text = _("Recorded, but it does not do the duty yet: something is missing or not so.")
        messages.warning(request, text)
    return _answer(request, obligation, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def begin(request: MemberRequest, kind: str) -> HttpResponse:
    """Set out on a route."""
    now = timezone.now()
    route = queries.route_open_to(request.member, kind, timezone.localdate(now))
    if route is None:
        raise Http404
    if request.method != "POST":
        initial = initial_for(route.kind, request.member, now)
        return _begin_page(request, route, DeedForm(kind=route.kind, initial=initial))
    form = DeedForm(request.POST, kind=route.kind)
    outcome = recorded(
        form, lambda: actions.begin(kind=kind, details=form.details(), sent=_sent(request))
    )
    if outcome is None:
        return _begin_page(request, route, form)
    return redirect(_next_of_mine(request, outcome) or reverse("rounds:today"))


def _begin_page(request: MemberRequest, route: Route, form: DeedForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"route": route, "form": form, "key": key_of(request.POST)}
    return render(request, "rounds/begin.html", context, status=status)


def _next_of_mine(request: MemberRequest, outcome: Outcome) -> str:
    """Return where the member goes on: the page of what they owe next because of this."""
    today = timezone.localdate()
    mine = (row for row in outcome.opened if gates.is_own(request.member, row, today))
    row = next(mine, None)
    return reverse("rounds:round", args=[row.pk]) if row else ""


@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Send back what was done, with a reason."""
    now = timezone.now()
    review = gates.require_doing(request.member, pk, timezone.localdate(now))
    page = looking.round_page(review, request.member, now)
    wanted = request.POST.get("work", "")
    found = (w.obligation for w in page.reviewed if str(w.obligation.pk) == wanted)
    work = next(found, None)
    if work is None:
        raise Http404
    reason = request.POST.get("reason", "")
    return answered(
        request,
        lambda: actions.send_back(review=review, work=work, reason=reason, sent=_sent(request)),
        refused=lambda refusal: _page(request, review, refusal),
        said=_("Sent back; it is owed again."),
        to=reverse("rounds:today"),
    )
