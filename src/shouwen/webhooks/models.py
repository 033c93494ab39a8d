"""Who is told what, each thing told, and each attempt to tell it.

No body is kept: what a receiver is told is made anew from the journal at each attempt, as far as
the owner may see it at that moment. So these tables hold nothing about customers.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.webhooks.choices import Did, Fault, Manner, Stage, State, Why


class Subscription(models.Model):
    """One program that is told what happens, at an address, as its owner may see it.

    ``events`` are kinds of facts or of consequences, none for every fact; ``matters`` the
    beginnings of matters' keys, none for all. ``followed`` is the last fact looked at. The secret
    is not kept: it is made from the house's key and ``salt``, and ``fingerprint`` tells whether it
    still is the same; ``old_salt`` counts until ``old_until``. ``failures`` are those since the
    last success; until ``blocked_until`` nothing is tried. Whoever holds ``lease_until`` sends.
    A group chat's own secret lies ``sealed`` with the house's key; ``house`` is how links begin.
    """

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.PROGRAM)
    sealed = models.CharField(max_length=400, blank=True)
    house = models.CharField(max_length=200, blank=True)
    events = models.JSONField(default=list)
    matters = models.JSONField(default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.ON)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    made_at = models.DateTimeField()
    followed = models.BigIntegerField()
    last_sequence = models.BigIntegerField(default=0)
    salt = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=16)
    old_salt = models.CharField(max_length=64, blank=True)
    old_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    # One form sent twice makes one subscription.
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_webhook_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="a_webhook_has_an_address", condition=~Q(address="")),
            models.CheckConstraint(
                name="a_webhook_stands_somewhere", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="a_webhook_tells_in_a_known_manner", condition=Q(manner__in=Manner.values)
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Delivery(models.Model):
    """One thing to tell one subscriber, told at least once under the same ``uid``.

    ``sequence`` counts from one without gaps within a subscription. ``item`` is the row of the
    consequence told, 0 for the fact itself and for a test. ``tries`` count towards giving up,
    ``attempts`` are all there were.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    sequence = models.BigIntegerField()
    uid = models.UUIDField(unique=True)
    event = models.CharField(max_length=100)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deliveries_are_numbered", fields=["subscription", "sequence"]
            ),
            models.UniqueConstraint(
                name="a_subscriber_is_told_once",
                fields=["subscription", "fact", "event", "item"],
                condition=Q(fact__isnull=False),
            ),
            models.CheckConstraint(
                name="a_delivery_stands_somewhere", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="a_waiting_delivery_has_a_time",
                condition=Q(stage=Stage.WAITING, next_attempt_at__isnull=False)
                | (~Q(stage=Stage.WAITING) & Q(next_attempt_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="deliveries_due",
                fields=["subscription", "next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
            ),
            models.Index(name="deliveries_by_end", fields=["ended_at"]),
        ]

    def __str__(self) -> str:
        """Return its number and what it tells."""
        return f"{self.sequence} {self.event}"


class Attempt(models.Model):
    """One attempt at a delivery, written before anything is sent.

    While ``ended_at`` is empty it is under way, or the house was stopped in the middle of it.
    ``answer`` is the beginning of a failed answer's body; ``seal`` the digest of what was sent.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tried")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    sent_head = models.JSONField(default=dict)
    answer_head = models.JSONField(default=dict)
    answer = models.CharField(max_length=500, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attempts_are_numbered", fields=["delivery", "number"]),
        ]

    def __str__(self) -> str:
        """Return its number and what came of it."""
        return f"{self.number} {self.status or self.fault}"


class Change(models.Model):
    """Something somebody did to a subscription; rows are only ever added."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="changes")
    did = models.CharField(max_length=10, choices=Did)
    at = models.DateTimeField()
    # Nobody where the house itself did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Return what was done."""
        return self.did
