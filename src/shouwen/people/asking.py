"""Queries that are put together once in a process and asked again with other values.

Putting a statement together takes Django longer than PostgreSQL takes to answer it. What every page
asks is told once, with marks in the places of the values; after that only the values are put in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

MOST = 512
_BEGIN = datetime(1601, 1, 1, tzinfo=UTC)
# Within what every integer column takes: beyond it Django knows that nothing can be found.
_NUMBER = 2_147_000_000
M = TypeVar("M", bound=models.Model)
Values = Sequence[Any]


@dataclass(slots=True)
class _Told:
    """A statement, its parameters, and which value goes where among them."""

    sql: str
    params: list[Any]
    places: list[tuple[int, int]]
    compiler: Any
    converters: list[tuple[int, list[Any], Any]]

    def asked_with(self, values: Values) -> list[tuple[Any, ...]]:
        params = list(self.params)
        for place, number in self.places:
            params[place] = _like(params[place], values[number])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        cells = list(row)
        for place, steps, expression in self.converters:
            for step in steps:
                cells[place] = step(cells[place], expression, connection)
        return tuple(cells)


class _Asking:
    """What all such queries share: a statement for each shape of values there was."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._told: dict[Hashable, _Told | None] = {}

    def _rows(self, values: Values) -> tuple[_Told | None, list[tuple[Any, ...]]]:
        shape = (connection.vendor, *(_shape(value) for value in values))
        if shape not in self._told:
            if len(self._told) >= MOST:
                self._told.clear()
            self._told[shape] = self._tell(values)
        told = self._told[shape]
        return told, told.asked_with(_flat(values)) if told else []

    def _tell(self, values: Values) -> _Told | None:
        marks = [_mark(value, number) for number, value in enumerate(_flat(values))]
        told = _told(self._build, _in_shape(values, marks), marks)
        if told is None and _may_find(self._build, values):
            raise TypeError("A column of the query is too small for the mark of a number.")
        return told


class Rows(_Asking):
    """A query for rows of values: ``build(*values)`` returns a ``values_list``.

    Values are numbers, texts, days, moments, None, or lists of these; nothing else of the query may
    depend on them than what stands in their place.
    """

    def ask(self, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows found with these values."""
        return self._rows(values)[1]


class Objects(_Asking, Generic[M]):
    """The same for whole objects with what is related to them: ``build`` returns a queryset."""

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        super().__init__(build)

    def ask(self, *values: Any) -> list[M]:
        """Return the objects found with these values."""
        told, rows = self._rows(values)
        return [] if told is None else _objects(told.compiler, rows)


class Sums(_Asking):
    """The same for one ``aggregate`` of whole numbers, which ``build`` asks for."""

    def ask(self, *values: Any) -> tuple[Any, ...]:
        """Return the sums in the order in which they are named; nothing is None."""
        return self._rows(values)[1][0]

    def _tell(self, values: Values) -> _Told | None:
        marks = [_mark(value, number) for number, value in enumerate(_flat(values))]
        sql, params = _heard(lambda: self._build(*_in_shape(values, marks)))
        return _Told(sql, list(params), _places(params, marks), None, [])


def _objects(compiler: Any, rows: Sequence[Values]) -> list[Any]:
    """Make objects of rows as a queryset does."""
    about, select = compiler.klass_info, compiler.select
    own = about["select_fields"]
    begin, end = own[0], own[-1] + 1
    names = [each[0].target.attname for each in select[begin:end]]
    populators = get_related_populators(about, select, connection.alias)  # type: ignore[call-arg]
    found = []
    for row in rows:
        each = about["model"].from_db(connection.alias, names, row[begin:end])
        for populator in populators:
            populator.populate(row, each)
        for name, place in compiler.annotation_col_map.items():
            setattr(each, name, row[place])
        found.append(each)
    return found


def _told(build: Callable[..., QuerySet[Any, Any]], given: Values, marks: Values) -> _Told | None:
    compiler = build(*given).query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    fields = [each[0] for each in compiler.select[: compiler.col_count]]
    converters = [(at, *pair) for at, pair in sorted(compiler.get_converters(fields).items())]
    return _Told(sql, list(params), _places(params, marks), compiler, converters)


def _may_find(build: Callable[..., QuerySet[Any, Any]], values: Values) -> bool:
    try:
        build(*values).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return False
    return True


def _places(params: Values, marks: Values) -> list[tuple[int, int]]:
    known = {_said(mark): number for number, mark in enumerate(marks) if mark is not None}
    plain = ((at, each) for at, each in enumerate(params) if isinstance(each, Hashable))
    places = [(at, known[each]) for at, each in plain if each in known]
    missing = set(known.values()) - {number for _at, number in places}
    if missing:
        raise TypeError(f"The query does not take its values {sorted(missing)} as they are.")
    return places


def _shape(value: Any) -> Hashable:
    if isinstance(value, list | tuple):
        return len(value)
    return "" if value is None else type(value).__name__


def _flat(values: Values) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found.extend(value) if isinstance(value, list | tuple) else found.append(value)
    return found


def _in_shape(values: Values, marks: Sequence[Any]) -> list[Any]:
    left = iter(marks)
    return [
        [next(left) for _ in value] if isinstance(value, list | tuple) else next(left)
        for value in values
    ]


def _mark(value: Any, number: int) -> Any:
    """Return a value of the same kind that nothing else in a statement is."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return _BEGIN + timedelta(minutes=number)
    if isinstance(value, date):
        return (_BEGIN + timedelta(days=number)).date()
    if isinstance(value, str):
        return f"\N{REPLACEMENT CHARACTER}{number}\N{REPLACEMENT CHARACTER}"
    if isinstance(value, int) and not isinstance(value, bool):
        return _NUMBER + number
    raise TypeError(f"A {type(value).__name__} cannot stand in a statement that is kept.")


def _said(value: Any) -> Any:
    """Return a day or moment the way this database is told it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _like(mark: Any, value: Any) -> Any:
    """Return the value as the statement says its mark: a number of the column's own kind."""
    said = _said(value)
    return type(mark)(said) if isinstance(mark, int) and type(mark) is not int else said


class _HeardError(Exception):
    """A statement that was put together and not executed."""

    def __init__(self, sql: str, params: Any) -> None:
        super().__init__(sql)
        self.sql, self.params = sql, params


_sums: dict[Hashable, tuple[str, Any]] = {}


def kept_sums(key: Hashable, ask: Callable[[], object]) -> tuple[Any, ...]:
    """Return what ``ask`` adds up in one ``aggregate`` of whole numbers, in the order named.

    Its statement is kept with its values under the key, which says everything they depend on.
    """
    key = (connection.vendor, key)
    if key not in _sums:
        if len(_sums) >= MOST:
            _sums.clear()
        _sums[key] = _heard(ask)
    with connection.cursor() as cursor:
        cursor.execute(*_sums[key])
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _heard(ask: Callable[[], object]) -> tuple[str, Any]:
    def listen(_execute: Any, sql: str, params: Any, _many: Any, _context: Any) -> Any:
        raise _HeardError(sql, params)

    # It is not asked, so that it is not counted either.
    counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        with connection.execute_wrapper(listen):
            ask()
    except _HeardError as heard:
        return heard.sql, heard.params
    finally:
        connection.force_debug_cursor = counted
    raise TypeError("Nothing was asked of the database.")
