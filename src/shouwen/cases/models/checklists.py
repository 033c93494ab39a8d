"""What is gone through in a case, and what of it was done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.cases.models.matters import Case


class Checklist(models.Model):
    """What is gone through in every case of a type; ``items`` are the lines in their order."""

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    items = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="checklists_of_a_type", fields=["case_type", "id"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Tick(models.Model):
    """An item of a checklist that was done in a case, for as long as its fact stands."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    checklist = models.CharField(max_length=80)
    item = models.CharField(max_length=200)
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_item_is_ticked_once_a_case", fields=["case", "checklist", "item"]
            ),
        ]

    def __str__(self) -> str:
        """Return list and item."""
        return f"{self.checklist}: {self.item}"
