"""A text on its way to becoming a regulation: kept as it was brought in, faults and all."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """A regulation file that somebody uploaded or pasted; nothing of it is lost on a fault.

    ``revision`` counts the saves, so that two people editing at once notice each other.
    ``adopted`` is the version it became. While it waits for signatures it has ``sent_at`` and the
    name of its ``regulation``; how that last ended, if not well, stands in ``sent_back``.
    """

    file_name = models.CharField(max_length=255)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    adopted = models.ForeignKey(
        "regulations.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    regulation = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.CharField(max_length=10, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.CharField(max_length=150, blank=True)
    sent_back_why = models.TextField(blank=True)

    class Meta:
        """Drafts are listed with the latest change first."""

        ordering = ("-changed_at", "-pk")

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name


class Typed(models.Model):
    """What a member typed at a place and did not save; ``revision`` is the save they began from.

    ``place`` names what is being changed: ``draft:7``, or what a room above calls its own.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    content = models.JSONField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """One text of each member at a place."""

        constraints = [
            models.UniqueConstraint(fields=("member", "place"), name="one_text_typed_at_a_place")
        ]
        indexes = [models.Index(fields=("place",), name="typed_at_a_place")]

    def __str__(self) -> str:
        """Return the place."""
        return self.place
