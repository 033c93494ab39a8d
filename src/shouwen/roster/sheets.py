"""A roster as the paper 排班表: a table of people and days, for Excel and for the printer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from shouwen.roster.queries import Calendar, PersonRow
from shouwen.ui.tables import Cell


def weekdays() -> tuple[str, ...]:
    """Return the short names of the days of the week, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def rows_of(calendar: Calendar, leaves: dict[str, str]) -> Iterator[list[Cell]]:
    """Yield the title, the days, everybody's shifts, and what the shifts are."""
    names = weekdays()
    first, last = calendar.days[0].on, calendar.days[-1].on
    yield [_("%(team)s roster, %(first)s to %(last)s") % {
        "team": calendar.team.name, "first": first, "last": last,
    }]  # fmt: skip
    yield [
        _("Name"),
        *(f"{day.on.month}/{day.on.day}" for day in calendar.days),
        _("Hours of work"),
    ]
    yield ["", *(day.holiday or names[day.on.weekday()] for day in calendar.days), ""]
    for row in calendar.people:
        yield [row.name, *_texts(row, leaves), row.hours]
    for label, counts in calendar.counts:
        yield [label, *counts, ""]
    yield []
    for template in calendar.templates:
        ends = _ends(template.begins.hour * 60 + template.begins.minute + template.minutes)
        yield [template.label, f"{template.begins:%H:%M}–{ends}"]


def _texts(row: PersonRow, leaves: dict[str, str]) -> Iterator[str]:
    for cell in row.cells:
        said = [shift.label for shift in cell.shifts]
        if cell.leave:
            said.append(leaves.get(cell.leave, cell.leave))
        yield " ".join(said)


def _ends(minute: int) -> str:
    gone = timedelta(minutes=minute % (24 * 60))
    return f"{gone.seconds // 3600:02d}:{gone.seconds % 3600 // 60:02d}"
