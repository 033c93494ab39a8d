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


class Driver(TextChoices):
    """How commands reach an exchange; empty where it only tells."""

    NONE = "", _("It only tells of calls")
    POSTED = "posted", _("Commands are posted to an address")
    ASTERISK = "asterisk", "Asterisk"
    FREESWITCH = "freeswitch", "FreeSWITCH"
    PLAYED = "played", _("Simulated")


class Command(TextChoices):
    """What somebody has an exchange do about a call."""

    ANSWER = "answer", pgettext_lazy("call", "Answer")
    HANG_UP = "hang_up", pgettext_lazy("call", "Hang up")
    HOLD = "hold", pgettext_lazy("call", "Hold")
    RESUME = "resume", pgettext_lazy("call", "Resume")
    TRANSFER = "transfer", pgettext_lazy("call", "Transfer")
    ORIGINATE = "originate", pgettext_lazy("call", "Dial")
    LISTEN = "listen", pgettext_lazy("call", "Listen")
    WHISPER = "whisper", pgettext_lazy("call", "Whisper")
    JOIN = "join", pgettext_lazy("call", "Join")


# What a lead does in a call of somebody else.
SUPERVISION = (Command.LISTEN, Command.WHISPER, Command.JOIN)


class OrderState(TextChoices):
    """What became of a command."""

    WAITING = "waiting", pgettext_lazy("command", "On its way")
    TAKEN = "taken", pgettext_lazy("command", "Taken by the exchange")
    DONE = "done", pgettext_lazy("command", "Done")
    REFUSED = "refused", pgettext_lazy("command", "Refused by the exchange")
    LATE = "late", _("The exchange did not take it in time")
