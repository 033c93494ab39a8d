"""What the room keeps: how the check of a period against the journal went."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from shouwen.leases.holding import is_lost
from shouwen.leases.models import Leased


class Check(Leased):
    """The last check of a period; ``entries`` and ``last`` say which entries it looked at.

    ``differences`` are the first ones, ``found`` is how many there are.
    """

    class State(models.TextChoices):
        """How far the check has come."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    days_done = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    found = models.PositiveBigIntegerField(default=0)
    differences = models.JSONField(default=list)
    is_seal_broken = models.BooleanField(default=False)
    entries = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_check_stands_somewhere",
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    def stands(self, now: datetime) -> State:
        """Return how far it has come; broken off where its worker was lost."""
        lost = self.state == self.State.RUNNING and is_lost(self.held_until, now)
        return self.State.FAILED if lost else self.State(self.state)
