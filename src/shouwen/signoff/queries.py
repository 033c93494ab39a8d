"""The three lists of the queue: what waits for me, what I asked for, what I decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from shouwen.approvals import queries as approvals
from shouwen.approvals.queries import RequestRow
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.regulations import queries as regulations
from shouwen.signoff.rows import QueueRow, by_pk, rows_of
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 30
# How far back one page of a search looks; the next page goes on from there.
LOOKED_AT = 600
_CHUNK = 200
Found = list[tuple[int, RequestRow]]
# The requests after a cursor (None: from the beginning), at most so many.
Fetch = Callable[[int | None, int], Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list; ``after`` is the cursor of the next, None at the end.

    ``is_cut_short``: a search stopped before it filled the page.
    """

    rows: tuple[QueueRow, ...]
    after: int | None
    is_cut_short: bool = False


def _by_time(default: str, label: str | Promise) -> Sorting:
    return Sorting((Order("time", label, ("pk",), first=DOWN),), default=default)


# What a list is sorted by: when it was asked, of the decided when they were.
WAITING = _by_time("time", pgettext_lazy("order", "Asked for"))
ASKED = _by_time("-time", pgettext_lazy("order", "Asked for"))
DECIDED = _by_time("-time", pgettext_lazy("order", "Decided"))


def waiting(
    member: Member, *, now: datetime, after: int | None = None, text: str = "", sort: str = ""
) -> Page:
    """List what waits for the member's signature, as substitute too, the longest waiting first."""
    today = timezone.localdate(now)
    standing, newest = standing_today(member, today), _is_down(WAITING, sort)

    def fetch(cursor: int | None, limit: int) -> Found:
        found = approvals.waiting_for(
            member, today, limit, standing=standing, after=cursor or 0, newest_first=newest
        )
        return [(row.id, row) for row in found]

    return _page(fetch, now=now, after=after, text=text)


def asked(
    member: Member, *, now: datetime, after: int | None = None, text: str = "", sort: str = ""
) -> Page:
    """List what the member asked for, the latest first."""
    newest = _is_down(ASKED, sort)

    def fetch(cursor: int | None, limit: int) -> Found:
        found = approvals.proposed_by(member, cursor, limit, newest_first=newest)
        return [(row.id, row) for row in found]

    return _page(fetch, now=now, after=after, text=text)


def decided(
    member: Member, *, now: datetime, after: int | None = None, text: str = "", sort: str = ""
) -> Page:
    """List what the member decided, or somebody in their name, the latest first."""
    newest = _is_down(DECIDED, sort)

    def fetch(cursor: int | None, limit: int) -> Found:
        return approvals.decided_with(member, cursor, limit, newest_first=newest)

    return _page(fetch, now=now, after=after, text=text)


def _is_down(sorting: Sorting, sort: str) -> bool:
    return sorting.chosen(sort).startswith("-")


def _page(fetch: Fetch, *, now: datetime, after: int | None, text: str) -> Page:
    house = regulations.house_on(timezone.localdate(now))
    size = _CHUNK if text else PAGE + 1
    rows: list[QueueRow] = []
    looked = 0
    while True:
        found = fetch(after, size)
        rows += [r for r in rows_of(found, house, now=now) if not text or r.says(text)]
        looked += len(found)
        if len(rows) > PAGE:
            return Page(rows=tuple(rows[:PAGE]), after=rows[PAGE - 1].cursor)
        if len(found) < size:
            return Page(rows=tuple(rows), after=None)
        after = found[-1][0]
        if looked >= LOOKED_AT:
            return Page(rows=tuple(rows), after=after, is_cut_short=True)


def waiting_among(member: Member, pks: Collection[int], *, now: datetime) -> list[QueueRow]:
    """Return those of these requests that wait for the member and may be decided together."""
    today = timezone.localdate(now)
    standing = standing_today(member, today)
    first = min(pks, default=1) - 1
    found = approvals.waiting_for(member, today, LOOKED_AT, standing=standing, after=first)
    house = regulations.house_on(today)
    rows = by_pk(rows_of([(r.id, r) for r in found if r.id in pks], house, now=now))
    return [rows[pk] for pk in sorted(rows) if not rows[pk].alone]
