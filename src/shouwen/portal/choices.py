"""The words the portal's columns may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """How a customer shows who they are."""

    PHONE = "phone", _("Mobile number")
    MAIL = "mail", _("E-mail")


class Need(models.TextChoices):
    """Whether a customer is asked for something."""

    NO = "no", _("Not asked of customers")
    OPTIONAL = "optional", _("May be left empty")
    REQUIRED = "required", _("Must be filled in")


class Accent(models.TextChoices):
    """The colour of the department; each is legible in light and dark."""

    BLUE = "blue", pgettext_lazy("colour", "Blue")
    GREEN = "green", pgettext_lazy("colour", "Green")
    TEAL = "teal", pgettext_lazy("colour", "Teal")
    RED = "red", pgettext_lazy("colour", "Red")
    PURPLE = "purple", pgettext_lazy("colour", "Purple")


class QuestionKind(models.TextChoices):
    """What an answer to a question of a rating is."""

    STARS = "stars", _("One to five stars")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several answers")
    TEXT = "text", _("Own words")


STARS = (1, 2, 3, 4, 5)
