"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayConfig(AppConfig):
    """A member's points and money for a month, line by line."""

    name = "shouwen.pay"
    label = "pay"

    def ready(self) -> None:
        """Put the statement into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry("pay", _("Statement"), "cash-stack", "pay:statement", order=10, group="records")
        )
