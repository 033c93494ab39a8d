"""Plans and reports: what is owed, writing one, the rows behind its figures, checking, print."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement import proof
from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.sent import Sent, fresh_key, key_of, sent_by
from shouwen.obligations.actions import ObligationRow
from shouwen.obligations.tallies import SORTS
from shouwen.office import gates, prefill
from shouwen.office.actions import sheets as actions
from shouwen.office.actions.sheets import Outline, period_key
from shouwen.office.forms import SheetForm
from shouwen.office.models import Sheet
from shouwen.office.queries import figures
from shouwen.office.queries import sheets as queries
from shouwen.office.queries.sheets import SECTIONS, SheetPage
from shouwen.office.views.meetings import tell
from shouwen.people.answers import answered
from shouwen.people.forms import taken
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import standing_today
from shouwen.policy.facts import Detail
from shouwen.regulations import queries as regulations
from shouwen.ui.offline import kept

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def show_all(request: MemberRequest) -> HttpResponse:
    """List the member's plans and reports: owed by period, to check, handed in."""
    now = timezone.now()
    today = timezone.localdate(now)
    team = "team" in request.GET
    sort = request.GET.get("sort", "")
    context = {
        "found": queries.sheets_of(
            request.member,
            today,
            sort=sort,
            team=team,
            order=request.GET.get("order", ""),
            cursor=request.GET.get("after", ""),
        ),
        "sorting": queries.SORTING,
        "sort": sort,
        "team": team,
        "leads": _leads(request.member, today),
        "now": now,
        "place": "sheets",
    }
    return render(request, "office/sheets.html", context)


def _leads(member: Member, today: date) -> bool:
    return bool(standing_today(member, today).own.reports)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Begin a plan or report; ``obligation`` names what it is to discharge."""
    now = timezone.now()
    today = timezone.localdate(now)
    leads = _leads(request.member, today)
    wanted = request.POST.get("obligation") or request.GET.get("obligation", "")
    owed = gates.require_owing(request.member, int(wanted), today) if wanted.isdecimal() else None
    if request.method != "POST":
        initial = _initial(owed, request.GET.get("sort", ""), leads=leads, today=today)
        return _begin(request, SheetForm(leads=leads, initial=initial), owed)
    form = SheetForm(request.POST, leads=leads)
    sheet = taken(
        form, lambda: actions.begin(outline=_outline(form, owed, today), sent=_sent(request))
    )
    if sheet is None:
        return _begin(request, form, owed)
    return redirect("office:sheet", pk=sheet.pk)


def _sent(request: MemberRequest) -> Sent:
    return sent_by(request.member, request.POST, timezone.now())


def _initial(
    owed: ObligationRow | None, sort: str, *, leads: bool, today: date
) -> dict[str, object]:
    every = "week"
    if owed is not None:
        sort, _belongs, every = queries.paper_of(owed, today)
    sort = sort if sort in SECTIONS else Sheet.Sort.REPORT
    since, until = queries.period_for(sort, owed, every, today)
    title = owed.duty if owed else ""
    return {"sort": sort, "since": since, "until": until, "title": title, "whole_team": leads}


def _outline(form: SheetForm, owed: ObligationRow | None, today: date) -> Outline:
    found = form.cleaned_data
    belongs = queries.paper_of(owed, today)[1] if owed is not None else None
    return Outline(
        sort=found["sort"],
        title=found["title"],
        since=found["since"],
        until=found["until"],
        whole_team=found.get("whole_team", False),
        obligation=owed,
        belongs=belongs,
    )


def _begin(request: MemberRequest, form: SheetForm, owed: ObligationRow | None) -> HttpResponse:
    context = {
        "form": form,
        "owed": owed,
        "key": key_of(request.POST),
        "now": timezone.now(),
        "place": "sheets",
    }
    status = REFUSED if form.is_bound else HTTPStatus.OK
    return render(request, "office/sheet_form.html", context, status=status)


@require_safe
@kept
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a plan or report: to its author to be written, to others to be read and checked."""
    sheet = gates.sheet_open_to(request.member, pk, timezone.localdate())
    return _page(request, sheet)


