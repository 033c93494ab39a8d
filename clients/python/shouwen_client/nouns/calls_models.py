"""Models of calls; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class BoardOut(TypedDict):
    """A team's day; shares are of one, null where there is nothing to share."""

    abandoned: int
    answered: int
    backlog: int
    lapses: int
    longest_wait: int
    offered: int
    planned: int
    present: int
    service_level: float | None
    waiting: int
    within: int | None


class CallCommandIn(TypedDict):
    """What the exchange is to do; a transfer says to which member."""

    command: Literal[
        "answer", "hang_up", "hold", "resume", "transfer", "originate", "listen", "whisper", "join"
    ]
    to: NotRequired[str]


class CallCommandOut(TypedDict):
    """A command on its way; what the exchange makes of it is told of the call as ever."""

    call: int
    command: str
    state: str


class CallIntervalOut(TypedDict):
    """Calls that arrived in an interval and are over; seconds are whole, shares are of one."""

    abandoned: int
    answered: int
    begins: str
    ends: str
    held: int
    in_menu: int
    in_time: int | None
    longest_wait: int
    offered: int
    service_level: float | None
    talked: int
    waited: int
    within: int | None


class CallMatterIn(TypedDict):
    """The number of a matter, or the kind and title of a new one."""

    case_type: NotRequired[
        Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    ]
    name: NotRequired[str]
    number: NotRequired[str]
    title: NotRequired[str]


class CallMatterOut(TypedDict):
    """The matter to which a call belongs."""

    number: str


class CallNoteIn(TypedDict):
    """What was said."""

    text: str


class CallOut(TypedDict):
    """One call as you may see it; the caller's number is masked."""

    arrived: str
    caller: str
    ending: str
    id: int
    number: str
    phone: str
    queue: str
    seat: str
    state: str


class CallPlayIn(TypedDict):
    """How many simulated callers come in an hour, and for how many hours."""

    hours: NotRequired[float]
    per_hour: NotRequired[int]


class CallPlayOut(TypedDict):
    """Whether simulated callers ring a team up, until when and how many in an hour."""

    going_on: bool
    per_hour: int | None
    until: str | None


class CallReturnedIn(TypedDict):
    """Whether the caller was reached."""

    result: Literal["reached", "not_reached"]


class CallStepIn(TypedDict):
    """The rule of the situation, and the step that was just said; without one it is over."""

    answered: NotRequired[bool]
    rule: str
    step: NotRequired[int | None]


class CallStepOut(TypedDict):
    """How far a situation has come."""

    ended_at: str | None
    rule: str
    said: int


class CallsOut(TypedDict):
    """Calls in the order of the list they come from."""

    items: list[CallOut]


class Does(TypedDict):
    """What happens when a key is pressed."""


class FloorOut(TypedDict):
    """The seats of whom you lead, and every call that goes on or waits."""

    calls: list[CallOut]
    longest_wait: int
    seats: list[SeatStateOut]
    waiting: list[CallOut]


class HoldBackIn(TypedDict):
    """Why a recording has to stay."""

    why: str


class Menu(TypedDict):
    """A whole telephone menu; without ``opens`` and ``closes`` it is open at all hours."""

    closed: NotRequired[str]
    closed_en: NotRequired[str]
    closes: NotRequired[str]
    days: NotRequired[list[str]]
    english: NotRequired[bool]
    entries: NotRequired[list[MenuKey]]
    greeting: str
    greeting_en: NotRequired[str]
    opens: NotRequired[str]
    person: str
    queues: list[PhoneQueue]


class MenuKey(TypedDict):
    """One key of the menu; ``keys`` are those pressed one after the other, ``2`` or ``21``."""

    advertising: NotRequired[bool]
    digits: NotRequired[int | None]
    does: Does
    keys: str
    queue: NotRequired[str]
    says: NotRequired[str]
    says_en: NotRequired[str]
    shown: NotRequired[Any]
    words: str
    words_en: NotRequired[str]


class MySeatOut(TypedDict):
    """Your seat, the call that is there, and your latest calls."""

    call: CallOut | None
    lately: list[CallOut]
    seat: SeatStateOut | None


class PhoneMenuFile(TypedDict):
    """A file as the exchange reads it."""

    text: str


class PhoneMenuIn(TypedDict):
    """The whole menu; it becomes the next version."""

    menu: Menu


class PhoneMenuOut(TypedDict):
    """A version with all that callers hear and press, and its queues."""

    at: str
    by: str
    key: str
    menu: Menu
    used_from: str | None
    version: int


class PhoneMenuRow(TypedDict):
    """The latest version of a telephone menu; ``used_from`` is null until it is signed."""

    at: str
    by: str
    key: str
    used_from: str | None
    version: int


class PhoneQueue(TypedDict):
    """Who waits for whom; ``team`` and ``skill`` say who is asked, as the house keeps them."""

    announce: NotRequired[str]
    announce_after: NotRequired[int | None]
    announce_en: NotRequired[str]
    call_back: NotRequired[bool]
    key: str
    last_agent: NotRequired[bool]
    longest: NotRequired[int | None]
    name: str
    overflow: NotRequired[str]
    priority: NotRequired[int]
    skill: NotRequired[str]
    team: str


class RecordingOut(TypedDict):
    """A recording: whole seconds, how loud each part is of 100, and whether it is held back."""

    erased_at: str | None
    held_back: bool
    held_why: str
    kept_at: str
    levels: list[int]
    seconds: int
    sound: str


class ReportMail(TypedDict):
    """The number by which the mail is stopped, and when it is next."""

    id: int
    next_at: str


class SeatStateIn(TypedDict):
    """What your seat does from now on; a break says what it is for."""

    break_kind: NotRequired[Literal["", "rest", "meal", "meeting", "other"]]
    state: Literal["ready", "after_call", "on_break", "training", "offline"]


class SeatStateOut(TypedDict):
    """What a seat does since when; empty texts where nobody ever sat there."""

    break_kind: str
    name: str
    on_shift: bool
    since: str | None
    state: str


class Shown(TypedDict):
    """How much of what a caller keyed in reaches the house."""
