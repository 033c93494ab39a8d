"""The obligations' tables: what is owed, and every change of its state."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where an obligation stands; a lapsed one is still owed until it is done."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    LAPSED = "lapsed"
    EXCUSED = "excused"
    WITHDRAWN = "withdrawn"


OWED = (State.OPEN, State.PAUSED, State.LAPSED)
WATCHED = (State.OPEN, State.LAPSED)


class ObligationRow(models.Model):
    """Somebody owes a duty under a clause, by ``due_at`` if the regulation sets a limit.

    ``owed_by`` is the party the ruling named (``post:agent``); ``owner`` the member it fell to,
    None while it falls to every holder of the post. ``next_check_at`` is the earliest moment the
    watcher has anything to do, None while paused and after the end.
    """

    # Foreign keys carry no index of their own: the ones below serve what is asked. Those hold only
    # what has not ended; “IS NULL” is a condition that SQLite, too, recognises in a question.
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        "regulations.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    regulation = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    rule_id = models.CharField(max_length=100)
    clause_address = models.CharField(max_length=200)
    clause_number = models.CharField(max_length=60)
    duty = models.TextField()
    duty_en = models.TextField(blank=True)
    about = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    owed_by = models.CharField(max_length=200)
    team = models.ForeignKey(
        "people.Team", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    # A holiday notice not yet published may still move the due time.
    provisional = models.BooleanField(default=False)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    # [{"at": ISO moment, "to": "post:key", "done": bool}], in the order the regulation gives.
    escalations = models.JSONField(default=list)
    next_check_at = models.DateTimeField(null=True)
    check_fault = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    late = models.BooleanField(default=False)
    pausable = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    paused_total = models.DurationField(default=timedelta)
    ended_at = models.DateTimeField(null=True)
    ended_by_fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    calendar = models.ForeignKey(
        "regulations.CalendarVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    steps = models.JSONField(default=list)
    # Null rather than empty: any number of obligations may be owed beside each other.
    once_key = models.CharField(max_length=400, null=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_obligation_cites_its_clause", condition=~Q(clause_address="")
            ),
            models.CheckConstraint(name="an_obligation_names_a_duty", condition=~Q(duty="")),
            models.CheckConstraint(name="an_obligation_is_somebodys", condition=~Q(owed_by="")),
            models.CheckConstraint(
                name="a_known_obligation_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="only_owed_obligations_are_watched",
                condition=Q(next_check_at__isnull=True) | Q(state__in=WATCHED),
            ),
            models.CheckConstraint(
                name="a_paused_obligation_says_since_when",
                condition=Q(state=State.PAUSED, paused_at__isnull=False)
                | (~Q(state=State.PAUSED) & Q(paused_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="an_ended_obligation_says_when",
                condition=Q(state__in=OWED, ended_at__isnull=True)
                | (~Q(state__in=OWED) & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_owed_obligation_per_once_key",
                fields=["once_key"],
                condition=Q(ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="a_rule_obliges_once_per_fact",
                fields=["fact", "version", "rule_id", "owed_by"],
            ),
        ]
        indexes = [
            models.Index(
                name="obligations_to_check",
                fields=["next_check_at"],
                condition=Q(next_check_at__isnull=False),
            ),
            models.Index(
                name="obligations_of_a_member",
                fields=["owner", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                name="obligations_of_a_post",
                fields=["owed_by", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                name="obligations_by_due_time",
                fields=["due_at", "id"],
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(name="obligations_about_a_matter", fields=["about", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.rule_id} {self.state}"


class Transition(models.Model):
    """One thing that happened to an obligation, with the fact that caused it if there was one."""

    class What(models.TextChoices):
        """What happened; only some of these change the state."""

        OPENED = "opened"
        WARNED = "warned"
        ESCALATED = "escalated"
        LAPSED = "lapsed"
        PAUSED = "paused"
        RESUMED = "resumed"
        HANDED_OVER = "handed_over"
        RESCHEDULED = "rescheduled"
        MET = "met"
        REOPENED = "reopened"
        EXCUSED = "excused"
        WITHDRAWN = "withdrawn"

    obligation = models.ForeignKey(
        ObligationRow, on_delete=models.PROTECT, related_name="transitions", db_index=False
    )
    what = models.CharField(max_length=12, choices=What.choices)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField()
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # Whom an escalation went to or a hand-over gave it to, written ``kind:key``.
    to_party = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="transitions_in_order", fields=["obligation", "id"]),
            models.Index(
                name="escalations_to_a_party",
                fields=["to_party", "obligation"],
                condition=Q(what="escalated"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.what}"
