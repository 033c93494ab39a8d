"""Quality's tables: cards and their versions, plans, samples, calibration, findings, notes.

What a check found stands in the journal; here is what a checker sees before and beside it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

MEMBER = settings.AUTH_USER_MODEL


class Card(models.Model):
    """A score card (评分卡) by its key; what stands on it is said by its versions."""

    key = models.SlugField(max_length=60, unique=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class CardVersion(models.Model):
    """One version of a card; a changed card is a new version, and none is edited.

    ``sections`` are objects with ``name``, ``name_en`` and ``items``, each with ``key``, ``name``,
    ``name_en``, ``weight`` as text, ``sort`` (ordinary, critical or bonus) and ``rule``.
    """

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    full = models.DecimalField(max_digits=9, decimal_places=2)
    most = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sections = models.JSONField(default=list)
    written_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_card_has_each_version_once", fields=["card", "number"]),
        ]

    def __str__(self) -> str:
        """Return title and number."""
        return f"{self.title} v{self.number}"


class Plan(models.Model):
    """Which conversations are checked by which card, and by holders of which post.

    ``parts`` are what :mod:`shouwen.quality.plans` writes. With ``spares_own`` nobody checks whom
    they lead. A plan that changes is ended and written anew; samples keep what they were drawn by.
    """

    title = models.CharField(max_length=80)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="+")
    checkers = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField(default=list)
    spares_own = models.BooleanField(default=True)
    newcomer_days = models.PositiveIntegerField(null=True)
    written_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class SampleState(models.TextChoices):
    """How far a sample is."""

    DRAWING = "drawing"
    DRAWN = "drawn"
    FAILED = "failed"


class Sample(models.Model):
    """What was drawn of a period, by which seed; ``since`` and ``until`` are whole days.

    ``parts`` are the plan's with their shares as the regulation said on that day. ``population`` is
    how many conversations there were.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CardVersion, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()
    parts = models.JSONField(default=list)
    population = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=SampleState.choices, default=SampleState.DRAWING
    )
    drawn_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sample_is_of_some_days", condition=Q(until__gte=models.F("since"))
            ),
        ]
        indexes = [models.Index(name="samples_newest", fields=["-drawn_at", "-id"])]

    def __str__(self) -> str:
        """Return plan and period."""
        return f"{self.plan_id} {self.since}–{self.until}"


class Item(models.Model):
    """One conversation of a sample, who checks it, and what came of it.

    ``parts`` are the names of the plan's parts that drew it. ``draft`` is what the checker has
    marked and not sent; ``marks`` what was sent. ``fact`` is the first fact of the check. What is
    no case has what its facts are about (``call:7``, ``chat:5``), and ``label`` calls it so.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    conversation = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, blank=True)
    happened_at = models.DateTimeField()
    checker = models.ForeignKey(MEMBER, on_delete=models.PROTECT, null=True, related_name="+")
    parts = models.JSONField(default=list)
    draft = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    zeroed = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_case_is_once_in_a_sample", fields=["sample", "case"]),
            models.UniqueConstraint(
                name="a_conversation_is_once_in_a_sample",
                fields=["sample", "conversation"],
                condition=Q(conversation__gt=""),
            ),
            models.CheckConstraint(
                name="what_is_drawn_is_a_case_or_a_conversation",
                condition=Q(case__isnull=False, conversation="")
                | Q(case__isnull=True, conversation__gt="", label__gt=""),
            ),
            models.CheckConstraint(
                name="nobody_checks_themselves",
                condition=Q(checker__isnull=True) | ~Q(checker=models.F("person")),
            ),
            models.CheckConstraint(
                name="a_check_has_its_fact",
                condition=Q(checked_at__isnull=True, fact__isnull=True)
                | Q(checked_at__isnull=False, fact__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="checks_that_wait", fields=["checker", "id"],
                condition=Q(checked_at__isnull=True),
            ),
            models.Index(
                name="checks_of_a_person", fields=["person", "-checked_at"],
                condition=Q(checked_at__isnull=False),
            ),
            models.Index(
                name="checks_newest", fields=["-checked_at", "-id"],
                condition=Q(checked_at__isnull=False),
            ),
            models.Index(
                name="checks_by_day", fields=["happened_at"],
                condition=Q(checked_at__isnull=False),
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        """The number of the case, or what the conversation is called."""
        return self.case.number if self.case else self.label

    def __str__(self) -> str:
        """Return sample and case, or conversation."""
        return f"{self.sample_id}/{self.case_id or self.conversation}"


class LineMark(models.Model):
    """How much of one line a sent check earned, so that lines are counted without reading marks.

    A line that did not apply has none. ``happened_at`` is the conversation's, as on the check.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=300)
    person = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    happened_at = models.DateTimeField()
    earned = models.DecimalField(max_digits=2, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_check_marks_a_line_once", fields=["item", "key"]),
        ]
        indexes = [
            models.Index(name="line_marks_of_a_line", fields=["card", "key", "happened_at"]),
            models.Index(name="line_marks_of_a_person", fields=["person", "happened_at"]),
        ]

    def __str__(self) -> str:
        """Return check and line."""
        return f"{self.item_id} {self.key}"


