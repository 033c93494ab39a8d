"""Lists of handovers, and what the journal keeps of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.handover.models import OPEN, Handover, State
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 30
CORRECTED = "handover_objected"
LABELS = ("handover_given", "handover_taken", "handover_objected", "handover_withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRow:
    """One handover in a list."""

    pk: int
    outgoing: str
    incoming: str
    kind: str
    state: str
    opened_at: datetime
    given_at: datetime | None
    ended_at: datetime | None
    objection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One fact of a handover's log, as the journal keeps it; ``struck`` took it back."""

    number: int
    kind: str
    at: datetime
    who: str
    reason: str
    listed: str
    digest: str
    struck: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of past handovers; ``after`` is the cursor of the next, empty at the end."""

    rows: tuple[HandoverRow, ...]
    after: str


_COLUMNS = (
    "pk", "outgoing__name", "incoming__name", "kind", "state", "opened_at", "given_at", "ended_at",
    "objection",
)  # fmt: skip


def _row(values: Sequence[object]) -> HandoverRow:
    names = tuple(HandoverRow.__slots__)
    return HandoverRow(**dict(zip(names, values, strict=True)))  # type: ignore[arg-type]


def open_of(member: Member) -> list[HandoverRow]:
    """List what a member is handing over or has to take over, oldest first."""
    mine = Handover.objects.filter(outgoing=member, state__in=OPEN)
    theirs = Handover.objects.filter(incoming=member, state=State.GIVEN)
    found = (mine | theirs).order_by("pk").values_list(*_COLUMNS)
    return [_row(values) for values in found]


# Those that ended are in the order of their numbers, which is that of their beginnings.
SORTING = Sorting(
    (
        Order("begun", pgettext_lazy("order", "Begun"), ("pk",), first=DOWN),
        Order("ended", pgettext_lazy("order", "Ended"), ("ended_at", "pk"), first=DOWN),
        Order("outgoing", _("Outgoing"), ("outgoing__name", "pk")),
        Order("incoming", _("Incoming"), ("incoming__name", "pk")),
    ),
    default="-begun",
)


def ended(
    *, reader: Member | None, after: str = "", text: str = "", state: str = "", sort: str = "",
    limit: int = PAGE,
) -> Page:  # fmt: skip
    """List past handovers, the latest first or as ``SORTING`` names it.

    ``reader`` leaves those a member had a part in, ``state`` those that were taken or withdrawn.
    """
    found = Handover.objects.exclude(state__in=OPEN)
    if reader is not None:
        found = found.filter(Q(outgoing=reader) | Q(incoming=reader))
    if text:
        names = Q(outgoing__name__icontains=text) | Q(incoming__name__icontains=text)
        said = Q(pk__in=Handover.objects.filter(items__text__icontains=text).values("pk"))
        found = found.filter(names | said)
    if state:
        found = found.filter(state=state)
    stages = SORTING.stages(sort)
    lines, onward = sorting.lines(found, _COLUMNS, stages, after=after, limit=limit)
    return Page(rows=tuple(_row(line) for line in lines), after=onward)


def log_of(pk: int) -> list[LogRow]:
    """Return what the journal keeps of a handover, in order; nothing there can be altered."""
    rows = journal.timeline(f"handover:{pk}", limit=200)
    return [
        LogRow(
            number=row.number,
            kind=row.kind,
            at=row.happened_at,
            who=row.actor_name,
            reason=str(row.details.get("reason") or ""),
            listed=str(row.details.get("listed") or ""),
            digest=str(row.details.get("content") or ""),
            struck=row.corrected_by,
        )
        for row in rows
        if row.kind in LABELS
    ]


def corrections_in(log: Sequence[LogRow]) -> int:
    """Count objections and what was taken back: each is added, nothing is rubbed out."""
    return sum((row.kind == CORRECTED) + (row.struck is not None) for row in log)
