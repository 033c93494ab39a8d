"""Models of cases; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from shouwen_client.models import OutcomeOut


class CaseLine(TypedDict):
    """One case in a list; fields of the customer are covered as on the pages."""

    callback: str
    case_type: str
    category: str
    customer: str
    department: str
    due_at: str | None
    fields: dict[str, str | int | bool]
    handler: str
    number: str
    opened_at: str
    priority: str
    severity: str
    state: str
    title: str
    unit: str


class CasesAddCategory(TypedDict):
    """A new category and its place in the tree."""

    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    name: str
    name_en: NotRequired[str | None]
    parent: NotRequired[int | None]


class CasesAskSkill(TypedDict):
    """Which cases ask for it."""

    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    category: NotRequired[int | None]
    level: Literal["1", "2", "3"]
    skill: str


class CasesChecklist(TypedDict):
    """A checklist for one type of case, one item to a line."""

    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    items: list[str]
    name: str


class CasesDefine(TypedDict):
    """A field of one's own, or the next version of one that has this key."""

    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    choices: NotRequired[list[list[Any]]]
    key: str
    kind: Literal[
        "text", "number", "money", "date", "choice", "choices", "yes_no", "member", "customer"
    ]
    label: str
    label_en: NotRequired[str | None]
    required: NotRequired[bool]
    shown_if: NotRequired[str | None]
    shown_if_values: NotRequired[list[str]]


class CasesGiveSkill(TypedDict):
    """How well a member can do it."""

    level: Literal["1", "2", "3"]
    member: str
    skill: str


class CasesGrading(TypedDict):
    """What a new case must be like, and how it is graded then."""

    case_type: NotRequired[
        Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"] | None
    ]
    category: NotRequired[int | None]
    channel: NotRequired[
        Literal["phone", "counter", "wechat", "web", "mail", "visit", "app"] | None
    ]
    customer_class: NotRequired[Literal["ordinary", "important", "vip"] | None]
    name: str
    priority: NotRequired[Literal["urgent", "high", "low"] | None]
    severity: NotRequired[Literal["minor", "general", "major"] | None]
    words: NotRequired[str | None]


class CasesKeep(TypedDict):
    """A list to keep under a name; ``query`` is its address."""

    is_first: NotRequired[bool]
    name: str
    query: NotRequired[str | None]
    shared_with: NotRequired[Literal["nobody", "post", "team", "all"] | None]


class CasesKeepChange(TypedDict):
    """A list to keep under a name; ``query`` is its address."""

    is_first: NotRequired[bool | None]
    name: NotRequired[str | None]
    query: NotRequired[str | None]
    shared_with: NotRequired[Literal["nobody", "post", "team", "all"] | None]


class CasesKeepQueue(TypedDict):
    """What a queue is called, who works on it."""

    categories: NotRequired[list[int] | None]
    members: NotRequired[list[str] | None]
    name: str
    name_en: NotRequired[str | None]


class CasesMacro(TypedDict):
    """A macro's name and whose it is."""

    name: str
    steps: list[MacroStep]
    whose: str


class CasesNewCase(TypedDict):
    """A new case: what it is, who came with it, and what they said."""

    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    category: NotRequired[int | None]
    channel: Literal["phone", "counter", "wechat", "web", "mail", "visit", "app"]
    contact: NotRequired[int | None]
    customer: NotRequired[int | None]
    department: NotRequired[str | None]
    fields: NotRequired[dict[str, str | int | float | bool | list[str] | None]]
    first_owner: NotRequired[str | None]
    kept: NotRequired[str | None]
    new_name: NotRequired[str | None]
    new_phone: NotRequired[str | None]
    new_unit: NotRequired[str | None]
    opened_at: NotRequired[str | None]
    reference: NotRequired[str | None]
    severity: NotRequired[Literal["minor", "general", "major"] | None]
    text: NotRequired[str | None]
    title: str


class CasesPhrase(TypedDict):
    """A kept reply and whose it is."""

    name: str
    text: str
    whose: str


class CasesRecurrence(TypedDict):
    """What is opened again and again, how often, and on which day."""

    at_time: str
    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    category: NotRequired[int | None]
    customer: NotRequired[str | None]
    day: NotRequired[int | None]
    department: NotRequired[str | None]
    every: int
    owner: str
    severity: NotRequired[Literal["minor", "general", "major"] | None]
    shift: Literal["stays", "next", "before"]
    starts_on: str
    text: NotRequired[str | None]
    title: str
    unit: Literal["day", "week", "month"]
    weekday: NotRequired[str | None]


class CasesRenameCategory(TypedDict):
    """What a category is called."""

    name: str
    name_en: NotRequired[str | None]


class CategoryOut(TypedDict):
    """A category and its place in the tree of its type."""

    case_type: str
    depth: int
    id: int
    path: str


