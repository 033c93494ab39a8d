"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """What happened, told to other programs: signed, repeated until it arrives, logged."""

    name = "shouwen.webhooks"
    label = "webhooks"
