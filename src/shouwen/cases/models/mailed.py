"""Lists and figures that members have mailed to themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.cases.choices import Every, Mailed, Unsent


class MailedReport(models.Model):
    """A kept list, the targets or the report of calls, mailed to a member at ``next_at``.

    ``unit`` counts working days, weeks or months; ``on_day`` is the weekday (1 is Monday) or the
    day of the month. ``house`` begins the links, as the member reached the house when they asked.
    ``since`` is when the last mail was written, at first when it was asked for; what came and went
    after it is in the next. ``fault`` says why the last one was not sent.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Mailed)
    view = models.ForeignKey("View", on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.CharField(max_length=10, choices=Every)
    on_day = models.PositiveSmallIntegerField(null=True)
    at_time = models.TimeField()
    house = models.CharField(max_length=200)
    since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    fault = models.CharField(max_length=10, choices=Unsent, blank=True)

    class Meta:
        indexes = [models.Index(name="mailed_by_time", fields=["next_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_list_is_mailed_or_figures",
                condition=Q(kind=Mailed.LIST, view__isnull=False)
                | Q(kind__in=[Mailed.TARGETS, Mailed.CALLS], view__isnull=True),
            ),
            models.CheckConstraint(
                name="a_day_of_the_mail",
                condition=Q(unit=Every.DAY, on_day__isnull=True)
                | Q(unit=Every.WEEK, on_day__gte=1, on_day__lte=7)
                | Q(unit=Every.MONTH, on_day__gte=1, on_day__lte=31),
            ),
            models.UniqueConstraint(
                name="a_list_is_mailed_once_to_each",
                fields=["member", "view"],
                condition=Q(view__isnull=False),
            ),
            models.UniqueConstraint(
                name="figures_are_mailed_once_to_each",
                fields=["member", "kind"],
                condition=Q(view__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is and what, without asking the database."""
        return f"{self.kind} {self.view_id or ''} for member {self.member_id}"
