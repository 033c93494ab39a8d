"""The words a trial's rows keep: where it stands, and what a difference is about."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """How far a trial has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Sort(TextChoices):
    """What a difference is about."""

    OBLIGATION = "obligation"
    TRANSFER = "transfer"
    PERMISSION = "permission"


RUNNING = (State.WAITING, State.RUNNING)
