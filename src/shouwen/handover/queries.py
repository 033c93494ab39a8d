"""Lists of handovers, and what the journal keeps of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shouwen.handover.models import OPEN, Handover, State
from shouwen.journal import queries as journal
from shouwen.people.models import Member

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
    """One page of past handovers; ``after`` is the cursor of the next, None at the end."""

    rows: tuple[HandoverRow, ...]
    after: int | None


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


def ended(
    *, reader: Member | None, after: int | None = None, text: str = "", limit: int = PAGE
) -> Page:
    """List past handovers, the latest first; ``reader`` leaves those a member had a part in."""
    found = Handover.objects.exclude(state__in=OPEN).order_by("-pk")
    if reader is not None:
        found = found.filter(Q(outgoing=reader) | Q(incoming=reader))
    if text:
        names = Q(outgoing__name__icontains=text) | Q(incoming__name__icontains=text)
        said = Q(pk__in=Handover.objects.filter(items__text__icontains=text).values("pk"))
        found = found.filter(names | said)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = [_row(values) for values in found.values_list(*_COLUMNS)[: limit + 1]]
    more = len(rows) > limit
    return Page(rows=tuple(rows[:limit]), after=rows[limit - 1].pk if more else None)


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
