"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TrialConfig(AppConfig):
    """Trying a draft: its effect, past facts under it, its signatures and who has read it."""

    name = "shouwen.trial"
    label = "trial"
