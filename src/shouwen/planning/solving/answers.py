"""What comes back: a roster with its price, what it misses, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shouwen.planning.solving.problem import AnyConstraint, Roster, Source

Value = str | int
Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a roster misses a constraint: who, when, by how much, and what it costs.

    ``code`` and ``values`` are said in Chinese or English by ``say``. ``cost`` is None where the
    constraint is hard. ``person`` is "" where the whole team is meant.
    """

    code: str
    source: Source
    constraint: AnyConstraint | None = None
    person: str = ""
    days: tuple[date, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    cost: int | None = None

    @property
    def is_hard(self) -> bool:
        """Tell whether a rule is broken that must not be."""
        return self.cost is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the search is: its best roster so far, and the bound no roster can go below."""

    seconds: float
    cost: int | None
    bound: int | None
    roster: Roster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The best roster found. ``unknown``: none in the time given, and none ruled out.

    ``cost`` is what :func:`faults` adds up; ``bound`` is the least any roster can cost. A roster
    that comes back breaks no hard constraint; ``breaches`` are the soft ones it misses.
    """

    status: Status
    roster: Roster | None = None
    cost: int | None = None
    bound: int | None = None
    breaches: tuple[Breach, ...] = ()
    seconds: float = 0.0
    stopped: bool = False

    @property
    def gap(self) -> float | None:
        """The part of the cost that might still be saved; None while nothing is known."""
        if self.cost is None or self.bound is None:
            return None
        return (self.cost - self.bound) / max(self.cost, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One hard demand taken by itself: a constraint, for one person or one day."""

    constraint: AnyConstraint
    person: str = ""
    days: tuple[date, ...] = ()

    @property
    def source(self) -> Source:
        """Where the demand comes from."""
        return self.constraint.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """What giving way would take: by how much each of these demands is missed.

    ``breaches`` are what the roster would break; ``units`` adds up by how much.
    """

    breaches: tuple[Breach, ...]
    units: int
    roster: Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Demands that cannot all be met: leave out any one of them and the others can.

    ``is_minimal`` is false where the time ran out before every one had been tried. ``ways`` says
    for each constraint in the clash what relaxing it alone would take; ``cheapest`` relaxes
    whatever costs least. A way that does not exist is left out.
    """

    demands: tuple[Demand, ...]
    is_minimal: bool
    ways: tuple[tuple[Source, Relaxation], ...] = ()
    cheapest: Relaxation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One day of one person that differs from the published roster ("" is a day off)."""

    person: str
    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A repaired roster and what changed in it, other than the absence itself."""

    result: Result
    changes: tuple[Change, ...] = ()


OnProgress = Callable[[Progress], None]
IsCancelled = Callable[[], bool]
