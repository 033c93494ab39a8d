"""Earlier facts, remembered while a period is gone through; the journal is asked for older ones.

A kind of fact is remembered from the moment somebody first asks about it, so that what nobody
asks about takes no room. What came before is read from the journal once for each person asked.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.journal import queries as journal
from shouwen.policy.facts import Fact

# An earlier fact: when it happened, its number (what was worked out here has one below zero).
Entry = tuple[datetime, int, Fact]
Place = tuple[str, str, str]
_ABOUT = "*about"
_ALL = "*all"


@dataclass(slots=True)
class _Shelf:
    """Facts of one kind with one detail, in the order of their happening."""

    entries: list[Entry] = field(default_factory=list)
    since: datetime | None = None
    is_seeded: bool = False

    def between(self, since: datetime | None, until: datetime) -> Iterator[Entry]:
        place = 0 if since is None else bisect_left(self.entries, since, key=_moment)
        while place < len(self.entries) and self.entries[place][0] < until:
            yield self.entries[place]
            place += 1


def _moment(entry: Entry) -> datetime:
    return entry[0]


def _order(entry: Entry) -> tuple[datetime, int]:
    return entry[:2]


class Recollection:
    """The facts of a period as far as they came, and those before it.

    ``streamed`` are the kinds that come by; ``made`` those that are worked out here, so that what
    the journal holds of them from the number ``first`` on does not count.
    """

    def __init__(self, streamed: Collection[str], made: Collection[str], first: int) -> None:
        """Begin with nothing."""
        self._streamed = frozenset(streamed) | frozenset(made)
        self._from: dict[str, int] = dict.fromkeys(made, first)
        self._shelves: dict[Place, _Shelf] = {}
        self._of_kind: dict[str, list[Entry]] = {}
        self._gone: set[int] = set()
        self._old: dict[object, list[Entry]] = {}

    def note(self, number: int, fact: Fact) -> None:
        """Remember a fact, if anybody ever asked about its kind."""
        if fact.kind not in self._from:
            return
        entry = (fact.happened_at, number, fact)
        insort(self._of_kind.setdefault(fact.kind, []), entry, key=_order)
        for place in _places(fact):
            shelf = self._shelves.get(place)
            if shelf is not None:
                insort(shelf.entries, entry, key=_order)

    def forget(self, number: int) -> None:
        """Leave a fact out from now on: it was taken back."""
        self._gone.add(number)

    def find(
        self,
        kinds: Collection[str],
        keys: Mapping[str, str],
        *,
        about: str = "",
        since: datetime | None,
        until: datetime,
        before: int,
    ) -> Iterator[tuple[int, Fact]]:
        """Go through standing facts of these kinds that may have these details.

        ``before`` is the number of the fact that is being judged; it and later ones are left out.
        """
        key = (_ABOUT, about) if about else _first(keys)
        for kind in kinds:
            for _at, number, fact in self._of(kind, key, since, until, before):
                if number not in self._gone and number < before:
                    yield number, fact

    def _of(
        self, kind: str, key: tuple[str, str], since: datetime | None, until: datetime, before: int
    ) -> Iterator[Entry]:
        if kind not in self._streamed:
            yield from self._from_journal(kind, key, since, until, before)
            return
        begin = self._from.setdefault(kind, before)
        shelf = self._shelves.setdefault((kind, *key), _Shelf())
        if not shelf.is_seeded or _earlier(since, shelf.since):
            self._seed(shelf, kind, key, since, begin)
        yield from shelf.between(since, until)

    def _seed(
        self, shelf: _Shelf, kind: str, key: tuple[str, str], since: datetime | None, begin: int
    ) -> None:
        """Fill a shelf: from the journal what came before, from memory what came by since."""
        # Whoever asks for this month may ask for the last one at the next fact.
        old = _rows(kind, key, since, None, begin)
        mine = [e for e in self._of_kind.get(kind, ()) if (kind, *key) in _places(e[2])]
        shelf.entries = sorted([*old, *mine], key=_order)
        shelf.since, shelf.is_seeded = since, True

    def _from_journal(
        self, kind: str, key: tuple[str, str], since: datetime | None, until: datetime, before: int
    ) -> list[Entry]:
        asked = (kind, key, since, until, before)
        if asked not in self._old:
            self._old = {asked: _rows(kind, key, since, until, before)}
        return self._old[asked]


def _earlier(since: datetime | None, known: datetime | None) -> bool:
    if known is None:
        return False
    return since is None or since < known


def _first(keys: Mapping[str, str]) -> tuple[str, str]:
    """Return the detail by which to look up: the person, where there is one."""
    if "person" in keys:
        return "person", keys["person"]
    keyed = [name for name in keys if name in journal.KEYED]
    return (keyed[0], keys[keyed[0]]) if keyed else (_ALL, "")


def _places(fact: Fact) -> Iterator[Place]:
    yield fact.kind, _ALL, ""
    yield fact.kind, _ABOUT, fact.about
    for name in journal.KEYED:
        value = fact.detail(name)
        if value is not None:
            yield fact.kind, name, str(value)
    if fact.about.startswith("member:"):
        person = fact.about.removeprefix("member:")
        if str(fact.detail("person")) != person:
            yield fact.kind, "person", person


def _rows(
    kind: str,
    key: tuple[str, str],
    since: datetime | None,
    until: datetime | None,
    before: int,
) -> list[Entry]:
    name, value = key
    if name == _ABOUT:
        found = journal.facts_of_kind(kind, since=since, until=until, about=value)
        rows = [row for row in found if row.number < before]
    else:
        keys = {} if name == _ALL else {name: value}
        rows = journal.facts_with((kind,), keys, since=since, until=until, before_number=before)
    return [(row.happened_at, row.number, journal.fact_of(row)) for row in rows]
