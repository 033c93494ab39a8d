"""What changed from one text of a regulation to another: clauses and rules, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A clause as far as a comparison looks: where it stands and what it says."""

    address: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule as far as a comparison looks: its name, clause and definition."""

    rule_id: str
    title: str
    number: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One text of a regulation, ready to be compared."""

    clauses: tuple[ClauseText, ...]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is new, gone or says something else."""

    state: State
    before: ClauseText | None
    after: ClauseText | None

    @property
    def number(self) -> str:
        """The printed number, of the later text if it still stands there."""
        clause = self.after or self.before
        return clause.number if clause else ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is new, gone or works differently; ``keys`` are the parts that differ."""

    state: State
    before: RuleText | None
    after: RuleText | None
    keys: tuple[str, ...] = ()

    @property
    def rule(self) -> RuleText:
        """The rule in the later text if it still stands there, else in the earlier one."""
        found = self.after or self.before
        if found is None:
            raise ValueError("A change has a rule before or after it.")
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in the order of the later text; what is gone comes last."""

    clauses: tuple[ClauseChange, ...]
    rules: tuple[RuleChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two texts say the same."""
        return not self.clauses and not self.rules


def compare(before: Outline, after: Outline) -> Comparison:
    """Return what differs between two texts of one regulation."""
    return Comparison(
        clauses=tuple(_clauses(before.clauses, after.clauses)),
        rules=tuple(_rules(before.rules, after.rules)),
    )


def _clauses(before: Iterable[ClauseText], after: Iterable[ClauseText]) -> list[ClauseChange]:
    old = {clause.address: clause for clause in before}
    changes: list[ClauseChange] = []
    for clause in after:
        former = old.pop(clause.address, None)
        if former is None:
            changes.append(ClauseChange("added", None, clause))
        elif (former.heading, former.text) != (clause.heading, clause.text):
            changes.append(ClauseChange("changed", former, clause))
    return changes + [ClauseChange("removed", gone, None) for gone in old.values()]


def _rules(before: Iterable[RuleText], after: Iterable[RuleText]) -> list[RuleChange]:
    old = {rule.rule_id: rule for rule in before}
    changes: list[RuleChange] = []
    for rule in after:
        former = old.pop(rule.rule_id, None)
        if former is None:
            changes.append(RuleChange("added", None, rule))
        elif keys := _differing(former, rule):
            changes.append(RuleChange("changed", former, rule, keys))
    return changes + [RuleChange("removed", gone, None) for gone in old.values()]


def _differing(before: RuleText, after: RuleText) -> tuple[str, ...]:
    keys = [*after.definition, *(k for k in before.definition if k not in after.definition)]
    differing = [k for k in keys if before.definition.get(k) != after.definition.get(k)]
    if before.number != after.number:
        differing.append("clause")
    return tuple(differing)
