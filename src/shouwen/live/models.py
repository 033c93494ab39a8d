"""Two small tables: how far each stream has come, and its recent news."""

from __future__ import annotations

from django.db import models


class Stream(models.Model):
    """One stream and the number of its latest news; its row is held by whoever says the next."""

    key = models.CharField(max_length=120, unique=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class News(models.Model):
    """One thing that was said in a stream; forgotten after a day."""

    stream = models.CharField(max_length=120)
    number = models.BigIntegerField()
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_stream_numbers_its_news", fields=["stream", "number"]),
        ]
        indexes = [models.Index(name="news_by_time", fields=["at"])]

    def __str__(self) -> str:
        """Return which of which stream it is."""
        return f"{self.stream} {self.number}"
