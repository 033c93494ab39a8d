"""The house's own rules of how a new case is graded."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType, Channel, Priority, Severity
from shouwen.cases.models.matters import Category
from shouwen.customers.choices import Grade


class GradingRule(models.Model):
    """What a new case must be like for the house to grade it so; blank asks for nothing.

    ``words`` ask for one of them in title or text. A rule raises a severity that somebody chose
    and never lowers it; what a regulation makes of the case is the regulation's.
    """

    name = models.CharField(pgettext_lazy("category", "Name"), max_length=60)
    order = models.PositiveIntegerField(default=0)
    case_type = models.CharField(max_length=16, choices=CaseType, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    customer_class = models.CharField(max_length=10, choices=Grade, blank=True)
    words = models.JSONField(default=list)
    severity = models.CharField(max_length=10, choices=Severity, blank=True)
    priority = models.CharField(max_length=10, choices=Priority, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="grading_in_order", fields=["order", "id"], condition=Q(ended_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_grading_rule_grades", condition=~Q(severity="", priority="")
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
