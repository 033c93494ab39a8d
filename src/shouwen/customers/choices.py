"""The words a customer's columns may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Whether we serve a person or a company."""

    PERSON = "person", pgettext_lazy("customer", "Person")
    COMPANY = "company", _("Company")


class Grade(models.TextChoices):
    """How the house classes a customer (客户等级); a regulation may look at it."""

    ORDINARY = "ordinary", _("Ordinary")
    IMPORTANT = "important", _("Important")
    VIP = "vip", _("VIP")


class Channel(models.TextChoices):
    """How a contact prefers to be reached."""

    PHONE = "phone", _("Telephone")
    WECHAT = "wechat", _("WeChat")
    MAIL = "mail", pgettext_lazy("channel", "Mail")
    VISIT = "visit", pgettext_lazy("channel", "Visit")


class VisitState(models.TextChoices):
    """What became of a planned visit."""

    PLANNED = "planned", pgettext_lazy("visit", "planned")
    MADE = "made", pgettext_lazy("visit", "made")
    DROPPED = "dropped", pgettext_lazy("visit", "dropped")
