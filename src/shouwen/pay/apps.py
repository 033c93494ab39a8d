"""The room's registration with Django."""

from django.apps import AppConfig


class PayConfig(AppConfig):
    """A member's points and money for a month, line by line."""

    name = "shouwen.pay"
    label = "pay"
