"""The index: one row for a matter's text. Its number grows whenever the text changes."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """A matter's text as it is looked for and shown; a higher ``id`` changed later.

    The tokens stand beside: a column on PostgreSQL, a table of FTS5 on SQLite; ``engines`` knows.
    """

    about = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=16)
    head = models.TextField(blank=True)
    body = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    happened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return whose text it is."""
        return self.about
