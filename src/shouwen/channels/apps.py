"""The room's registration with Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class ChannelsConfig(AppConfig):
    """Customers who write by channels that others run."""

    name = "shouwen.channels"
    label = "outer_channels"

    def ready(self) -> None:
        """Take the room's place among the settings."""
        from shouwen.portal import gates as portal  # noqa: PLC0415 models exist only now
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        def keeps(member: Any) -> bool:
            return portal.is_keeper(member, timezone.localdate())

        label = pgettext_lazy("channels", "WeChat")
        register_nav(
            Entry("channels", label, "chat-dots", "channels:settings", 63, "settings", shown=keeps)
        )
