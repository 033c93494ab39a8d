"""What a series of recurring cases holds, as its form has it, and what was changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

from shouwen.cases import recurring
from shouwen.cases.choices import CaseType, Every, Severity
from shouwen.cases.models import Recurrence
from shouwen.cases.recurring_forms import RecurrenceForm, rhythm_label

SHOWN = 30


class Changed(NamedTuple):
    """One field in words: its name, what it held, what it holds."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What one member changed in a series at one moment."""

    at: datetime
    by: str
    changes: tuple[Changed, ...]


def changes_of(row: Recurrence) -> list[ChangeRow]:
    """List what was changed in a series, newest first, in one query."""
    found = row.changes.select_related("by").order_by("-pk")[:SHOWN]
    return [ChangeRow(at=each.at, by=str(each.by), changes=_said(each.fields)) for each in found]


def _said(fields: Mapping[str, Any]) -> tuple[Changed, ...]:
    # In the order of the form, for what is kept as JSON comes back in none.
    names = [name for name in (*RecurrenceForm.base_fields, "rhythm") if name in fields]
    return tuple(
        Changed(_label(name), *(_in_words(name, value) for value in fields[name])) for name in names
    )


def _label(name: str) -> str:
    field = RecurrenceForm.base_fields.get(name)
    return str(field.label if field else rhythm_label())


def _in_words(name: str, value: Any) -> str:
    if name == "rhythm":
        every, unit, on_day, shift, at = value
        rhythm = Recurrence(
            every=every, unit=unit, on_day=on_day, shift=shift, at_time=time.fromisoformat(at)
        )
        return recurring.in_words(rhythm)
    if name == "case_type":
        return str(CaseType(value).label)
    if name == "severity" and value:
        return str(Severity(value).label)
    return str(value) or "—"


def form_values(row: Recurrence) -> dict[str, Any]:
    """Return what the form of a series holds, as it is sent."""
    return {
        "title": row.title,
        "text": row.text,
        "case_type": row.case_type,
        "severity": row.severity,
        "category": row.category_id,
        "customer": row.customer.number if row.customer else "",
        "owner": row.owner_id,
        "department": row.department_id,
        "every": row.every,
        "unit": row.unit,
        "weekday": row.on_day if row.unit == Every.WEEK else None,
        "day": row.on_day if row.unit == Every.MONTH else None,
        "shift": row.shift,
        "at_time": f"{row.at_time:%H:%M}",
        "starts_on": row.starts_on,
    }
