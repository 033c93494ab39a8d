"""What can be looked for: rooms register their matters, this room knows none by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from shouwen.people.models import Member
from shouwen.search.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What one member may find: keys of which a text asks one, and covered shelves seen whole."""

    keys: frozenset[str]
    shelves: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text that was found, whole as it was handed in; only its room may show it."""

    pk: int
    about: str
    kind: str
    head: str
    body: str
    happened_at: datetime | None


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A hit as its reader may see it. ``say`` covers in a text what the reader may not see."""

    title: str
    href: str
    note: str = ""
    tag: str = ""
    tone: str = "calm"
    say: Callable[[str], str] = _as_written


@dataclass(frozen=True, slots=True)
class Choice:
    """One facet by which hits are narrowed, with its values as (value, label)."""

    name: str
    label: str | Promise
    values: Callable[[], Sequence[tuple[str, str | Promise]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of matter.

    ``reads`` tells what a member may find. ``keys`` lists the next keys after one, in a lasting
    order, and ``texts`` writes the texts of keys; a key is what follows ``kind:``. ``shows`` turns
    hits into rows in few queries whatever their number. ``exact`` answers with the address of the
    one matter whose number was typed. ``follows`` tells which keys change with those of another
    kind; ``ends`` that a text may be there no more.
    """

    kind: str
    label: str | Promise
    icon: str
    reads: Callable[[Member, datetime], Reader]
    shows: Callable[[Sequence[Hit], Member, datetime], Mapping[str, Shown]]
    keys: Callable[[str, int], Sequence[str]]
    texts: Callable[[Collection[str]], Sequence[Text]]
    exact: Callable[[str, Member, datetime], str] | None = None
    choices: Sequence[Choice] = ()
    ends: bool = False
    follows: Mapping[str, Callable[[Collection[str]], Sequence[str]]] = field(default_factory=dict)


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let matters of a kind be found; a second time replaces it."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    """List every kind that can be found."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """Return one kind, or None."""
    return _sources.get(kind)


def reader_of(member: Member, at: datetime, kinds: Collection[str] = ()) -> Reader:
    """Return what a member may find of all kinds, or of these."""
    wanted = [source.reads(member, at) for source in sources() if not kinds or source.kind in kinds]
    return Reader(
        keys=frozenset(key for reader in wanted for key in reader.keys),
        shelves=frozenset(shelf for reader in wanted for shelf in reader.shelves),
    )
