"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    """The one door: record a fact, judge it, apply the rulings, watch the due times."""

    name = "shouwen.enforcement"
    label = "enforcement"

    def ready(self) -> None:
        """Put the page for recording facts into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 ui may load later

        register_nav(
            Entry(
                "facts",
                _("Record a fact"),
                "journal-plus",
                "enforcement:kinds",
                order=60,
                group="records",
                permission="facts.record",
            )
        )
