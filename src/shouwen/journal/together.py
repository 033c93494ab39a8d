"""Writing the rows of many facts in few statements, inside one transaction.

A batch of facts costs mostly statements: each fact a row, the chain's head and an index entry. In
a :func:`written_together` block those rows wait and are written with one statement for many. The
rows, their numbers and their hashes are the same. Nobody can see the difference: any statement
that so much as names a table with waiting rows makes them be written first, and so does a
savepoint, so that a rollback to it takes back exactly what came after it. The block is a
transaction of its own: either all of it is written, or nothing.

A room may also keep what it read in such a block (:func:`kept_of`); it is forgotten as soon as a
statement writes to the table it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwen.journal import roundtrips
from shouwen.journal.errors import ChainBrokenError
from shouwen.journal.models import ChainHead, FactRow
from shouwen.journal.repeats import rows_under

HEAD = ChainHead._meta.db_table  # noqa: SLF001 - public in all but name
Execute = Callable[[str, Any, bool, Any], Any]


class _Pen:
    """The rows that wait to be written, by table, and the chain's head as they leave it."""

    def __init__(self) -> None:
        self.head: ChainHead | None = None
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        # Where the head stands in its table, and the row it has to be moved to.
        self._moved: tuple[int, FactRow] | None = None
        self._writing = False
        self._kept: dict[type[models.Model], dict[Any, Any]] = {}

    def kept_of(self, model: type[models.Model]) -> dict[Any, Any]:
        return self._kept.setdefault(model, {})

    def add(self, row: models.Model) -> None:
        self._rows.setdefault(type(row), []).append(row)

    def move_the_head(self, before: int, row: FactRow) -> None:
        stands = self._moved[0] if self._moved else before
        self._moved = (stands, row)
        self.head = ChainHead(pk=1, number=row.number, hash=row.hash)

    def write(self) -> None:
        """Write what waits, each table after those it refers to."""
        rows, moved = self._rows, self._moved
        self._forget()
        self._writing = True
        try:
            for model in sorted(rows, key=lambda each: _depth(each, rows)):
                model._default_manager.bulk_create(rows[model])  # noqa: SLF001
            if moved is not None:
                _write_the_head(*moved)
        finally:
            self._writing = False

    def _forget(self) -> None:
        self._rows, self._moved = {}, None

    def look(self, execute: Execute, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Write what waits before a statement that could see, or take back, less than all."""
        if not self._writing:
            self._make_way_for(sql)
        return execute(sql, params, many, context)

    def _make_way_for(self, sql: str) -> None:
        if sql.startswith("ROLLBACK TO"):
            # What had to stay was written when the savepoint was made.
            self._forget()
            self._kept = {}
            self.head = None
            return
        if sql.startswith("SAVEPOINT") or self._is_asked_for(sql):
            self.write()
        if HEAD in sql:
            self.head = None
        if not sql.startswith("SELECT"):
            for model in [each for each in self._kept if each._meta.db_table in sql]:  # noqa: SLF001
                self._kept[model].clear()

    def _is_asked_for(self, sql: str) -> bool:
        if self._moved is not None and HEAD in sql:
            return True
        return any(model._meta.db_table in sql for model in self._rows)  # noqa: SLF001


def _depth(model: type[models.Model], among: Collection[type[models.Model]]) -> int:
    """Return how many of these tables stand one behind the other before this one."""
    wanted = {field.related_model for field in model._meta.concrete_fields if field.is_relation}  # noqa: SLF001
    before = [each for each in among if each in wanted and each is not model]
    return max((1 + _depth(each, among) for each in before), default=0)


_pen: ContextVar[_Pen | None] = ContextVar("rows_waiting_to_be_written", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Write the rows of the facts recorded in this block together; a block inside adds to it."""
    with transaction.atomic():
        if _pen.get() is not None:
            yield
            return
        pen = _Pen()
        token = _pen.set(pen)
        try:
            with connection.execute_wrapper(pen.look):
                yield
                pen.write()
        finally:
            _pen.reset(token)


_in_a_part: ContextVar[bool] = ContextVar("in_a_part_of_a_transaction", default=False)


@contextmanager
def part_of_a_transaction() -> Iterator[None]:
    """Begin a transaction, or a part of one that can be taken back by itself.

    A part has no parts of its own, nor has a :func:`written_together` block: an error inside
    takes back all of it, whoever catches the error meanwhile.
    """
    alone = _pen.get() is None and not _in_a_part.get()
    with transaction.atomic(savepoint=alone):
        token = _in_a_part.set(True)
        try:
            yield
        finally:
            _in_a_part.reset(token)


def add_rows(rows: Iterable[models.Model]) -> None:
    """Add new rows, at once, or together with others in a :func:`written_together` block."""
    pen = _pen.get()
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        if pen is not None:
            pen.add(row)
        else:
            by_table.setdefault(type(row), []).append(row)
    for model, found in by_table.items():
        model._default_manager.bulk_create(found)  # noqa: SLF001


def write_waiting() -> None:
    """Write what waits now, for somebody who needs the keys that the database gives."""
    pen = _pen.get()
    if pen is not None:
        pen.write()


def is_writing() -> bool:
    """Return whether rows are kept back here, so that the head may stand elsewhere than read."""
    return _pen.get() is not None


def kept_of(model: type[models.Model]) -> dict[Any, Any] | None:
    """Return what was read from a table in the block around and still holds; None outside one."""
    pen = _pen.get()
    return None if pen is None else pen.kept_of(model)


def hold_the_head(under: Sequence[str] = ()) -> tuple[ChainHead | None, list[FactRow]]:
    """Lock the chain's head until the commit and return it as it stands; None without one.

    With it come the facts recorded under these idempotency keys, in the same round trip.
    """
    pen = _pen.get()
    if pen is not None and pen.head is not None:
        return pen.head, rows_under(under)
    # SQLite locks no rows: there a transaction that may write is alone from its beginning.
    head = ChainHead.objects.select_for_update().filter(pk=1)
    heads, rows = _asked_with(head, under)
    if pen is not None:
        pen.head = heads[0] if heads else None
    return (heads[0] if heads else None), rows


def _asked_with(head: QuerySet[ChainHead], under: Sequence[str]) -> tuple[Any, list[FactRow]]:
    if under and roundtrips.in_one_trip():
        heads, rows = roundtrips.rows_of_each(
            head, FactRow.objects.filter(idempotency_key__in=under)
        )
        return heads, rows
    return list(head), rows_under(under)


def write_fact(before: int, row: FactRow, more: Iterable[models.Model]) -> None:
    """Add a fact with its rows, and move the chain's head from the number ``before`` to it."""
    pen = _pen.get()
    if pen is None:
        statement = f"UPDATE {HEAD} SET number = %s, hash = %s WHERE id = 1 AND number = %s"  # noqa: S608 own words only
        moved = (statement, (row.number, row.hash, before))
        _check_moved(roundtrips.add_after(moved, [row, *more]))
        return
    for each in (row, *more):
        pen.add(each)
    pen.move_the_head(before, row)


def _write_the_head(before: int, row: FactRow) -> None:
    stands = ChainHead.objects.filter(pk=1, number=before)
    _check_moved(stands.update(number=row.number, hash=row.hash))


def _check_moved(changed: int) -> None:
    if not changed:
        raise ChainBrokenError(
            _("The journal's head was moved meanwhile; nothing was recorded, try again.")
        )
