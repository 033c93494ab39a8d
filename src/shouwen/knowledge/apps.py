"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Scripts per situation, checklists of conduct, and hints while somebody writes a reply."""

    name = "shouwen.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Put the scripts and checklists into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room is ready now

        register_nav(
            Entry(
                "knowledge",
                _("Scripts and checks"),
                "chat-quote",
                "knowledge:scripts",
                order=40,
                group="rules",
            )
        )
