"""How far a document has come, and what a person decided about a proposal or a sentence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far reading a document has come."""

    WAITING = "waiting", pgettext_lazy("document", "Waiting to be read")
    READING = "reading", pgettext_lazy("document", "Being read")
    READ = "read", pgettext_lazy("document", "Read")
    REFUSED = "refused", pgettext_lazy("document", "Cannot be read")
    FAILED = "failed", pgettext_lazy("document", "Reading broke off")


UNDER_WAY = (State.WAITING, State.READING)


class Verdict(models.TextChoices):
    """What a person decided about a proposed rule, or about a sentence that none covers."""

    OPEN = "open", _("Not looked at")
    ACCEPTED = "accepted", _("Confirmed")
    NOTE = "note", pgettext_lazy("sentence", "Note")
    SET_ASIDE = "set_aside", _("Set aside")


class Way(models.TextChoices):
    """How one thing of the text became another."""

    SPLIT = "split", pgettext_lazy("rule", "Split")
    JOINED = "joined", pgettext_lazy("rule", "Joined")
    BY_HAND = "by_hand", pgettext_lazy("rule", "Written by hand")
    ASSISTED = "assisted", pgettext_lazy("rule", "Proposed by the assistant")


class Asked(models.TextChoices):
    """How far asking the assistant has come."""

    WAITING = "waiting", pgettext_lazy("assistant", "Waits to be sent")
    SENT = "sent", pgettext_lazy("assistant", "Sent, no answer yet")
    ANSWERED = "answered", pgettext_lazy("assistant", "Answered")
    FAILED = "failed", pgettext_lazy("assistant", "No usable answer")


AWAITED = (Asked.WAITING, Asked.SENT)
