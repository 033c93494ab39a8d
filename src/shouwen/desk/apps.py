"""The room's registration with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Each member's own page."""

    name = "shouwen.desk"
    label = "desk"
