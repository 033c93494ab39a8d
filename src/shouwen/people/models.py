"""Members, posts and teams, each relation with its dates.

Every period is half open: it holds from ``since`` up to, but not on, ``until``; an empty ``until``
means that nobody has ended it yet.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwen.people.periods import ends_after_it_begins
from shouwen.people.quiet import Quiet


class Member(AbstractUser):
    """Somebody who works here; ``username`` is the member's key in facts.

    ``is_system`` marks the one member who acts for the house itself and never signs in.
    """

    class Language(models.TextChoices):
        """Languages a member may read the pages in."""

        CHINESE = "zh-hans", "简体中文"
        ENGLISH = "en", "English"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("Name"), max_length=80)
    is_system = models.BooleanField(default=False)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=16, blank=True, choices=Language)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Names are asked for; the key is unique by inheritance."""

        ordering = ("username",)
        constraints = (
            models.CheckConstraint(name="a_member_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="a_member_has_a_key", condition=~Q(username="")),
            models.UniqueConstraint(
                name="an_address_belongs_to_one_member", fields=["email"], condition=~Q(email="")
            ),
        )

    def __str__(self) -> str:
        """Return the name people call this member by."""
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name, for the parts of Django that ask for one."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for the parts of Django that ask for one."""
        return self.name


class Department(models.Model):
    """A part of the house that a regulation may name as responsible."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        """Departments are listed in the order they were set up."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the department's name."""
        return self.name


class Team(models.Model):
    """People who share a leader, a calendar and a queue."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="teams"
    )

    class Meta:
        """Teams are listed in the order they were set up."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the team's name."""
        return self.name


class Post(models.Model):
    """A post that regulations name: what its holder owes, may sign and may see.

    Between ``quiet_from`` and ``quiet_until``, maybe across midnight, mail about what is near or
    late waits; by default there are no such hours.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        """Posts are listed in the order they were set up."""

        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(
                    ~Q(quiet_from=F("quiet_until")),
                    quiet_from__isnull=False,
                    quiet_until__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        """Return the post's name."""
        return self.name

    @property
    def quiet(self) -> Quiet | None:
        """When its holders are not to be disturbed, None if at no time."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return Quiet(self.quiet_from, self.quiet_until)


class Holding(models.Model):
    """A member holds a post, usually in a team, for a period."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="holdings"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Nobody holds the same post twice at once in one team."""

        constraints = (
            ends_after_it_begins("a_holding_ends_after_it_begins"),
            models.UniqueConstraint(
                name="a_post_is_held_once_at_a_time",
                fields=["member", "post", "team"],
                condition=Q(until__isnull=True),
            ),
            models.UniqueConstraint(
                name="a_post_without_team_is_held_once",
                fields=["member", "post"],
                condition=Q(until__isnull=True, team__isnull=True),
            ),
        )
        indexes = (models.Index(name="holding_by_post", fields=["post", "since", "until"]),)

    def __str__(self) -> str:
        """Return which holding this is, without asking the database."""
        return f"member {self.member_id} in post {self.post_id} since {self.since}"


class Reporting(models.Model):
    """A member answers to a superior for a period."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reports")
    superior = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="led")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """A member has one superior at a time, and is never their own."""

        constraints = (
            ends_after_it_begins("a_reporting_ends_after_it_begins"),
            models.CheckConstraint(
                name="nobody_reports_to_themselves", condition=~Q(member=F("superior"))
            ),
            models.UniqueConstraint(
                name="one_superior_at_a_time", fields=["member"], condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return which reporting line this is, without asking the database."""
        return f"member {self.member_id} under {self.superior_id} since {self.since}"


class Substitution(models.Model):
    """While a member is away, a substitute may sign and receives what is owed."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stands_in")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Nobody stands in for themselves."""

        constraints = (
            ends_after_it_begins("a_substitution_ends_after_it_begins"),
            models.CheckConstraint(
                name="nobody_substitutes_themselves", condition=~Q(member=F("substitute"))
            ),
        )
        indexes = (models.Index(name="substitution_by_member", fields=["member", "since"]),)

    def __str__(self) -> str:
        """Return which substitution this is, without asking the database."""
        return f"member {self.substitute_id} for {self.member_id} since {self.since}"


class Grant(models.Model):
    """Holders of a post may do this; the words are in :mod:`shouwen.people.permissions`."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=60)

    class Meta:
        """A permission is granted to a post once."""

        constraints = (models.UniqueConstraint(name="granted_once", fields=["post", "permission"]),)

    def __str__(self) -> str:
        """Return the permission and the post's row."""
        return f"{self.permission} for post {self.post_id}"
