"""The tabs that the pages about conduct share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs, the current one marked."""
    pages = (
        ("scripts", _("Scripts")), ("checklists", _("Checklists")), ("checks", _("Checks made")),
    )  # fmt: skip
    return [
        {"label": label, "url": reverse(f"knowledge:{key}"), "is_current": key == current}
        for key, label in pages
    ]
