"""Answers that hold for a whole batch of facts: each is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

from shouwen.journal.actions import written_together
from shouwen.obligations.queries import recall
from shouwen.search.actions import gathered

T = TypeVar("T")


class Kept:
    """What was looked up before, by what was asked."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._found: dict[Hashable, object] = {}

    def once(self, asked: Hashable, look_up: Callable[[], T]) -> T:
        """Return the answer, looking it up the first time; None is an answer, too."""
        if asked not in self._found:
            self._found[asked] = look_up()
        return cast("T", self._found[asked])


_batch: ContextVar[Kept | None] = ContextVar("answers_kept_for_a_batch", default=None)
_matters: ContextVar[frozenset[str]] = ContextVar("matters_of_a_batch", default=frozenset())


def kept_here() -> Kept:
    """Return what is kept for the batch around, or an empty one for a fact by itself."""
    return _batch.get() or Kept()


def matters_with(about: str) -> frozenset[str]:
    """Return the matters of the batch around if this is one of them, else this one alone.

    Whoever looks something up for each fact about a matter asks once for all of these.
    """
    named = _matters.get()
    return named if about in named else frozenset({about})


@contextmanager
def looked_up_once() -> Iterator[Kept]:
    """Keep the answers in this block, for facts that are recorded one after another in it.

    Whoever is about to take the journal's turn looks up before it what can be: everybody else
    waits for what is asked during it. A block inside another keeps its answers there.
    """
    around = _batch.get()
    if around is not None:
        yield around
        return
    kept = Kept()
    token = _batch.set(kept)
    try:
        yield kept
    finally:
        _batch.reset(token)


@contextmanager
def recorded_together(matters: Collection[str] = ()) -> Iterator[None]:
    """Record the facts in this block in one transaction, with as few statements as possible.

    Each goes through the same door and leads to the same rows. Who holds which post, the versions
    and the calendars are looked up once, so they are those at the beginning of the block. A fact
    that fails takes the whole block with it, even if somebody catches the error inside.
    ``matters`` names matters the facts are about, so that what is owed about them is asked once.
    What is looked up of them is written at the end; whoever keeps counters counts there as well.
    """
    with gathered(), written_together():
        recall(matters)
        if _batch.get() is not None:
            yield
            return
        token, named = _batch.set(Kept()), _matters.set(frozenset(matters))
        try:
            yield
        finally:
            _batch.reset(token)
            _matters.reset(named)
