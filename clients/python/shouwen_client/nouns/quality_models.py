"""Models of quality; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class CalibrationOut(TypedDict):
    """How far checkers agreed on the score; null is what cannot be told."""

    alpha: float | None
    id: int
    kappa: float | None
    percent: float | None
    title: str


class CardLineIn(TypedDict):
    """A line of a card; ``rule`` is ``regulation/rule/item`` of a conduct rule in force."""

    name: str
    name_en: NotRequired[str]
    rule: NotRequired[str]
    section: NotRequired[str]
    sort: NotRequired[Literal["ordinary", "critical", "bonus"]]
    weight: NotRequired[float | str]


class CardLineOut(TypedDict):
    """One line of a card; ``rule`` is the conduct rule it was made from."""

    key: str
    name: str
    rule: str
    section: str
    sort: str
    weight: str


class ChatSaidOut(TypedDict):
    """One message of a chat; ``place`` begins the places that marks have in it."""

    at: str
    number: int
    place: str
    side: str
    text: str
    who: str


class CheckBesideOut(TypedDict):
    """What a checker hears and reads beside the card."""

    chats: list[CheckedChatOut]
    recordings: list[HeardOut]


class CheckSheetOut(TypedDict):
    """A conversation beside its card, with what was marked: all, half, nothing."""

    card: str
    case: str
    id: int
    lines: list[CardLineOut]
    marks: dict[str, dict[str, str]]
    points: str
    turns: list[SaidOut]
    version: int


class CheckedChatOut(TypedDict):
    """A conversation in writing that belongs to a check, as far as the caller may see it."""

    at: str
    chat: str
    turns: list[ChatSaidOut]


class CoachingNoteOut(TypedDict):
    """A coaching note; ``files`` are keys of kept files, ``clause`` is what set the day."""

    acknowledged_at: str | None
    at: str
    by: str
    clause: str
    closed_at: str | None
    files: list[str]
    follow_up: str | None
    followed_up_at: str | None
    id: int
    outcome: str
    person: str
    text: str


class FindingDecision(TypedDict):
    """Whether a finding is confirmed, which records it, or dismissed."""

    confirmed: bool


class HeardOut(TypedDict):
    """The recording of a call of a check, whole seconds and how loud each part is of 100."""

    at: str
    call: int
    erased_at: str | None
    levels: list[int]
    place: str
    seconds: int
    sound: str


class MarkIn(TypedDict):
    """How much of a line was earned, with a note and a place ``turn:start:end``."""

    at: NotRequired[str]
    earned: Literal["1", "1/2", "0", "na"]
    note: NotRequired[str]


class MarksIn(TypedDict):
    """The marks of a conversation by the keys of the card's lines."""

    marks: dict[str, MarkIn]


class Nothing(TypedDict):
    """A body without anything in it."""


class PlanPartIn(TypedDict):
    """A part of a plan; ``rule`` is ``regulation/rule`` of a target that sets the share."""

    at_least: NotRequired[int]
    minutes_from: NotRequired[int | None]
    minutes_up_to: NotRequired[int | None]
    name: str
    newcomers: NotRequired[bool]
    of_each: NotRequired[Literal["person", "channel", "all"]]
    repeat_days: NotRequired[int | None]
    rule: NotRequired[str]
    seconds_up_to: NotRequired[int | None]
    share: NotRequired[float | str | None]
    silence_from: NotRequired[int | None]
    sort: NotRequired[Literal["case", "call", "chat"]]
    unsatisfied: NotRequired[bool]


class PlannedPart(TypedDict):
    """One part of a plan as somebody wrote it; ``share`` is in percent."""

    at_least: NotRequired[int]
    minutes_from: NotRequired[int | None]
    minutes_up_to: NotRequired[int | None]
    name: str
    newcomers: NotRequired[bool]
    of_each: NotRequired[Literal["person", "channel", "all"]]
    repeat_days: NotRequired[int | None]
    rule: NotRequired[str]
    seconds_up_to: NotRequired[int | None]
    share: NotRequired[str]
    silence_from: NotRequired[int | None]
    sort: NotRequired[Literal["case", "call", "chat"]]
    unsatisfied: NotRequired[bool]


