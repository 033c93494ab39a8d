"""The words the access tables may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """How confidential the house holds a record (密级); a regulation's own class is tied to it."""

    ORDINARY = "ordinary", pgettext_lazy("secrecy", "Ordinary")
    SECRET = "secret", pgettext_lazy("secrecy", "Confidential")
    TOP = "top", pgettext_lazy("secrecy", "Top secret")


class What(models.TextChoices):
    """What is asked for; the words are those of the fact ``access_requested``."""

    SEE = "see", pgettext_lazy("access", "See")
    DISCLOSE = "disclose", pgettext_lazy("access", "Tell somebody else")
    EXPORT = "export", pgettext_lazy("access", "Export")


class State(models.TextChoices):
    """Where an asking stands; only an open one shows anything, and only until it ends."""

    SECOND = "second", _("waits for a second person")
    SIGNATURES = "signatures", _("waits for signatures")
    OPEN = "open", pgettext_lazy("access", "granted")
    USED = "used", _("used up")
    REFUSED = "refused", pgettext_lazy("access", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("access", "taken back")


class How(models.TextChoices):
    """On which occasion a confidential record was looked at."""

    PAGE = "page", _("on its page")
    PRINT = "print", _("printed")
    REVEAL = "reveal", _("covered fields shown")
    DISCLOSE = "disclose", _("to tell somebody")
    EXPORT = "export", _("exported")