class ChecklistOut(TypedDict):
    """What is gone through in every case of a type."""

    case_type: str
    id: int
    items: list[str]
    name: str


class FieldOut(TypedDict):
    """A field of the house's own; ``key`` is its name for rules and in bodies."""

    case_type: str
    choices: list[list[Any]]
    id: int
    key: str
    kind: str
    label: str
    label_en: str
    required: bool
    shown_if: str
    shown_if_values: list[str]
    version: int


class Gathered(TypedDict):
    """Which cases are parts of the first one now; ``refused`` says why others are not."""

    linked: list[str]
    refused: dict[str, str]


class GradingOut(TypedDict):
    """A grading rule in force, in its order."""

    conditions: list[str]
    gives: list[str]
    id: int
    name: str


class Group(TypedDict):
    """A case and those that become parts of it."""

    first: str
    others: list[str]


class HotOut(TypedDict):
    """One thing that many brought: how many people, and the cases, the oldest first."""

    cases: list[LikelyOut]
    open: int
    people: int
    since: str
    title: str


class ImportOut(TypedDict):
    """How far an import is; of one that ``is_trial`` nothing was kept."""

    committed_row: int
    faulty: int
    file_name: str
    id: int
    is_trial: bool
    opened: int
    repeated: int
    source: str
    started_at: str
    state: str
    why_stopped: str


class Kept(TypedDict):
    """The number of what was kept or ended."""

    id: int


class LikelyOut(TypedDict):
    """A case that may be about the same, and why."""

    customer: str
    number: str
    opened_at: str
    title: str
    why: str


class MacroOut(TypedDict):
    """A macro that is yours to take; ``steps`` names them in their order."""

    id: int
    name: str
    steps: list[str]
    whose: str


class MacroStep(TypedDict):
    """One step of a macro: the step of a case, and what its operation would be sent."""

    data: NotRequired[dict[str, str]]
    verb: Literal[
        "write",
        "category",
        "severity",
        "priority",
        "queue",
        "assign",
        "assign-best",
        "hand-over",
        "forward",
        "tick",
        "pause",
        "resume",
        "resolve",
        "close",
    ]


class Mail(TypedDict):
    """The number of what is mailed, and when next."""

    id: int
    next_at: str | None


class MailOut(TypedDict):
    """What is mailed; ``list_id`` is null for figures, ``fault`` says why none was sent."""

    fault: str
    id: int
    kind: str
    list_id: int | None
    name: str
    next_at: str
    rhythm: str
    sent_at: str | None


class NewsOut(TypedDict):
    """A case with something new for you: who mentions you, else what happened last."""

    at: str
    number: str
    title: str
    what: str
    who: str


class Opened(TypedDict):
    """A case that was opened, and what the regulations made of it."""

    number: str
    outcome: OutcomeOut


class PhraseOut(TypedDict):
    """A kept reply; ``whose`` names a team or a post, ``is_own`` says that you wrote it."""

    id: int
    is_own: bool
    name: str
    text: str
    whose: str


class QueueOut(TypedDict):
    """A queue with how many unsettled cases lie in it that are open to you."""

    categories: list[str]
    id: int
    members: list[str]
    name: str
    number: int


class RecurringChange(TypedDict):
    """What was changed in a series: each field in words, as it was and as it is."""

    at: str
    by: str
    changes: list[list[Any]]


class RecurringOne(TypedDict):
    """A series with what its form holds, its next moments, and what was changed."""

    changes: list[RecurringChange]
    holds: dict[str, str | int]
    id: int
    next: list[str]


class RecurringOut(TypedDict):
    """A series that has not ended; ``next_at`` is null while it is paused."""

    case_type: str
    id: int
    last_number: str
    next_at: str | None
    opened: int
    owner: str
    rhythm: str
    title: str


class RefusedRow(TypedDict):
    """A row that an import refused: its line, the clause if one forbids it, and why."""

    clause: str
    line: int
    reason: str


class Seen(TypedDict):
    """Nothing is new any more."""

    seen: bool


class Series(TypedDict):
    """The number of the series that was begun or changed."""

    id: int


class SkillOut(TypedDict):
    """A skill with who has it, with their level, and what asks for it."""

    asked: list[int]
    asked_by: list[str]
    held: list[int]
    holders: list[str]
    name: str


class Tried(TypedDict):
    """What a rule would have made of the last cases."""

    changed: int
    examples: list[str]
    fitting: int
    looked_at: int


class ViewOut(TypedDict):
    """A kept list with the number of its cases; ``query`` is what follows the list's ``?``."""

    count: int | None
    id: int
    is_own: bool
    name: str
    query: str


class Written(TypedDict):
    """What is about to be opened as a new case."""

    customer: NotRequired[int | None]
    reference: NotRequired[str]
    text: NotRequired[str]
    title: str
