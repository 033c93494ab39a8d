"""What a regulation file says, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shouwen.policy.clauses import Clause
from shouwen.policy.faults import Fault
from shouwen.policy.file_reading.named_settings import (
    Choices,
    NamedSetting,
    in_use,
    resolve,
    settings_of,
)
from shouwen.policy.kinds import Rule, Words, rule_from_definition
from shouwen.policy.kinds.words import NamesByDetail, Titles, titles_of, values_of
from shouwen.policy.vocabulary import BASE, FactDefinition, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseNode:
    """One clause of the tree, in the order of the file.

    ``address`` joins the printed numbers from the top by ``/``; ``number`` is how the clause is
    cited (``三·1(1)``); ``printed`` is its own number as it stands in the heading. ``depth`` counts
    from 1, ``line`` is the heading's line, ``order`` counts from 0.
    """

    address: str
    number: str
    printed: str
    heading: str
    text: str
    depth: int
    line: int
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """One worked example: what is given, and what the rule must say.

    ``rule`` is a rule's id; ``line`` is where the case begins. ``settings`` are choices under which
    it is tried; where it names none, the default of each setting holds. The mappings are plain
    data as they stand in the file; :mod:`shouwen.policy.worked_cases` gives them their meaning.
    """

    case: str
    rule: str
    line: int
    clause: str
    expect: Any
    fact: str = ""
    at: str = ""
    about: str = ""
    done: str = ""
    done_fact: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    done_given: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    population: Any = None
    events: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The head of the file: names, dates and the words the regulation adds.

    ``catalogue`` is its number in the catalogue of the library, as printed; a department's own
    regulation has none. ``tried_on`` is the day of the worked cases that name no time, where it is
    not the first day. ``names`` are what values are called, by the detail of text that holds them,
    in Chinese and English. ``settings`` are unclear places with the readings between which a
    department may choose; ``chosen`` is what it chose.
    """

    slug: str
    title: str
    in_force: date
    ended: date | None = None
    tried_on: date | None = None
    catalogue: str = ""
    industry: str = ""
    posts: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    names: NamesByDetail = field(default_factory=dict)
    facts: Mapping[str, FactDefinition] = field(default_factory=dict)
    working_hours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "Asia/Shanghai"
    settings: Mapping[str, NamedSetting] = field(default_factory=dict)
    chosen: Choices = field(default_factory=dict)

    @property
    def choices(self) -> dict[str, str]:
        """The choice that holds for every setting."""
        return in_use(self.settings, self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation(FrontMatter):
    """A regulation as read from its file: clauses, rules, worked cases and the text itself.

    ``rules`` are typed models by id and ``definitions`` their plain data, both as they are under
    the choices that hold; ``written`` holds every rule block as it stands in the file, and
    ``rule_lines`` and ``rule_clauses`` say where. ``source`` is the file, unchanged.
    """

    source: str
    file_name: str
    clauses: tuple[ClauseNode, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    written: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rule_lines: Mapping[str, int] = field(default_factory=dict)
    rule_clauses: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[WorkedCase, ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        """The product's fact kinds with this regulation's own added."""
        return BASE.extended(self.facts, self.values)

    @property
    def values(self) -> NamesByDetail:
        """What values that are keys are called, by the detail that holds them."""
        return values_of(self.names, self.points, self.posts, self.written.values())

    @property
    def readings(self) -> dict[str, tuple[tuple[str, str, str, str], ...]]:
        """The readings each rule rests on: names of setting and choice, Chinese and English."""
        return readings_of(self.written, self.settings, self.choices)

    @property
    def titles(self) -> Titles:
        """What the regulation and its rules are called, by slug and by id."""
        return titles_of(self.slug, self.title, self.written)

    @property
    def words(self) -> Words:
        """The names the regulation declares, as the steps of an explanation use them."""
        return Words(
            facts=self.vocabulary,
            points=self.points,
            posts=self.posts,
            departments=self.departments,
            parties=self.parties,
            readings=self.readings,
            titles=self.titles,
        )

    def under(self, chosen: Choices) -> Regulation:
        """Return the regulation as it is for a department that chose so, defaults otherwise."""
        if in_use(self.settings, chosen) == self.choices:
            return self
        other = replace(self, chosen=chosen)
        rules, definitions = other.ruled()
        return replace(other, rules=rules, definitions=definitions)

    def ruled(self) -> tuple[dict[str, Rule], dict[str, Mapping[str, Any]]]:
        """Return rules and definitions under the choices; only what depends on them is read."""
        rules: dict[str, Rule] = {}
        words = self.words
        definitions: dict[str, Mapping[str, Any]] = {}
        for rule_id, written in self.written.items():
            if not settings_of(written):
                rules |= {rule_id: self.rules[rule_id]} if rule_id in self.rules else {}
                definitions[rule_id] = written
                continue
            definition = resolve(written, self.choices).definition
            if definition is not None:
                clause = self.clause(self.rule_clauses[rule_id])
                rules[rule_id] = rule_from_definition(definition, clause, words)
                definitions[rule_id] = definition
        return rules, definitions

    def node_at(self, address: str) -> ClauseNode | None:
        """Return the clause at an address, or None."""
        return next((node for node in self.clauses if node.address == address), None)

    def clause(self, address: str) -> Clause:
        """Return the clause at an address the way rulings cite it; KeyError if there is none."""
        node = self.node_at(address)
        if node is None:
            raise KeyError(address)
        return cite(node, self.slug, self.title)


def readings_of(
    written: Mapping[str, Mapping[str, Any]],
    settings: Mapping[str, NamedSetting],
    choices: Choices,
) -> dict[str, tuple[tuple[str, str, str, str], ...]]:
    """Return the readings each of some rule blocks rests on; those that rest on none are left out.

    A reading is the names of a setting and of its choice, each in Chinese and English.
    """
    used = {rule_id: settings_of(block) for rule_id, block in written.items()}
    return {
        rule_id: tuple(settings[name].said(choices[name]) for name in names)
        for rule_id, names in used.items()
        if names
    }


def cite(node: ClauseNode, slug: str, title: str) -> Clause:
    """Return a node of the tree as the clause that rulings carry."""
    return Clause(
        regulation=slug,
        title=title,
        address=node.address,
        number=node.number,
        heading=node.heading,
        text=node.text,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading one file: the regulation, unless an error stands among the faults."""

    regulation: Regulation | None
    faults: tuple[Fault, ...] = ()
