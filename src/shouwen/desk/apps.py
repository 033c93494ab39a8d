"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _count(member: Any) -> int:
    from shouwen.desk.counting import counts_now  # noqa: PLC0415 models exist once apps are ready

    return counts_now(member, timezone.now()).owed


class DeskConfig(AppConfig):
    """Each member's own page."""

    name = "shouwen.desk"
    label = "desk"

    def ready(self) -> None:
        """Put the desk first in the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(Entry("desk", _("Desk"), "house", "desk:home", order=1, count=_count))
