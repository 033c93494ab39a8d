"""The findings' table: which fact a round brought up, and where it was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Finding(models.Model):
    """Something that is not as it should be; its matter is what the rules make of it.

    ``fact`` is None while the fact waits for a signature. ``found_on`` is the obligation on whose
    round it was found, if it was on one; ``place`` is its line there, as people read it.
    """

    about = models.CharField(max_length=200, unique=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fact_kind = models.CharField(max_length=100)
    found_on = models.ForeignKey(
        "obligations.ObligationRow", null=True, on_delete=models.PROTECT, related_name="+"
    )
    line = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_finding_is_a_matter", condition=~Q(about="")),
        ]
        indexes = [models.Index(name="findings_newest_first", fields=["-found_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.fact_kind} {self.about}"
