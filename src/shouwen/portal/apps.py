"""The room's registration with Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The customers' own door: file a matter, follow it, add to it, rate it."""

    name = "shouwen.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the page of settings into the navigation, and the door on the sign-in page."""
        from shouwen.cases import doors  # noqa: PLC0415 models exist now
        from shouwen.portal import gates, telling  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav, register_public  # noqa: PLC0415 the same

        def keeps(member: Any) -> bool:
            return gates.is_keeper(member, timezone.localdate())

        register_nav(
            Entry(
                "portal", _("Portal"), "door-open", "portal:settings", 60, "settings", shown=keeps
            )
        )
        doors.register("portal", telling.door_of)
        register_public("portal", "portal:home", shown=lambda: gates.open_portal() is not None)
