"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index: two-character words, phrases, numbers, names by pinyin."""

    name = "shouwen.search"
    label = "search"

    def ready(self) -> None:
        """Answer the field at the top of every page."""
        from shouwen.ui.nav import register_search  # noqa: PLC0415 rooms below are ready now

        register_search("search:search")
