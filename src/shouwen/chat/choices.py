"""The words that the columns of chats may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChatState(models.TextChoices):
    """Where a conversation stands; one that was left out of hours became a matter."""

    WAITING = "waiting", pgettext_lazy("chat", "Waiting")
    TALKING = "talking", pgettext_lazy("chat", "In conversation")
    LEFT = "left", pgettext_lazy("chat", "Became a matter")
    CLOSED = "closed", pgettext_lazy("chat", "Closed")


class Side(models.TextChoices):
    """Who says a message; a note is between colleagues, and the house says what happened."""

    CUSTOMER = "customer", _("Customer")
    OPERATOR = "operator", pgettext_lazy("chat", "Operator")
    NOTE = "note", pgettext_lazy("chat", "Internal note")
    HOUSE = "house", pgettext_lazy("chat", "System")


class Event(models.TextChoices):
    """What the house tells both sides; the words are made in each reader's language."""

    JOINED = "joined", pgettext_lazy("chat", "%(who)s is with you now.")
    HANDED = "handed", pgettext_lazy("chat", "%(who)s takes over the conversation.")
    LEFT = (
        "left",
        pgettext_lazy(
            "chat",
            "Nobody is here right now. Your message was filed as %(who)s and will be answered.",
        ),
    )
    CASE = "case", pgettext_lazy("chat", "The conversation belongs to matter %(who)s.")
    CLOSED = "closed", pgettext_lazy("chat", "The conversation is closed.")


class ClosedBy(models.TextChoices):
    """Who ended a conversation."""

    OPERATOR = "operator", pgettext_lazy("chat", "the operator")
    CUSTOMER = "customer", pgettext_lazy("chat", "the customer")
    RULE = "rule", pgettext_lazy("chat", "a rule")


class Source(models.TextChoices):
    """Through which window the customer writes."""

    WEB = "web", pgettext_lazy("chat", "Website")
    WECHAT = "wechat", _("WeChat official account")
    WECOM = "wecom", _("WeCom customer service")


OPEN = (ChatState.WAITING, ChatState.TALKING)
ENDED = (ChatState.LEFT, ChatState.CLOSED)
# What the customer reads of a conversation.
SHOWN = (Side.CUSTOMER, Side.OPERATOR, Side.HOUSE)
