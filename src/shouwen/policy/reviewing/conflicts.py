"""Clauses that can apply to one fact and do not agree, in one regulation or between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from shouwen.policy.describe import describe
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.access import Access
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.conditions import COMPARED
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.target import Target
from shouwen.policy.kinds.words import Both
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.reviewing.findings import Finding, at_rule
from shouwen.policy.reviewing.overlap import may_meet
from shouwen.policy.rulebook import Rulebook

_MEND: Both = (
    "请写明其中一条是另一条的例外，或在某日停用其中一条。",
    "Mark one as an exception to the other, or end one on a date.",
)


class Placed(NamedTuple):
    """A rule and the regulation it stands in."""

    rule: Rule
    read: Regulation

    @property
    def name(self) -> str:
        """How the rule's clause is cited."""
        return str(self.rule.clause)

    def says(self, label: str) -> Both:
        """Return what the rule says under one heading of its description."""
        definition = self.read.definitions.get(self.rule.id)
        if definition is None:
            return self.rule.clause.text, self.rule.clause.text
        lines = describe(definition, self.read.words).lines
        return next((line.text for line in lines if line.label[1] == label), ("", ""))


def conflicts(regulations: Sequence[Regulation]) -> Iterator[Finding]:
    """Find the pairs of rules that can apply to one fact and differ about it."""
    placed = [Placed(rule, read) for read in regulations for rule in expanded(read.rules.values())]
    exceptions = _exceptions(regulations)
    for kind, differ in _DIFFER.items():
        mine = [one for one in placed if isinstance(one.rule, kind)]
        for one, other in combinations(mine, 2):
            if _excepts(one, other, exceptions) or not _same_people(one.rule, other.rule):
                continue
            if what := differ(one, other):
                yield at_rule("conflict", one.read, one.rule, what, _MEND)


