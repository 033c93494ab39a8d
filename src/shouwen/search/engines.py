"""The two databases: how tokens are written beside an entry, and asked for.

An expression is told in both in the same shape: all of its groups, any alternative of a group, all
tokens of an alternative.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.search import rarity
from shouwen.search.models import Entry
from shouwen.search.words import Token

Alternative = tuple[Token, ...]
Expression = Sequence[Sequence[Alternative]]
Say = Callable[[Token], str]
_COLUMNS = "e.id, e.about, e.kind, e.head, e.body, e.parts, e.happened_at"


def is_postgres() -> bool:
    """Return whether this house keeps its data in PostgreSQL."""
    return connection.vendor == "postgresql"


def write(entries: Sequence[Entry], tokens: Sequence[Iterable[str]]) -> None:
    """Put entries into the index in this order, in place of what stood there about the same."""
    if not entries:
        return
    told = [" ".join(words) for words in tokens]
    if is_postgres():
        rows = [(*_values(entry), words) for entry, words in zip(entries, told, strict=True)]
        _execute_many(_INSERT, rows)
        return
    remove([entry.about for entry in entries])
    Entry.objects.bulk_create(entries)
    keys = [entry.pk for entry in entries]
    _execute_many(
        "INSERT OR REPLACE INTO search_tokens (tokens, rowid) VALUES (%s, %s)",
        list(zip(told, keys, strict=True)),
    )


_INSERT = (
    "INSERT INTO search_entry (about, kind, head, body, parts, happened_at, tokens)"
    " VALUES (%s, %s, %s, %s, %s::jsonb, %s, array_to_tsvector(string_to_array(%s, ' ')))"
    # What changed last has the highest number, so that a new text gets a new one.
    " ON CONFLICT (about) DO UPDATE SET id = EXCLUDED.id, kind = EXCLUDED.kind,"
    " head = EXCLUDED.head, body = EXCLUDED.body, parts = EXCLUDED.parts,"
    " happened_at = EXCLUDED.happened_at, tokens = EXCLUDED.tokens"
)


def _values(entry: Entry) -> tuple[Any, ...]:
    parts = json.dumps(entry.parts, ensure_ascii=False)
    return entry.about, entry.kind, entry.head, entry.body, parts, entry.happened_at


def _execute_many(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def remove(abouts: Sequence[str]) -> None:
    """Take matters out of the index."""
    found = Entry.objects.filter(about__in=abouts)
    if not is_postgres():
        keys = list(found.values_list("pk", flat=True))
        _execute_many("DELETE FROM search_tokens WHERE rowid = %s", [(key,) for key in keys])
        found = Entry.objects.filter(pk__in=keys)
    found.delete()


def newest(
    expression: Expression,
    *,
    before: int | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> list[Entry]:
    """Return the entries that hold what an expression asks, what changed last first."""
    where, given = _asked(expression)
    for condition, value in (
        ("e.id < %s", before), ("e.happened_at >= %s", since), ("e.happened_at < %s", until),
    ):  # fmt: skip
        if value is not None:
            where.append(condition)
            given.append(value)
    joined, order = "search_entry e", "e.id"
    if is_postgres():
        # What few entries hold is asked of the index, and the entries it names are put in order;
        # what many hold is found soon by going down the newest.
        order = "e.id" if rarity.is_common(expression) else "e.id + 0"
    else:
        joined = "search_tokens f CROSS JOIN search_entry e ON e.id = f.rowid"
        order = "f.rowid"
        where = [condition.replace("e.id <", "f.rowid <") for condition in where]
    statement = (
        f"SELECT {_COLUMNS} FROM {joined} WHERE {' AND '.join(where)}"  # noqa: S608 own words only
        f" ORDER BY {order} DESC LIMIT %s"
    )
    return list(Entry.objects.raw(statement, [*given, limit]))


def _asked(expression: Expression) -> tuple[list[str], list[object]]:
    if is_postgres():
        text = _told(expression, " & ", " | ", _lexeme)
        return ["e.tokens @@ %s::tsquery"], [text]
    return ["f.search_tokens MATCH %s"], [_told(expression, " AND ", " OR ", _phrase)]


def _told(expression: Expression, both: str, either: str, say: Say) -> str:
    groups = []
    for group in expression:
        told = [_all_of(alternative, both, say) for alternative in group]
        groups.append(f"({either.join(told)})")
    return both.join(groups)


def _all_of(alternative: Alternative, both: str, say: Say) -> str:
    return f"({both.join(say(token) for token in alternative)})"


def _lexeme(token: Token) -> str:
    return f"'{token.text}':*" if token.begins else f"'{token.text}'"


def _phrase(token: Token) -> str:
    return f'"{token.text}" *' if token.begins else f'"{token.text}"'


def stored(abouts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what is kept about matters: head, body, parts and tokens in their order."""
    found = Entry.objects.filter(about__in=abouts)
    tokens = _tokens_of(list(found.values_list("pk", flat=True)))
    return {
        row.about: (row.head, row.body, repr(row.parts), " ".join(sorted(tokens.get(row.pk, []))))
        for row in found
    }


def _tokens_of(keys: Sequence[int]) -> dict[int, list[str]]:
    told, where = "array_to_string(tsvector_to_array(tokens), ' ')", "search_entry WHERE id"
    if not is_postgres():
        told, where = "tokens", "search_tokens WHERE rowid"
    column = where.rpartition(" ")[2]
    marks = ", ".join(["%s"] * len(keys)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, {told} FROM {where} IN ({marks})", list(keys))  # noqa: S608 own words only
        return {row[0]: str(row[1]).split() for row in cursor.fetchall()}
