"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """What the regulations measure: each target with its formula, its rows and its trend."""

    name = "shouwen.insight"
    label = "insight"

    def ready(self) -> None:
        """Put the targets into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry(
                "targets",
                _("Targets"),
                "bar-chart-line",
                "insight:targets",
                order=20,
                group="records",
            )
        )
