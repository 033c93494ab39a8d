"""Pages of the targets: all of them, one with its trend and rows, and the rows as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.exporting import Listing, kept_in
from shouwen.cases import mailed
from shouwen.cases.mailed_forms import MailForm
from shouwen.enforcement import targets
from shouwen.enforcement.targets import ROWS_SHOWN, TargetRow
from shouwen.insight import charts, queries
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations
from shouwen.ui import tables

REFUSED = 422
# What complies, what does not, and what lacks the number, as the address names them.
SORTS = {"failed": False, "met": True, "unknown": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a member may see behind a figure: any rows at all, and every matter."""

    rows: bool
    matters: bool


def _sight(request: MemberRequest, today: date) -> Sight:
    held = people.permissions_of(request.member, today)
    matters = "cases.view_all" in held
    return Sight(rows=matters or "facts.record" in held, matters=matters)


@require_safe
def targets_page(request: MemberRequest) -> HttpResponse:
    """Show the targets in force, measured over the month chosen or the period it falls in."""
    return _targets_page(request, MailForm(auto_id="mail-%s"))


@require_POST
def mail(request: MemberRequest) -> HttpResponse:
    """Have the figures of the targets mailed to the member, or change when."""
    form = MailForm(request.POST, auto_id="mail-%s")
    if not form.is_valid():
        return _targets_page(request, form, status=REFUSED)
    house = request.build_absolute_uri("/").rstrip("/")
    now = timezone.now()
    mailed.ask(member=request.member, view=None, house=house, at=now, **form.wanted())
    messages.success(request, _("Saved."))
    return redirect("insight:targets")


def _targets_page(request: MemberRequest, form: MailForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    month, text = request.GET.get("month", ""), request.GET.get("q", "").strip()
    day = queries.day_of(month, today)
    in_force = regulations.in_force_on(day)
    found = queries.named(in_force, day, text)
    after = _number(request.GET.get("after", ""))
    page = found[after : after + queries.TARGETS_SHOWN]
    more = after + len(page) if len(found) > after + len(page) else ""
    context = {
        "rows": [targets.measured_in(in_force, rule, day) for rule in page],
        "next": more,
        "months": queries.months(today),
        "month": f"{day:%Y-%m}",
        "text": text,
        "mail": mailed.of_targets(request.member),
        "mail_form": form,
    }
    return render(request, "insight/targets.html", context, status=status)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0  # noqa: PLR2004 a bigint


def _row(slug: str, rule: str, day: date) -> TargetRow:
    found = targets.measured(slug, rule, day)
    if found is None:
        raise Http404
    return found


@require_safe
def target_page(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show one target: its figure, formula, last periods, and the rows it was counted from."""
    now, today = timezone.now(), timezone.localdate()
    day = _day(request, today)
    row, sight = _row(slug, rule, day), _sight(request, today)
    in_force = regulations.in_force_on(day)
    asked = request.GET.get("show", "")
    sort = asked if asked in SORTS else queries.sort_with_rows(row)
    found = _rows(row, day, sort, _number(request.GET.get("after", ""))) if sight.rows else []
    past = targets.trend(row, queries.TREND)
    context = {
        "row": row,
        "formula": queries.formula_of(row, in_force),
        "clause_href": queries.clause_address(row),
        "bars": charts.bars(past, _labels(row, past)),
        "line": charts.threshold_line(row),
        "last_day": row.period.until - timedelta(days=1),
        "sight": sight,
        "sort": sort,
        "found": list(queries.shown(found, in_force, sees_all=sight.matters)),
        "next": found[-1].place if len(found) == ROWS_SHOWN else "",
        "months": queries.months(today),
        "month": f"{day:%Y-%m}",
        "day": f"{day:%Y-%m-%d}",
        "earlier": row.period.since - timedelta(days=1),
        "later": row.period.until if row.period.until <= today else None,
        "measured_before": _measured_before(row, past),
        "now": now,
    }
    return render(request, "insight/target.html", context)


def _day(request: MemberRequest, today: date) -> date:
    """Return the day whose period is asked for, by itself or by its month."""
    asked = queries.asked_day(request.GET.get("day", ""), today)
    return asked or queries.day_of(request.GET.get("month", ""), today)


def _measured_before(row: TargetRow, past: list[TargetRow | None]) -> TargetRow | None:
    """Return the last period in which anything was counted, where this one has nothing yet."""
    if row.denominator or row.unknown:
        return None
    return next((one for one in reversed(past) if one and one.denominator), None)


def _rows(row: TargetRow, day: date, sort: str, after: int) -> list[targets.CountedRow]:
    return targets.rows_of(row.regulation, row.rule_id, day, met=SORTS[sort], after=after)


def _labels(row: TargetRow, past: list[TargetRow | None]) -> list[str]:
    """Name each period, also those in which the target was not in force yet."""
    labels: list[str] = []
    first = row.period.since
    for place, one in enumerate(reversed(past)):
        period = row.period if not place else one.period if one else None
        period = period or targets.period_before(row.every, first)
        labels.append(queries.period_label(row.every, period))
        first = period.since
    return labels[::-1]


@require_safe
def export(request: MemberRequest, slug: str, rule: str) -> HttpResponseBase:
    """Send the rows of the period as a table, for whoever may open every matter."""
    today = timezone.localdate()
    day = _day(request, today)
    row = _row(slug, rule, day)
    if not _sight(request, today).matters:
        raise Http404
    listing = Listing(key=f"target:{slug}/{rule}", title=row.title, sort="target")
    back = reverse("insight:target", args=[slug, rule])
    stays = kept_in(request, listing, back=back, at=timezone.now())
    if stays is not None:
        return stays
    # Worded now: what is streamed is read after the language of the request has been put back.
    heading = [_("Matter"), _("Fact number"), _("Date"), _("Time"), _("Value"), _("Complies")]
    said = {True: _("yes"), False: _("no"), None: _("not recorded")}
    rows = (_cells(one, said) for sort in SORTS for one in _everything(row, day, sort))
    return tables.sent(chain([heading], rows), f"{row.title}-{day:%Y-%m}.csv")


def _everything(row: TargetRow, day: date, sort: str) -> Iterator[targets.CountedRow]:
    page = _rows(row, day, sort, 0)
    while page:
        yield from page
        page = _rows(row, day, sort, page[-1].place) if len(page) == ROWS_SHOWN else []


def _cells(one: targets.CountedRow, said: Mapping[bool | None, str]) -> list[str]:
    when = timezone.localtime(one.happened_at) if one.happened_at else None
    moment = (f"{when:%Y-%m-%d}", f"{when:%H:%M}") if when else ("", "")
    return [one.about, str(one.number or ""), *moment, one.value, said[one.met]]
