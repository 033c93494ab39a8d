"""The lines of a list of cases: ``{% load case_lines %}``.

A line is the same text for everybody who may see the same of its case, and stands on one page after
another. It is drawn once for the values in it; whoever reads has been asked for before.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shouwen.cases.queries import CaseRow
from shouwen.ui.badges import due_from, due_words
from shouwen.ui.words import near_time

register = template.Library()

# Some 1.5 KB each.
KEPT = 4_000
_drawn: dict[tuple[object, ...], SafeString] = {}
# The house's own fields stand in columns, never in a line; the due time is there in words.
_PLAIN = attrgetter(*(each.name for each in fields(CaseRow) if each.name not in ("fields", "due")))


@register.simple_tag
def case_line(row: CaseRow, now: datetime, pickable: object = None) -> SafeString:
    """Draw one line; of ``now`` it may hold what the due badge and the time of opening say."""
    key = (_PLAIN(row), _due(row, now), near_time(row.opened_at, now), bool(pickable))
    told = (*key, get_language())
    found = _drawn.get(told)
    if found is None:
        if len(_drawn) >= KEPT:
            _drawn.clear()
        values: dict[str, Any] = {"row": row, "now": now, "pickable": bool(pickable)}
        found = _drawn[told] = mark_safe(get_template("cases/_row.html").render(values))  # noqa: S308
    return found


def _due(row: CaseRow, now: datetime) -> tuple[object, ...]:
    if row.due is None:
        return ()
    said = due_words(due_from(row.due), now)
    return (said, row.due.pk, row.due.clause_number, row.due.title)
