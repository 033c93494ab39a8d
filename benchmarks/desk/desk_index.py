"""A search beside PostgreSQL's index alone: the same question, without pages, order or masks.

Beside it stands what somebody writes who knows the tokens already: one statement, the newest first,
rows as tuples. Ours reads the statistics, puts titles first, and turns rows into hits.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from desk_words import COMMON, RARE

TIMES = 200
Beside = dict[str, tuple[float, float]]


def beside_the_index() -> Beside:
    """Return milliseconds of a search and of the bare statement, medians taken in turns."""
    return {name: _both(word) for name, word in (("common", COMMON), ("rare", RARE))}


def _both(word: str) -> tuple[float, float]:
    from django.db import connection

    from shouwen.search import engines, queries
    from shouwen.search.sources import Reader
    from shouwen.search.words import terms

    reader = Reader(keys=frozenset({"case:all"}), shelves=frozenset())
    wanted = queries.Wanted(text=word)
    looked = queries._expression(reader, wanted, terms(word), queries._shelves(reader, "r"))  # noqa: SLF001
    where, given = engines._asked(looked)  # noqa: SLF001
    told = (
        f"SELECT id, about, head, body FROM search_entry e WHERE {where[0]}"
        " ORDER BY e.id DESC LIMIT 26"
    )

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(told, given)
            cursor.fetchall()

    return _in_turns(lambda: queries.find(reader, wanted), bare)


def _in_turns(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for each, times in zip((ours, bare), taken, strict=True):
            started = time.perf_counter()
            each()
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken[0]), statistics.median(taken[1])
