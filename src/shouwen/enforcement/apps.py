"""The room's registration with Django."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """The one door: record a fact, judge it, apply the rulings, watch the due times."""

    name = "shouwen.enforcement"
    label = "enforcement"
