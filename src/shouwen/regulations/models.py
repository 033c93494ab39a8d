"""Adopted regulations as they were adopted: versions, clauses, rules and calendars.

Nothing here is edited in place. The one column that changes is a version's ``ended``, which is
filled once, when the next version or a retirement ends it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.regulations.ordered import OrderedJSONField

# The number of texts that wait, or waited, to be adopted as the first version: in force on no day.
PROPOSED = 0


class Regulation(models.Model):
    """One regulation through all its versions; ``slug`` is its name in facts and addresses."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        """Regulations are listed in the order they were first adopted."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Quote the title."""
        return f"《{self.title}》"


class Version(models.Model):
    """A regulation's text as adopted, in force from a day until, but not on, ``ended``.

    ``ended_known_at`` is when the end was decided, so that the rulebook of a past moment can be
    found again.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    in_force = models.DateField()
    ended = models.DateField(null=True, blank=True)
    ended_known_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255)
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    # What the front matter declares, and what the text holds in numbers, for lists.
    front = OrderedJSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta:
        """A version ends no earlier than it begins, and knows when its end was decided."""

        ordering = ("regulation", "number")
        constraints = (
            models.UniqueConstraint(
                name="versions_are_numbered",
                fields=["regulation", "number"],
                condition=Q(number__gt=PROPOSED),
            ),
            models.UniqueConstraint(
                name="one_version_is_open", fields=["regulation"], condition=Q(ended__isnull=True)
            ),
            models.CheckConstraint(
                name="a_version_ends_after_it_begins",
                condition=Q(ended__isnull=True) | Q(ended__gte=F("in_force")),
            ),
            models.CheckConstraint(
                name="an_end_was_decided_at_a_moment",
                condition=Q(ended__isnull=True, ended_known_at__isnull=True)
                | Q(ended__isnull=False, ended_known_at__isnull=False),
            ),
        )
        indexes = (models.Index(name="version_by_day", fields=["in_force", "ended"]),)

    def __str__(self) -> str:
        """Quote the title with the version's number."""
        return f"《{self.title}》 v{self.number}"


class ClauseRow(models.Model):
    """One place in a version's text; ``line`` counts from 1 in the source."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="clauses")
    order = models.PositiveIntegerField()
    address = models.CharField(max_length=300)
    number = models.CharField(max_length=80)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    depth = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField()

    class Meta:
        """An address is one clause in a version."""

        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(name="a_clause_has_one_address", fields=["version", "address"]),
        )

    def __str__(self) -> str:
        """Return the address."""
        return self.address


class RuleRow(models.Model):
    """One rule of a version, under its clause; ``definition`` is the block as it was read."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rules")
    clause = models.ForeignKey(ClauseRow, on_delete=models.PROTECT, related_name="rules")
    order = models.PositiveIntegerField()
    rule_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    definition = OrderedJSONField()

    class Meta:
        """A rule's name is unique in its version."""

        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(name="a_rule_has_one_name", fields=["version", "rule_id"]),
        )

    def __str__(self) -> str:
        """Return the rule's name."""
        return self.rule_id


class CalendarVersion(models.Model):
    """The opening hours and exceptional days of the house or of one team, as set at a moment.

    ``definition`` holds ``working_hours``, ``time_zone`` and ``overrides`` (dated). The one with
    the latest ``created_at`` counts; earlier ones stay for what was worked out with them.
    """

    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="calendars"
    )
    in_force = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    definition = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        """Calendars are found by team, newest first."""

        ordering = ("pk",)
        indexes = (models.Index(name="calendar_by_team", fields=["team", "created_at"]),)

    def __str__(self) -> str:
        """Return which calendar this is, without asking the database."""
        return f"calendar {self.pk} of team {self.team_id} from {self.in_force}"
