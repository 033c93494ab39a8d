"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Photographs, documents and texts that prove what a fact says."""

    name = "shouwen.files"
    label = "files"
