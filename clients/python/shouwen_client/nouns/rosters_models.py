"""Models of rosters; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class AnswerIn(TypedDict):
    """Whether you agree."""

    agrees: bool


class AskedOut(TypedDict):
    """How something asked for stands."""

    id: int
    state: str


class AwayIn(TypedDict):
    """Who is away, and from when to when."""

    first: str
    last: str
    member: str


class CameIn(TypedDict):
    """What came on a day, interval by interval."""

    counts: list[float]
    day: str


class ChangeIn(TypedDict):
    """Another day or member for a shift; ``remove`` takes it out."""

    day: NotRequired[str | None]
    member: NotRequired[str]
    reason: NotRequired[str]
    remove: NotRequired[bool]


class ClauseSaysOut(TypedDict):
    """What one clause says: fine, held, open (something is missing) or refused."""

    clause: str
    regulation: str
    state: str
    text: str


class CorrectIn(TypedDict):
    """When you really came or went, and why the punch is missing."""

    at: str
    reason: str
    shift: int
    way: str


class CountIn(TypedDict):
    """Which of the house's own records are counted, and of which days."""

    first: str
    last: str
    source: str


class CountOut(TypedDict):
    """How many were done, and what was refused."""

    done: int
    refused: NotRequired[list[str]]


class DayIn(TypedDict):
    """What is expected of a day, interval by interval; also of the same weekdays ``until``."""

    counts: list[float]
    day: str
    until: NotRequired[str | None]


class DemandOut(TypedDict):
    """What comes to a team, and what it needs."""

    days: list[ExpectedOut]
    special: list[SpecialOut]
    streams: list[StreamOut]


class DropIn(TypedDict):
    """Which day is like others again."""

    day: str


class ExpectedOut(TypedDict):
    """A day of one kind of contact: contacts, seats and people of each interval."""

    counts: list[float]
    day: str
    people: list[int]
    seats: list[int]
    stream: int


class ExtraIn(TypedDict):
    """So many contacts more in each interval between two minutes of the day."""

    contacts: float
    first: NotRequired[int]
    last: NotRequired[int]


class FaultsOut(TypedDict):
    """What a plan misses; and, where rules changed after it was published."""

    broken: NotRequired[list[MissedOut]]
    changed_since: NotRequired[str | None]
    misses: list[MissedOut]


class ForecastIn(TypedDict):
    """Which days are forecast; without a method by the best on past weeks."""

    extra: NotRequired[ExtraIn | None]
    first: str
    last: str
    method: NotRequired[Method | None]
    volume: NotRequired[int]


class ForecastingOut(TypedDict):
    """How a forecast stands; once done with its days and how each method did on past weeks."""

    answer: dict[str, Any]
    first: str
    id: int
    last: str
    progress: int
    state: str
    stream: int
    why: str


class KeptOut(TypedDict):
    """How many were kept."""

    done: int


class LeaveBalanceOut(TypedDict):
    """Days of one kind of leave in a period: granted, carried over, taken, waiting, left."""

    carried: float
    clause: str
    granted: float
    label: str
    leave_type: str
    left: float
    period: str
    regulation: str
    taken: float
    waiting: float


class LeaveBalancesOut(TypedDict):
    """Every kind of leave of which a rule in force sets the days."""

    items: list[LeaveBalanceOut]


class LeaveIn(TypedDict):
    """The kind of leave and its time; ``member`` only where you ask for somebody else."""

    begins: str
    details: NotRequired[dict[str, str | int | float | bool | None]]
    ends: str
    leave_type: str
    member: NotRequired[str]
    reason: NotRequired[str]


class MayTakeOut(TypedDict):
    """Whether you may, and why not: what clashes, and what each clause says."""

    allowed: bool
    said: list[ClauseSaysOut]
    why: str


class Method(TypedDict):
    """Ways to forecast, as `planning.forecasting` names them."""


class MissedOut(TypedDict):
    """One place where a plan misses something."""

    clause: str
    days: str
    hard: bool
    member: str
    source: str
    text: str


class OvertimeIn(TypedDict):
    """From when to when you work beyond your shifts, and why."""

    begins: str
    ends: str
    reason: str


class PastIn(TypedDict):
    """What came on some days; each is kept once, the last word counts."""

    days: list[CameIn]


class PlanIn(TypedDict):
    """Which days are planned; whether presence is kept by clocking in."""

    by_punches: NotRequired[bool]
    first: str
    last: str


class PlanOut(TypedDict):
    """A team's plan of some days."""

    first: str
    id: int
    last: str
    state: str
    team: str


class PunchIn(TypedDict):
    """Whether you come or go; ``relieved`` where a rule asks for it."""

    relieved: NotRequired[bool | None]
    serving: NotRequired[bool]
    way: str


class PunchOut(TypedDict):
    """One punch, and the shift it belongs to."""

    at: str
    id: int
    shift: int | None
    way: str


class PunchRow(TypedDict):
    """One punch of another clock."""

    at: str
    member: str
    way: str


class PunchesIn(TypedDict):
    """Punches of another clock, in any order; each is kept once."""

    punches: list[PunchRow]


class RunOut(TypedDict):
    """How planning by program stands, and what came of it."""

    answer: dict[str, Any]
    id: int
    state: str


class ShiftIn(TypedDict):
    """Who works which kind of shift on which day; without a member it is open."""

    day: str
    member: NotRequired[str]
    reason: NotRequired[str]
    shift: str


class ShiftOut(TypedDict):
    """One shift; without a member it is open to whoever picks it up."""

    begins: str
    day: str
    ends: str
    id: int
    label: str
    member: str | None
    shift: str
    state: str
    team: str


class ShiftsOut(TypedDict):
    """Shifts in the order in which they begin."""

    items: list[ShiftOut]


class SolveIn(TypedDict):
    """How many seconds a program may look for the best."""

    seconds: NotRequired[int]


class SpecialIn(TypedDict):
    """A day that is not like others."""

    day: str
    factor: int
    reason: str


class SpecialOut(TypedDict):
    """A day that is not like others: per cent of an ordinary one, and why."""

    day: str
    factor: int
    reason: str


class SplitIn(TypedDict):
    """The day on which the second part begins."""

    day: str


class StreamIn(TypedDict):
    """A kind of contact; a level and seconds of 0 wait for a target in force."""

    at_once: NotRequired[int]
    handling: int
    level: NotRequired[int]
    method: NotRequired[Method | None]
    minutes: NotRequired[int]
    name: str
    patience: NotRequired[int]
    shrinkage: NotRequired[int]
    skill: NotRequired[str]
    within: NotRequired[int]


class StreamOut(TypedDict):
    """One kind of contact with its figures; seconds and per cent."""

    at_once: int
    handling: int
    id: int
    known_from: str | None
    known_until: str | None
    level: int
    method: str
    minutes: int
    name: str
    patience: int
    shrinkage: int
    skill: str
    team: str
    within: int


class SwapIn(TypedDict):
    """Your shift, with whom, and their shift that you work in return."""

    partner: str
    payback: NotRequired[int | None]
    reason: NotRequired[str]
    shift: int


class TemplateIn(TypedDict):
    """A kind of shift: what the rules call it, when it begins and how long it lasts."""

    begins: str
    break_minutes: NotRequired[int]
    key: str
    label: str
    minutes: int
    skill: NotRequired[str]
    wanted: NotRequired[int]
