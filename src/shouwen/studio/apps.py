"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """From any document to a draft: clauses found, rules proposed, a person confirms each."""

    name = "shouwen.studio"
    label = "studio"
