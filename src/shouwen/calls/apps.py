"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Telephone calls, and who is owed a callback."""

    name = "shouwen.calls"
    label = "calls"

    def ready(self) -> None:
        """Name the matters that calls are."""
        from shouwen.calls import queries  # noqa: PLC0415 models exist only now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same

        matters.register_matter_summary(queries.CALL, queries.summaries_of)
