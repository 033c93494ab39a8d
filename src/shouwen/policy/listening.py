"""Which rules listen to a fact, without asking each of a thousand.

Many rules often listen to one kind of fact and differ in one word: a limit for each of two hundred
categories. Such rules are found by that word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.by_words import ByWords
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Same, plain_value

Word = str | bool
Places = tuple[int, ...]
# How many combinations of words are kept for a kind of fact; there may be a category for each rule.
_MOST = 1024


class Listeners:
    """The rules that listen to one kind of fact, in the order of the rulebook."""

    def __init__(self, kind: str, rules: Sequence[Rule]) -> None:
        """Sort the rules by the words that one of their details must be."""
        self.rules = tuple(rules)
        self._others: Places = ()
        self._by_word: Mapping[str, tuple[Mapping[Word, Places], Places]] = {}
        self._sort(kind)
        self._concerned = ByWords(tuple(self._by_word), self._sorted_out, most=_MOST)

    def _sort(self, kind: str) -> None:
        by_word: dict[str, dict[Word, list[int]]] = defaultdict(lambda: defaultdict(list))
        others: list[int] = []
        of_detail: dict[str, list[int]] = defaultdict(list)
        for place, rule in enumerate(self.rules):
            detail, words = deciding_word(rule, kind)
            (of_detail[detail] if detail else others).append(place)
            for word in words:
                by_word[detail][word].append(place)
        self._others = tuple(others)
        self._by_word = {
            detail: ({word: tuple(p) for word, p in by_word[detail].items()}, tuple(places))
            for detail, places in of_detail.items()
        }

    def concerned_by(self, fact: Fact) -> tuple[Rule, ...]:
        """Return the rules that a recorded detail of the fact does not clearly rule out.

        While the detail is not recorded, every rule that asks for it is concerned.
        """
        if not self._by_word:
            return self.rules
        return self._concerned.of(fact)

    def may_concern(self, detail: str, word: str) -> bool:
        """Tell whether facts whose detail is this word may concern a rule."""
        if self._others or self._by_word.keys() - {detail}:
            return bool(self.rules)
        return detail in self._by_word and word in self._by_word[detail][0]

    def _sorted_out(self, fact: Fact) -> tuple[Rule, ...]:
        places = list(self._others)
        for detail, (by_word, all_places) in self._by_word.items():
            value = fact.detail(detail)
            places += all_places if value is None else by_word.get(plain_value(value), ())
        return tuple(self.rules[place] for place in sorted(places))


def deciding_word(rule: Rule, kind: str) -> tuple[str, Iterable[Word]]:
    """Return a detail, and the words of which it must be one or the rule clearly does not apply.

    The detail is empty where no single word decides: the rule has several conditions for this kind
    of fact, or compares numbers, or a kind of rule that asks in a way of its own.
    """
    cls = type(rule)
    if cls.gate is not Rule.gate or cls.judge is not Rule.judge:
        return "", ()
    mine = [condition for condition in rule.conditions() if condition.fact == kind]
    if len(mine) != 1:
        return "", ()
    for detail, test in mine[0].tests.items():
        if isinstance(test, Same):
            return detail, dict.fromkeys(test.values)
    return "", ()
