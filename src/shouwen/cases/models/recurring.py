"""Cases that are opened again and again, such as a monthly maintenance."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwen.cases.choices import CaseType, Every, Severity, Shift
from shouwen.cases.models.matters import Category


class Recurrence(models.Model):
    """A case that is opened every so often, from ``starts_on`` until it is paused or ended.

    ``on_day`` is the weekday (1 is Monday) of one by weeks, and the day of the month of one by
    months; a month that is too short has its last day instead. ``next_day`` is the day by the
    rhythm, ``next_at`` the moment after the shift to a working day; neither while it is paused.
    """

    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("What is to be done"), blank=True)
    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    severity = models.CharField(_("Severity"), max_length=10, choices=Severity, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=Every)
    on_day = models.PositiveSmallIntegerField(null=True)
    shift = models.CharField(max_length=10, choices=Shift, default=Shift.STAYS)
    at_time = models.TimeField()
    starts_on = models.DateField()
    next_day = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_number = models.CharField(max_length=20, blank=True)
    fault = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                name="recurring_by_time", fields=["next_at"], condition=Q(next_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="a_rhythm_has_a_length", condition=Q(every__gte=1)),
            models.CheckConstraint(name="a_known_rhythm", condition=Q(unit__in=Every.values)),
            models.CheckConstraint(
                name="a_day_of_the_rhythm",
                condition=Q(unit=Every.DAY, on_day__isnull=True)
                | Q(unit=Every.WEEK, on_day__gte=1, on_day__lte=7)
                | Q(unit=Every.MONTH, on_day__gte=1, on_day__lte=31),
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class RecurrenceChange(models.Model):
    """What somebody changed in a series, field by field: as it was, and as it is from then on."""

    recurrence = models.ForeignKey(Recurrence, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField()

    class Meta:
        indexes = [models.Index(name="changes_of_a_series", fields=["recurrence", "-id"])]

    def __str__(self) -> str:
        """Return which series was changed when."""
        return f"{self.recurrence_id}: {self.at:%Y-%m-%d %H:%M}"
