"""A register as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import chain

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shouwen.enforcement.words import Names
from shouwen.policy.facts import Fact
from shouwen.policy.vocabulary import DetailType
from shouwen.registers import queries
from shouwen.registers.queries import EVERYTHING, EntryRow, Search
from shouwen.registers.register import Register
from shouwen.ui.tables import Cell

States = tuple[str, str, str]
Row = tuple[EntryRow, Fact, Names]


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text as the next piece of the answer."""
        return text


def rows_of(
    register: Register, *, search: Search = EVERYTHING, now: datetime
) -> Iterable[list[Cell]]:
    """Return the heading and the rows, the newest entry first, in the language of the page.

    It holds what the list shows for this search.
    """
    names = _columns(register)
    heading: list[Cell] = [
        _("Number"), _("Fact number"), _("Date"), _("Time"), _("Filled in by"), _("State"),
        *(register.label(register.kinds[0], name) for name in names),
    ]  # fmt: skip
    states = (_("taken back"), _("incomplete"), _("complete"))
    return chain([heading], _lines(register, search, names, states, now))


def _lines(
    register: Register, search: Search, names: list[str], states: States, now: datetime
) -> Iterator[list[Cell]]:
    # What is streamed is read after the language of the request has been put back.
    found = _in(get_language() or "", queries.every_entry(register, search, now=now))
    language = get_language() or ""

    def lines() -> Iterator[list[Cell]]:
        for row, fact, mentioned in found:
            with override(language):
                values = _values(register, names, fact, mentioned, now)
            yield [*_own(row, states), *values]

    return lines()


def _in(language: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Go through rows in a language: a text that is searched for is looked for as people read."""
    while True:
        with override(language):
            row = next(rows, None)
        if row is None:
            return
        yield row


def _columns(register: Register) -> list[str]:
    known = register.rule.words.facts.kinds[register.kinds[0]].details
    numbering = register.rule.numbering
    return [
        name
        for name in dict.fromkeys((*register.fields(), *known))
        if name not in ("form", "regulation", numbering.number if numbering else "")
    ]


def _own(row: EntryRow, states: States) -> list[Cell]:
    here = timezone.localtime(row.happened_at)
    state = states[0] if row.struck else states[1] if row.incomplete else states[2]
    own = (row.printed, str(row.number), f"{here:%Y-%m-%d}", f"{here:%H:%M}", row.who, state)
    return [_cell(text) for text in own]


def _values(
    register: Register, names: list[str], fact: Fact, mentioned: Names, now: datetime
) -> list[Cell]:
    whole = register.whole(fact)
    return [_cell(_value(register, whole, name, mentioned, now)) for name in names]


def _value(register: Register, fact: Fact, name: str, mentioned: Names, now: datetime) -> str:
    term = register.term(fact.kind, name)
    if term is not None and term.type in (DetailType.MONEY, DetailType.NUMBER):
        # A number without its unit, so that a spreadsheet adds it up.
        return str(fact.detail(name) or "")
    return queries.value_text(register, fact, name, mentioned, now=now)


def _cell(text: str) -> Cell:
    """Return a plain negative number as a number, so that a spreadsheet adds it up."""
    is_number = text.startswith("-") and text[1:].replace(".", "", 1).isdecimal()
    return Decimal(text) if is_number else text
