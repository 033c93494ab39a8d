"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The forms of the regulations in force: what was filled in, and filling in another."""

    name = "shouwen.registers"
    label = "registers"
