"""The handovers' tables: who hands over to whom, and the items with both sides' word on each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class State(models.TextChoices):
    """Where a handover stands; a given one waits for the incoming's signature."""

    DRAFT = "draft"
    GIVEN = "given"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


OPEN = (State.DRAFT, State.GIVEN)


class Handover(models.Model):
    """One member hands over to another; what both signed stands in the journal.

    ``kind`` is the fact recorded once both have signed, ``details`` what its rules ask
    of the outgoing and ``confirmed`` what they ask of the incoming.
    ``digest`` is the SHA-256 of the items as the outgoing signed them. ``request`` is the approval
    that the closing fact waits for, if a clause wants one.
    """

    outgoing = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    incoming = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=100)
    details = models.JSONField(default=dict)
    confirmed = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    objection = models.TextField(blank=True)
    request = models.BigIntegerField(null=True)
    given_fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_known_handover_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="nobody_hands_over_to_themselves", condition=~Q(outgoing=F("incoming"))
            ),
            models.CheckConstraint(
                name="an_ended_handover_says_when",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_handover_at_a_time",
                fields=["outgoing"],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="handovers_of_an_outgoing", fields=["outgoing", "id"]),
            models.Index(name="handovers_of_an_incoming", fields=["incoming", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Item(models.Model):
    """One line of a handover: something owed, a matter, something counted, or said.

    ``ref`` names it where it comes from: an obligation's number, what a matter's facts are about;
    a counted or said line has its own. ``goes`` is False for what the outgoing keeps. ``counted``
    is the outgoing's figure, ``recounted`` the incoming's. ``moved`` is what came of it.
    """

    class Sort(models.TextChoices):
        """What a line is."""

        MATTER = "matter"
        OWED = "owed"
        COUNTED = "counted"
        SAID = "said"

    class Answer(models.TextChoices):
        """What the incoming says to a line."""

        TAKEN = "taken"
        QUERIED = "queried"

    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    place = models.PositiveIntegerField()
    sort = models.CharField(max_length=10, choices=Sort.choices)
    ref = models.CharField(max_length=200)
    text = models.TextField()
    note = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    important = models.BooleanField(default=False)
    goes = models.BooleanField(default=True)
    counted = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    unit = models.CharField(max_length=20, blank=True)
    recounted = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    remark = models.TextField(blank=True)
    moved = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_handover_lists_a_thing_once", fields=["handover", "sort", "ref"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}/{self.place} {self.text}"
