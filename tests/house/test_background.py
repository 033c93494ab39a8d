"""Background work survives the death of its worker."""

from __future__ import annotations

import os
import re
import socket
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from shouwen.journal.outbox import deliver_due, queue_message
from shouwen.site import background, heartbeats, orphans
from shouwen.site.senders import SENDERS

ROOMS = Path(__file__).resolve().parents[2] / "src" / "shouwen"
HERE = socket.gethostname()
GONE = f"{HERE}:4194999"  # beyond any process number of Linux
ELSEWHERE = "another-machine:17"


@task()
def pour_tea(cups: int) -> int:
    return cups


def begun_by(process: str, times: int = 1) -> DBTaskResult[Any, Any]:
    """A task that a worker began and did not finish."""
    result = pour_tea.enqueue(3)
    row = DBTaskResult.objects.get(pk=result.id)
    for _ in range(times):
        row.claim(process)
    return row


def status_after_take_over(row: DBTaskResult[Any, Any]) -> str:
    orphans.take_over(at=timezone.now())
    row.refresh_from_db()
    return str(row.status)


@pytest.mark.django_db(transaction=True)
def test_what_is_queued_is_done():
    result = pour_tea.enqueue(3)

    assert background._do_next()

    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.return_value) == (TaskResultStatus.SUCCESSFUL, 3)
    assert not background._do_next()


def test_a_dead_workers_task_is_given_back_at_once_on_the_same_machine(db):
    assert status_after_take_over(begun_by(GONE)) == TaskResultStatus.READY


def test_a_living_workers_task_is_left_alone(db):
    heartbeats.beat(role="worker", at=timezone.now())
    row = begun_by(heartbeats.this_process())

    assert status_after_take_over(row) == TaskResultStatus.RUNNING


@pytest.mark.parametrize(
    ("silent_for", "status"),
    [(timedelta(minutes=1), TaskResultStatus.RUNNING), (timedelta(minutes=3), "READY")],
)
def test_a_worker_elsewhere_is_waited_for(db, monkeypatch, silent_for, status):
    monkeypatch.setattr(heartbeats, "this_process", lambda: ELSEWHERE)
    heartbeats.beat(role="worker", at=timezone.now() - silent_for)

    assert status_after_take_over(begun_by(ELSEWHERE)) == status


def test_a_task_that_kills_its_workers_is_given_up(db):
    row = begun_by(GONE, times=orphans.MOST_STARTS)

    assert status_after_take_over(row) == TaskResultStatus.FAILED
    assert "WorkersDiedError" in row.exception_class_path


def test_a_process_is_known_by_its_machine_and_number():
    assert heartbeats.this_process() == f"{HERE}:{os.getpid()}"


@pytest.mark.django_db(transaction=True)
def test_a_queued_message_leaves_by_email():
    now = timezone.now()
    queue_message(channel="mail", recipient="li@example.cn", subject="到期", body="请处理", at=now)

    deliver_due(now=now, senders=SENDERS)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["li@example.cn"], "到期")


@pytest.mark.django_db(transaction=True)
def test_watching_leaves_a_sign_of_life(monkeypatch):
    monkeypatch.setattr(background, "stop_on_signals", threading.Event)

    background.watch(once=True)

    assert heartbeats.last_seen("watcher") is not None


def test_every_channel_a_room_writes_to_has_a_sender():
    asked = {
        channel
        for file in ROOMS.rglob("*.py")
        for call in re.findall(r"queue_message\(([^)]*)", file.read_text())
        for channel in re.findall(r'channel="(\w+)"', call)
    }

    assert asked
    assert asked <= set(SENDERS)
