"""The ledger's tables: accounts, and transfers between two of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

# Ten trillion yuan: far above any fine, far below where a sum could overflow a database.
MOST_PARTS = 10**15


class Account(models.Model):
    """Where points or money of one unit are kept: a member's, a post's, a fund's."""

    class Kind(models.TextChoices):
        """Whose account it is."""

        MEMBER = "member"
        FUND = "fund"
        DEPARTMENT = "department"
        POST = "post"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=150)
    unit = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_known_account_kind",
                condition=Q(kind__in=["member", "fund", "department", "post"]),
            ),
            models.CheckConstraint(name="an_account_is_somebodys", condition=~Q(key="")),
            models.CheckConstraint(name="an_account_has_a_unit", condition=~Q(unit="")),
            models.UniqueConstraint(
                name="one_account_per_holder_and_unit", fields=["kind", "key", "unit"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.unit}"


class Transfer(models.Model):
    """Points or money moved from ``payer`` to ``payee`` because of a clause.

    ``parts`` counts whole fen or ten-thousandths of a point. A mistake is mended by a row that
    ``counters`` this one the other way round; rows are never edited.
    """

    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "regulations.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    regulation = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    rule_id = models.CharField(max_length=100)
    clause_address = models.CharField(max_length=200)
    clause_number = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    # Tells two movements of one clause for one fact apart, such as one for each fine it follows.
    because = models.CharField(max_length=200, blank=True)
    payer = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="paid", db_index=False
    )
    payee = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="received", db_index=False
    )
    unit = models.CharField(max_length=60)
    parts = models.BigIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    period = models.CharField(max_length=7)
    # With which month, quarter, half-year or year it is settled, where the clause says so.
    settled_in = models.CharField(max_length=10, blank=True, default="")
    # The period it would belong to, had that not been locked when it was booked.
    late_for = models.CharField(max_length=10, blank=True, default="")
    steps = models.JSONField(default=list)
    counters = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="countered_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_transfer_cites_its_clause", condition=~Q(clause_address="")
            ),
            models.CheckConstraint(
                name="a_transfer_moves_something",
                condition=Q(parts__gt=0, parts__lte=MOST_PARTS),
            ),
            models.CheckConstraint(name="nobody_pays_themselves", condition=~Q(payer=F("payee"))),
            models.CheckConstraint(
                name="a_transfer_belongs_to_a_month",
                condition=Q(period__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
            ),
            models.UniqueConstraint(
                name="a_clause_moves_once_per_fact",
                fields=[
                    "fact",
                    "regulation",
                    "rule_id",
                    "clause_address",
                    "because",
                    "payer",
                    "payee",
                ],
                condition=Q(counters__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="transfers_paid", fields=["payer", "period", "happened_at"]),
            models.Index(name="transfers_received", fields=["payee", "period", "happened_at"]),
            models.Index(name="transfers_about_a_matter", fields=["about", "id"]),
            models.Index(
                name="transfers_of_a_month", fields=["period", "id"], condition=Q(settled_in="")
            ),
            models.Index(
                name="transfers_settled_with",
                fields=["settled_in", "id"],
                condition=~Q(settled_in=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.rule_id} {self.parts} {self.unit}"


class Settlement(models.Model):
    """How far a month, quarter, half-year or year is settled; without a row it is open.

    Once it is locked no entry is added to it any more. ``fact`` brought it where it stands;
    ``entries`` and ``last`` (the number of the newest) tell which entries were looked at.
    """

    class State(models.TextChoices):
        """Where a settlement stands, in order."""

        OPEN = "open"
        CALCULATED = "calculated"
        REVIEWED = "reviewed"
        APPROVED = "approved"
        LOCKED = "locked"
        PAID = "paid"

    name = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=10, choices=State.choices)
    since = models.DateTimeField()
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    entries = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_settlement_stands_somewhere",
                condition=Q(
                    state__in=["open", "calculated", "reviewed", "approved", "locked", "paid"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
