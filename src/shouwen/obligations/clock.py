"""When the watcher has to look at an obligation, and what it finds to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from shouwen.obligations.models import WATCHED, ObligationRow, State
from shouwen.policy.rulings import Escalation, Party


class CheckKind(StrEnum):
    """What the watcher does when a moment has come."""

    WARN = "warn"
    ESCALATE = "escalate"
    LAPSE = "lapse"


class KeptEscalation(TypedDict):
    """An escalation as it is stored; ``at`` is ISO 8601 and ``to`` is ``kind:key``."""

    at: str
    to: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is due to be done: warn, escalate to ``to``, or lapse; since ``at``."""

    kind: CheckKind
    at: datetime
    to: Party | None = None


def kept(escalations: Iterable[Escalation]) -> list[KeptEscalation]:
    """Return escalations as they are stored."""
    return [{"at": e.at.isoformat(), "to": str(e.to), "done": False} for e in escalations]


def party_of(text: str) -> Party:
    """Read a party back from ``kind:key``."""
    kind, _, key = text.partition(":")
    return Party(kind, key)


def checks_to_come(row: ObligationRow) -> list[Check]:
    """List what has not been done yet, earliest first; nothing while paused or ended."""
    if row.state not in WATCHED:
        return []
    checks = [
        Check(kind=CheckKind.ESCALATE, at=datetime.fromisoformat(e["at"]), to=party_of(e["to"]))
        for e in row.escalations
        if not e["done"]
    ]
    # Once lapsed, it is late to warn.
    if row.state == State.OPEN and row.due_at is not None:
        checks.append(Check(kind=CheckKind.LAPSE, at=row.due_at))
    if row.state == State.OPEN and row.warn_at is not None and row.warned_at is None:
        checks.append(Check(kind=CheckKind.WARN, at=row.warn_at))
    return sorted(checks, key=lambda check: check.at)


def is_due(check: Check, now: datetime) -> bool:
    """Return whether a check's moment has come; at the due time itself it is still in time."""
    return check.at < now if check.kind == CheckKind.LAPSE else check.at <= now


def next_check(row: ObligationRow) -> datetime | None:
    """Return the earliest moment that still needs the watcher, or None."""
    return next((check.at for check in checks_to_come(row)), None)
