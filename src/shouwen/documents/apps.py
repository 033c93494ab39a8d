"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents in and out: DOCX, PDF, HTML, Markdown and plain text."""

    name = "shouwen.documents"
    label = "documents"