def _page(
    request: MemberRequest,
    sheet: Sheet,
    refused: RefusedError | None = None,
    form: DeedForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isdecimal() else None
    page = queries.sheet_page(sheet, request.member, now, version)
    writes = page.is_open and sheet.author_id == request.member.pk and version is None
    context = {
        "page": page,
        "sheet": sheet,
        "writes": writes,
        "form": form or (_fact_form(request, page, now) if writes else None),
        "counted": proof.counted_for(page.bare_rule) if writes else (),
        "texts": request.POST if refused or form else {},
        "version": version,
        "key": fresh_key(),
        "refused": refused,
        "now": now,
        "place": "sheets",
    }
    status = REFUSED if refused or form else HTTPStatus.OK
    return render(request, "office/sheet.html", context, status=status)


def _fact_form(request: MemberRequest, page: SheetPage, now: datetime) -> DeedForm | None:
    belongs = queries.filled_in_with(page, request.member, timezone.localdate(now))
    if belongs is None:
        return None
    fixed = belongs.fixed
    if request.method == "POST":
        return DeedForm(request.POST, kind=belongs.kind, fixed=fixed)
    period = period_key(page.sheet)
    known = prefill.of_sheet(page.sections, page.sheet.title, period, page.sheet.author)
    initial = prefill.prefilled(belongs.kind.details.values(), known)
    return DeedForm(kind=belongs.kind, fixed=fixed, initial=initial)


@require_POST
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what was written, or submit it."""
    now = timezone.now()
    today = timezone.localdate(now)
    sheet = _own(request.member, pk, today)
    page = queries.sheet_page(sheet, request.member, now)
    texts = {key: request.POST.get(key, "").strip()[:20_000] for key in SECTIONS[sheet.sort]}
    told = [figure.told() for figure, _href in page.figures]
    form = _fact_form(request, page, now)
    try:
        sent = _sent(request)
        if "hand_in" not in request.POST:
            kept_as = actions.write(
                sheet=sheet, sections=texts, figures=told, by=request.member, at=sent.done_at
            )
            said = {"version": kept_as.version}
            messages.success(request, _("Saved as version %(version)s.") % said)
            return redirect("office:sheet", pk=pk)
        if form is not None and not form.is_valid():
            return _page(request, sheet, form=form)
        outcome = actions.submit(
            sheet=sheet, sections=texts, figures=told, belongs=page.belongs,
            details=_details(form, page, request), sent=sent,
        )  # fmt: skip
    except RefusedError as refusal:
        return _page(request, sheet, refusal)
    tell(request, outcome, _("Submitted."))
    return redirect("office:sheet", pk=pk)


def _details(form: DeedForm | None, page: SheetPage, request: MemberRequest) -> dict[str, Detail]:
    if form is not None:
        found = form.details()
        if page.belongs and "period" in page.belongs.kind.details:
            found.setdefault("period", period_key(page.sheet))
        return found
    return proof.given(proof.counted_for(page.bare_rule), request.POST)


def _own(member: Member, pk: int, today: date) -> Sheet:
    sheet = gates.sheet_open_to(member, pk, today)
    if sheet.author_id != member.pk:
        raise PermissionDenied
    return sheet


@require_safe
def rows(request: MemberRequest, pk: int, sort: str, key: str) -> HttpResponse:
    """List the rows behind one figure."""
    now = timezone.now()
    today = timezone.localdate(now)
    sheet = gates.sheet_open_to(request.member, pk, today)
    known = key in SORTS if sort == "owed" else key in regulations.words_on(today).vocabulary
    if sort not in ("owed", "fact") or not known:
        raise Http404
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() else 0
    found, cursor = figures.rows_behind(sheet, sort, key, today, after=after)
    context = {
        "sheet": sheet,
        "rows": found,
        "after": cursor,
        "label": figures.named(f"{sort}:{key}", today),
        "now": now,
        "place": "sheets",
    }
    return render(request, "office/rows.html", context)


@require_POST
def check(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a submitted sheet stand, or send it back, with a comment."""
    now = timezone.now()
    today = timezone.localdate(now)
    sheet = gates.sheet_open_to(request.member, pk, today)
    page = queries.sheet_page(sheet, request.member, now)
    if page.review is None:
        raise PermissionDenied
    comment = request.POST.get("comment", "")
    review, back = page.review, "back" in request.POST

    def do() -> object:
        if back:
            return actions.send_back(sheet=sheet, comment=comment, sent=_sent(request))
        return actions.accept(sheet=sheet, review=review, comment=comment, sent=_sent(request))

    return answered(
        request,
        do,
        refused=lambda refusal: _page(request, sheet, refusal),
        said=_("Sent back; it is owed again.") if back else _("Checked."),
        to=reverse("office:sheets"),
    )


@require_safe
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    """Print a plan or report on A4."""
    now = timezone.now()
    sheet = gates.sheet_open_to(request.member, pk, timezone.localdate(now))
    page = queries.sheet_page(sheet, request.member, now)
    context = {"page": page, "sheet": sheet, "now": now}
    return render(request, "office/sheet_paper.html", context)
