"""Looking something up: the same answer on both databases, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.search import engines
from shouwen.search.models import Entry
from shouwen.search.sources import Hit, Reader, source_of
from shouwen.search.texts import (
    BODY,
    HEAD,
    LONGEST,
    NAME,
    Part,
    Text,
    facet_token,
    index_of,
    kind_token,
    matches,
    seen_token,
)
from shouwen.search.words import Term, Token, terms

PAGE = 25
# Of a phrase the index knows only the pairs of signs; so many texts are read for one page at most.
_BATCH, _MOST_READ = 200, 4000
BEST, NEWEST = "best", "newest"
_STAGES = {BEST: ("h", "r"), NEWEST: ("n",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; what is empty does not narrow. ``until`` is not included.

    In the order ``best`` come the texts first in whose title or names everything stands; within
    both, and in the order ``newest``, what changed last comes first.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    facets: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    order: str = BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits; ``after`` is the cursor of the next page, empty at the end."""

    hits: tuple[Hit, ...]
    after: str


def find(reader: Reader, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> Found:
    """Look something up among what the reader may find, in at most a few queries."""
    looked = terms(wanted.text)
    if not reader.keys or (wanted.text.strip() and not looked):
        return Found(hits=(), after="")
    order = wanted.order if looked else NEWEST
    hits: list[Hit] = []
    last = ""
    candidates = _in_order(reader, wanted, looked, order, after)
    for read, (entry, place) in enumerate(candidates, start=1):
        if entry is not None:
            hits.append(_hit(entry))
        if len(hits) > limit:
            return Found(hits=tuple(hits[:limit]), after=last)
        if read >= _MOST_READ:
            return Found(hits=tuple(hits), after=place)
        last = place
    return Found(hits=tuple(hits[:limit]), after="")


def _in_order(
    reader: Reader, wanted: Wanted, looked: Sequence[Term], order: str, after: str
) -> Iterator[tuple[Entry | None, str]]:
    """Yield what may be a hit with its cursor; None stands for what was read in vain."""
    stages = _STAGES.get(order, _STAGES[BEST])
    stage, before = _place(after, stages)
    for name in stages[stages.index(stage) :]:
        for entry in _candidates(reader, wanted, looked, name, before):
            is_hit = _is_hit(entry, reader, looked, name)
            yield entry if is_hit else None, f"{name}{entry.pk}"
        before = None


def _place(after: str, stages: Sequence[str]) -> tuple[str, int | None]:
    if after[:1] in stages and after[1:].isdecimal():
        return after[0], int(after[1:])
    return stages[0], None


def _candidates(
    reader: Reader, wanted: Wanted, looked: Sequence[Term], stage: str, before: int | None
) -> Iterator[Entry]:
    expression = _expression(reader, wanted, looked, _shelves(reader, stage))
    size = PAGE + 1
    while True:
        found = engines.newest(
            expression, before=before, since=wanted.since, until=wanted.until, limit=size
        )
        yield from found
        if len(found) < size:
            return
        before, size = found[-1].pk, _BATCH


def _shelves(reader: Reader, stage: str) -> list[str]:
    if stage == "h":
        return [HEAD, *sorted(shelf for shelf in reader.shelves if shelf[:1] == NAME)]
    return [BODY, *sorted(reader.shelves)]


def _expression(
    reader: Reader, wanted: Wanted, looked: Sequence[Term], shelves: Sequence[str]
) -> list[list[engines.Alternative]]:
    found = [_anywhere(term, shelves) for term in looked]
    found.append([(Token(seen_token(key)),) for key in sorted(reader.keys)])
    if wanted.kinds:
        found.append([(Token(kind_token(kind)),) for kind in wanted.kinds])
    for name, given in wanted.facets.items():
        values = [given] if isinstance(given, str) else given
        found.append([(Token(facet_token(name, value)),) for value in values])
    return [group for group in found if group]


def _anywhere(term: Term, shelves: Collection[str]) -> list[engines.Alternative]:
    return [
        tuple(Token(f"{shelf}{token.text}", token.begins) for token in term.tokens)
        for shelf in shelves
    ]


def _is_hit(entry: Entry, reader: Reader, looked: Sequence[Term], stage: str) -> bool:
    if stage == "r" and _holds_all(entry, looked, _shelves(reader, "h")):
        return False  # It stood among the first already.
    doubtful = [term for term in looked if not term.is_told_by_tokens]
    return _holds_all(entry, doubtful, _shelves(reader, stage))


def _holds_all(entry: Entry, looked: Sequence[Term], shelves: Sequence[str]) -> bool:
    parts = tuple(Part(shelf, text) for shelf, text in entry.parts)
    return all(matches(term, entry.head, entry.body, parts, shelves) for term in looked)


def _hit(entry: Entry) -> Hit:
    return Hit(
        pk=entry.pk,
        about=entry.about,
        kind=entry.kind,
        head=entry.head,
        body=entry.body,
        happened_at=entry.happened_at,
    )


def differences(kind: str, *, after: str = "", limit: int = 200) -> tuple[list[str], str]:
    """Name the next matters of a kind whose entry is not what their room would write today.

    Returns also the last key looked at, or nothing at the end.
    """
    source = source_of(kind)
    keys = list(source.keys(after, limit)) if source else []
    texts = source.texts(keys) if source else []
    stored = engines.stored([f"{kind}:{key}" for key in keys])
    wrong = [text.about for text in texts if stored.pop(text.about, None) != _kept(text)]
    return [*wrong, *stored], keys[-1] if len(keys) == limit else ""


def _kept(text: Text) -> tuple[str, ...]:
    parts = [[part.shelf, part.text] for part in text.parts]
    told = (text.head[:LONGEST], text.body[:LONGEST], repr(parts), " ".join(index_of(text)))
    return tuple(each for each in told)
