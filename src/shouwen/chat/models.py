"""The tables of chats: the door, its topics, conversations, and every message in its order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.chat.choices import OPEN, ChatState, ClosedBy, Side, Source

_MEMBER = settings.AUTH_USER_MODEL


class ChatDoor(models.Model):
    """How customers reach the chat; there is one row.

    ``sites`` are the origins of pages that may show the window, one to a line.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField(_("Customers may write"), default=False)
    welcome = models.CharField(pgettext_lazy("chat", "Greeting"), max_length=200, blank=True)
    welcome_en = models.CharField(_("Greeting in English"), max_length=200, blank=True)
    sites = models.TextField(_("Sites that show the window"), blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_chat_door", condition=Q(id=1))]

    def __str__(self) -> str:
        """Return whether customers may write."""
        return "on" if self.is_on else "off"


class Topic(models.Model):
    """What a customer may want to talk about, and the skill that asks for."""

    name = models.CharField(pgettext_lazy("chat", "Name shown to customers"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    skill = models.ForeignKey(
        "cases.Skill", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("Skill it asks for"),
    )  # fmt: skip
    is_shown = models.BooleanField(pgettext_lazy("chat", "Shown to customers"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(name="a_topic_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Conversation(models.Model):
    """One conversation; ``last`` is the number of its latest message, and only grows.

    ``token_digest`` proves the customer's window. ``phone`` is what the customer typed: nobody has
    confirmed it. ``waits_since`` is since when the customer has had no answer. ``seen_by_*`` are
    the latest messages each side has read, ``typing_*`` when it last typed. A channel that others
    run carries answers only until ``reply_until``.
    """

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.WEB)
    token_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=16, blank=True)
    notice = models.ForeignKey(
        "portal.PrivacyNotice", null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=ChatState.choices)
    handler = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first_owner = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy.choices, blank=True)
    last = models.PositiveIntegerField(default=0)
    seen_by_customer = models.PositiveIntegerField(default=0)
    seen_by_operator = models.PositiveIntegerField(default=0)
    typing_customer = models.DateTimeField(null=True)
    typing_operator = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    reply_until = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_chat_has_a_known_state", condition=Q(state__in=ChatState.values)
            ),
            models.CheckConstraint(
                name="a_chat_that_is_talked_in_has_a_handler",
                condition=~Q(state=ChatState.TALKING) | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_chat_says_by_whom",
                condition=~Q(state=ChatState.CLOSED) | ~Q(closed_by=""),
            ),
            models.CheckConstraint(
                name="a_chat_has_one_to_five_stars",
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5),
            ),
        ]
        indexes = [
            models.Index(
                name="chats_open", fields=["state", "opened_at"], condition=Q(state__in=OPEN)
            ),
            models.Index(name="chats_by_handler", fields=["handler", "state"]),
            models.Index(name="chats_by_end", fields=["closed_at"]),
        ]

    def __str__(self) -> str:
        """Return its number; who writes is shown only as far as the reader may see it."""
        return f"C{self.pk:07d}"

    @property
    def about(self) -> str:
        """The key of this conversation in facts and obligations."""
        return f"chat:{self.pk}"


class Message(models.Model):
    """One message: ``number`` counts within its conversation without a gap.

    ``key`` is its sender's: sent again under it, it is the same message. ``event``
    is what the house tells, of whom.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.ForeignKey(
        _MEMBER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(blank=True)
    event = models.CharField(max_length=10, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="messages_count_in_order", fields=["conversation", "number"]
            ),
            models.UniqueConstraint(name="a_message_is_kept_once", fields=["conversation", "key"]),
            models.CheckConstraint(
                name="a_message_is_of_a_known_side", condition=Q(side__in=Side.values)
            ),
        ]

    def __str__(self) -> str:
        """Return where it stands."""
        return f"{self.conversation_id}/{self.number}"
