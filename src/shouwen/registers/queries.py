"""What the registers hold: their list, their entries newest first, and one entry in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement import words
from shouwen.journal import lists
from shouwen.journal import queries as journal
from shouwen.journal.lists import Cursor
from shouwen.journal.queries import JournalRow
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.details import of_kind
from shouwen.policy.kinds.form import FieldOf
from shouwen.policy.vocabulary import DetailType
from shouwen.registers import signing
from shouwen.registers.register import Register, register_of
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce
from shouwen.ui import words as ui
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 30
# How far back one page of a search looks; the next page goes on from there.
LOOKED_AT = 3_000
_CHUNK = 300
_SHOWN = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
Cell = tuple[str, str]
# The keys are those of the journal, which knows these orders by their names.
SORTING = Sorting(
    (
        Order(
            "happened", pgettext_lazy("order", "Happened"), ("happened_at", "number"), first=DOWN
        ),
        Order("entered", pgettext_lazy("order", "Entered"), ("number",), first=DOWN),
    ),
    default="-happened",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry of a register; ``printed`` is its running number, empty where it has none.

    ``struck`` is the number of the fact that took it back, ``signed`` how many have signed it.
    """

    number: int
    printed: str
    happened_at: datetime
    who: str
    cells: tuple[Cell, ...]
    incomplete: bool
    struck: int | None
    signed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a register is searched for: a text in any field, a person, days (both included).

    ``sort`` is the order in which it is listed, as ``SORTING`` names it.
    """

    text: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = SORTING.default

    @property
    def goes_back(self) -> bool:
        """Tell whether the list goes back in time."""
        return self.sort.startswith("-")

    @property
    def looks_into_entries(self) -> bool:
        """Tell whether entries have to be read to know whether they are meant."""
        return bool(self.text or self.person)

    @property
    def query(self) -> str:
        """The search as an address carries it."""
        days = {"since": self.since, "until": self.until}
        said = {"q": self.text, "person": self.person} | {n: d for n, d in days.items() if d}
        said |= {"sort": self.sort} if self.sort != SORTING.default else {}
        return urlencode({name: value for name, value in said.items() if value})

    def __bool__(self) -> bool:
        """Tell whether anything is searched for."""
        return bool(self.text or self.person or self.since or self.until)


EVERYTHING = Search()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One filled form that waits for a signature; it has no number yet."""

    request: int
    asked_at: datetime
    who: str
    cells: tuple[Cell, ...]
    is_open: bool


def register_holding(
    in_force: InForce, day: date, slug: str, rule_id: str, fact: Fact
) -> Register | None:
    """Return a register if the fact is an entry of it, else None."""
    found = register_of(in_force, day, slug, rule_id)
    return found if found is not None and found.holds(fact) else None


class Entries(NamedTuple):
    """One page of a register; ``after`` is the cursor of the next, empty at the end.

    ``looked_back_to`` is set where a search stopped before it filled the page.
    """

    rows: list[EntryRow]
    after: str
    looked_back_to: datetime | None = None


def cursor_text(cursor: Cursor) -> str:
    """Write a cursor for an address."""
    return f"{(cursor.happened_at - _EPOCH) // _TICK}-{cursor.number}"


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor back; what is none begins the list anew."""
    ticks, _dash, number = text.rpartition("-")
    try:
        return Cursor(_EPOCH + int(ticks) * _TICK, int(number))
    except (ValueError, OverflowError):
        return None


def entries(
    register: Register,
    *,
    reader: Member | None,
    before: Cursor | None = None,
    search: Search = EVERYTHING,
    now: datetime,
    limit: int = PAGE,
) -> Entries:
    """List a register's entries in their order; ``reader`` leaves those that concern a member.

    A text is looked for in the number, in who filled it in, and in every field as people read it;
    a person is who filled it in or is named in it.
    """
    found = _found(register, reader, before, search, now, limit)
    signed = signing.counted([(row.number, asked) for row, asked in found.rows])
    rows = [replace(row, signed=signed.get(row.number, 0)) for row, _asked in found.rows]
    return Entries(rows, found.after, found.looked_back_to)


class _Found(NamedTuple):
    """Entries, each with the request it came from, and where to go on."""

    rows: list[tuple[EntryRow, object]]
    after: str = ""
    looked_back_to: datetime | None = None


def _found(
    register: Register,
    reader: Member | None,
    before: Cursor | None,
    search: Search,
    now: datetime,
    limit: int,
) -> _Found:
    found: list[tuple[EntryRow, object]] = []
    for looked, known in enumerate(_entries_from(register, reader, before, search), start=1):
        at = Cursor(known.row.happened_at, known.row.number)
        cells = cells_of(register, known.fact, known.names, now=now)
        entry = _row(register, known, tuple(cells[:_SHOWN]))
        if _is_meant(entry, known, cells, search):
            found.append((entry, known.fact.detail("approval")))
        if len(found) > limit:
            last = found[limit - 1][0]
            return _Found(found[:limit], cursor_text(Cursor(last.happened_at, last.number)))
        if search.looks_into_entries and looked >= LOOKED_AT:
            return _Found(found, cursor_text(at), at.happened_at)
    return _Found(found)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _is_meant(entry: EntryRow, known: _Known, cells: list[Cell], search: Search) -> bool:
    if search.text and not _says(entry, cells, search.text):
        return False
    if not search.person or known.row.actor_key == search.person:
        return True
    return search.person in {str(value) for value in known.fact.details.values()}


def every_entry(
    register: Register, search: Search = EVERYTHING, *, now: datetime
) -> Iterator[tuple[EntryRow, Fact, words.Names]]:
    """Go through all entries that are meant, in order, with facts and names: for an export."""
    for known in _entries_from(register, None, None, search):
        row = _row(register, known, ())
        cells = cells_of(register, known.fact, known.names, now=now) if search.text else []
        if _is_meant(row, known, cells, search):
            yield row, known.fact, known.names


class _Known(NamedTuple):
    """A recorded fact with the names its details mention."""

    row: JournalRow
    fact: Fact
    names: words.Names


def _entries_from(
    register: Register, reader: Member | None, before: Cursor | None, search: Search
) -> Iterator[_Known]:
    """Go through the facts that are entries of the register, a chunk at a time."""
    size = PAGE + 1
    since = _midnight(search.since) if search.since else None
    until = _midnight(search.until + timedelta(days=1)) if search.until else None
    while True:
        rows = lists.newest_of_kinds(
            register.kinds, before=before, of=reader, limit=size, order=search.sort,
            since=since, until=until,
        )  # fmt: skip
        kept = [(row, fact) for row in rows if register.holds(fact := journal.fact_of(row))]
        names = names_in(register, (fact for _found, fact in kept))
        yield from (_Known(row, fact, names) for row, fact in kept)
        if len(rows) < size:
            return
        before, size = Cursor(rows[-1].happened_at, rows[-1].number), _CHUNK


def names_in(register: Register, facts: Iterable[Fact]) -> words.Names:
    """Return the names of the members, teams and departments that entries mention."""
    return words.names_in(register.rule.words.facts, ((f.kind, f.details) for f in facts))


def _row(register: Register, known: _Known, cells: tuple[Cell, ...]) -> EntryRow:
    row = known.row
    return EntryRow(
        number=row.number,
        printed=register.number_of(row.details),
        happened_at=row.happened_at,
        who=row.actor_name,
        cells=cells,
        incomplete=row.corrected_by is None and bool(absent(register, known.fact)),
        struck=row.corrected_by,
    )


def _says(entry: EntryRow, cells: list[Cell], text: str) -> bool:
    said = (entry.printed, f"#{entry.number}", entry.who, *(value for _label, value in cells))
    return any(text.casefold() in one.casefold() for one in said)


def cells_of(register: Register, fact: Fact, names: words.Names, *, now: datetime) -> list[Cell]:
    """Write the fields of an entry that are filled in, as (label, value), in the form's order."""
    whole = register.whole(fact)
    return [
        (register.label(fact.kind, name), value_text(register, whole, name, names, now=now))
        for name in _named(register, whole)
        if whole.detail(name) not in (None, "")
    ]


