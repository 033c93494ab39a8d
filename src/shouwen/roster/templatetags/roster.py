"""How shifts, states and verdicts are drawn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.roster import verdicts
from shouwen.roster.choices import AskState, RunState, ShiftState, Source, Way
from shouwen.roster.queries import Cell, ShiftRow
from shouwen.roster.verdicts import Verdict
from shouwen.ui import marks

register = template.Library()


class KindOfShift(Protocol):
    """What begins at a time of day and lasts so many minutes."""

    @property
    def begins(self) -> time:
        """When it begins."""

    @property
    def minutes(self) -> int:
        """How long it lasts."""


ASKED = {
    AskState.PROPOSED: "soon",
    AskState.HELD: "soon",
    AskState.DONE: "fine",
    AskState.REFUSED: "late",
    AskState.WITHDRAWN: "calm",
}
RUNS = {
    RunState.WAITING: "soon",
    RunState.RUNNING: "act",
    RunState.DONE: "fine",
    RunState.CLASH: "late",
    RunState.STOPPED: "calm",
    RunState.FAILED: "late",
}
VERDICTS = {
    verdicts.FINE: (gettext_lazy("allowed"), "fine"),
    verdicts.HELD: (gettext_lazy("needs a signature"), "soon"),
    verdicts.OPEN: (gettext_lazy("not decided"), "soon"),
    verdicts.REFUSED: (gettext_lazy("not allowed"), "late"),
    verdicts.SILENT: (gettext_lazy("no rule says anything"), "calm"),
}


def _tag(label: object, tone: str) -> dict[str, object]:
    return {"label": label, "tone": tone, "icon_name": ""}


@register.inclusion_tag("ui/parts/state_tag.html")
def asked_state(state: str) -> dict[str, object]:
    """Show how something asked for stands."""
    found = AskState(state)
    return _tag(found.label, ASKED[found])


@register.inclusion_tag("ui/parts/state_tag.html")
def run_state(state: str) -> dict[str, object]:
    """Show how planning by program stands."""
    found = RunState(state)
    return _tag(found.label, RUNS[found])


@register.inclusion_tag("ui/parts/state_tag.html")
def verdict_state(verdict: Verdict) -> dict[str, object]:
    """Show in a word what the rules say."""
    label, tone = VERDICTS[verdict.state]
    return _tag(label, tone)


@register.filter
def way_label(way: str) -> str:
    """Say whether somebody came or went."""
    return str(Way(way).label)


@register.filter
def source_label(source: str) -> str:
    """Say where a punch came from."""
    return str(Source(source).label)


# A month of three hundred people has eight thousand cells: they are written at once, not one
# template each.
@register.simple_tag
def roster_cells(
    cells: tuple[Cell, ...], tones: dict[str, int], who: str, href: str, leaves: dict[str, str]
) -> SafeString:
    """Draw one person's days; ``href`` opens a cell to plan it, empty for who only reads."""
    return format_html_join("", "{}", ((_cell(c, tones, who, href, leaves),) for c in cells))


def _cell(
    cell: Cell, tones: dict[str, int], who: str, href: str, leaves: dict[str, str]
) -> SafeString:
    inner = format_html_join(
        "", "{}", ((_shift(s, tones, movable=bool(href)),) for s in cell.shifts)
    )
    if cell.leave:
        inner += format_html('<span class="away">{}</span>', leaves.get(cell.leave, cell.leave))
    if href:
        inner += _opener(cell, who, href)
    place = format_html(' data-day="{}" data-who="{}"', cell.day.key, who) if href else ""
    return format_html('<td class="{}"{}>{}</td>', _classes(cell), place, inner)


def _classes(cell: Cell) -> str:
    names = ["cell"]
    if cell.day.off:
        names.append("is-off")
    if cell.day.today:
        names.append("is-today")
    return " ".join(names)


def _opener(cell: Cell, who: str, href: str) -> SafeString:
    address = f"{href}?day={cell.day.key}&member={who}"
    return format_html(
        '<a class="put" href="{0}" data-panel hx-get="{0}" hx-select="#page"'
        ' hx-target="#panel-body" hx-swap="innerHTML" aria-label="{1} {2}">+</a>',
        address, _("Put a shift here"), cell.day.key,
    )  # fmt: skip


def _shift(shift: ShiftRow, tones: dict[str, int], *, movable: bool) -> SafeString:
    return format_html(
        '<span class="shift tone-{}{}"{} title="{} {}">{}<small>{}</small></span>',
        tones.get(shift.key, 0), _marks(shift),
        format_html(' draggable="true" data-shift="{}"', shift.pk) if movable else "",
        shift.label, shift.hours, shift.label, shift.hours,
    )  # fmt: skip


def _marks(shift: ShiftRow) -> str:
    found = ""
    if shift.state == ShiftState.PLANNED:
        found += " is-draft"
    if shift.state == ShiftState.SWAPPED:
        found += " is-swapped"
    return found + (" is-pinned" if shift.pinned else "")


@register.simple_tag
def verdict_chip(number: str, title: str, href: str) -> SafeString:
    """Show the clause by which a rule speaks."""
    return marks.clause_chip(number, href, title)


@register.filter
def shift_hours(kind: KindOfShift) -> str:
    """Say from when to when a kind of shift lasts: 22:00–06:00."""
    begins = datetime.combine(date.min, kind.begins)
    return f"{begins:%H:%M}–{begins + timedelta(minutes=kind.minutes):%H:%M}"
