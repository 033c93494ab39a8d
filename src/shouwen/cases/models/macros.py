"""Steps that are kept under a name to be taken together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class Macro(models.Model):
    """Steps that are taken one after the other; each is a verb and what its form is given.

    It is a member's own, a team's, a post's, or everybody's, as a kept reply is.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    steps = models.JSONField(default=list)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="macros_by_name", fields=["name"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
