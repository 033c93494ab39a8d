"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    """Handing over: what goes, counted and noted, signed by both sides."""

    name = "shouwen.handover"
    label = "handover"

    def ready(self) -> None:
        """Put handovers into the navigation, and answer for what is recorded about one."""
        from shouwen.enforcement import matters  # noqa: PLC0415 models exist now
        from shouwen.handover import gates  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry("handover", _("Handovers"), "arrow-left-right", "handover:index", order=35)
        )
        matters.register_matter_link("handover", gates.matter_link)
        matters.register_matter_gate("handover", gates.matter_open_to)
