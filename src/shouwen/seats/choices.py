"""What a seat may be doing, and what a break may be for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeatState(TextChoices):
    """What somebody at a seat is doing."""

    OFFLINE = "offline", pgettext_lazy("seat", "Offline")
    READY = "ready", pgettext_lazy("seat", "Ready")
    ON_CALL = "on_call", _("On a call")
    AFTER_CALL = "after_call", _("After-call work")
    ON_BREAK = "on_break", _("On a break")
    TRAINING = "training", pgettext_lazy("seat", "Training")


class BreakKind(TextChoices):
    """What a break is for."""

    REST = "rest", pgettext_lazy("break", "Rest")
    MEAL = "meal", pgettext_lazy("break", "Meal")
    MEETING = "meeting", pgettext_lazy("break", "Meeting")
    OTHER = "other", pgettext_lazy("break", "Other")


# What a member chooses; a call begins and ends by itself.
CHOSEN = (SeatState.READY, SeatState.AFTER_CALL, SeatState.ON_BREAK, SeatState.TRAINING)

# What every seat and call changes is told here; who a caller is, is not.
FLOOR = "floor:all"
