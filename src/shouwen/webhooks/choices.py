"""The words the tables of webhooks may hold, and what a consequence is called."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MANAGE: Final = "webhooks.manage"
TEST: Final = "test"
TEST_LABEL: Final = _("Test")

OPENED, MET, MOVED = "obligation.opened", "obligation.met", "transfer.moved"
# What follows from a fact is told apart from facts by the dot in its name.
CONSEQUENCES: Final[dict[str, Promise]] = {
    OPENED: _("A time limit starts to run"),
    MET: _("A duty is done"),
    MOVED: _("Points or money are moved"),
}


class Manner(models.TextChoices):
    """Who is told: a program that reads JSON, or people in a group chat."""

    PROGRAM = "program", pgettext_lazy("webhook", "A program")
    DINGTALK = "dingtalk", _("A DingTalk group")
    FEISHU = "feishu", _("A Feishu group")
    WECOM = "wecom", _("A WeCom group")


class State(models.TextChoices):
    """Whether a subscription is told anything; one that ended stays for its log."""

    ON = "on", pgettext_lazy("webhook", "on")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    STOPPED = "stopped", pgettext_lazy("webhook", "stopped")
    ENDED = "ended", pgettext_lazy("webhook", "ended")


class Why(models.TextChoices):
    """Why the house itself stopped a subscription."""

    NONE = "", ""
    FAILING = "failing", _("The receiver did not take anything for a day.")
    GONE = "gone", _("The receiver answered that this address is gone for good.")
    OWNER = "owner", _("Its owner left, or may no longer keep webhooks.")
    KEY = "key", _("The secret key of this house changed, so the secret has to be made anew.")


class Stage(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", pgettext_lazy("delivery", "waiting")
    DONE = "done", pgettext_lazy("delivery", "delivered")
    GIVEN_UP = "given_up", pgettext_lazy("delivery", "given up")
    WITHHELD = "withheld", pgettext_lazy("delivery", "withheld")


class Fault(models.TextChoices):
    """Why an attempt did not arrive; ``status`` of the attempt says more about an answer."""

    NONE = "", ""
    ANSWER = "answer", _("The receiver answered with another number than 200 to 299.")
    REDIRECT = "redirect", _("The receiver sent us elsewhere; enter the final address.")
    ADDRESS = "address", _("The address leads to an internal or forbidden place.")
    NAME = "name", _("The name of the host could not be resolved.")
    CONNECT = "connect", _("Nobody could be reached at the address.")
    SECURE = "secure", _("The receiver's certificate is not valid for its name.")
    TIME = "time", _("The receiver did not answer in time.")
    BROKEN = "broken", _("The connection was cut, or the answer was no HTTP.")
    CUT_OFF = "cut_off", _("The house was stopped meanwhile; it may have arrived.")
    HIDDEN = "hidden", _("The owner may not see this, so nothing was sent.")
    REFUSED = "refused", _("The group did not take it; its answer says why.")
    KEY = "key", _("The secret could not be made again, so nothing was sent.")
    OURS = "ours", _("This house could not write the message; its own log says why.")


class Did(models.TextChoices):
    """What somebody did to a subscription."""

    MADE = "made", pgettext_lazy("webhook", "made")
    CHANGED = "changed", pgettext_lazy("webhook", "changed")
    ROTATED = "rotated", _("made a new secret")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    STARTED = "started", pgettext_lazy("webhook", "started")
    STOPPED = "stopped", pgettext_lazy("webhook", "stopped")
    TAKEN = "taken", _("took it over")
    TESTED = "tested", _("sent a test")
    REPLAYED = "replayed", _("sent again")
    ENDED = "ended", pgettext_lazy("webhook", "ended")
