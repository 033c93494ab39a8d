"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayConfig(AppConfig):
    """A member's points and money for a month, line by line."""

    name = "shouwen.pay"
    label = "pay"

    def ready(self) -> None:
        """Put the statement into the navigation, and answer for settlements."""
        from shouwen.enforcement import actions, matters  # noqa: PLC0415 models exist now
        from shouwen.pay import gates, late, settlements  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry("pay", _("Statement"), "cash-stack", "pay:statement", order=10, group="records")
        )
        actions.after_correction(late.follow_corrected)
        matters.register_matter_link(settlements.MATTER, settlements.matter_link)
        matters.register_matter_gate(settlements.MATTER, gates.matter_open_to)
