"""The room's registration with Django."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """Bringing a regulation in: upload, faults at their lines, adopt."""

    name = "shouwen.adoption"
    label = "adoption"

    def ready(self) -> None:
        """Let clauses be found."""
        from shouwen.adoption import searching  # noqa: PLC0415 models exist now
        from shouwen.search.sources import register_source  # noqa: PLC0415 the same

        register_source(searching.SOURCE)
