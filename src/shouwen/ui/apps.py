"""The room's registration with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base pages, components, form widgets and the clause chip."""

    name = "shouwen.ui"
    label = "ui"
