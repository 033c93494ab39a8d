"""Background tasks whose worker died: given back to the queue, so that nothing stays half done."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from shouwen.site.models import Heartbeat

DEAD_AFTER = timedelta(minutes=2)  # without a sign of life
MOST_STARTS = 3  # a task that took so many workers with it is not given to another


class WorkersDiedError(Exception):
    """A task was begun several times and its worker died each time."""


def take_over(*, at: datetime) -> int:
    """Give every task of a dead worker back to the queue; return how many."""
    alive = set(
        Heartbeat.objects.filter(role="worker", seen_at__gte=at - DEAD_AFTER).values_list(
            "process", flat=True
        )
    )
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    orphans = [each for each in running if is_dead(str(each.worker_ids[-1]), alive)]
    return sum(_give_back(each) for each in orphans)


def is_dead(process: str, alive: set[str]) -> bool:
    """Tell whether a process (``host:number``) can no longer finish what it began."""
    host, _, number = process.rpartition(":")
    if host == socket.gethostname() and number.isdecimal() and not _exists(int(number)):
        return True  # on our own machine there is no need to wait
    return process not in alive


def _exists(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _give_back(task: DBTaskResult[Any, Any]) -> int:
    if len(task.worker_ids) >= MOST_STARTS:
        task.set_failed(WorkersDiedError(f"Begun {MOST_STARTS} times; its worker died each time."))
        return 0
    # Only as we saw it: another worker may have taken it over and begun anew meanwhile.
    seen = DBTaskResult.objects.filter(
        pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
    )
    return seen.update(status=TaskResultStatus.READY)