def _named(register: Register, fact: Fact) -> tuple[str, ...]:
    numbering = register.rule.numbering
    hidden = {*words.HIDDEN, "form", numbering.number if numbering else ""}
    names = dict.fromkeys((*register.fields(), *fact.details))
    return tuple(name for name in names if name not in hidden or name in _own(register))


def _own(register: Register) -> set[str]:
    """Return the fields the form asks for by name, whatever they are called."""
    numbering = register.rule.numbering
    own = {one.field for one in register.rule.fields_} | set(register.rule.optional)
    return own - ({numbering.number} if numbering else set())


def value_text(
    register: Register, fact: Fact, name: str, names: words.Names, *, now: datetime
) -> str:
    """Write one field of an entry as people read it; empty where it is not filled in."""
    value = fact.detail(name)
    if value is None or value == "":
        return ""
    term = register.rule.words.facts.shown(fact.kind, name)
    text = words.detail_text(term, value, names, now=now)
    if term is not None and term.type is DetailType.MONEY:
        return _money(text)
    return text


def _money(text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return f"{ui.figure(amount)} {ui.unit_name(amount)}"


def absent(register: Register, fact: Fact) -> tuple[str, ...]:
    """Return the fields an entry still lacks, those included that are asked for in its case."""
    rule = register.rule
    asked = [name for one in rule.fields_ for name in _asked(register, one, fact)]
    names = dict.fromkeys((*asked, *rule.signed))
    return tuple(n for n in names if fact.detail(n) is None and n not in rule.computed)


def _asked(register: Register, field: FieldOf, fact: Fact) -> tuple[str, ...]:
    """Return the field if it is asked for in this case, or what has to be known to tell."""
    if field.only is None:
        return (field.field,)
    verdict = of_kind(field.only, fact.kind).check(fact, register.rule.words)
    return (field.field,) if verdict.holds else verdict.missing


def held(
    register: Register, *, member: Member, sees_all: bool, today: date, now: datetime
) -> list[HeldRow]:
    """List the filled forms that wait for a signature, newest first."""
    found = requests.waiting_under(register.slug, register.rule.id, of=None if sees_all else member)
    if not found:
        return []
    names = names_in(register, (one.proposed for one in found))
    to_sign = {one.id for one in requests.waiting_for(member, today)}
    return [
        HeldRow(
            request=one.id,
            asked_at=one.opened_at,
            who=one.proposer_name,
            cells=tuple(cells_of(register, one.proposed, names, now=now)[:_SHOWN]),
            is_open=one.id in to_sign or one.proposer_key == member.username,
        )
        for one in found
    ]


def register_of_request(asked: Request, slug: str, rule: str, now: datetime) -> Register | None:
    """Return the register of a form that waits: as it was that day, else as it is today."""
    if (asked.regulation, asked.rule_id) != (slug, rule):
        return None
    today = timezone.localdate(now)
    day = timezone.localdate(requests.proposed_fact(asked).happened_at)
    found = register_of(regulations.in_force_on(day, now), day, slug, rule)
    return found or register_of(regulations.in_force_on(today, now), today, slug, rule)
