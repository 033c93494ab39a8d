"""The tables of calls: what exchanges told, what that makes of each call, and what was recorded."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.calls.choices import (
    UNSPOKEN,
    CallEnding,
    CallState,
    Command,
    Driver,
    OrderState,
)

_MEMBER = settings.AUTH_USER_MODEL


class Exchange(models.Model):
    """A telephone exchange that tells of calls, and by what its messages are known as its own.

    ``heard_at`` is when it last said anything. The secret itself is never kept, as with webhooks.
    ``driver`` is how commands reach it, ``address`` where they are posted.
    """

    key = models.SlugField(max_length=40, unique=True)
    salt = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=16)
    heard_at = models.DateTimeField(null=True)
    ended = models.BooleanField(default=False)
    driver = models.CharField(max_length=10, choices=Driver.choices, blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_posted_command_has_an_address",
                condition=~Q(driver=Driver.POSTED) | Q(address__gt=""),
            ),
        ]

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Call(models.Model):
    """One call, as far as its exchange has told of it; ``ref`` is the exchange's name for it.

    ``number`` is who calls, digits as customers keep them. ``answered_by`` took it first and owns
    the contact; ``with_seat`` speaks now or spoke last; ``rings_at`` is where it rings now. Seconds
    are whole. ``heard_at`` is when the exchange last told of it. ``returned_at`` is when somebody
    called back and was heard.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=120)
    queue = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=20, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=CallState.choices)
    ending = models.CharField(max_length=10, choices=CallEnding.choices, blank=True)
    arrived = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    wait_seconds = models.PositiveIntegerField(null=True)
    talk_seconds = models.PositiveIntegerField(null=True)
    hold_seconds = models.PositiveIntegerField(default=0)
    answered_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    with_seat = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rings_at = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recording = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_call_is_kept_once", fields=["exchange", "ref"]),
            models.CheckConstraint(
                name="a_call_that_ended_says_how",
                condition=Q(ended__isnull=True, ending="") | Q(ended__isnull=False, ending__gt=""),
            ),
        ]
        indexes = [
            models.Index(
                name="calls_going_on", fields=["arrived"], condition=Q(ended__isnull=True)
            ),
            models.Index(
                name="calls_to_return",
                fields=["ended"],
                condition=Q(ending__in=UNSPOKEN, returned_at__isnull=True),
            ),
            models.Index(name="calls_by_seat", fields=["with_seat", "arrived"]),
            models.Index(
                name="calls_ringing", fields=["rings_at"], condition=Q(ended__isnull=True)
            ),
            models.Index(name="calls_by_arrival", fields=["arrived", "id"]),
            models.Index(name="calls_by_number", fields=["number", "arrived"]),
        ]

    def __str__(self) -> str:
        """Return its number; who called is shown only as far as the reader may see it."""
        return f"T{self.pk:07d}"

    @property
    def about(self) -> str:
        """The key of this call in facts and obligations."""
        return f"call:{self.pk}"


class Heard(models.Model):
    """One thing an exchange told of a call, as it was told; ``key`` is the exchange's own."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    seat = models.CharField(max_length=150, blank=True)
    more = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_event_is_heard_once", fields=["call", "key"]),
        ]

    def __str__(self) -> str:
        """Return what was told of which call."""
        return f"{self.call_id} {self.kind}"


class Stated(models.Model):
    """A fact that was recorded of a call and still holds, by what it says."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    said = models.JSONField(default=dict)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_call_states_a_fact_once", fields=["call", "name"]),
        ]

    def __str__(self) -> str:
        """Return what was recorded of which call."""
        return f"{self.call_id} {self.name}"


class Note(models.Model):
    """What somebody wrote down during a call, or after it; shown as the caller is."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return of which call it is."""
        return f"{self.call_id}"


class Guided(models.Model):
    """A situation of a call, such as a silent one, gone through step by step as a rule says.

    ``rule`` is ``regulation/rule``. ``said`` are the moments at which each step was said.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=160)
    said = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_situation_is_gone_through_once", fields=["call", "rule"]
            ),
        ]

    def __str__(self) -> str:
        """Return which rule it follows."""
        return self.rule


class Order(models.Model):
    """A command on its way to an exchange, and what became of it.

    ``seat`` is whose telephone carries it out, ``to`` who is to get a transferred call. Nobody
    carries it out after ``until``. ``why`` is what the exchange said against it.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    command = models.CharField(max_length=10, choices=Command.choices)
    seat = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.WAITING)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_transfer_has_a_receiver",
                condition=Q(command=Command.TRANSFER, to__isnull=False)
                | (~Q(command=Command.TRANSFER) & Q(to__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="orders_on_their_way", fields=["at"], condition=Q(state=OrderState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        """Return what is to be done with which call."""
        return f"{self.command} {self.call_id}"


class Play(models.Model):
    """A simulated exchange at work for a team, for training and for showing.

    ``until`` is when the last caller comes. Whoever acts it out holds it until ``held_until``.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    per_hour = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    begun_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    over = models.BooleanField(default=False)
    holder = models.CharField(max_length=64, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_team_has_one_play_at_once", fields=["team"], condition=Q(over=False)
            ),
        ]

    def __str__(self) -> str:
        """Return whom it is for, without asking the database."""
        return f"play for team {self.team_id}"


class Recording(models.Model):
    """What was said in a call, as its exchange recorded it, and how loud it was over time.

    ``file`` goes once it is erased. Nobody erases what ``held_by`` holds back for a dispute.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="sound")
    file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    seconds = models.PositiveIntegerField()
    levels = models.JSONField(default=list)
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    held_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_recording_is_there_until_erased",
                condition=Q(file__isnull=False, erased_at__isnull=True)
                | Q(file__isnull=True, erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_holds_a_recording_back_says_why",
                condition=Q(held_by__isnull=True, held_why="")
                | Q(held_by__isnull=False, held_why__gt="", erased_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="recordings_to_be_erased",
                fields=["kept_at"],
                condition=Q(erased_at__isnull=True, held_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Return of which call it is."""
        return f"{self.call_id}"


class Listening(models.Model):
    """Somebody listens to a recording; the sound is theirs until ``until`` and for no other."""

    recording = models.ForeignKey(
        Recording, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="who_listens", fields=["recording", "member", "until"]),
        ]

    def __str__(self) -> str:
        """Return to which recording."""
        return f"{self.recording_id}"


class MenuVersion(models.Model):
    """A telephone menu with its queues, as somebody wrote it down; see :mod:`shouwen.calls.menu`.

    ``used_from`` is when callers began to hear it; a version without one waits for ``request`` to
    be signed.
    """

    key = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    said = models.JSONField()
    by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    used_from = models.DateTimeField(null=True)
    request = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_menu_has_each_version_once", fields=["key", "number"]),
        ]

    def __str__(self) -> str:
        """Return its key and number."""
        return f"{self.key} {self.number}"
