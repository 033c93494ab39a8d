"""The fields of the house's own that a type of case asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType, FieldKind


class CaseField(models.Model):
    """A field of the house's own, asked for in every case of a type while it has no ``until``.

    ``choices`` are pairs of key and label. With ``shown_if`` it is asked for only while that field
    holds one of ``shown_if_values``.
    """

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    key = models.CharField(max_length=40)
    label = models.CharField(pgettext_lazy("category", "Name"), max_length=60)
    label_en = models.CharField(_("English name"), max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=FieldKind)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    shown_if = models.CharField(max_length=40, blank=True)
    shown_if_values = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_field_has_each_version_once", fields=["case_type", "key", "version"]
            ),
            models.UniqueConstraint(
                name="a_field_is_asked_for_once",
                fields=["case_type", "key"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="a_known_kind_of_field", condition=Q(kind__in=FieldKind.values)
            ),
        ]

    def __str__(self) -> str:
        """Return the key with its version."""
        return f"{self.key} v{self.version}"
