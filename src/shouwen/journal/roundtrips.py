"""Several statements in one round trip, where the database's driver takes them so.

While the chain's head is held everybody else waits, so that each round trip counts. PostgreSQL
takes statements one after the other in one message, each with its own view of what is committed;
SQLite is in the same process and has nothing to gain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import AutoField, QuerySet, sql

Statement = tuple[str, Sequence[Any]]


def in_one_trip() -> bool:
    """Return whether this database takes several statements at once."""
    return connection.vendor == "postgresql"


def rows_of_each(*asked: QuerySet[Any]) -> list[list[Any]]:
    """Return the whole rows that each of these queries finds, in their order."""
    if not in_one_trip():
        return [list(each) for each in asked]
    compilers = [_plain(each).query.get_compiler(connection=connection) for each in asked]
    told = [compiler.as_sql() for compiler in compilers]
    found = []
    with connection.cursor() as cursor:
        _execute(cursor, told)
        for each, compiler in zip(asked, compilers, strict=True):
            rows = compiler.results_iter(results=[cursor.fetchall()])
            names = [field.attname for field in each.model._meta.concrete_fields]  # noqa: SLF001
            found.append([each.model.from_db(connection.alias, names, row) for row in rows])
            cursor.nextset()
    return found


def _plain(asked: QuerySet[Any]) -> QuerySet[Any]:
    names = [field.attname for field in asked.model._meta.concrete_fields]  # noqa: SLF001
    return asked.values_list(*names)


def add_after(first: Statement, rows: Iterable[models.Model]) -> int:
    """Execute a statement, then add new rows; return how many rows the statement changed.

    The rows are not told which keys the database gives them.
    """
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    if not in_one_trip():
        for model, found in by_table.items():
            model._default_manager.bulk_create(found)  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.execute(*first)
            return int(cursor.rowcount)
    told = [first, *(each for model, found in by_table.items() for each in _adding(model, found))]
    with connection.cursor() as cursor:
        _execute(cursor, told)
        changed = int(cursor.rowcount)
    for found in by_table.values():
        for row in found:
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001
    return changed


def _adding(model: type[models.Model], rows: list[models.Model]) -> list[Statement]:
    fields = model._meta.local_concrete_fields  # noqa: SLF001
    query = sql.InsertQuery(model)
    query.insert_values([field for field in fields if not isinstance(field, AutoField)], rows)
    return list(query.get_compiler(connection=connection).as_sql())


def _execute(cursor: Any, told: Sequence[Statement]) -> None:
    given = [value for _text, values in told for value in values]
    cursor.execute("; ".join(text for text, _values in told), given)
