"""Models that several nouns share; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Generic, Literal, NotRequired, TypedDict, TypeVar

Row = TypeVar("Row")


class Rows(TypedDict, Generic[Row]):
    """All rows there are."""

    items: list[Row]


class Asked(TypedDict):
    """What a rule still has to know about a fact."""

    clause: str
    missing: list[str]
    regulation: str


class CasesMail(TypedDict):
    """How often, on which day and at what time something is mailed."""

    at_time: str
    day: NotRequired[int | None]
    unit: Literal["day", "week", "month"]
    weekday: NotRequired[str | None]


class ClauseRef(TypedDict):
    """Where a regulation says it; ``page`` shows it in its place."""

    address: str
    number: str
    page: str
    regulation: str
    title: str


class Deed(TypedDict):
    """Something done: its details by name, and when it happened if that is not now."""

    details: NotRequired[dict[str, str | int | float | bool | None]]
    happened_at: NotRequired[str | None]


class DutyOut(TypedDict):
    """Who owes what by when; ``why`` is the address of its explanation."""

    about: str
    clause: ClauseRef
    due_at: str | None
    duty: str
    ended_at: str | None
    id: int
    late: bool
    opened_at: str
    owed_by: str
    owner: str | None
    state: str
    why: str


class EnforcementReason(TypedDict):
    """Asks why."""

    reason: str


class FactOut(TypedDict):
    """A recorded fact; details the reader may not see are covered."""

    about: str
    actor: str
    corrected_by: int | None
    corrects: int | None
    details: dict[str, str | int | float | bool | None]
    happened_at: str
    kind: str
    label: str
    number: int
    recorded_at: str


class Made(TypedDict):
    """The number of what was made or changed."""

    id: int


class OutcomeOut(TypedDict):
    """What the regulations made of what was sent."""

    asked: list[Asked]
    fact: int | None
    met: list[DutyOut]
    moved: list[TransferOut]
    opened: list[DutyOut]
    repeated: bool
    waits_for: int | None


class TransferOut(TypedDict):
    """Points or money that moved; ``amount`` is a decimal number as text."""

    about: str
    amount: str
    clause: ClauseRef
    happened_at: str
    id: int
    payee: str
    payer: str
    period: str
    unit: str
    why: str
