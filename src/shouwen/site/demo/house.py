"""A demonstration department as its data file describes it: `data/NAME.json`, one per industry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shouwen.site.demo.rosters import RosterOf
from shouwen.site.demo.ways import Ways

__all__ = ["DEFAULT", "House", "Person", "Scene", "house_of", "industries"]

# What `make run` shows, and a command that names no industry.
DEFAULT = "property"
Value = Any


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Read):
    """One member: key, name, team, posts (the main one first) and whom they answer to.

    ``level`` is the key of the permissions that the main post has.
    """

    key: str
    name: str
    team: str
    posts: tuple[str, ...]
    superior: str = ""
    level: str = "staff"


class Team(_Read):
    """A team and its department."""

    name: str
    department: str


class Matter(_Read):
    """What a customer brings: type, category, title, text, severity, who has to see to it."""

    case_type: str
    category: str
    title: str
    text: str
    severity: str = "general"
    department: str = ""
    resolution: str = "已处理，客户确认。"


class Today(_Read):
    """A matter that came some hours ago; ``answered`` and ``resolved`` say what was done since."""

    title: str
    owner: str
    hours_ago: float
    answered: bool = True
    resolved: bool = False


class Cases(_Read):
    """What customers bring: how much on each day of the week, of which type, to whom."""

    a_day: tuple[int, ...]
    types: Mapping[str, int]
    desk: tuple[str, ...]
    channels: tuple[str, ...]
    categories: Mapping[str, tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]]
    matters: tuple[Matter, ...]
    replies: tuple[str, ...]
    pauses: tuple[str, ...]
    comments: Mapping[str, str]
    today: tuple[Today, ...] = ()


class Variant(_Read):
    """The same fact otherwise, once in a while; ``refused`` marks one that may not be recorded."""

    chance: float
    details: Mapping[str, Value] = Field(default_factory=dict)
    refused: bool = False


class Follow(_Read):
    """What follows a scene about the same matter some hours ``after`` it.

    Its details may take over a detail of what came before: ``^material``.
    """

    fact: str
    after: float
    details: Mapping[str, Value] = Field(default_factory=dict)
    by: str = ""


class Scene(_Read):
    """A kind of fact: its details, who records it, and how often it happens by itself.

    ``every`` is a number of days (a half is twice a day); nothing for a fact that only happens
    where somebody owes it. ``on`` is a day of the month instead (-1 is the last). ``hours`` are
    between which hours. ``about`` names the matter; without it the person concerned is, or a
    matter of its own. ``ago`` are moments of the last days as hours before now. What is done in
    ``then`` is done there only, not again by whoever owes it. ``keeps`` remembers details under a
    name for the next time, such as the closing stock.
    """

    fact: str
    details: Mapping[str, Value] = Field(default_factory=dict)
    by: str = ""
    every: float | None = None
    on: int | None = None
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[float, float] = (9, 17.5)
    about: str = ""
    each: str = ""
    ago: tuple[float, ...] = ()
    otherwise: tuple[Variant, ...] = ()
    then: tuple[Follow, ...] = ()
    keeps: Mapping[str, str] = Field(default_factory=dict)


class Checks(_Read):
    """Looking at people's conduct: how often, by whom, how often it is as it should be."""

    every: float = 1
    by: str = ""
    passed: float = 0.93


class Gathering(_Read):
    """A weekly meeting: who leads, who writes, who comes, what is on the agenda and comes of it."""

    title: str
    place: str
    chair: str
    recorder: str
    called: tuple[str, ...]
    weekday: int
    hour: float
    agenda: tuple[str, ...]
    minutes: tuple[str, ...]
    resolutions: tuple[str, ...]
    done: tuple[str, ...]


class Paper(_Read):
    """A notice for everybody, issued some days ago."""

    title: str
    text: str
    by: str
    days_ago: int


class Report(_Read):
    """A weekly report: done, problems, next; the figures are counted."""

    title: str
    by: str
    weekday: int
    hour: float
    sections: tuple[tuple[str, str, str], ...]


class Shift(_Read):
    """Two who relieve each other ``every`` few days at an ``hour``, with a word to pass on."""

    between: tuple[str, str]
    every: int
    hour: float
    notes: tuple[str, ...]


