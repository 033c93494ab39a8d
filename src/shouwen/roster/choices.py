"""The words that the roster's tables keep."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """Whether people see a plan yet."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class ShiftState(models.TextChoices):
    """How a shift stands; a swapped one was taken over from somebody else."""

    PLANNED = "planned", _("Planned")
    PUBLISHED = "published", _("Published")
    SWAPPED = "swapped", _("Swapped")
    CANCELLED = "cancelled", _("Cancelled")


class AskState(models.TextChoices):
    """How something asked for stands; a proposed swap waits for the partner."""

    PROPOSED = "proposed", _("Waits for the partner")
    HELD = "held", _("Waits for a signature")
    DONE = "done", _("In effect")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Way(models.TextChoices):
    """Whether somebody came or went."""

    IN = "in", _("Clocked in")
    OUT = "out", _("Clocked out")


class Source(models.TextChoices):
    """Where a punch came from."""

    PAGE = "page", _("Page")
    SEAT = "seat", _("Code at the seat")
    IMPORT = "import", _("Imported")
    MENDED = "mended", _("Correction")


class Method(models.TextChoices):
    """Ways to forecast, as `planning.forecasting` names them."""

    SAME_AS_LAST_WEEK = "same_as_last_week", _("the same as last week")
    MEAN_OF_WEEKS = "mean_of_weeks", _("mean of twelve weeks")
    SMOOTHING = "smoothing", _("exponential smoothing")
    REGRESSION = "regression", _("regression with holidays")
    BLEND = "blend", _("mean of the three")


class CameFrom(models.TextChoices):
    """Where it is known from how many contacts came."""

    TYPED = "typed", _("Typed by hand")
    IMPORT = "import", _("Imported")
    HOUSE = "house", _("Counted here")


class RunState(models.TextChoices):
    """How planning by program stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Planning")
    DONE = "done", _("Planned")
    CLASH = "clash", _("Rules clash")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Planning failed")


# What is live: it is worked, or will be.
LIVE = (ShiftState.PLANNED, ShiftState.PUBLISHED, ShiftState.SWAPPED)
SEEN = (ShiftState.PUBLISHED, ShiftState.SWAPPED)
ASKED = (AskState.PROPOSED, AskState.HELD)
BUSY = (RunState.WAITING, RunState.RUNNING)
