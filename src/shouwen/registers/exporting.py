"""A register as a CSV file that spreadsheets open as it is: BOM, no formulas, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shouwen.enforcement.words import Names
from shouwen.policy.facts import Fact
from shouwen.policy.vocabulary import DetailType
from shouwen.registers import queries
from shouwen.registers.queries import EVERYTHING, EntryRow, Search
from shouwen.registers.register import Register

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


States = tuple[str, str, str]
Row = tuple[EntryRow, Fact, Names]


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text as the next piece of the answer."""
        return text


def csv_lines(register: Register, *, search: Search = EVERYTHING, now: datetime) -> Iterator[str]:
    """Return the file piece by piece, the newest entry first, in the language of the page.

    It holds what the list shows for this search.
    """
    names = _columns(register)
    heading = [
        _("Number"), _("Fact number"), _("Date"), _("Time"), _("Filled in by"), _("State"),
        *(register.label(register.kinds[0], name) for name in names),
    ]  # fmt: skip
    states = (_("taken back"), _("incomplete"), _("complete"))
    return _pieces(heading, _lines(register, search, names, states, now))


def _lines(
    register: Register, search: Search, names: list[str], states: States, now: datetime
) -> Iterator[list[str]]:
    # What is streamed is read after the language of the request has been put back.
    found = _in(get_language() or "", queries.every_entry(register, search, now=now))
    language = get_language() or ""

    def lines() -> Iterator[list[str]]:
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


def _own(row: EntryRow, states: States) -> list[str]:
    here = timezone.localtime(row.happened_at)
    state = states[0] if row.struck else states[1] if row.incomplete else states[2]
    own = (row.printed, str(row.number), f"{here:%Y-%m-%d}", f"{here:%H:%M}", row.who, state)
    return [defused(text) for text in own]


def _values(
    register: Register, names: list[str], fact: Fact, mentioned: Names, now: datetime
) -> list[str]:
    whole = register.whole(fact)
    return [defused(_value(register, whole, name, mentioned, now)) for name in names]


def _value(register: Register, fact: Fact, name: str, mentioned: Names, now: datetime) -> str:
    term = register.term(fact.kind, name)
    if term is not None and term.type in (DetailType.MONEY, DetailType.NUMBER):
        # A number without its unit, so that a spreadsheet adds it up.
        return str(fact.detail(name) or "")
    return queries.value_text(register, fact, name, mentioned, now=now)


def _pieces(heading: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow([defused(each) for each in heading])
    for row in rows:
        yield writer.writerow(row)


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a plain negative number is none."""
    if text.startswith("-") and text[1:].replace(".", "", 1).isdecimal():
        return text
    return f"'{text}" if text.startswith(_FORMULA) else text
