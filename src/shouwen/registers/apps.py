"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _shown_to(member: Any) -> bool:
    from shouwen.registers import presence  # noqa: PLC0415 models exist only then

    return presence.shown_to(member, timezone.localdate())


class RegistersConfig(AppConfig):
    """The forms of the regulations in force: what was filled in, and filling in another."""

    name = "shouwen.registers"
    label = "registers"

    def ready(self) -> None:
        """Put the registers into the navigation and the search of whoever fills in forms."""
        from shouwen.registers import searching  # noqa: PLC0415 models exist now
        from shouwen.search.sources import register_source  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_source(searching.SOURCE)
        register_nav(
            Entry(
                "registers",
                _("Registers"),
                "journal-text",
                "registers:index",
                order=5,
                group="records",
                shown=_shown_to,
            )
        )
