"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    """Score cards, samples drawn by plan, checking conversations, calibration and trends."""

    name = "shouwen.quality"
    label = "quality"

    def ready(self) -> None:
        """Put quality into the navigation; name coaching and say who may read it."""
        from shouwen.enforcement import matters  # noqa: PLC0415 models exist only now
        from shouwen.quality import gates, queries_coaching  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        matters.register_matter_summary(queries_coaching.COACHING, queries_coaching.summaries_of)
        matters.register_matter_gate(queries_coaching.COACHING, gates.coaching_open_to)

        register_nav(
            Entry("quality", _("Quality"), "clipboard-check", "quality:mine", order=25,
                  group="records")
        )  # fmt: skip
