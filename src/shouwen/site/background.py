"""The two processes behind the pages: one does queued work, one watches due times.

Both crash on trouble and are started again by the supervisor, so there is one way to recover.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from shouwen.calls import actions as calls
from shouwen.calls import posting, recordings
from shouwen.calls.plays import Stage
from shouwen.cases import mailed, recurring, sending, tallies
from shouwen.channels import actions as channels
from shouwen.channels import sending as channel_sending
from shouwen.chat import actions as chats
from shouwen.chat import forgetting as chat_forgetting
from shouwen.customers import reminding as contracts
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.files import actions as files
from shouwen.insight import ended as targets
from shouwen.journal import outbox
from shouwen.live import actions as live
from shouwen.mail import fetching
from shouwen.office import reminding as resolutions
from shouwen.portal import forgetting as portal
from shouwen.quality import reading as quality
from shouwen.reception import forgetting as reception
from shouwen.roster import alarms
from shouwen.roster.actions import punches
from shouwen.seats import actions as seats
from shouwen.site import heartbeats, orphans
from shouwen.site.letters import LETTERS
from shouwen.site.senders import SENDERS
from shouwen.trial import telling
from shouwen.webhooks.following import follow
from shouwen.webhooks.keeping import forget_old
from shouwen.webhooks.sending import send_due

LOG = structlog.get_logger("shouwen.background")
BATCH = 25
BREATH_SECONDS = 0.1
BEAT_SECONDS = 15
TICK_SECONDS = 0.3
CLEAR_EVERY = timedelta(days=1)
DUTIES_EVERY = timedelta(minutes=1)
FORGET_EVERY = timedelta(minutes=10)


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
            recurring.open_due(now=now)
            contracts.remind(now=now)
            resolutions.remind(now=now)
            telling.remind(now=now)
            targets.record_ended(now=now)
            punches.judge_due(now=now)
            alarms.tell_leads(now=now)
            mailed.send_due(now=now, writers=LETTERS)
            quality.read_on(now=now)
            duties_at = now + DUTIES_EVERY
        seats.lapse_due(now=now)
        calls.end_silent(now=now)
        chats.route(now=now)
        # First what people sent: it counts from then, and may meet what falls due now.
        sending.send_due(now=now)
        act_on_due_times(now)
        while tallies.fold() == tallies.FOLDED:
            time.sleep(BREATH_SECONDS)
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
        # On SQLite one writer that never rests keeps everybody else from signing in.
        time.sleep(BREATH_SECONDS)
    if total:
        LOG.info("watched", due=total)
    return total


def work(*, until_idle: bool = False) -> None:
    """Do queued work, send due messages and call webhooks as they come, until told to stop."""
    stop = stop_on_signals()
    orphans.take_over(at=timezone.now())
    heart = threading.Thread(target=_beat_until, args=(stop,), daemon=True)
    heart.start()
    caller = threading.Thread(target=_call_until, args=(stop,), daemon=True)
    clear_at = timezone.now()
    phones = threading.Thread(target=_command_until, args=(stop,), daemon=True)
    letters = threading.Thread(target=_fetch_until, args=(stop,), daemon=True)
    answers = threading.Thread(target=_answer_until, args=(stop,), daemon=True)
    if not until_idle:
        caller.start()
        phones.start()
        letters.start()
        answers.start()
    while not stop.is_set():
        close_old_connections()
        if _do_next():
            continue
        if timezone.now() >= clear_at:
            erase_recordings(timezone.now())
            clear_files(timezone.now())
            forget_contacts(timezone.now())
            forget_news(timezone.now())
            clear_at = timezone.now() + CLEAR_EVERY
        outbox.deliver_due(now=timezone.now(), senders=SENDERS)
        if until_idle:
            _call_until_idle()
            stop.set()
        stop.wait(1)
    heart.join()
    if not until_idle:
        caller.join()
        phones.join()
        letters.join()


def erase_recordings(now: datetime) -> int:
    """Erase recordings of calls that a rule in force no longer keeps; return how many went."""
    erased = recordings.erase_due(now=now)
    if erased:
        LOG.info("recordings erased", erased=erased)
    return erased


def clear_files(now: datetime) -> int:
    """Remove uploads that nothing names a day after they came; return how many went."""
    removed = files.clear_away(now=now)
    if removed:
        LOG.info("files cleared away", removed=removed)
    return removed


def forget_contacts(now: datetime) -> int:
    """Remove contact data kept as long as the privacy notice says; return of how many matters."""
    forgotten = 0
    while done := portal.forget_due(now=now, limit=BATCH):
        forgotten += done
        time.sleep(BREATH_SECONDS)
    if forgotten:
        LOG.info("contact data removed", matters=forgotten)
    while done := reception.forget_due(now=now, limit=BATCH):
        forgotten += done
    while done := chat_forgetting.forget_due(now=now, limit=BATCH):
        forgotten += done
        time.sleep(BREATH_SECONDS)
    while channels.forget_due(now=now, limit=BATCH):
        time.sleep(BREATH_SECONDS)
    return forgotten


def forget_news(now: datetime) -> None:
    """Remove news that every open page has heard long ago."""
    while live.forget_old(now=now):
        time.sleep(BREATH_SECONDS)


def call_webhooks() -> int:
    """Write down what is to be told and tell what is due; return how much that was."""
    followed = follow(now=timezone.now())
    return followed + send_due(clock=timezone.now, chance=random.random)


def _call_until_idle() -> None:
    while call_webhooks():
        pass


def _call_until(stop: threading.Event) -> None:
    # In a thread of its own: a slow receiver keeps neither mail nor imports waiting.
    forget_at = timezone.now()
    while not stop.is_set():
        close_old_connections()
        try:
            busy = call_webhooks()
            if timezone.now() >= forget_at:
                forget_old(now=timezone.now(), days=settings.SHOUWEN_WEBHOOK_LOG_DAYS)
                forget_at = timezone.now() + FORGET_EVERY
        except Exception as fault:  # noqa: BLE001 - nobody would see a thread die
            LOG.warning("webhooks not called", fault=type(fault).__name__)
            connection.close()
            busy = 0
        stop.wait(BREATH_SECONDS if busy else 1)
    connection.close()


def _command_until(stop: threading.Event) -> None:
    # Whoever presses a button at the telephone waits for it.
    stage = Stage(heartbeats.this_process()[-64:])
    while not stop.is_set():
        close_old_connections()
        try:
            busy = stage.go_on(timezone.now()) + posting.post_due(now=timezone.now())
        except Exception as fault:  # noqa: BLE001 - nobody would see a thread die
            LOG.warning("exchanges not served", fault=type(fault).__name__)
            connection.close()
            busy = 0
        stop.wait(TICK_SECONDS if busy else 1)
    connection.close()


def _fetch_until(stop: threading.Event) -> None:
    # A mailbox may take half a minute to say that it is not there.
    while fetching.is_set() and not stop.is_set():
        close_old_connections()
        try:
            fetching.fetch_due(clock=timezone.now)
        except Exception as fault:  # noqa: BLE001 - nobody would see a thread die
            LOG.warning("letters not fetched", fault=type(fault).__name__)
            connection.close()
        stop.wait(1)
    connection.close()


def _answer_until(stop: threading.Event) -> None:
    # Whoever writes by WeChat waits for the answer, not for other receivers.
    while not stop.is_set():
        close_old_connections()
        try:
            busy = channel_sending.send_due(clock=timezone.now)
        except Exception as fault:  # noqa: BLE001 - nobody would see a thread die
            LOG.warning("answers not sent", fault=type(fault).__name__)
            connection.close()
            busy = 0
        stop.wait(BREATH_SECONDS if busy else 1)
    connection.close()


def _beat_until(stop: threading.Event) -> None:
    # In a thread of its own, so that a long task does not look like a dead worker.
    while True:
        try:
            heartbeats.beat(role="worker", at=timezone.now())
            orphans.take_over(at=timezone.now())
        except DatabaseError as fault:
            LOG.warning("no sign of life", fault=type(fault).__name__)
        finally:
            connection.close()
        if stop.wait(BEAT_SECONDS):
            return


def _do_next() -> bool:
    # The library's worker in batch mode returns after one task or when nothing waits, which
    # leaves the loop, its signals and its sign of life to us.
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=heartbeats.this_process()[-64:],
        excluded_queue_names=[],
    )
    worker.run()
    return bool(worker._run_tasks)  # noqa: SLF001 - the only place that says it
