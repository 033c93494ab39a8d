"""What people wrote about matters, as their facts carry it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shouwen.journal.models import FactRow


def said_about(matters: Collection[str], names: Sequence[str]) -> dict[str, list[str]]:
    """Return the texts under these details of each matter's facts, in their order, in one query."""
    found: dict[str, list[str]] = {}
    facts = FactRow.objects.filter(about__in=list(matters)).order_by("number")
    for about, details in facts.values_list("about", "details"):
        found.setdefault(about, []).extend(said_in(details, names))
    return found


def said_in(details: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Return the texts under these details of one fact."""
    return [details[name] for name in names if isinstance(details.get(name), str)]
