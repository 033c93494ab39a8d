"""Claiming work in the background, holding it while it is done, seeing that it was lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, connection, models
from django.db.models import Q
from django.utils import timezone

log = structlog.get_logger(__name__)
# Longer than the queue waits before it gives a silent worker's task to another.
LEASE = timedelta(minutes=3)
_RENEWED_AFTER = timedelta(seconds=20)


class LostError(Exception):
    """The work belongs to somebody else by now, was stopped, or was thrown away."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Work that is held: the rows it may write to, as long as they are still its own."""

    rows: models.QuerySet[Any]

    def note(self, **values: object) -> None:
        """Write down how far the work is; raise LostError where it is no longer ours."""
        if not self.rows.update(**values):
            raise LostError

    def end(self, **values: object) -> None:
        """Write down how the work ended and let go of it; raise LostError as ``note`` does."""
        self.note(held_by="", held_until=None, **values)


def claim(rows: models.QuerySet[Any], by: str, at: datetime, **values: object) -> Lease | None:
    """Claim a row that waits, or that a task left behind; ``values`` are written with it.

    ``rows`` is the one row as long as there is something to do. The task that holds it may claim
    it again: the queue gives a task to another worker only once the first is dead. None where
    there is nothing to do, or another task is at it.
    """
    free = Q(held_until=None) | Q(held_until__lt=at) | Q(held_by=by)
    if not rows.filter(free).update(held_by=by, held_until=at + LEASE, **values):
        return None
    return Lease(rows.filter(held_by=by))


@contextmanager
def kept(lease: Lease) -> Iterator[Lease]:
    """Move a lease on from a thread of its own, however long a step of the work takes."""
    stop = threading.Event()
    heart = threading.Thread(target=_renew_until, args=(stop, lease), daemon=True)
    heart.start()
    try:
        yield lease
    finally:
        stop.set()
        heart.join()


def _renew_until(stop: threading.Event, lease: Lease) -> None:
    while not stop.wait(_RENEWED_AFTER.total_seconds()):
        try:
            until = timezone.now() + LEASE  # clock: the worker's own
            lease.rows.update(held_until=until)
        except DatabaseError as fault:
            log.warning("lease not renewed", fault=type(fault).__name__)
        finally:
            connection.close()


def is_lost(held_until: datetime | None, now: datetime) -> bool:
    """Tell whether work that was begun is lost: whoever did it gave no sign of life."""
    return held_until is None or held_until < now
