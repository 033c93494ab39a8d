"""What is being written, and what is kept to be written again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.models.matters import Case


class Draft(models.Model):
    """What a member has begun to write in a case and not sent yet."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_a_member_and_case", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class HeldReply(models.Model):
    """An answer a member has sent and may still take back; at ``goes_at`` it becomes a fact.

    It counts from ``sent_at``. Without ``goes_at`` it could not go, and ``fault`` says why.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    channel = models.CharField(max_length=10, blank=True)
    situation = models.CharField(max_length=100, blank=True)
    files = models.JSONField(default=list)
    key = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField()
    goes_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="held_replies_by_time", fields=["goes_at"], condition=Q(goes_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_held_reply_goes_or_says_why_not",
                condition=Q(goes_at__isnull=False) | ~Q(fault=""),
            ),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Phrase(models.Model):
    """A reply kept for use: a member's own, a team's, a post's, or everybody's."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(_("Short name"), max_length=40)
    text = models.TextField(pgettext_lazy("phrase", "Text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(name="phrases_by_name", fields=["name"])]

    def __str__(self) -> str:
        """Return the short name."""
        return self.name
