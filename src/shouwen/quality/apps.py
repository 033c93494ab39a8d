"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    """Score cards, samples drawn by plan, checking conversations, calibration and trends."""

    name = "shouwen.quality"
    label = "quality"

    def ready(self) -> None:
        """Put quality into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry("quality", _("Quality"), "clipboard-check", "quality:mine", order=25,
                  group="records")
        )  # fmt: skip
