"""The tables of the front desk: every arrival of a day with its number."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.reception.choices import HERE, Stands

_MEMBER = settings.AUTH_USER_MODEL


class Arrival(models.Model):
    """Somebody who came; ``number`` counts within the day without a gap.

    ``key`` is the form's: sent twice it is one arrival. Name, telephone and purpose are what the
    visitor said, and stand in no fact.
    """

    day = models.DateField()
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=Stands.choices, default=Stands.WAITING)
    counter = models.CharField(max_length=20, blank=True)
    received_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    served_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    came_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="arrivals_of_a_day_count_in_order", fields=["day", "number"]
            ),
            models.CheckConstraint(
                name="an_arrival_stands_somewhere", condition=Q(state__in=Stands.values)
            ),
            models.CheckConstraint(
                name="who_was_called_is_served_by_somebody",
                condition=~Q(state__in=[Stands.CALLED, Stands.SERVED]) | Q(served_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="arrivals_here", fields=["day", "number"], condition=Q(state__in=HERE)
            ),
            models.Index(name="arrivals_by_end", fields=["ended_at"]),
        ]

    def __str__(self) -> str:
        """Return the number that is called; who came is shown only as far as the reader may."""
        return f"{self.number:03d}"

    @property
    def about(self) -> str:
        """The key of this arrival in facts and obligations."""
        return f"arrival:{self.pk}"
