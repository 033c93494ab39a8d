"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SeatsConfig(AppConfig):
    """The state of every seat, held by a lease."""

    name = "shouwen.seats"
    label = "seats"