class QualityCalibration(TypedDict):
    """Which conversations several checkers mark by one card."""

    card: int
    cases: str
    checkers: NotRequired[list[str] | None]
    title: str


class QualityCheckOut(TypedDict):
    """One conversation of a sample; ``points`` are empty until it is checked."""

    case: str
    channel: str
    checked_at: str | None
    checker: str
    happened_at: str
    id: int
    parts: list[str]
    person: str
    points: str
    zeroed: bool


class QualityDraw(TypedDict):
    """The days whose conversations a sample is drawn from."""

    since: str
    until: str


class QualityFollow(TypedDict):
    """What was seen when somebody came back to a coaching note."""

    outcome: str


class QualityMonthOut(TypedDict):
    """What a person's checks of a month came to."""

    checks: int
    mean: str
    name: str
    zeroed: int


class QualityNote(TypedDict):
    """What somebody is to practise, and when one comes back to it."""

    files: NotRequired[list[str]]
    follow_up: NotRequired[str | None]
    text: str


class QualityPlan(TypedDict):
    """Which card, who checks, and whether anybody checks whom they lead."""

    card: int
    checkers: str
    newcomer_days: NotRequired[int | None]
    parts: list[PlanPartIn]
    spares_own: NotRequired[bool]
    title: str


class SaidOut(TypedDict):
    """One thing that was said; ``number`` is the fact that holds it."""

    at: str
    number: int
    side: str
    text: str
    who: str


class SampleOut(TypedDict):
    """What was drawn, by which seed, and how much of it is checked."""

    checked: int
    drawn: int
    id: int
    plan: int
    population: int
    seed: str
    since: str
    state: str
    until: str


class SamplingPlanOut(TypedDict):
    """A sampling plan; shares are in percent."""

    card: str
    checkers: str
    id: int
    parts: list[PlannedPart]
    spares_own: bool
    title: str


class ScoreCardIn(TypedDict):
    """A score card as it is written."""

    full: NotRequired[float | str]
    lines: list[CardLineIn]
    most: NotRequired[float | str | None]
    title: str
    title_en: NotRequired[str]


class ScoreCardOut(TypedDict):
    """One version of a score card."""

    full: str
    key: str
    lines: list[CardLineOut]
    most: str | None
    title: str
    version: int


class ScoredAnewOut(TypedDict):
    """A check by two versions of its card; empty where not all lines of one were marked."""

    after: str
    before: str
    case: str
    differs: bool
    happened_at: str
    id: int
    person: str


class SignalContactOut(TypedDict):
    """A call by its id or a case by its number; ``seconds`` it lasted."""

    at: str
    key: str
    seconds: int


class SignalOut(TypedDict):
    """One kind of signal: who stands out, of how many people and contacts. It is no verdict."""

    contacts: int
    key: str
    marked: list[StandingOutOut]
    people: int
    title: str


class StandingOutOut(TypedDict):
    """Who stands out: ``having`` of ``of`` contacts."""

    chance: float
    having: int
    member: str
    of: int
    others: float
    share: float


class TextFindingOut(TypedDict):
    """What an automatic check found: in which turn, from where to where."""

    case: str
    code: str
    conversation: str
    end: int
    id: int
    person: str
    start: int
    state: str
    turn: int
    words: str


class TrendLineOut(TypedDict):
    """A line of a card: what was earned of it in percent, and how often not all of it."""

    card: str
    checks: int
    key: str
    mean: float
    name: str
    short: int


class TrendPointOut(TypedDict):
    """A week or month: the mean in percent, and how many checks fell short."""

    checks: int
    mean: float | None
    short: int
    since: str
    until: str
