"""How much was recorded by whom in a period, by kind: for reports that begin with figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from shouwen.journal.queries import JournalRow, _rows, _standing


def by_kind(
    actors: Collection[int], kinds: Collection[str], since: datetime, until: datetime
) -> dict[str, int]:
    """Count the standing facts of these kinds that these members recorded, the most first.

    ``since`` is included and ``until`` is not. One query; the kinds are named so that it goes by
    the index of kinds and times.
    """
    facts = _standing(sorted(kinds), since, until).filter(actor__in=list(actors))
    counted = facts.order_by().values("kind").annotate(found=Count("number"))
    return dict(counted.order_by("-found", "kind").values_list("kind", "found"))


def rows(
    actors: Collection[int],
    kind: str,
    since: datetime,
    until: datetime,
    *,
    after: int = 0,
    limit: int = 50,
) -> list[JournalRow]:
    """List the facts that :func:`by_kind` counts for one kind, the first recorded in front."""
    facts = _standing(kind, since, until).filter(actor__in=list(actors), number__gt=after)
    return _rows(facts.order_by("number"), limit)
