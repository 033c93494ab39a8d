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


class Verdict(models.TextChoices):
    """What a person decided about a proposed rule, or about a sentence that none covers."""

    OPEN = "open", _("Not looked at")
    ACCEPTED = "accepted", _("Confirmed")
    NOTE = "note", pgettext_lazy("sentence", "Note")
    SET_ASIDE = "set_aside", _("Set aside")
