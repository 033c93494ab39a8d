"""What the rules in force are still waiting to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class OpenQuestion(models.Model):
    """A rule could not be decided because something about a fact was not recorded.

    ``missing`` lists the names of the details; a name that begins with ``figure:`` is a figure the
    regulation itself leaves blank. Once somebody supplies them the rule is judged again and
    ``answered_by`` holds the fact that did it.
    """

    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("regulations.Version", on_delete=models.PROTECT, related_name="+")
    rule_id = models.CharField(max_length=120)
    clause_number = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    missing = models.JSONField()
    steps = models.JSONField(default=list)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """A rule asks once about a fact; open questions are found by whom they were asked of."""

        constraints = (
            models.UniqueConstraint(
                name="a_rule_asks_once_about_a_fact", fields=["fact", "version", "rule_id"]
            ),
        )
        indexes = (
            models.Index(
                name="open_question_by_member",
                fields=["asked_of", "-asked_at"],
                condition=Q(answered_by__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Say which rule waits for what."""
        return f"{self.rule_id} waits for {', '.join(self.missing)}"
