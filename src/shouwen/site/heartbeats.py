"""Leaving and reading signs of life; `shouwen doctor` looks at them."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from shouwen.site.models import Heartbeat

# A process that said nothing for so long is taken for dead, and its row is cleared by the next.
FORGOTTEN_AFTER = timedelta(days=1)


def this_process() -> str:
    """Return the name of this process among all machines: ``host:number``."""
    return f"{socket.gethostname()}:{os.getpid()}"


def beat(*, role: str, at: datetime) -> None:
    """Say that this process, in this role, was alive at ``at``."""
    process = this_process()
    Heartbeat.objects.update_or_create(role=role, process=process, defaults={"seen_at": at})
    Heartbeat.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()


def last_seen(role: str) -> datetime | None:
    """Return when anybody in this role was last alive, or None if never."""
    return (
        Heartbeat.objects.filter(role=role)
        .order_by("-seen_at")
        .values_list("seen_at", flat=True)
        .first()
    )
