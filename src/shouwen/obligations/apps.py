"""The room's registration with Django."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """Who owes what by when because of which clause."""

    name = "shouwen.obligations"
    label = "obligations"
