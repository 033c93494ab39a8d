"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    """Recurring duties with their routes, checklists, evidence, findings and reviews."""

    name = "shouwen.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Put the rounds into the navigation and answer for the matters that findings are."""
        from shouwen.enforcement import matters  # noqa: PLC0415 models exist only now
        from shouwen.rounds import gates, queries  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        register_nav(
            Entry("rounds", _("Rounds"), "geo-alt", "rounds:today", order=25, group="work")
        )
        matters.register_matter_link(queries.FINDING, queries.link_to)
        matters.register_matter_summary(queries.FINDING, queries.summaries_of_findings)
        matters.register_matter_cover(queries.FINDING, queries.covers_of_findings)
        matters.register_matter_gate(queries.FINDING, gates.finding_matter_open_to)
