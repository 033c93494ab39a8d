"""The room's registration with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, addresses, command line, workers: the only place that knows every room."""

    name = "shouwen.site"
    label = "site"

    def ready(self) -> None:
        """Ask the rules of access whenever somebody signs in."""
        from shouwen.site import signing_in  # noqa: F401, PLC0415 models exist now
