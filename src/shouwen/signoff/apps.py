"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SignoffConfig(AppConfig):
    """One queue of what waits for a signature, and asking for one."""

    name = "shouwen.signoff"
    label = "signoff"

    def ready(self) -> None:
        """Put the queue into the navigation, and say where a request is read."""
        from django.urls import reverse  # noqa: PLC0415 addresses exist once apps are ready

        from shouwen.enforcement import matters  # noqa: PLC0415 models exist now
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        def link(key: str) -> tuple[str, str]:
            return gettext("Request %(number)s") % {"number": key}, reverse(
                "signoff:request", args=[key]
            )

        matters.register_matter_link("request", link)
        register_nav(Entry("signoff", _("Approvals"), "check2-circle", "signoff:waiting", order=30))
