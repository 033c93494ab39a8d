"""The room's registration with Django."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Adopted texts, their clauses and dated rules: which rulebook is in force on this day?"""

    name = "shouwen.regulations"
    label = "regulations"
