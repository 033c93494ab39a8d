"""What a member owes in the order they chose, page by page."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import pgettext_lazy

from shouwen.obligations.queries import _COLUMNS, OwedRow, _mine, _owed, _row, owed_by
from shouwen.people.models import Member
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Order, Sorting

SORTING = Sorting(
    (
        Order("due", pgettext_lazy("order", "Due"), ("due_at", "id"), may_lack=True),
        Order("opened", pgettext_lazy("order", "Opened"), ("opened_at", "id"), first=DOWN),
        Order("matter", pgettext_lazy("order", "Matter"), ("about", "id")),
    ),
    default="due",
)


def owed(
    member: Member, *, posts: Collection[str] = (), team_ids: Collection[int] = (),
    sort: str = "", cursor: str = "", limit: int = 50,
) -> tuple[list[OwedRow], str]:  # fmt: skip
    """Return a page of what a member owes and the cursor of the next, empty at the end.

    ``sort`` is an order of ``SORTING``, ``posts`` and ``team_ids`` as in ``queries.owed_by``.
    """
    if SORTING.chosen(sort) == SORTING.default:
        rows = owed_by(member, cursor or None, limit + 1, posts=posts, team_ids=team_ids)
        return rows[:limit], rows[limit - 1].cursor if len(rows) > limit else ""
    found = _owed().filter(_mine(member, posts, team_ids))
    stages = SORTING.stages(sort)
    page, after = sorting.lines(found, _COLUMNS, stages, after=cursor, limit=limit)
    return [_row(values) for values in page], after
