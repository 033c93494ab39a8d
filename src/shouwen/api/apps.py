"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What every address of the API shares: tokens, problems, pages, repeats, limits."""

    name = "shouwen.api"
    label = "api"
