"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TrialConfig(AppConfig):
    """Trying a draft: its effect, past facts under it, its signatures and who has read it."""

    name = "shouwen.trial"
    label = "trial"

    def ready(self) -> None:
        """Name and address each reading of an announced text, and say who may see it."""
        from shouwen.enforcement import matters  # noqa: PLC0415 models exist now
        from shouwen.trial import told  # noqa: PLC0415 the same

        matters.register_matter_link("reading", told.matter_link)
        matters.register_matter_summary("reading", told.summaries_of)
        matters.register_matter_gate("reading", told.matter_open_to)
