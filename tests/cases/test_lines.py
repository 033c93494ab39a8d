"""A line of a list is kept once drawn; it must never say what is not so any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils import translation

from shouwen.cases.clocks import DueRow
from shouwen.cases.queries import CaseRow
from shouwen.cases.templatetags.case_lines import case_line

pytestmark = pytest.mark.once
NOW = datetime(2026, 3, 4, 2, 0, 30, tzinfo=UTC)
DUE = DueRow(
    pk=7, due_at=NOW + timedelta(minutes=90), remaining=None, provisional=False, opened_at=NOW,
    warn_at=None, state="open", late=False, clause_number="1.1", title="规定",
)  # fmt: skip
ROW = CaseRow(
    pk=1, number="T20260304-0001", case_type="complaint", severity="general", title="漏水",
    customer="陈先生", unit="A-1", handler="王", department="客服", category="噪音", state="open",
    callback="", opened_at=NOW - timedelta(hours=3), due=DUE,
)  # fmt: skip
OTHERS: dict[str, Any] = {
    "number": "T20260304-0002", "case_type": "repair", "severity": "major", "title": "异响 <b>",
    "customer": "李", "unit": "B-2", "handler": "", "department": "工程", "category": "电梯",
    "state": "paused", "opened_at": NOW - timedelta(days=1), "priority": "urgent",
}  # fmt: skip
DUE_OTHERS: dict[str, Any] = {
    "pk": 8, "due_at": NOW - timedelta(minutes=1), "provisional": True, "state": "paused",
    "warn_at": NOW, "clause_number": "1.2", "title": "办法", "remaining": timedelta(minutes=9),
}  # fmt: skip
CHANGED = [
    ROW,
    replace(ROW, due=None),
    *(replace(ROW, **{name: value}) for name, value in OTHERS.items()),
    *(replace(ROW, due=replace(DUE, **{name: value})) for name, value in DUE_OTHERS.items()),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=1), timedelta(days=2)])
def test_a_line_says_what_is_so_now_whatever_was_drawn_before(language, later):
    said = []
    with translation.override(language):
        for row in [*CHANGED, ROW]:
            for pickable in (True, False):
                told = {"row": row, "now": NOW + later, "pickable": pickable}
                drawn = case_line(row, NOW + later, pickable)
                assert drawn == get_template("cases/_row.html").render(told)
                said.append(drawn)

    assert len(set(said)) > len(CHANGED)
