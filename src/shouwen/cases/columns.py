"""The columns of a list, on the page and in the file: the same words in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from shouwen.access.choices import How
from shouwen.access.looks import is_confidential, note_look
from shouwen.access.sight import sight_of
from shouwen.cases.fields import label_of, named_by, said_in
from shouwen.cases.forms import COLUMNS, OWN
from shouwen.cases.gates import Standing
from shouwen.cases.models import CaseField
from shouwen.cases.queries import CaseRow, Filter, cases
from shouwen.customers.queries import CUSTOMER
from shouwen.people.models import Member
from shouwen.ui.sorting import DOWN, UP, Heading, heading
from shouwen.ui.words import due_time, near_time

PLAIN = ("number", "title", "type", "severity", "priority", "state", "handler", "customer",
         "due", "opened")  # fmt: skip
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the address, its heading, and what stands in it."""

    name: str
    label: str | Promise
    text: Callable[[CaseRow], str]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


_TEXTS: dict[str, Callable[[CaseRow], str]] = {
    "number": lambda row: row.number,
    "title": lambda row: row.title,
    "due": lambda row: _moment(row.due.due_at if row.due else None),
    "type": lambda row: row.type_label,
    "severity": lambda row: row.severity_label,
    "priority": lambda row: row.priority_label,
    "state": lambda row: row.state_label,
    "handler": lambda row: row.handler,
    "team": lambda row: row.team,
    "customer": lambda row: " ".join(part for part in (row.customer, row.unit) if part),
    "category": lambda row: row.category,
    "channel": lambda row: row.channel_label,
    "department": lambda row: row.department,
    "opened": lambda row: _moment(row.opened_at),
}


def chosen(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns somebody chose, in the order they were asked for."""
    known = dict(COLUMNS)
    wanted = dict.fromkeys(names or ())
    return tuple(name for name in wanted if name in known or name.startswith(OWN))


def columns(names: Sequence[str]) -> list[Column]:
    """Return columns with their headings."""
    labels = dict(COLUMNS)
    own = named_by([name.removeprefix(OWN) for name in names if name.startswith(OWN)])
    mine = {OWN + key: Column(OWN + key, label_of(each), _said(each)) for key, each in own.items()}
    plain = {name: Column(name, labels[name], _TEXTS[name]) for name in names if name in labels}
    every = plain | mine
    return [every[name] for name in names if name in every]


def _said(field: CaseField) -> Callable[[CaseRow], str]:
    """Return what says one of the house's own fields of a row; nothing where it was not asked."""
    return lambda row: said_in(field, row.fields[field.key]) if field.key in row.fields else ""


# What a line of the page can be sorted by, upwards and downwards, as ``sorting`` names it.
_ORDERED: dict[str, tuple[str | None, str | None]] = {
    "opened": ("oldest", ""),
    "due": ("due", None),
    "severity": (None, "severity"),
    "priority": (None, "priority"),
    "number": ("number", "latest-number"),
    "customer": ("customer", None),
}


def headings(names: Iterable[str], address: QueryDict) -> list[Heading]:
    """Return the headings of these columns; those one can sort by say where a click leads."""
    return [_heading(each, address) for each in columns(tuple(names))]


def orders(address: QueryDict) -> list[Heading]:
    """Return everything the list can be sorted by, for a list that shows no columns."""
    return headings(_ORDERED, address)


def _heading(column: Column, address: QueryDict) -> Heading:
    up, down = _ORDERED.get(column.name, (None, None))
    first = DOWN if column.name == "opened" else UP
    return heading(address, column.label, up=up, down=down, name="order", first=first)


_WIDE = ("title", "customer", "category", "department")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a line on the page; what is short is not broken."""

    name: str
    text: str
    is_short: bool


def cells(shown: Sequence[Column], row: CaseRow, now: datetime) -> list[Cell]:
    """Return a line of the page, its dates as people say them."""
    texts = {"opened": near_time(row.opened_at, now)}
    if row.due and row.due.due_at:
        texts["due"] = due_time(row.due.due_at, now)
    return [
        Cell(
            column.name, texts.get(column.name) or column.text(row),
            is_short=column.name not in _WIDE and not column.name.startswith(OWN),
        )
        for column in shown
    ]  # fmt: skip


def lines(
    where: Standing, wanted: Filter, names: Sequence[str], *, now: datetime,
    order: str, also: Callable[[Sequence[CaseRow]], None],
) -> Iterator[list[str]]:  # fmt: skip
    """Return a list line by line, heading first, however long it is; ``also`` is told of each page.

    Each field is as its reader may see it: the rows are those of the page.
    """
    shown = columns(names)
    yield [str(column.label) for column in shown]
    after = ""
    while True:
        page = cases(where, wanted, now=now, after=after, limit=_BATCH, order=order)
        also(page.rows)
        for row in page.rows:
            yield [column.text(row) for column in shown]
        after = page.after
        if not after:
            return


def note_listed(rows: Sequence[CaseRow], member: Member, now: datetime) -> None:
    """Write down that confidential customers stood in an exported list."""
    sight = sight_of(member, now)
    for row in rows:
        if row.customer_number and is_confidential(sight, CUSTOMER, row.secrecy):
            note_look(
                sight=sight, record=CUSTOMER, subject=row.customer_number, level=row.secrecy,
                how=How.EXPORT, fields=("name",),
            )  # fmt: skip
