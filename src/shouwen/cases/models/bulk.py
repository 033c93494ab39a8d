"""One step for many matters, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shouwen.cases.choices import BulkOutcome, BulkState
from shouwen.cases.models.matters import Case


class BulkRun(models.Model):
    """The same step for many matters: first judged one by one, then taken one by one."""

    verb = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.JUDGING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        indexes = [models.Index(name="bulk_runs_newest", fields=["by", "-started_at"])]

    def __str__(self) -> str:
        """Return the verb and the number."""
        return f"{self.verb} {self.pk}"


class BulkItem(models.Model):
    """One matter of a run: what would become of it, and what did; ``clause`` refuses it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=BulkOutcome, default=BulkOutcome.WAITING)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_matter_is_once_in_a_run", fields=["run", "case"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.run_id} {self.case_id}"
