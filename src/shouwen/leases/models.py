"""The two columns of a row that somebody works on in the background."""

from __future__ import annotations

from django.db import models


class Leased(models.Model):
    """A row that one process at a time works on; ``held_by`` is that process's queued task.

    Until ``held_until`` the work counts as alive; whoever does it moves that on as long as it
    lives. Both are empty while nobody has begun.
    """

    held_by = models.CharField(max_length=64, blank=True, default="", editable=False)
    held_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """Columns of each room's own table."""

        abstract = True
