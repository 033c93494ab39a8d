"""The words that the columns of letters may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """Which way a letter went."""

    IN = "in", pgettext_lazy("letter", "From the customer")
    OUT = "out", pgettext_lazy("letter", "To the customer")


class Became(models.TextChoices):
    """What became of a letter; one that was not taken says why, and stays in the mailbox."""

    CASE = "case", pgettext_lazy("letter", "Opened a matter")
    ADDED = "added", pgettext_lazy("letter", "Added to a matter")
    REOPENED = "reopened", pgettext_lazy("letter", "Reopened a matter")
    SENT = "sent", pgettext_lazy("letter", "Written to the customer")
    IGNORED = "ignored", pgettext_lazy("letter", "Left aside")
    REFUSED = "refused", pgettext_lazy("letter", "Could not be taken")


class Why(models.TextChoices):
    """Why a letter was not taken."""

    AUTOMATIC = "automatic", _("A program wrote it: an answer of its own, or a report.")
    LIST = "list", _("It went to a mailing list.")
    OURS = "ours", _("It came from our own address.")
    TOO_MANY = "too_many", _("Its sender wrote too often within an hour.")
    TOO_LARGE = "too_large", _("It is larger than the house takes.")
    NO_SENDER = "no_sender", _("It says no address that could be answered.")
    UNREADABLE = "unreadable", _("It could not be read.")
    RULED_OUT = "ruled_out", _("The house could not take it up.")


NOT_TAKEN = (Became.IGNORED, Became.REFUSED)
