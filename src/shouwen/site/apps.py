"""The room's registration with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, addresses, command line, workers: the only place that knows every room."""

    name = "shouwen.site"
    label = "site"
