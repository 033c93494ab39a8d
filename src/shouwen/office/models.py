"""The office's tables: the papers themselves. What happened with them stands in the journal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class Belonging(models.Model):
    """What a paper belongs to: a rule in force, and the kind of fact that is recorded for it.

    All three are empty for a paper that no rule asks for.
    """

    regulation = models.CharField(max_length=100, blank=True)
    rule_id = models.CharField(max_length=200, blank=True)
    fact_kind = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class Meeting(Belonging):
    """A meeting; ``about`` is its matter. A confidential one is there only for those called.

    ``held_at`` is when attendance was taken, ``filed_at`` when its minutes were filed: from then
    on nothing about it changes.
    """

    about = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    begins_at = models.DateTimeField()
    called_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    confidential = models.BooleanField(default=False)
    called_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="meetings_by_time", fields=["-begins_at", "-id"])]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One point of an agenda, in its order from one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("meeting", "order")
        constraints = [
            models.UniqueConstraint(name="an_agenda_has_an_order", fields=["meeting", "order"])
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.text}"


class Attendee(models.Model):
    """Somebody who is called to a meeting, and whether they came."""

    class Came(models.TextChoices):
        """How somebody attended."""

        CALLED = "called"
        PRESENT = "present"
        LATE = "late"
        ABSENT = "absent"
        EXCUSED = "excused"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.CALLED)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="called_once_to_a_meeting", fields=["meeting", "member"])
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.came}"


class Minutes(models.Model):
    """One version of a meeting's minutes; the last one is what is filed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="minutes_have_versions", fields=["meeting", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.meeting} v{self.version}"


class Resolution(models.Model):
    """What a meeting resolved, who carries it out, and until the end of which day.

    Taken (``fact``) with the filing of the minutes; ``followed`` tells that a rule in force made an
    obligation of it, otherwise the desk and a message on its day remind of it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=200, unique=True)
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    followed = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("meeting", "number")
        constraints = [
            models.UniqueConstraint(name="resolutions_are_numbered", fields=["meeting", "number"])
        ]
        indexes = [
            models.Index(
                name="resolutions_to_carry_out",
                fields=["owner", "due_on"],
                condition=Q(done_at__isnull=True, fact__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Notice(Belonging):
    """An announcement; ``valid_until`` is the last day on which it holds.

    ``for_customers`` is one that is printed and posted; ``mailed`` is to how many of them it was
    sent by e-mail as well, None where it was not; readers inside the house are in
    :class:`Audience`. ``confirm_by`` is what the issuer asks for; a rule may set its own time.
    """

    about = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    must_confirm = models.BooleanField(default=False)
    confirm_by = models.DateTimeField(null=True)
    for_customers = models.BooleanField(default=False)
    mailed = models.PositiveIntegerField(null=True)
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_notice_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            )
        ]
        indexes = [models.Index(name="notices_newest_first", fields=["-issued_at", "-id"])]

    def __str__(self) -> str:
        return self.title


class Audience(models.Model):
    """Whom a notice is for: ``post:agent``, ``team:3`` (its pk) or ``everybody``."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="audience")
    party = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_audience_is_named_once", fields=["party", "notice"])
        ]

    def __str__(self) -> str:
        return self.party


class Reading(models.Model):
    """Somebody confirmed having read a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_notice_is_read_once", fields=["notice", "member"])
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.notice_id}"


class Sheet(Belonging):
    """A plan or a report over a period; ``until`` is its last day.

    ``obligation`` is what it discharges, if it was owed. ``whole_team`` counts the author's people
    as well. ``fact`` is what submitting it recorded last.
    """

    class Sort(models.TextChoices):
        """Whether it looks ahead or back."""

        PLAN = "plan"
        REPORT = "report"

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        ACCEPTED = "accepted"

    about = models.CharField(max_length=200, unique=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    whole_team = models.BooleanField(default=False)
    obligation = models.ForeignKey(
        "obligations.ObligationRow", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    checked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sheet_covers_a_period", condition=Q(until__gte=F("since"))
            )
        ]
        indexes = [models.Index(name="sheets_newest_first", fields=["author", "-since", "-id"])]

    def __str__(self) -> str:
        return self.title


class SheetVersion(models.Model):
    """One version of a sheet: its figures as they stood, and its texts by section."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField(default=list)
    sections = models.JSONField(default=dict)
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheets_have_versions", fields=["sheet", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.sheet} v{self.version}"
