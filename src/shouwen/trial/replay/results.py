"""What one rulebook makes of the facts of a period, in plain rows that travel between processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Source(NamedTuple):
    """Where something came from: a recorded fact, or what followed from one.

    ``number`` is the recorded fact's; for a period that began it is 0 and ``via`` names it.
    ``via`` is empty for the fact itself, else what followed: ``obligation_lapsed:rule``.
    """

    number: int
    via: str = ""


class Owed(NamedTuple):
    """What was owed and what became of it.

    ``outcome`` is one of ``in_time``, ``late``, ``lapsed``, ``running``, ``excused``.
    """

    source: Source
    regulation: str
    rule_id: str
    clause: str
    owed_by: str
    about: str
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    outcome: str


class Moved(NamedTuple):
    """Points or money that a rule moved; ``kind`` is the fact's."""

    source: Source
    regulation: str
    rule_id: str
    clause: str
    payer: str
    payee: str
    unit: str
    parts: int
    about: str
    kind: str
    happened_at: datetime


class Permitted(NamedTuple):
    """What a rule said to a fact that was recorded: granted, held for tiers, or refused."""

    source: Source
    regulation: str
    rule_id: str
    clause: str
    state: str
    tiers: str
    about: str
    kind: str
    happened_at: datetime


@dataclass(slots=True)
class Side:
    """Everything one rulebook says; ``asked`` counts, by rule, what it lacked something for."""

    owed: list[Owed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    permitted: list[Permitted] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    disagreed: int = 0
    judged: int = 0
