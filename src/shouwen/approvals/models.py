"""The approvals' tables: what waits for a signature, from whom, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class State(models.TextChoices):
    """Where a request stands; only a waiting one can still be signed."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Request(models.Model):
    """A fact somebody proposes, held by a clause until its tiers have signed.

    ``tiers`` is a list of tiers, each a list of parties ``kind:key`` of whom any one signs;
    ``tier`` counts from 0 and names the tier whose turn it is. All of a tier sign where ``joint``
    lists it; nobody signs as a substitute where ``personal`` lists it, and ``in_person`` says that
    of the tier whose turn it is. ``consent``: unanswered at ``expires_at`` counts as granted.
    ``follows`` is the earlier request that was asked again with changes.
    """

    version = models.ForeignKey(
        "regulations.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    regulation = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    rule_id = models.CharField(max_length=100)
    clause_address = models.CharField(max_length=200)
    clause_number = models.CharField(max_length=60)
    steps = models.JSONField(default=list)
    about = models.CharField(max_length=200)
    proposed = models.JSONField()
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    tiers = models.JSONField()
    tier = models.PositiveSmallIntegerField(default=0)
    tier_count = models.PositiveSmallIntegerField()
    joint = models.JSONField(default=list)
    personal = models.JSONField(default=list)
    in_person = models.BooleanField(default=False)
    consent = models.BooleanField(default=False)
    signers_may_repeat = models.BooleanField(default=False)
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_request_cites_its_clause", condition=~Q(clause_address="")
            ),
            models.CheckConstraint(
                name="a_known_request_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="a_request_is_at_one_of_its_tiers", condition=Q(tier__lt=F("tier_count"))
            ),
            models.CheckConstraint(
                name="an_ended_request_says_when",
                condition=Q(state=State.WAITING, ended_at__isnull=True)
                | (~Q(state=State.WAITING) & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="a_rule_holds_a_fact_once", fields=["fact", "version", "rule_id"]
            ),
        ]
        indexes = [
            models.Index(
                name="requests_to_expire",
                fields=["expires_at"],
                condition=Q(ended_at__isnull=True, expires_at__isnull=False),
            ),
            models.Index(name="requests_about_a_matter", fields=["about", "id"]),
            models.Index(name="requests_of_a_proposer", fields=["proposer", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.rule_id} {self.state}"


class RequestParty(models.Model):
    """Who may sign the tier whose turn it is; the rows go when the tier or the request is done."""

    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, related_name="parties", db_index=False
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_party_is_asked_once", fields=["request", "kind", "key"]
            ),
        ]
        indexes = [models.Index(name="requests_by_party", fields=["kind", "key", "request"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class RequestBar(models.Model):
    """A member who may not sign a request: the proposer, or somebody the clause keeps apart."""

    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, related_name="bars", db_index=False
    )
    member_key = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_member_is_barred_once", fields=["request", "member_key"]
            ),
        ]

    def __str__(self) -> str:
        return self.member_key


class Decision(models.Model):
    """One signature under a request: who, for whom, granted or refused, and why."""

    class Verdict(models.TextChoices):
        """What the signer said."""

        GRANTED = "granted"
        REFUSED = "refused"

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    tier = models.PositiveSmallIntegerField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    as_substitute_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    override = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    at = models.DateTimeField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_known_verdict", condition=Q(verdict__in=["granted", "refused"])
            ),
            models.UniqueConstraint(
                name="a_tier_is_signed_once_by_each", fields=["request", "tier", "member"]
            ),
        ]
        indexes = [
            models.Index(name="decisions_of_a_member", fields=["member", "id"]),
            models.Index(
                name="decisions_in_a_members_name",
                fields=["as_substitute_for", "id"],
                condition=Q(as_substitute_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.tier} {self.verdict}"
