"""What people wrote about matters, as their facts carry it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shouwen.journal.models import FactRow


def said_about(matters: Collection[str], names: Sequence[str]) -> dict[str, list[str]]:
    """Return the texts under these details of each matter's facts, in their order, in one query."""
    found: dict[str, list[str]] = {}
    facts = FactRow.objects.filter(about__in=list(matters)).order_by("number")
    for about, details in facts.values_list("about", "details"):
        said = [details[name] for name in names if isinstance(details.get(name), str)]
        found.setdefault(about, []).extend(said)
    return found
