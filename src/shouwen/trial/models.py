"""A draft tried on past facts: what was asked, how far it is, and what came out.

And an adopted text as it is told to the people it concerns, with who has read it.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.leases.holding import is_lost
from shouwen.leases.models import Leased
from shouwen.trial.choices import Sort, State


class Trial(Leased):
    """One draft before the facts from ``since`` to ``until`` (the last day), beside today's rules.

    The text is kept as it was tried. ``done_now`` and ``done_drafted`` count facts judged by
    either rulebook, of ``facts``. ``result`` is what came out in sums: see ``summing``.
    """

    draft = models.ForeignKey(
        "adoption.Draft", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    facts = models.PositiveIntegerField(default=0)
    done_now = models.PositiveIntegerField(default=0)
    done_drafted = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The latest first; a period ends no earlier than it begins."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="a_trial_covers_a_period", condition=Q(until__gte=F("since"))
            ),
        )

    def __str__(self) -> str:
        """Return the title with the period."""
        return f"{self.title} {self.since}..{self.until}"

    def stands(self, now: datetime) -> State:
        """Return how far it has come; broken off where its worker was lost."""
        lost = self.state == State.RUNNING and is_lost(self.held_until, now)
        return State.FAILED if lost else State(self.state)


class Difference(models.Model):
    """One thing that would have come out otherwise; ``before`` and ``after`` say how.

    Either is empty where there is nothing on that side. ``fact`` is the recorded fact's number,
    0 where a period began that no fact says. ``party`` is whom it concerns, as ``kind:key``.
    """

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="differences")
    sort = models.CharField(max_length=10, choices=Sort)
    rule_id = models.CharField(max_length=120)
    clause = models.CharField(max_length=80)
    fact = models.BigIntegerField()
    about = models.CharField(max_length=200)
    party = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        """In the order of happening; found by sort, rule and person."""

        ordering = ("pk",)
        indexes = (
            models.Index(name="differences_by_rule", fields=["trial", "sort", "rule_id"]),
            models.Index(name="differences_by_party", fields=["trial", "party"]),
        )

    def __str__(self) -> str:
        """Return what it is about."""
        return f"{self.sort} {self.rule_id} {self.about}"


class Announcement(models.Model):
    """An adopted version told to the people it concerns.

    ``remind_every`` is the number of days after which whoever has not read it is reminded, each
    time; empty for never. Where a rule sets a due time for reading, its clock reminds instead.
    """

    version = models.OneToOneField(
        "regulations.Version", on_delete=models.PROTECT, related_name="+"
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField()
    note = models.TextField(blank=True)
    remind_every = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        """The latest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return what is told of."""
        return f"announcement of version {self.version_id}"


class Reader(models.Model):
    """Somebody who is to read an announced version, and when they confirmed that they have.

    ``due_at`` is what a rule gives them; ``remind_at`` is when they are reminded next.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Everybody reads a version once; whose turn to be reminded has come is found at once."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="everybody_reads_a_version_once", fields=["announcement", "member"]
            ),
        )
        indexes = (
            models.Index(
                name="readers_to_remind",
                fields=["remind_at"],
                condition=Q(read_at__isnull=True, remind_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Return whose reading of what this is."""
        return f"reading of announcement {self.announcement_id} by {self.member_id}"
