"""Days of the week and their hours, as the pages for customers write them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from shouwen.portal.queries import OpenDay
from shouwen.regulations.forms import DAY_NAMES


def days_of(week: Iterable[OpenDay]) -> list[tuple[str, str]]:
    """Return days that follow each other with the same hours as one line: (days, hours)."""
    lines = []
    for hours, group in groupby(week, key=lambda each: each.hours):
        days = [str(DAY_NAMES[each.day]) for each in group]
        name = days[0] if len(days) == 1 else _("%(first)s to %(last)s") % {
            "first": days[0], "last": days[-1],
        }  # fmt: skip
        lines.append((name, _(", ").join(hours) or _("closed")))
    return lines
