"""The rules in force together: which of them listen to a fact, and which yields to which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, tzinfo

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.checking import names_clause
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.duty import PERIOD_BEGAN
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.matter import CHINA
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.listening import Listeners

Key = tuple[str, str]
_NOBODY = Listeners("", ())


class ExceptionsLoopError(ValueError):
    """Rules except each other in a circle, so that none of them could ever win."""


class Rulebook:
    """Rules in order, found by the kind of fact they listen to; workflows by their steps.

    A rulebook is never changed; build another one instead. ``zone`` says where days begin. Raises
    ExceptionsLoopError when exceptions run in a circle.
    """

    def __init__(self, rules: Iterable[Rule], zone: tzinfo = CHINA) -> None:
        """Sort the rules by the facts they listen to and the exceptions by what they except."""
        self._given = tuple(rules)
        self.rules: tuple[Rule, ...] = tuple(expanded(self._given))
        self.zone = zone
        self._by_key: Mapping[Key, Rule] = {rule.key: rule for rule in self.rules}
        self._by_kind: Mapping[str, Listeners] = _by_kind(self.rules)
        self._exceptions = _exceptions(self.rules)
        self._depth = _depths(self._exceptions)
        self._shared = _shared_questions(self.rules)
        self._computing = _kinds(rule for rule in self.rules if _computes(rule))
        self._yielding = _kinds(rule for rule in self.rules if rule.key in self._exceptions)
        self._asked_twice = _asked_twice(self.rules, self._shared)
        self._dated = any(rule.in_force or rule.ended for rule in self.rules)

    def __len__(self) -> int:
        """Return how many rules there are."""
        return len(self.rules)

    def rule(self, regulation: str, rule_id: str) -> Rule:
        """Return one rule; raise KeyError when it is not in this book."""
        return self._by_key[regulation, rule_id]

    def find(self, regulation: str, rule_id: str) -> Rule | None:
        """Return one rule, or None when it is not in this book."""
        return self._by_key.get((regulation, rule_id))

    def listening_to(self, fact: Fact, *, brief: bool = False) -> tuple[Rule, ...]:
        """Return the rules that listen to this fact and are in force on its day, in order.

        With ``brief`` those are left out that one recorded detail clearly rules out.
        """
        if fact.kind == PERIOD_BEGAN:
            key = (str(fact.detail("regulation")), str(fact.detail("rule")))
            rule = self._by_key.get(key)
            found: tuple[Rule, ...] = (rule,) if rule and PERIOD_BEGAN in rule.fact_kinds() else ()
        else:
            listeners = self._by_kind.get(fact.kind, _NOBODY)
            found = listeners.concerned_by(fact) if brief else listeners.rules
        if not self._dated:
            return found
        day = fact.happened_at.astimezone(self.zone).date()
        return tuple(rule for rule in found if rule.is_in_force(day))

    def listens_to_kind(self, kind: str) -> bool:
        """Tell whether any rule listens to facts of this kind."""
        return kind in self._by_kind

    def may_concern(self, kind: str, detail: str, word: str) -> bool:
        """Tell whether a fact of this kind may concern a rule, whatever its other details are."""
        return self._by_kind.get(kind, _NOBODY).may_concern(detail, word)

    def computes_in(self, kind: str) -> bool:
        """Tell whether a form that listens to facts of this kind computes fields."""
        return kind in self._computing

    def excepts_in(self, kind: str) -> bool:
        """Tell whether a rule that listens to facts of this kind has exceptions."""
        return kind in self._yielding

    def asks_twice_in(self, kind: str) -> bool:
        """Tell whether several rules that listen to facts of this kind answer one question."""
        return kind in self._asked_twice

    def exceptions_to(self, rule: Rule) -> Sequence[Key]:
        """Return the rules that are exceptions to this one."""
        return self._exceptions.get(rule.key, ())

    def shared_question(self, rule: Rule) -> tuple[str, ...] | None:
        """Return what this rule answers together with others, or None when it stands alone."""
        return self._shared.get(rule.key)

    def exceptions_first(self, rules: Iterable[Rule]) -> list[Rule]:
        """Return the rules so that every exception stands before what it excepts."""
        return sorted(rules, key=lambda rule: self._depth.get(rule.key, 0))

    def on(self, day: date) -> Rulebook:
        """Return the book of the rules that are themselves in force on a day."""
        return Rulebook((rule for rule in self._given if rule.is_in_force(day)), self.zone)


def _by_kind(rules: Iterable[Rule]) -> Mapping[str, Listeners]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for kind in rule.fact_kinds():
            found[kind].append(rule)
    return {kind: Listeners(kind, listed) for kind, listed in found.items()}


def _kinds(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(kind for rule in rules for kind in rule.fact_kinds())


def _computes(rule: Rule) -> bool:
    return isinstance(rule, Form) and bool(rule.computed)


def _shared_questions(rules: Sequence[Rule]) -> Mapping[Key, tuple[str, ...]]:
    """Map each rule to its question where another rule answers the same."""
    asked = {rule.key: rule.question_key() for rule in rules}
    count = Counter(asked.values())
    return {key: question for key, question in asked.items() if count[question] > 1}


def _asked_twice(rules: Iterable[Rule], shared: Mapping[Key, tuple[str, ...]]) -> frozenset[str]:
    """Return the kinds of facts on which several rules answer one question."""
    asked = Counter(
        (kind, shared[rule.key])
        for rule in rules
        if rule.key in shared
        for kind in rule.fact_kinds()
    )
    return frozenset(kind for (kind, _), times in asked.items() if times > 1)


def _exceptions(rules: Sequence[Rule]) -> Mapping[Key, tuple[Key, ...]]:
    """Map each general rule to its exceptions."""
    of_regulation: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        of_regulation[rule.clause.regulation].append(rule)
    found: dict[Key, list[Key]] = defaultdict(list)
    for special in rules:
        for name in special.excepts:
            for general in of_regulation[special.clause.regulation]:
                if _yields(general, special, name):
                    found[general.key].append(special.key)
    return {key: tuple(dict.fromkeys(listed)) for key, listed in found.items()}


def _yields(general: Rule, special: Rule, name: str) -> bool:
    # Several exceptions to one clause may stand under that clause themselves.
    if general.key == special.key or name in general.excepts:
        return False
    places = (general.id, general.clause.address, general.clause.number)
    return any(names_clause(name, place) for place in places)


def _depths(exceptions: Mapping[Key, tuple[Key, ...]]) -> Mapping[Key, int]:
    """Count for each general rule how long its longest chain of exceptions is."""
    depths: dict[Key, int] = {}

    def depth(key: Key, path: tuple[Key, ...]) -> int:
        if key in path:
            circle = " → ".join(rule for _, rule in (*path[path.index(key) :], key))
            raise ExceptionsLoopError(
                f"These rules except each other in a circle: {circle}. Remove one `excepts`."
            )
        if key not in depths:
            inner = (depth(special, (*path, key)) for special in exceptions.get(key, ()))
            depths[key] = max((one + 1 for one in inner), default=0)
        return depths[key]

    for general in exceptions:
        depth(general, ())
    return depths
