"""The room's registration with Django."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """Bringing a regulation in: upload, faults at their lines, adopt."""

    name = "shouwen.adoption"
    label = "adoption"
