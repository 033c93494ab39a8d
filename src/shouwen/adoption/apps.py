"""The room's registration with Django."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """Bringing a regulation in: upload, faults at their lines, adopt."""

    name = "shouwen.adoption"
    label = "adoption"

    def ready(self) -> None:
        """Let clauses be found, and name the regulation that something is about."""
        from shouwen.adoption import queries, searching  # noqa: PLC0415 models exist now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.search.sources import register_source  # noqa: PLC0415 the same

        register_source(searching.SOURCE)
        matters.register_matter_link("regulation", queries.matter_link)
