"""The two processes behind the pages: one does queued work, one watches due times.

Both crash on trouble and are started again by the supervisor, so there is one way to recover.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.journal import outbox
from shouwen.site import heartbeats
from shouwen.site.senders import SENDERS

LOG = structlog.get_logger("shouwen.background")
BATCH = 200
DUTIES_EVERY = timedelta(minutes=1)


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM or Ctrl-C sets, so a round in hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def watch(*, once: bool = False) -> None:
    """Look for due times every SHOUWEN_WATCH_SECONDS until told to stop."""
    stop = stop_on_signals()
    duties_at = timezone.now()
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        if now >= duties_at:
            open_duties(now=now)
            duties_at = now + DUTIES_EVERY
        act_on_due_times(now)
        heartbeats.beat(role="watcher", at=timezone.now())
        if once:
            return
        stop.wait(settings.SHOUWEN_WATCH_SECONDS)


def act_on_due_times(now: datetime) -> int:
    """Warn, escalate, lapse and expire everything due; return how many rows that were."""
    total = 0
    while done := watch_once(now=now, limit=BATCH):
        total += done
        if done < BATCH:
            break
    if total:
        LOG.info("watched", due=total)
    return total


def work(*, until_idle: bool = False) -> None:
    """Do queued work and send due messages as they come, until told to stop."""
    stop = stop_on_signals()
    while not stop.is_set():
        close_old_connections()
        heartbeats.beat(role="worker", at=timezone.now())
        _do_what_is_queued()
        outbox.deliver_due(now=timezone.now(), senders=SENDERS)
        if until_idle:
            return
        stop.wait(1)


def _do_what_is_queued() -> None:
    # The library's worker in batch mode returns once nothing waits, which leaves the loop,
    # its signals and its sign of life to us. After so many tasks we look up all the same.
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=BATCH,
        worker_id=f"{socket.gethostname()}:{os.getpid()}"[:64],
        excluded_queue_names=[],
    ).run()
