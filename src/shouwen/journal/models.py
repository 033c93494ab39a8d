"""The journal's tables: facts in one chain, their index, the chain's head, and the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class FactRow(models.Model):
    """One recorded fact. Rows are only ever added; a mistake is mended by a further row.

    ``number`` has no gaps, ``hash`` covers every other column, and ``previous_hash`` ties the row
    to the one before it, so an alteration, a gap or an insertion shows.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=100)
    about = models.CharField(max_length=200)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # The actor's key on that day: it is hashed, so a later change of name breaks nothing.
    actor_key = models.CharField(max_length=150, blank=True)
    details = models.JSONField(default=dict)
    # Few facts are corrections or derived, so their indexes hold only those.
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    derived_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="derived", db_index=False
    )
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # Null rather than empty: any number of facts come without a key.
    idempotency_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001
    request_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="facts_are_numbered_from_one", condition=Q(number__gt=0)),
            models.CheckConstraint(name="a_fact_has_a_kind", condition=~Q(kind="")),
            models.CheckConstraint(name="a_fact_is_about_something", condition=~Q(about="")),
            models.UniqueConstraint(
                name="a_fact_is_corrected_once",
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="facts_about_a_matter", fields=["about", "number"]),
            models.Index(name="facts_of_a_kind_about", fields=["kind", "about"]),
            models.Index(name="facts_of_a_kind_by_time", fields=["kind", "happened_at"]),
            models.Index(
                name="facts_derived_from_a_fact",
                fields=["derived_from"],
                condition=Q(derived_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.about}"


class FactKey(models.Model):
    """A text detail copied out of a fact so that it can be looked up by an index."""

    fact = models.ForeignKey(FactRow, on_delete=models.PROTECT, related_name="keys", db_index=False)
    kind = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_detail_is_keyed_once", fields=["fact", "name"]),
        ]
        indexes = [
            models.Index(name="facts_by_detail", fields=["name", "value", "kind", "fact"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class ChainHead(models.Model):
    """The one row that hands out numbers and remembers the last hash."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="the_chain_has_one_head", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"head {self.number}"


class OutboxMessage(models.Model):
    """A message that leaves the house after the transaction that wrote it was committed.

    ``next_attempt_at`` is None once the message was sent or set aside (``parked_at``). One that
    ``is_secret`` holds a code: once it has left, its words are gone.
    """

    channel = models.CharField(max_length=40)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=254, blank=True)
    body = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_message_names_a_channel", condition=~Q(channel="")),
            models.CheckConstraint(name="a_message_has_a_recipient", condition=~Q(recipient="")),
        ]
        indexes = [
            models.Index(
                name="messages_due",
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient}"
