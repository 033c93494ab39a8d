"""Models of cases_one; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from shouwen_client.models import DutyOut, OutcomeOut


class CaseOut(TypedDict):
    """One case as you may see it; ``phone`` is covered until it is revealed."""

    callback: str
    case_type: str
    category: str
    closed_at: str | None
    contact: str
    customer: int | None
    customer_name: str
    customer_number: str
    department: str
    fields: dict[str, str | int | bool]
    first_owner: str
    handler: str
    is_covered: bool
    number: str
    opened_at: str
    owed: list[DutyOut]
    phone: str
    priority: str
    reference: str
    resolution: str
    resolved_at: str | None
    severity: str
    state: str
    steps: list[str]
    team: str
    text: str
    times_reopened: int
    title: str
    unit: str


class CasesCallback(TypedDict):
    """What came of calling the customer back."""

    recording: NotRequired[str | None]
    remark: NotRequired[str | None]
    result: Literal["reached", "not_reached"]
    satisfaction: NotRequired[Literal["5", "4", "3", "2", "1"] | None]
    satisfied: NotRequired[Literal["yes", "no"] | None]
    signed: NotRequired[Literal["yes", "no"] | None]
    then_reopen: NotRequired[Literal["yes", "no"] | None]


class CasesCategoryStep(TypedDict):
    """Which place of the tree the case belongs to; of its own type, where there is a case."""

    category: int


class CasesForward(TypedDict):
    """Which department is responsible."""

    department: str
    remark: NotRequired[str | None]


class CasesHandOver(TypedDict):
    """Whom the case goes to, and why it changes hands."""

    reason: str
    to: str


class CasesLink(TypedDict):
    """Another case and what it is to this one."""

    other: str
    relation: Literal["related", "parent", "child"]


class CasesMerge(TypedDict):
    """The case that this one is merged into."""

    other: str
    reason: NotRequired[str | None]


class CasesParticulars(TypedDict):
    """The house's own fields of one case, as they stand."""

    fields: NotRequired[dict[str, str | int | float | bool | list[str] | None]]


class CasesPriority(TypedDict):
    """What is taken in hand first."""

    priority: NotRequired[Literal["urgent", "high", "low"] | None]
    reason: NotRequired[str | None]


class CasesQueue(TypedDict):
    """Where the case lies next."""

    queue: NotRequired[int | None]
    reason: NotRequired[str | None]


class CasesReason(TypedDict):
    """Why a case is paused or taken up again."""

    reason: str


class CasesResolve(TypedDict):
    """How the matter was settled."""

    resolution: str


class CasesSeverity(TypedDict):
    """A new severity and why."""

    reason: str
    severity: Literal["minor", "general", "major"]


class CasesShare(TypedDict):
    """A co-handler and their share; nothing ends it."""

    member: str
    percent: int


class CasesSnooze(TypedDict):
    """Until when a case is put aside, and why."""

    reason: str
    until: str


class CasesSplit(TypedDict):
    """Which entries become a case of their own, and what that is called."""

    entries: list[str]
    title: str


class CasesStep(TypedDict):
    """What every step with a case carries: a token, so that a second click changes nothing."""


class CasesTick(TypedDict):
    """One line of a checklist."""

    checklist: str
    item: str


class CasesToMember(TypedDict):
    """Whom the case goes to."""

    to: str


class CasesWrite(TypedDict):
    """An answer to the customer or a note for colleagues."""

    channel: NotRequired[
        Literal["phone", "counter", "wechat", "web", "mail", "visit", "app"] | None
    ]
    kept: NotRequired[str | None]
    mode: Literal["reply", "note"]
    seen: NotRequired[int | None]
    situation: NotRequired[str | None]
    text: str


class Event(TypedDict):
    """One line of a case's history."""

    happened_at: str
    is_corrected: bool
    is_note: bool
    number: int
    quotes: list[str]
    recorded_at: str
    remarks: list[list[Any]]
    title: str
    who: str


class Following(TypedDict):
    """A case and whether you follow it."""

    follows: bool
    number: str


class Follows(TypedDict):
    """Whether you follow a case."""

    follows: bool


class MacroTaken(TypedDict):
    """What the regulations made of each step; none where it was taken before."""

    number: str
    outcomes: list[OutcomeOut]


class Macroed(TypedDict):
    """Which macro is taken."""

    macro: int


class Taken(TypedDict):
    """A case after a step, and what the regulations made of the step."""

    number: str
    outcome: OutcomeOut
    state: str | None


class WhyTakenBack(TypedDict):
    """Why something is taken back."""

    reason: str
