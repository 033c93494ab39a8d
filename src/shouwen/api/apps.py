"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """What every address of the API shares: tokens, problems, pages, repeats, limits."""

    name = "shouwen.api"
    label = "api"

    def ready(self) -> None:
        """Enter the room's link in the member's menu."""
        from shouwen.ui import nav  # noqa: PLC0415 the ui room may load after this one

        nav.register_nav(nav.Entry("api", _("API tokens"), "key", "api:tokens", 20, "user"))
