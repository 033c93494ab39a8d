"""Trends as their pages show them: a chart, and rows that lead to the checks behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwen.quality import charts, trends
from shouwen.quality.charts import Value
from shouwen.quality.templatetags.quality import in_percent

STEP = 10  # the levels of a chart in percent


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One week or month for the table beside the chart."""

    label: str
    href: str
    point: trends.Point


def rows_of(
    found: Sequence[trends.Point], by: str, query: QueryDict, base: str = ""
) -> list[PointRow]:
    """Return the weeks and months that had checks, the latest first."""
    return [
        PointRow(label=label_of(one, by), href=_at(one, query, base), point=one)
        for one in reversed(found)
        if one.checks
    ]


def chart_of(
    found: Sequence[trends.Point], by: str, query: QueryDict, base: str = ""
) -> charts.Chart | None:
    """Return the chart of a trend; None where nothing was checked."""
    if not any(one.checks for one in found):
        return None
    values = [
        Value(
            value=one.mean, title=_title(one, by), href=_at(one, query, base) if one.checks else ""
        )
        for one in found
    ]
    words = [f"{one.since:%Y-%m}" if by == "month" else f"{one.since:%m-%d}" for one in found]
    return charts.chart_of([("chart-main", values)], words, step=STEP)


def label_of(point: trends.Point, by: str) -> str:
    """Return what a week or month is called."""
    return f"{point.since:%Y-%m}" if by == "month" else f"{point.since} – {point.until:%m-%d}"


def _title(point: trends.Point, by: str) -> str:
    words = {"when": label_of(point, by), "mean": in_percent(point.mean), "n": point.checks}
    return _("%(when)s: %(mean)s, checks: %(n)s") % words


def _at(point: trends.Point, query: QueryDict, base: str) -> str:
    return f"{base}?{with_query(query, at=str(point.since))}#behind"


def with_query(query: QueryDict, **more: str) -> str:
    """Return the words of an address with others among them, from the first page on."""
    onward = query.copy()
    onward.pop("after", None)
    onward.pop("at", None)
    for name, value in more.items():
        onward[name] = value
    return onward.urlencode()
