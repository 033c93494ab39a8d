"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The customers' own door: file a matter, follow it, add to it, rate it."""

    name = "shouwen.portal"
    label = "portal"
