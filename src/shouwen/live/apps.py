"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """What happens, told to open pages."""

    name = "shouwen.live"
    label = "live"
