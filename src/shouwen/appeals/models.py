"""The table of appeals: what is questioned, by whom, and how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

_FACT = "journal.FactRow"


class State(models.TextChoices):
    """Where an appeal stands; a later level is an appeal of its own."""

    WAITING = "waiting"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Appeal(models.Model):
    """Somebody questions a fact; ``filed`` is the asking, ``request`` what its judges sign.

    ``line`` is what was questioned: ``transfer:5``, ``duty:7`` or ``fact:9``. ``by_rule`` says that
    a rule in force named the judges; otherwise they are the superiors.
    """

    fact = models.ForeignKey(_FACT, on_delete=models.PROTECT, related_name="+")
    filed = models.OneToOneField(_FACT, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField("approvals.Request", on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=40)
    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField()
    by_rule = models.BooleanField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_appeal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_appeal_ends_once",
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_appeal_waits_for_each",
                fields=["fact", "appellant"],
                condition=Q(state="waiting"),
            ),
        ]
        indexes = [models.Index(name="appeals_of_a_member", fields=["appellant", "-id"])]

    def __str__(self) -> str:
        return f"{self.line} {self.level} {self.state}"
