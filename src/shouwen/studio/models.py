"""A document that was brought in, the regulations found in it, what was decided of each rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from shouwen.leases.holding import is_lost
from shouwen.leases.models import Leased
from shouwen.studio.choices import Asked, State, Verdict, Way


class Document(Leased):
    """A file as it was brought in, unchanged, and how far reading it has come.

    ``progress`` is per cent; ``fault`` is the code of why it cannot be read with its details.
    ``text`` is the source as read, cleaned; the spans of everything found in it count in it.
    """

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    original = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    fault = models.JSONField(default=dict, blank=True)
    text = models.TextField(blank=True)
    repairs = models.JSONField(default=list, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering = ("-brought_at", "-pk")

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name

    def stands(self, now: datetime) -> State:
        """Return how far reading has come; broken off where its worker was lost."""
        lost = self.state == State.READING and is_lost(self.held_until, now)
        return State.FAILED if lost else State(self.state)


class FoundText(models.Model):
    """One regulation found in a document, with its clauses; ``draft`` is what was made of it.

    ``nodes``, ``title_spans`` and ``left_out`` are the clause tree as reading found it; ``clauses``
    counts how many of them were looked through for rules so far. ``file`` is the regulation file
    as somebody last saved it, empty while nobody did, ``file_base`` what the decisions made of it
    then, ``file_revision`` counts the saves.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="texts")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    nodes = models.JSONField()
    title_spans = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    clauses = models.PositiveIntegerField(default=0)
    draft = models.ForeignKey(
        "adoption.Draft", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.TextField(blank=True)
    file_base = models.TextField(blank=True)
    file_revision = models.PositiveIntegerField(default=1)
    file_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """In the order of the document."""

        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("document", "order"), name="one_text_at_each_place")
        ]

    def __str__(self) -> str:
        """Return the regulation's title."""
        return self.title


class Reshaping(models.Model):
    """One change of shape: a rule was split, several joined, a sentence made a rule.

    What it replaced stays, out of sight, and comes back when the change is undone.
    """

    text = models.ForeignKey(FoundText, on_delete=models.CASCADE, related_name="reshapings")
    way = models.CharField(max_length=8, choices=Way)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return what was done."""
        return self.way


class Standing(models.Manager[Any]):
    """Only what stands in the text now: what was replaced by a change of shape stays away."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Leave out what was replaced."""
        return super().get_queryset().filter(replaced_in__isnull=True)


class _Decided(models.Model):
    """Something a person decides about: where it stands, what was decided, by whom and when."""

    clause = models.CharField(max_length=255)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict, default=Verdict.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    replaced_in = models.ForeignKey(
        Reshaping, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objects = Standing()
    everything = models.Manager()

    class Meta:
        """Held by each table of its own."""

        abstract = True


class Suggestion(_Decided):
    """A proposed rule: its kind, its figures, how sure reading was and why.

    ``params`` are the figures as they stand now, ``params_read`` as reading found them; a
    suggestion that a person wrote has none of the latter. ``lead_start`` and ``lead_end`` say
    where the lead-in stands from which it has its sanction.
    """

    text = models.ForeignKey(FoundText, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=16)
    quote = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    params_read = models.JSONField(null=True, blank=True)
    actor = models.CharField(max_length=100, blank=True)
    sure = models.CharField(max_length=6)
    why = models.CharField(max_length=60, blank=True)
    optional = models.BooleanField(default=False)
    lead_start = models.PositiveIntegerField(null=True, blank=True)
    lead_end = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    made_in = models.ForeignKey(
        Reshaping, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """In the order of the text."""

        ordering = ("start", "end", "pk")

    def __str__(self) -> str:
        """Return the words it rests on."""
        return self.quote


class Sentence(_Decided):
    """A sentence that no proposed rule covers.

    ``introductory`` when it is about the regulation itself: what for, for whom, from when.
    """

    text = models.ForeignKey(FoundText, on_delete=models.CASCADE, related_name="sentences")
    introductory = models.BooleanField(default=False)

    class Meta:
        """In the order of the text."""

        ordering = ("start", "pk")

    def __str__(self) -> str:
        """Return where it stands."""
        return f"{self.start}-{self.end}"


class Asking(models.Model):
    """One time the assistant was asked about a text: what was sent where, and what came of it.

    ``sent`` are the sentences as they left the machine, each with its number, its row and its
    words; none of them held anything about a person. ``refused`` are the answers that were not
    taken, each with its sentence's number and the code of why.
    """

    text = models.ForeignKey(FoundText, on_delete=models.CASCADE, related_name="askings")
    state = models.CharField(max_length=8, choices=Asked, default=Asked.WAITING)
    host = models.CharField(max_length=255)
    model = models.CharField(max_length=100)
    sent = models.JSONField()
    proposed = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, blank=True)
    fault = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    held_by = models.CharField(max_length=64, default="", blank=True, editable=False)
    held_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """The latest first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        """Return where it was sent."""
        return self.host

    def stands(self, now: datetime) -> Asked:
        """Return what came of it; nothing where its worker was lost."""
        lost = self.state == Asked.SENT and is_lost(self.held_until, now)
        return Asked.FAILED if lost else Asked(self.state)
