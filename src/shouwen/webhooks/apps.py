"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """What happened, told to other programs: signed, repeated until it arrives, logged."""

    name = "shouwen.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Put webhooks into the navigation of whoever keeps them."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 rooms below are ready
        from shouwen.webhooks.choices import MANAGE  # noqa: PLC0415 the same

        register_nav(
            Entry(
                "webhooks", _("Webhooks"), "broadcast", "webhooks:list", order=80,
                group="settings", permission=MANAGE,
            )
        )  # fmt: skip
