"""What a regulation file says, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouwen.policy.clauses import Clause
from shouwen.policy.faults import Fault
from shouwen.policy.kinds import Rule
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

    ``rule`` is a rule's id; ``line`` is where the case begins. The mappings are plain data as they
    stand in the file; :mod:`shouwen.policy.worked_cases` gives them their meaning.
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
    population: Any = None
    events: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The head of the file: names, dates and the words the regulation adds.

    ``catalogue`` is its number in the catalogue of the library, as printed; a department's own
    regulation has none.
    """

    slug: str
    title: str
    in_force: date
    ended: date | None = None
    catalogue: str = ""
    industry: str = ""
    posts: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, FactDefinition] = field(default_factory=dict)
    working_hours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation(FrontMatter):
    """A regulation as read from its file: clauses, rules, worked cases and the text itself.

    ``rules`` are typed models by id, ``definitions`` the plain data they were read from,
    ``rule_lines`` and ``rule_clauses`` say where each stands. ``source`` is the file, unchanged.
    """

    source: str
    file_name: str
    clauses: tuple[ClauseNode, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rule_lines: Mapping[str, int] = field(default_factory=dict)
    rule_clauses: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[WorkedCase, ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        """The product's fact kinds with this regulation's own added."""
        return BASE.extended(self.facts)

    def node_at(self, address: str) -> ClauseNode | None:
        """Return the clause at an address, or None."""
        return next((node for node in self.clauses if node.address == address), None)

    def clause(self, address: str) -> Clause:
        """Return the clause at an address the way rulings cite it; KeyError if there is none."""
        node = self.node_at(address)
        if node is None:
            raise KeyError(address)
        return cite(node, self.slug, self.title)


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
