"""The roster's tables: one shift stands behind calendar, swaps, leave and attendance."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.leases.holding import is_lost
from shouwen.leases.models import Leased
from shouwen.roster.choices import (
    ASKED,
    LIVE,
    AskState,
    PlanState,
    RunState,
    ShiftState,
    Source,
    Way,
)
from shouwen.roster.demand_models import Came, Expected, Forecasting, SpecialDay, Stream

__all__ = [
    "Asked", "Came", "Correction", "Expected", "Feed", "Forecasting", "Leave", "Overtime", "Plan",
    "Punch", "Run", "Shift", "SpecialDay", "Stream", "Swap", "Template",
]  # fmt: skip
_MEMBER = settings.AUTH_USER_MODEL


class Template(models.Model):
    """A kind of shift of a team: ``key`` is what the rules call it, ``label`` what people do.

    ``begins`` is a time of day; with ``minutes`` it may end on the next day.
    """

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    begins = models.TimeField()
    minutes = models.PositiveIntegerField()
    break_minutes = models.PositiveIntegerField(default=0)
    skill = models.CharField(max_length=60, blank=True)
    wanted = models.PositiveIntegerField(default=0)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_template_is_named_once", fields=["team", "key"]),
            models.CheckConstraint(name="a_template_has_a_length", condition=Q(minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return self.label


class Plan(models.Model):
    """A team's shifts of a period; nobody but who plans sees a draft.

    ``by_punches`` says that presence is kept by punches, so that a shift without one is judged.
    ``fact`` is the publishing in the journal, ``digest`` the SHA-256 of what was published.
    """

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    by_punches = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_plan_begins_once", fields=["team", "first"]),
            models.CheckConstraint(
                name="a_plan_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="a_published_plan_says_when",
                condition=Q(state=PlanState.DRAFT, published_at__isnull=True)
                | Q(state=PlanState.PUBLISHED, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.first}–{self.last}"


class Shift(models.Model):
    """Somebody's shift; without a member it is open to whoever picks it up.

    ``day`` is the day it belongs to, whatever midnight it crosses. ``pinned`` stays as it is when
    a program plans. ``seen_at`` is when the member acknowledged it, ``judged_at`` when its punches
    were judged. ``leave`` is why it was cancelled.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="shifts", db_index=False)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    template = models.ForeignKey(
        Template, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    break_minutes = models.PositiveIntegerField(default=0)
    skill = models.CharField(max_length=60, blank=True)
    seat = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=ShiftState.choices)
    pinned = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    leave = models.ForeignKey(
        "roster.Leave", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_shift_ends_after_it_begins", condition=Q(ends__gt=F("begins"))
            ),
            models.UniqueConstraint(
                name="nobody_begins_two_shifts_at_once",
                fields=["member", "begins"],
                condition=Q(state__in=LIVE),
            ),
        ]
        indexes = [
            models.Index(name="shifts_of_a_plan", fields=["plan", "day"]),
            models.Index(name="shifts_of_a_team", fields=["team", "day"]),
            models.Index(name="shifts_of_a_member", fields=["member", "begins"]),
            models.Index(
                name="shifts_to_be_judged", fields=["ends"], condition=Q(judged_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


class Asked(models.Model):
    """What swaps, leave and corrections share: how it stands, and what it waits for.

    ``request`` is the approval that the fact waits for, ``fact`` what was recorded in the end.
    ``why`` is the sentence by which it was refused.
    """

    person = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=AskState.choices)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    why = models.TextField(blank=True)
    request = models.BigIntegerField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Swap(Asked):
    """The partner takes over ``shift``; ``payback`` is theirs that the person works in return."""

    partner = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+", db_index=False)
    payback = models.ForeignKey(
        Shift, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_swaps_with_themselves", condition=~Q(person=F("partner"))
            ),
            models.UniqueConstraint(
                name="a_shift_is_offered_in_one_swap",
                fields=["shift"],
                condition=Q(state__in=ASKED),
            ),
        ]
        indexes = [
            models.Index(name="swaps_of_a_person", fields=["person", "-id"]),
            models.Index(name="swaps_of_a_partner", fields=["partner", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.state}"


class Leave(Asked):
    """Somebody is away; ``by`` is who asked for them where it was not they themselves."""

    by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    leave_type = models.CharField(max_length=40)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    days = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leave_ends_after_it_begins", condition=Q(ends__gt=F("begins"))
            ),
        ]
        indexes = [models.Index(name="leave_of_a_person", fields=["person", "begins"])]

    def __str__(self) -> str:
        return f"{self.leave_type} {self.begins:%Y-%m-%d}"


class Punch(models.Model):
    """Somebody came or went; it belongs to the shift in whose window it falls, not to a date.

    ``serving`` says of who went late that a customer was still being served.
    """

    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    shift = models.ForeignKey(
        Shift, null=True, on_delete=models.PROTECT, related_name="punches", db_index=True
    )
    at = models.DateTimeField()
    way = models.CharField(max_length=3, choices=Way.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    place = models.CharField(max_length=80, blank=True)
    serving = models.BooleanField(default=False)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_punch_is_kept_once", fields=["member", "at", "way"]),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d %H:%M}"


class Correction(Asked):
    """Somebody says when they came or went where the punch is missing."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=3, choices=Way.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_punch_is_corrected_once",
                fields=["shift", "way"],
                condition=Q(state__in=(AskState.HELD, AskState.DONE)),
            ),
        ]
        indexes = [models.Index(name="corrections_of_a_person", fields=["person", "-id"])]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.way}"


class Overtime(Asked):
    """Somebody asks to work beyond their shifts; ``hours`` is how long."""

    begins = models.DateTimeField()
    ends = models.DateTimeField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="overtime_ends_after_it_begins", condition=Q(ends__gt=F("begins"))
            ),
        ]
        indexes = [models.Index(name="overtime_of_a_person", fields=["person", "begins"])]

    def __str__(self) -> str:
        return f"{self.hours} {self.begins:%Y-%m-%d}"


class Feed(models.Model):
    """The secret address under which a member's calendar program reads their shifts."""

    member = models.OneToOneField(_MEMBER, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.member_id}"


class Run(Leased):
    """One time a program plans a period; ``stop`` asks it to end with the best it has."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    asked_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField()
    stop = models.BooleanField(default=False)
    progress = models.JSONField(default=list)
    answer = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"

    def stands(self, now: datetime) -> RunState:
        """Return how it stands; failed where its worker was lost."""
        lost = self.state == RunState.RUNNING and is_lost(self.held_until, now)
        return RunState.FAILED if lost else RunState(self.state)