class Office(_Read):
    """What a department meets about, is told, reports and hands over."""

    meetings: tuple[Gathering, ...] = ()
    notices: tuple[Paper, ...] = ()
    reports: tuple[Report, ...] = ()
    shifts: tuple[Shift, ...] = ()


class CallsOf(_Read):
    """A team that is rung up: who leads it, and about how many callers come in an hour."""

    team: str
    lead: str
    per_hour: int


class CardLine(_Read):
    """A line of the score card; ``rule`` is ``regulation/rule/item`` of a conduct rule."""

    section: str
    name: str
    name_en: str
    weight: int
    sort: str = "ordinary"
    rule: str = ""


class Coached(_Read):
    """A coaching note some days ago; the lead comes back to it within ``comes_back`` days.

    ``read`` tells that the person has said so, ``seen`` what the lead saw; empty is not yet.
    """

    person: str
    by: str
    text: str
    days_ago: int
    comes_back: int | None = None
    read: bool = False
    seen: str = ""


class QualityOf(_Read):
    """How conversations are checked: by which card, by whom, how well, who is coached.

    ``passed`` is how often a line is earned in the first week, ``better`` how much more in the
    last; ``weak`` are members with a line that they miss more often than not.
    """

    manager: str
    checkers: str
    calibrators: tuple[str, ...]
    title: str
    title_en: str
    plan: str
    round: str
    lines: tuple[CardLine, ...]
    passed: float = 0.8
    better: float = 0.12
    weak: Mapping[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    coached: tuple[Coached, ...] = ()
    questions: tuple[str, ...] = ()
    upheld: str = ""


class House(_Read):
    """One demonstration department.

    ``figures`` fill what a regulation leaves blank, by regulation and rule, in the order of the
    blanks; ``chosen`` are readings of unclear places. ``words`` are texts by name, from which one
    is taken by chance. ``in_time`` is the share of duties done in time. ``unknown`` are rules
    (``regulation:rule``) that are meant to stay undecided until somebody records more, and
    ``refused`` those that are meant to refuse once in a while whatever the scene says, such as the
    fourth swap of a month.
    """

    title: str
    title_en: str
    order: int
    company: str
    adopter: str
    roles: tuple[str, ...]
    departments: Mapping[str, str]
    teams: Mapping[str, Team]
    posts: Mapping[str, str] = Field(default_factory=dict)
    people: tuple[Person, ...]
    regulations: tuple[str, ...]
    figures: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)
    chosen: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    customers: tuple[tuple[str, str, str], ...]
    cases: Cases
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    scenes: tuple[Scene, ...] = ()
    checks: Checks | None = None
    office: Office | None = None
    ways: Ways | None = None
    rosters: tuple[RosterOf, ...] = ()
    calls: tuple[CallsOf, ...] = ()
    quality: QualityOf | None = None
    in_time: float = 0.9
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def followed(self) -> frozenset[str]:
        """The kinds of facts that follow others by themselves."""
        return frozenset(step.fact for scene in self.scenes for step in scene.then)

    def person(self, key: str) -> Person:
        """Return a member by key; KeyError for one who is not of this house."""
        for person in self.people:
            if person.key == key:
                return person
        raise KeyError(key)


def industries() -> tuple[str, ...]:
    """Return the names of the demonstrations, in the order in which they are offered."""
    folder = files("shouwen.site.demo") / "data"
    names = (entry.name for entry in folder.iterdir())
    found = [name.removesuffix(".json") for name in names if _is_house(name)]
    return tuple(sorted(found, key=lambda name: house_of(name).order))


def _is_house(name: str) -> bool:
    return name.endswith(".json") and not name.startswith("_")


@cache
def house_of(name: str) -> House:
    """Return one demonstration; KeyError for a name that is none."""
    file = files("shouwen.site.demo") / "data" / f"{name}.json"
    if not _is_house(f"{name}.json") or "/" in name or not file.is_file():
        raise KeyError(name)
    return House.model_validate_json(file.read_text("utf-8"))


class _Levels(_Read):
    levels: Mapping[str, tuple[str, ...]]


@cache
def permissions_of(level: str) -> tuple[str, ...]:
    """Return what somebody of a level may do; KeyError for a level that is none."""
    file = files("shouwen.site.demo") / "data" / "_levels.json"
    return _Levels.model_validate_json(file.read_text("utf-8")).levels[level]
