"""The words that the columns of arrivals may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Stands(models.TextChoices):
    """Where a visitor stands."""

    WAITING = "waiting", pgettext_lazy("visitor", "Waiting")
    CALLED = "called", pgettext_lazy("visitor", "Being served")
    SERVED = "served", pgettext_lazy("visitor", "Served")
    LEFT = "left", pgettext_lazy("visitor", "Left unserved")


HERE = (Stands.WAITING, Stands.CALLED)
