"""The room's registration with Django."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Adopted texts, their clauses and dated rules; the rulebook in force on a day."""

    name = "shouwen.regulations"
    label = "regulations"
