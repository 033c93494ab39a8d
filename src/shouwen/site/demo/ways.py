"""How a demonstration department works on matters, as its data file describes it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Read):
    """A category by its type and name; without a name every matter of the type."""

    case_type: str
    category: str = ""


class QueueOf(_Read):
    """A queue: who works on it, and which categories lie in it from the start."""

    name: str
    name_en: str
    members: tuple[str, ...]
    categories: tuple[Place, ...]


class SkillOf(_Read):
    """A skill: who has it at which level, and what asks for it at which level."""

    name: str
    name_en: str
    held: Mapping[str, int]
    asked: tuple[tuple[str, str, int], ...]


class GradingOf(_Read):
    """A grading rule: what it asks for, and the priority it gives."""

    name: str
    priority: str
    case_type: str = ""
    words: tuple[str, ...] = ()


class PhraseOf(_Read):
    """A kept reply for everybody."""

    name: str
    text: str


class ChecklistOf(_Read):
    """What is gone through in every matter of a type."""

    case_type: str
    name: str
    items: tuple[str, ...]


class MacroOf(_Read):
    """A macro for everybody; ``used_on`` names a matter of today with which it was taken."""

    name: str
    steps: tuple[tuple[str, Mapping[str, str]], ...]
    used_on: str = ""


class SeriesOf(_Read):
    """A recurring matter; ``after`` hours each is settled by its owner, with this resolution."""

    title: str
    text: str
    case_type: str
    category: str = ""
    owner: str
    every: int = 1
    unit: str
    on_day: int | None = None
    shift: str = "next"
    at_time: str
    after: float
    resolution: str


class ListOf(_Read):
    """A list somebody keeps and shares with everybody; ``query`` is its address."""

    name: str
    query: str


class Ways(_Read):
    """What a department has set up; the ``keeper`` did it and takes the macros."""

    keeper: str
    queues: tuple[QueueOf, ...] = ()
    skills: tuple[SkillOf, ...] = ()
    grading: tuple[GradingOf, ...] = ()
    phrases: tuple[PhraseOf, ...] = ()
    checklists: tuple[ChecklistOf, ...] = ()
    macros: tuple[MacroOf, ...] = ()
    recurring: tuple[SeriesOf, ...] = ()
    lists: tuple[ListOf, ...] = ()
    # Matters of today, by title, that the product gave to whoever suits them best.
    given_to_the_best: tuple[str, ...] = Field(default=())
