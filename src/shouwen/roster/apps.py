"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Shifts: who works when, planned, swapped, excused, attended and handed over."""

    name = "shouwen.roster"
    label = "roster"
