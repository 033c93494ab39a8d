"""How far the reading of a case file is, and which rows it refused."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import RunState


class ImportRun(models.Model):
    """One reading of a case file: how far it is, so that it can go on after an interruption.

    ``committed_row`` is the last line of data (from 1) whose batch has been committed, ``rows`` how
    many there are, 0 while nobody counted. While the file is ``stored`` its mapping can be edited
    and tried; an ``is_trial`` run writes no cases.
    """

    source = models.CharField(_("Source"), max_length=80)
    file_name = models.CharField(_("File"), max_length=255)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("State"), max_length=10, choices=RunState, default=RunState.RUNNING)
    committed_row = models.PositiveIntegerField(_("Rows read"), default=0)
    opened = models.PositiveIntegerField(_("Opened"), default=0)
    repeated = models.PositiveIntegerField(_("Already there"), default=0)
    faulty = models.PositiveIntegerField(_("With errors"), default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("Started"))
    touched_at = models.DateTimeField(_("Last batch"))
    why_stopped = models.TextField(_("Why it stopped"), blank=True)
    is_trial = models.BooleanField(_("Dry run"), default=False)
    stored = models.CharField(max_length=80, blank=True)
    mapping = models.TextField(_("Mapping"), blank=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(name="imports_newest", fields=["-started_at"]),
            models.Index(name="imports_by_file", fields=["source", "fingerprint", "-started_at"]),
        ]

    def __str__(self) -> str:
        """Name the source and the file."""
        return f"{self.source}: {self.file_name}"


class ImportFault(models.Model):
    """A row that could not become a case: its line, the reason, and the clause if one says so.

    ``values`` are its cells as pairs of heading and text, in the order of the file.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField(_("Line"))
    reason = models.TextField(_("Reason"))
    clause = models.CharField(_("Clause"), max_length=80, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(name="faults_in_order", fields=["run", "id"])]

    def __str__(self) -> str:
        """Return line and reason."""
        return f"{self.line}: {self.reason}"


class ImportMapping(models.Model):
    """A mapping kept under a name for the next file of the same shape; everybody's who imports."""

    name = models.CharField(pgettext_lazy("mapping", "Name"), max_length=60, unique=True)
    text = models.TextField(_("Mapping"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the name."""
        return self.name
