"""What ties cases together, and who works on one beside its handler."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.cases.choices import Tie
from shouwen.cases.models.matters import Case


class Relation(models.Model):
    """Two cases that belong together, for as long as the fact that tied them stands.

    ``case`` is the parent of a child, what another was merged into, or what one was split from.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Tie)
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    # Where a merged case stood, so that it can stand there again.
    state_before = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="two_cases_are_tied_once_a_sort", fields=["case", "other", "sort"]
            ),
            models.CheckConstraint(
                name="no_case_is_tied_to_itself", condition=~Q(case=models.F("other"))
            ),
            models.CheckConstraint(name="a_known_tie", condition=Q(sort__in=Tie.values)),
        ]

    def __str__(self) -> str:
        """Name both cases by their keys."""
        return f"{self.case_id} {self.sort} {self.other_id}"


class Share(models.Model):
    """A colleague who works on a case beside its handler, with their share in percent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_share_a_member", fields=["case", "member"]),
            models.CheckConstraint(
                name="a_share_is_a_part", condition=Q(percent__gte=1, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        """Return the percentage."""
        return f"{self.percent} %"
