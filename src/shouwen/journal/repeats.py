"""Requests that come twice: what was recorded under their idempotency keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from shouwen.journal.errors import IdempotencyConflictError
from shouwen.journal.models import FactRow


def find_repeat(key: str, request_hash: str) -> FactRow | None:
    """Return the fact this idempotency key recorded before, or None.

    Raises IdempotencyConflictError if the key was used for a request that said something else.
    """
    return find_any_repeat((key,), request_hash)


def find_any_repeat(keys: Sequence[str], request_hash: str) -> FactRow | None:
    """Return the fact that the first of these keys recorded before, in one query."""
    return same_request(recorded_under_any(keys), request_hash)


def same_request(row: FactRow | None, request_hash: str) -> FactRow | None:
    """Return the row; raise IdempotencyConflictError if it was recorded for another request."""
    if row is not None and row.request_hash != request_hash:
        raise IdempotencyConflictError(
            _(
                "The key “%(key)s” already recorded something else as fact %(number)s; "
                "send a new key."
            )
            % {"key": row.idempotency_key, "number": row.number}
        )
    return row


def recorded_under_any(keys: Sequence[str]) -> FactRow | None:
    """Return the fact that the first of these keys recorded, in one query."""
    return first_under(keys, rows_under(keys))


def first_under(keys: Sequence[str], rows: Iterable[FactRow]) -> FactRow | None:
    """Return the row of the first of these idempotency keys that has one, or None."""
    found = [row for row in rows if row.idempotency_key in keys]
    return min(found, key=lambda row: keys.index(str(row.idempotency_key)), default=None)


def rows_under(keys: Sequence[str]) -> list[FactRow]:
    """Return the facts recorded under these idempotency keys, in one query."""
    if not keys:
        return []
    # One after another: where few facts have a key, SQLite looks at every fact for one of several.
    parts = [FactRow.objects.filter(idempotency_key=key).order_by() for key in keys]
    return list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
