"""Signs of life that the background processes leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of one process; ``role`` is ``worker`` or ``watcher``."""

    role = models.CharField(max_length=20)
    process = models.CharField(max_length=120)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_process_beats_in_one_place", fields=["role", "process"]
            ),
        ]

    def __str__(self) -> str:
        """Return who beats."""
        return f"{self.role} {self.process}"
