"""Steps that are kept under a name to be taken together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Macro(models.Model):
    """Steps that are taken one after the other; each is a verb and what its form is given."""

    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    steps = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="macros_by_name", fields=["name"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