class Note(models.Model):
    """A coaching note (辅导记录): for the person it is about and whoever leads them.

    It is open until the person has read it and, where a day is set, somebody came back to it.
    ``duty`` is what a clause made of it: ``follow_up`` is then no later than that is due.
    """

    person = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+"
    )
    follow_up = models.DateField(null=True)
    duty = models.ForeignKey(
        "obligations.ObligationRow", on_delete=models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    followed_up_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="notes_of_a_person", fields=["person", "-at"]),
            models.Index(
                name="notes_that_are_open", fields=["person", "id"],
                condition=Q(closed_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return whom it is about."""
        return f"{self.person_id} {self.at:%Y-%m-%d}"

    @property
    def about(self) -> str:
        """The note as a matter of the record, without its words."""
        return f"coaching:{self.pk}"


class Calibration(models.Model):
    """A round (校准) in which several checkers mark the same conversations by one card."""

    title = models.CharField(max_length=80)
    version = models.ForeignKey(CardVersion, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="calibrations_newest", fields=["-begun_at", "-id"])]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Marking(models.Model):
    """One conversation as one checker marked it for a calibration; nothing follows from it."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="markings")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    draft = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    marked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_checker_marks_a_case_once", fields=["calibration", "case", "checker"]
            ),
        ]
        indexes = [
            models.Index(
                name="markings_that_wait", fields=["checker", "id"],
                condition=Q(marked_at__isnull=True),
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    def __str__(self) -> str:
        """Return all three keys."""
        return f"{self.calibration_id}/{self.case_id}/{self.checker_id}"


class Finding(models.Model):
    """What an automatic check found in a text, until somebody confirms or dismisses it.

    ``turn`` is the number of the fact that holds the text, ``start`` and ``end`` the place in it.
    What stands in no case but in a conversation, such as a chat, has what that is about
    (``chat:5``); its turns are numbered by themselves.
    ``regulation`` and ``rule`` are the conduct rule whose words were looked for, if there was one.
    """

    class State(models.TextChoices):
        """Where a finding stands."""

        OPEN = "open"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    conversation = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    turn = models.BigIntegerField()
    code = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=120, blank=True)
    seconds = models.PositiveIntegerField(null=True)
    regulation = models.CharField(max_length=100, blank=True)
    rule = models.CharField(max_length=100, blank=True)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_finding_is_found_once",
                fields=["conversation", "turn", "code", "start", "words", "regulation", "rule"],
            ),
            models.CheckConstraint(
                name="a_finding_is_of_a_case_or_a_conversation",
                condition=Q(case__isnull=False, conversation="")
                | Q(case__isnull=True, conversation__gt=""),
            ),
        ]
        indexes = [
            models.Index(name="findings_by_state", fields=["state", "-id"]),
            models.Index(name="findings_of_a_case", fields=["case", "turn"]),
            models.Index(
                name="findings_of_a_conversation", fields=["conversation"],
                condition=Q(conversation__gt=""),
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        """The number of its case; empty for one of a conversation."""
        return self.case.number if self.case else ""

    def __str__(self) -> str:
        """Return code and place."""
        return f"{self.code} {self.turn}:{self.start}"


class Reading(models.Model):
    """How far the automatic checks have read the journal: the last fact's number."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
