"""Targets as the pages show them: which are in force, their formula, the rows behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement import targets, words
from shouwen.enforcement.matters import Summary, summaries_of
from shouwen.enforcement.targets import CountedRow, Period, TargetRow
from shouwen.policy.describe import describe
from shouwen.policy.kinds.target import Target
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce
from shouwen.ui import words as ui

_MONTH = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)
MONTHS_OFFERED = 13
# Each target costs a query to measure, so a page shows only so many.
TARGETS_SHOWN = 12
TREND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row behind a target, with where it is read."""

    matter: Summary
    label: str
    href: str
    row: CountedRow


def day_of(month: str, today: date) -> date:
    """Return the last day of a month such as ``2026-11``, today at the latest."""
    found = _MONTH.fullmatch(month)
    if not found:
        return today
    year, number = int(found[1]), int(found[2])
    after = date(year + number // 12, number % 12 + 1, 1)
    return min(today, after - timedelta(days=1))


def asked_day(text: str, today: date) -> date | None:
    """Return a day such as ``2026-11-20`` by which a period was asked for; None for none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return min(found, today)


def sort_with_rows(row: TargetRow) -> str:
    """Return the first sort of rows a target has any of: what fails goes before what complies."""
    if row.denominator > row.numerator:
        return "failed"
    if row.numerator:
        return "met"
    return "unknown" if row.unknown else "failed"


def months(today: date) -> list[tuple[str, str]]:
    """Return the last months as the address names them and as people write them."""
    return [_month(today, back) for back in range(MONTHS_OFFERED)]


def _month(today: date, back: int) -> tuple[str, str]:
    year, place = divmod(today.year * 12 + today.month - 1 - back, 12)
    first = datetime(year, place + 1, 1, tzinfo=timezone.get_current_timezone())
    label = _("%(month)s %(year)s") % {"month": ui.month_name(first), "year": year}
    return f"{year}-{place + 1:02d}", label


def named(in_force: InForce, day: date, text: str) -> list[Target]:
    """Return the targets in force whose name, regulation or clause has the text."""
    wanted = text.casefold()
    return [
        rule
        for rule in targets.targets_in(in_force, day)
        if any(wanted in said.casefold() for said in _names(rule))
    ]


def _names(rule: Target) -> tuple[str, ...]:
    return rule.title, rule.title_en, rule.clause.title, rule.clause.number


def period_label(every: str, period: Period) -> str:
    """Return a period as a trend names it: 3月, 第二季度, 2024, or its first day."""
    first = period.since
    if every in ("day", "week"):
        return f"{first.month}-{first.day}"
    if every in ("quarter", "half_year"):
        return f"{first:%y}-{first.month}"
    if every == "year":
        return str(first.year)
    return f"{first:%y}-{first.month}"


def formula_of(row: TargetRow, in_force: InForce) -> list[tuple[str, str]]:
    """Return what a target measures, line by line, in the language of the page."""
    rule = in_force.rulebook.rule(row.regulation, row.rule_id)
    definition = regulations.definition_of(row.version_id, row.rule_id)
    said = describe(definition, rule.words).lines
    return [(words.of_language(one.label), words.of_language(one.text)) for one in said]


def clause_address(row: TargetRow) -> str:
    """Return where the clause of a target is read."""
    page = reverse("regulations:current", args=[row.regulation])
    return f"{page}#{quote(row.clause_address)}"


def shown(rows: list[CountedRow], in_force: InForce, *, sees_all: bool) -> Iterator[Shown]:
    """Yield the rows behind a target; a whole matter is linked for those who may open every one."""
    vocabulary = in_force.vocabulary
    found = summaries_of([row.about for row in rows], vocabulary)
    for row in rows:
        matter = found.get(row.about, Summary(label=row.about))
        fact = reverse("enforcement:fact", args=[row.number]) if row.number else ""
        yield Shown(
            matter=matter,
            label=words.kind_label(vocabulary, row.kind),
            href=fact or (matter.href if sees_all else ""),
            row=row,
        )
