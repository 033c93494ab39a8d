"""How shifts, states and verdicts are drawn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.roster import verdicts
from shouwen.roster.choices import AskState, RunState, ShiftState, Source, Way
from shouwen.roster.days import Day
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
FORECASTS = {
    RunState.RUNNING: gettext_lazy("Forecasting"),
    RunState.DONE: gettext_lazy("Forecast"),
    RunState.FAILED: gettext_lazy("Forecasting failed"),
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
def forecast_state(state: str) -> dict[str, object]:
    """Show how a forecast stands."""
    found = RunState(state)
    return _tag(FORECASTS.get(found, found.label), RUNS[found])


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
def day_count(days: Decimal) -> str:
    """Write days of leave without idle noughts: 2, 1.5, 0."""
    return f"{days.normalize():f}"


@register.filter
def source_label(source: str) -> str:
    """Say where a punch came from."""
    return str(Source(source).label)


# A month of three hundred people has eight thousand cells: a row of them is written at once, what
# many have in common is put together once, and no cell says what its row or the page says.
@register.simple_tag
def roster_cells(
    cells: tuple[Cell, ...],
    tones: dict[str, int],
    who: str,
    leaves: dict[str, str],
    *,
    plans: bool,
    brief: bool,
) -> SafeString:
    """Draw one person's days; ``plans`` lets shifts be moved, ``brief`` leaves hours out."""
    label = _("Put a shift here") if plans else ""
    drawn = ((_cell(c, tones, who, leaves, label, brief=brief),) for c in cells)
    return format_html_join("", "{}", drawn)


def _cell(
    cell: Cell, tones: dict[str, int], who: str, leaves: dict[str, str], label: str, *, brief: bool
) -> SafeString:
    inner = [_shift(s, tones, movable=bool(label), brief=brief) for s in cell.shifts]
    if cell.leave:
        named = leaves.get(cell.leave, cell.leave)
        inner.append(format_html('<span class="away">{}</span>', named))
    if label:
        inner.append(_opener(cell.day, who, label))
    begin = _begin(cell.day, plans=bool(label))
    return format_html("{}{}</td>", begin, format_html_join("", "{}", ((one,) for one in inner)))


@lru_cache(maxsize=256)
def _begin(day: Day, *, plans: bool) -> SafeString:
    names = f"cell{' is-off' if day.off else ''}{' is-today' if day.today else ''}"
    place = format_html(' data-day="{}"', day.key) if plans else ""
    return format_html('<td class="{}"{}>', names, place)


def _opener(day: Day, who: str, label: str) -> SafeString:
    # Beside the calendar's own address, so that it is short; `roster.js` opens it in the panel.
    return format_html(
        '<a class="put" href="cell/?day={0}&amp;member={1}" data-panel aria-label="{2} {0}">+</a>',
        day.key, who, label,
    )  # fmt: skip


def _shift(shift: ShiftRow, tones: dict[str, int], *, movable: bool, brief: bool) -> SafeString:
    tone = tones.get(shift.key, 0)
    head, tail = _look(
        shift.label, shift.hours, tone, _marks(shift), movable=movable, brief=brief
    )  # fmt: skip
    return format_html("{}{}{}", head, shift.pk if movable else "", tail)


@lru_cache(maxsize=1024)
def _look(
    label: str, hours: str, tone: int, marks: str, *, movable: bool, brief: bool
) -> tuple[SafeString, SafeString]:
    """Return what stands before and after a shift's number."""
    drag = SafeString(' draggable="true" data-shift="') if movable else ""
    head = format_html('<span class="shift tone-{}{}"{}', tone, marks, drag)
    end = SafeString('"') if movable else ""
    if brief:
        return head, format_html('{0} title="{1} {2}">{1}</span>', end, label, hours)
    return head, format_html("{0}>{1}<small>{2}</small></span>", end, label, hours)


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
