"""The tabs that the pages of quality share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.people.models import Member
from shouwen.quality import gates


def tabs(current: str, member: Member, today: date) -> list[dict[str, Any]]:
    """Return the tabs that a member may open, the current one marked."""
    pages = [("mine", _("Mine"))]
    if gates.checks(member, today):
        pages += [("findings", _("Found in texts")), ("cards", _("Score cards")),
                  ("team", pgettext("quality", "People")), ("trends", _("Trends")),
                  ("coaching", _("Coaching"))]  # fmt: skip
    if gates.manages(member, today):
        pages += [("samples", _("Samples")), ("calibrations", _("Calibration")),
                  ("signals", _("Signals"))]  # fmt: skip
    return [
        {"label": label, "url": reverse(f"quality:{key}"), "is_current": key == current}
        for key, label in pages
    ]
