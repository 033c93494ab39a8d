"""The tables of demand: what came, what is expected, and how many people that needs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.leases.holding import is_lost
from shouwen.leases.models import Leased
from shouwen.roster.choices import CameFrom, RunState

_MEMBER = settings.AUTH_USER_MODEL
MINUTES = (15, 30)


class Stream(models.Model):
    """One kind of contact that comes to a team, such as the hotline or chat.

    ``minutes`` is the length of its intervals. ``handling``, ``patience`` (0: nobody hangs up) and
    ``within`` are seconds, ``level`` and ``shrinkage`` per cent; a ``level`` of 0 waits for a
    target in force. ``at_once`` conversations are held at one seat. ``method`` is how it is
    forecast; empty: the best on past weeks. ``skill`` is what whoever takes it must have.
    """

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    skill = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField()
    handling = models.PositiveIntegerField()
    patience = models.PositiveIntegerField(default=0)
    at_once = models.PositiveSmallIntegerField(default=1)
    shrinkage = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    within = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=40, blank=True)
    ended = models.BooleanField(default=False)
    set_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_stream_is_named_once", fields=["team", "name"]),
            models.CheckConstraint(name="a_known_interval", condition=Q(minutes__in=MINUTES)),
            models.CheckConstraint(name="a_contact_takes_time", condition=Q(handling__gt=0)),
            models.CheckConstraint(name="a_seat_holds_one", condition=Q(at_once__gt=0)),
            models.CheckConstraint(name="somebody_is_at_the_seat", condition=Q(shrinkage__lt=100)),
            models.CheckConstraint(name="a_level_is_a_share", condition=Q(level__lt=100)),
        ]

    def __str__(self) -> str:
        return self.name


class Came(models.Model):
    """What came on a day, interval by interval; a day nobody counted has no row."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    counts = models.JSONField()
    total = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=CameFrom.choices)
    kept_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_day_is_counted_once", fields=["stream", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.day}"


class SpecialDay(models.Model):
    """A day that is not like others: ``factor`` per cent of what would come without it, and why."""

    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    factor = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_day_is_special_once", fields=["team", "day"]),
            models.CheckConstraint(name="a_special_day_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.factor} %"


class Forecasting(Leased):
    """One time a program forecasts: what if ``volume`` per cent came, and ``extra`` at hours.

    ``answer`` has the days with counts, seats and people, the method, and how each method did.
    ``taken_at`` is when its days became the team's demand.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    method = models.CharField(max_length=40, blank=True)
    volume = models.PositiveSmallIntegerField(default=100)
    extra = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_forecast_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.first}–{self.last}"

    def stands(self, now: datetime) -> RunState:
        """Return how it stands; failed where its worker was lost."""
        lost = self.state == RunState.RUNNING and is_lost(self.held_until, now)
        return RunState.FAILED if lost else RunState(self.state)


class Expected(models.Model):
    """What is expected on a day and needs how many: seats, and people with what keeps them away.

    ``forecasting`` is where it comes from; without one it was typed by hand.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    counts = models.JSONField()
    seats = models.JSONField()
    people = models.JSONField()
    forecasting = models.ForeignKey(
        Forecasting, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    kept_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_day_is_expected_once", fields=["stream", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.day}"
