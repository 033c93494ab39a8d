"""Queues: named places where cases lie, such as refunds or English."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Queue(models.Model):
    """A place where cases lie until somebody of its members takes them."""

    name = models.CharField(pgettext_lazy("queue", "Name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_queue_is_named_once", fields=["name"], condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        """Return the name as the house writes it."""
        return self.name


class QueueMember(models.Model):
    """A member who works on what lies in a queue, and may therefore read it."""

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="once_in_a_queue", fields=["queue", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.queue_id} {self.member_id}"
