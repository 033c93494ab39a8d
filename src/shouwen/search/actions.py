"""Everything that writes the index; called in the transaction of the fact that changed a text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from shouwen.search import engines, sources
from shouwen.search.models import Entry
from shouwen.search.sources import Source
from shouwen.search.texts import LONGEST, Text, index_of

_BATCH = 200
_gathered: ContextVar[dict[tuple[str, str], None] | None] = ContextVar("gathered", default=None)


def changed(kind: str, keys: Collection[str], *, texts: Sequence[Text] | None = None) -> None:
    """Write the texts of these matters anew, and of what follows them.

    Where a kind's texts may end, what its room does not tell of any more leaves the index.
    ``texts`` are those of the keys for whoever has them; else the room is asked.
    """
    waiting = _gathered.get()
    for source in sources.sources():
        own = keys if source.kind == kind else _following(source, kind, keys)
        if waiting is None and texts is not None and source.kind == kind:
            _write(texts)
        elif waiting is not None:
            waiting.update(dict.fromkeys((source.kind, key) for key in own))
        elif own:
            _rewrite(source, list(own))


def _following(source: Source, kind: str, keys: Collection[str]) -> Sequence[str]:
    return source.follows[kind](keys) if kind in source.follows else ()


@transaction.atomic(savepoint=False)
def _rewrite(source: Source, keys: Sequence[str]) -> None:
    for begin in range(0, len(keys), _BATCH):
        some = keys[begin : begin + _BATCH]
        texts = source.texts(some)
        gone = {f"{source.kind}:{key}" for key in some} - {text.about for text in texts}
        if gone and source.ends:
            engines.remove(sorted(gone))
        _write(texts)


def _write(texts: Sequence[Text]) -> None:
    engines.write([entry_of(text) for text in texts], [index_of(text) for text in texts])


def take_out(abouts: Sequence[str]) -> None:
    """Take matters out of the index."""
    engines.remove(abouts)


@contextmanager
def gathered() -> Iterator[None]:
    """Write what changes in this block once, at its end, in one transaction with it."""
    if _gathered.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _gathered.set({})
        try:
            yield
            waiting = _gathered.get() or {}
        finally:
            _gathered.reset(token)
        for source in sources.sources():
            keys = [key for kind, key in waiting if kind == source.kind]
            if keys:
                _rewrite(source, keys)


def is_gathering() -> bool:
    """Return whether what follows from facts is written at the end of a block, once."""
    return _gathered.get() is not None


def entry_of(text: Text) -> Entry:
    """Return a text's row as the index keeps it."""
    return Entry(
        about=text.about,
        kind=text.kind,
        head=text.head[:LONGEST],
        body=text.body[:LONGEST],
        parts=[[part.shelf, part.text] for part in text.parts],
        happened_at=text.happened_at,
    )


def rebuild(kind: str, *, after: str = "", limit: int = _BATCH) -> str:
    """Write the next texts of a kind anew; return the last key, or nothing at the end.

    Each call is a transaction of its own, so an interruption loses one batch.
    """
    source = sources.source_of(kind)
    keys = list(source.keys(after, limit)) if source else []
    if source and keys:
        _rewrite(source, keys)
    return keys[-1] if len(keys) == limit else ""
