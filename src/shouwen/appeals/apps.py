"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    """Questioning what was decided, and what a won appeal takes back."""

    name = "shouwen.appeals"
    label = "appeals"

    def ready(self) -> None:
        """Put appeals into the navigation, and answer for what is recorded about one."""
        from shouwen.appeals import gates  # noqa: PLC0415 models exist now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry("appeals", _("Appeals"), "chat-dots", "appeals:mine", order=12, group="records")
        )
        matters.register_matter_link("appeal", gates.matter_link)
        matters.register_matter_gate("appeal", gates.matter_open_to)
