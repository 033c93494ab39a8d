"""What a call may be, as the tables keep it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallState(TextChoices):
    """What a call is doing now."""

    WAITING = "waiting", pgettext_lazy("call", "Waiting")
    RINGING = "ringing", pgettext_lazy("call", "Ringing")
    TALKING = "talking", pgettext_lazy("call", "Talking")
    HELD = "held", pgettext_lazy("call", "On hold")
    ENDED = "ended", pgettext_lazy("call", "Ended")


class CallEnding(TextChoices):
    """How a call ended; empty while it goes on."""

    OPEN = "", pgettext_lazy("call", "Going on")
    ANSWERED = "answered", pgettext_lazy("call", "Answered")
    ABANDONED = "abandoned", pgettext_lazy("call", "Abandoned")
    IN_MENU = "in_menu", _("Ended in the menu")
    LOST = "lost", _("Never answered, end unknown")


# Whoever called so was not spoken to, and is owed a call back.
UNSPOKEN = (CallEnding.ABANDONED, CallEnding.LOST)


class CallbackResult(TextChoices):
    """What came of calling back."""

    REACHED = "reached", pgettext_lazy("call", "Reached")
    NOT_REACHED = "not_reached", pgettext_lazy("call", "Not reached")
