"""Who wants to hear of a case, and who is looking at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shouwen.cases.models.matters import Case


class Following(models.Model):
    """A member who wants to hear of what happens in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    # How much has happened since the member last looked, and what came last.
    news = models.PositiveIntegerField(default=0)
    last_kind = models.CharField(max_length=60, blank=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_case_is_followed_once", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Mention(models.Model):
    """A note that mentions a member who has not looked at it yet; looking takes it away."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="mentions_of_a_member", fields=["member", "-at"])]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Presence(models.Model):
    """A member who has a case's page open; the lease ends unless the page renews it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_lease_a_member_and_case", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"
