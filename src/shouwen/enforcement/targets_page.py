"""The page of targets: what is measured, how, over what, and what keeps it from being met."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.enforcement import targets, words
from shouwen.enforcement.matters import Summary, summaries_of
from shouwen.enforcement.targets import FailedRow, TargetRow
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.policy.describe import describe
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce
from shouwen.ui import words as ui

_MONTH = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)
MONTHS_OFFERED = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """What did not comply, with where it is read."""

    matter: Summary
    label: str
    value: str
    href: str
    row: FailedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One target with its formula in words and what failed."""

    row: TargetRow
    formula: tuple[tuple[str, str], ...]
    href: str
    failed: tuple[Failed, ...]


@require_safe
def targets_page(request: MemberRequest) -> HttpResponse:
    """Show every target in force, measured over the month chosen or the period it falls in."""
    now = timezone.now()
    today = timezone.localdate(now)
    day = _day(request.GET.get("month", ""), today)
    permissions = people.permissions_of(request.member, today)
    in_force = regulations.in_force_on(day)
    may_look = bool(permissions & {"cases.view_all", "facts.record"})
    shown = [
        _shown(row, in_force, day, may_look=may_look, sees_all="cases.view_all" in permissions)
        for row in targets.measured_on(day)
    ]
    context = {
        "rows": shown,
        "months": [_month(today, back) for back in range(MONTHS_OFFERED)],
        "month": f"{day:%Y-%m}",
        "may_look": may_look,
        "now": now,
    }
    return render(request, "enforcement/targets.html", context)


def _day(text: str, today: date) -> date:
    """Return the last day of a month such as ``2026-11``, today at the latest."""
    found = _MONTH.fullmatch(text)
    if not found:
        return today
    year, month = int(found[1]), int(found[2])
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(today, after - timedelta(days=1))


def _month(today: date, back: int) -> tuple[str, str]:
    """Return a month as the address names it and as people write it."""
    year, place = divmod(today.year * 12 + today.month - 1 - back, 12)
    first = datetime(year, place + 1, 1, tzinfo=timezone.get_current_timezone())
    label = _("%(month)s %(year)s") % {"month": ui.month_name(first), "year": year}
    return f"{year}-{place + 1:02d}", label


def _shown(
    row: TargetRow, in_force: InForce, day: date, *, may_look: bool, sees_all: bool
) -> Shown:
    rule = in_force.rulebook.rule(row.regulation, row.rule_id)
    definition = regulations.definition_of(row.version_id, row.rule_id)
    said = describe(definition, rule.words).lines
    failed = targets.failed_of(row.regulation, row.rule_id, day) if may_look else []
    page = reverse("regulations:current", args=[row.regulation])
    return Shown(
        row=row,
        formula=tuple((words.of_language(s.label), words.of_language(s.text)) for s in said),
        href=f"{page}#{quote(row.clause_address)}",
        failed=tuple(_failed(failed, in_force, sees_all=sees_all)),
    )


def _failed(rows: list[FailedRow], in_force: InForce, *, sees_all: bool) -> list[Failed]:
    """List what did not comply; a whole matter is linked for those who may open every one."""
    vocabulary = in_force.vocabulary
    found = summaries_of([row.about for row in rows], vocabulary)
    return [
        Failed(
            matter=found.get(row.about, Summary(label=row.about)),
            label=words.kind_label(vocabulary, row.kind),
            value=row.value,
            href=reverse("enforcement:fact", args=[row.number]) if row.number
            else found.get(row.about, Summary(label="")).href if sees_all else "",
            row=row,
        )
        for row in rows
    ]  # fmt: skip
