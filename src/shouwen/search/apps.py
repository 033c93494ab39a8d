"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index: two-character words, phrases, numbers, names by pinyin."""

    name = "shouwen.search"
    label = "search"