def _exceptions(
    regulations: Sequence[Regulation],
) -> Mapping[tuple[str, str], set[tuple[str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for read in regulations:
        book = Rulebook(read.rules.values())
        found |= {rule.key: set(book.exceptions_to(rule)) for rule in book.rules}
    return found


def _excepts(
    one: Placed, other: Placed, exceptions: Mapping[tuple[str, str], set[tuple[str, str]]]
) -> bool:
    keys = one.rule.key, other.rule.key
    return keys[1] in exceptions[keys[0]] or keys[0] in exceptions[keys[1]]


def _same_people(one: Rule, other: Rule) -> bool:
    return not one.for_ or not other.for_ or bool(set(one.for_) & set(other.for_))


def _meet(one: Rule, other: Rule) -> bool:
    return may_meet(one.conditions(), other.conditions())


def _limits(one: Placed, other: Placed) -> Both | None:
    """Two deadlines that the same fact starts and the same fact meets."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Deadline) and isinstance(second, Deadline)):
        return None
    if first.owed_by != second.owed_by or not may_meet(first.met_by, second.met_by):
        return None
    # “Promptly” sets no limit that another could contradict.
    if first.promptly or second.promptly or _limit(first) == _limit(second):
        return None
    if not _meet(first, second):
        return None
    limits = one.says("By when"), other.says("By when")
    return (
        f"{one.name}与{other.name}对同一件事规定了不同的时限：{limits[0][0]}；{limits[1][0]}。",
        (
            f"{one.name} and {other.name} set different limits for one thing: "
            f"{limits[0][1]}; {limits[1][1]}."
        ),
    )


def _limit(rule: Deadline) -> object:
    return rule.within, rule.by, rule.before, rule.counted, rule.calendar


def _rhythms(one: Placed, other: Placed) -> Both | None:
    """One duty in the same words, in two rhythms."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Duty) and isinstance(second, Duty)):
        return None
    if first.duty != second.duty or first.owed_by != second.owed_by:
        return None
    if not (first.every and second.every) or (first.every, first.by) == (second.every, second.by):
        return None
    return (
        f"{one.name}与{other.name}对“{first.duty}”规定的周期或时间不同。",
        f"{one.name} and {other.name} set different rhythms or times for “{first.duty}”.",
    )


def _amounts(one: Placed, other: Placed) -> Both | None:
    """Two regulations that both move money or points for one and the same fact."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Moves) and isinstance(second, Moves)) or one.read is other.read:
        return None
    if first.kind != second.kind or first.person != second.person or not _meet(first, second):
        return None
    label = "Amount" if first.kind == "pay" else "Points"
    said = one.says(label), other.says(label)
    return (
        f"同一件事，{one.name}（{said[0][0]}）和{other.name}（{said[1][0]}）都要记，会记两次。",
        (
            f"For one fact {one.name} ({said[0][1]}) and {other.name} ({said[1][1]}) both count, "
            "so it counts twice."
        ),
    )


def _rights(one: Placed, other: Placed) -> Both | None:
    """What one clause forbids outright and another allows."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Access) and isinstance(second, Access)):
        return None
    if first.forbidden == second.forbidden or not _meet(first, second):
        return None
    strict, open_ = (one, other) if first.forbidden else (other, one)
    return (
        f"{strict.name}一律禁止，{open_.name}却在有条件时允许。",
        f"{strict.name} forbids outright what {open_.name} allows under conditions.",
    )


def _signatures(one: Placed, other: Placed) -> Both | None:
    """Two regulations that want different signatures for one and the same thing."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Approval) and isinstance(second, Approval)) or one.read is other.read:
        return None
    if first.tiers == second.tiers or not _meet(first, second):
        return None
    said = one.says("Signed by"), other.says("Signed by")
    return (
        f"同一件事，{one.name}要{said[0][0]}批，{other.name}要{said[1][0]}批。",
        (
            f"For one thing {one.name} wants the signatures of {said[0][1]}, "
            f"{other.name} those of {said[1][1]}."
        ),
    )


def _thresholds(one: Placed, other: Placed) -> Both | None:
    """One metric with two thresholds."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Target) and isinstance(second, Target)):
        return None
    if (first.metric, first.when, first.every) != (second.metric, second.when, second.every):
        return None
    # A lower and an upper bound together are a range.
    if _bounds(first).keys() != _bounds(second).keys() or _bounds(first) == _bounds(second):
        return None
    said = one.says("Target"), other.says("Target")
    return (
        f"同一指标，{one.name}要求{said[0][0]}，{other.name}要求{said[1][0]}。",
        f"For one metric {one.name} demands {said[0][1]}, {other.name} {said[1][1]}.",
    )


def _bounds(rule: Target) -> Mapping[str, object]:
    return {name: getattr(rule, name) for name in COMPARED if name in rule.model_fields_set}


def _words(one: Placed, other: Placed) -> Both | None:
    """Words that one clause demands and the other forbids."""
    first, second = one.rule, other.rule
    if not (isinstance(first, Conduct) and isinstance(second, Conduct)):
        return None
    found = _forbidden_demand(first, second) or _forbidden_demand(second, first)
    if not found or not _one_situation(first, second):
        return None
    return (
        f"{one.name}与{other.name}一条要求说“{found}”，另一条禁止说。",
        f"Of {one.name} and {other.name} one demands “{found}” and the other forbids it.",
    )


def _one_situation(one: Conduct, other: Conduct) -> bool:
    return not one.situation or not other.situation or one.situation == other.situation


def _forbidden_demand(demands: Conduct, forbids: Conduct) -> str:
    banned = [each.phrase for each in forbids.must_not_say if each.at == "anywhere"]
    for group in demands.must_say:
        if all(any(word in phrase for word in banned) for phrase in group.any_of):
            return group.any_of[0]
    return ""


_DIFFER: Mapping[type[Rule], Callable[[Placed, Placed], Both | None]] = {
    Deadline: _limits,
    Duty: _rhythms,
    Moves: _amounts,
    Access: _rights,
    Approval: _signatures,
    Target: _thresholds,
    Conduct: _words,
}
