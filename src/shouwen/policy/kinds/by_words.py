"""What follows from the words of a fact, worked out once for each combination of them.

Tests that compare words can only find few combinations: yes or no, one of a list, not recorded.
Each is worked out when it first comes up and is kept with its steps; a later fact with the same
words gets the same answer. Numbers are compared anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import Condition, Same, Within, check_any
from shouwen.policy.kinds.verdicts import Verdict
from shouwen.policy.kinds.words import Words

Answer = TypeVar("Answer")
# What compares as it is; anything else compares as its text.
_PLAIN = frozenset({str, bool, type(None)})


class ByWords(Generic[Answer]):
    """The answers for facts of one kind, by the words that some of their details are.

    ``work_out`` must look at nothing else of the fact. Without ``details`` it is asked each time.
    At most so many combinations are kept: more than that come from free text, and do not come back.
    """

    __slots__ = ("_details", "_kept", "_most", "_work_out")

    def __init__(
        self,
        details: tuple[str, ...] | None,
        work_out: Callable[[Fact], Answer],
        most: int = 128,
    ) -> None:
        """Keep nothing yet."""
        self._details = details
        self._work_out = work_out
        self._most = most
        self._kept: dict[tuple[object, ...], Answer] = {}

    def of(self, fact: Fact) -> Answer:
        """Return the answer for a fact of the kind."""
        if self._details is None:
            return self._work_out(fact)
        found = map(fact.details.get, self._details)
        key = tuple([one if one.__class__ in _PLAIN else str(one) for one in found])
        answer = self._kept.get(key)
        if answer is None:
            answer = self._work_out(fact)
            if len(self._kept) < self._most:
                self._kept[key] = answer
        return answer


def only_words(tests: Iterable[tuple[str, Same | Within]]) -> tuple[str, ...] | None:
    """Return the details that are compared with words, or None where numbers are compared."""
    found: dict[str, None] = {}
    for detail, test in tests:
        if not isinstance(test, Same):
            return None
        found[detail] = None
    return tuple(found)


def decided(conditions: Iterable[Condition], kind: str, words: Words) -> ByWords[Verdict]:
    """Return what the conditions say of facts of a kind; at least one of them is for this kind."""
    mine = tuple(one for one in conditions if one.fact == kind)
    tests = [pair for one in mine for pair in one.tests.items()]
    return ByWords(only_words(tests), lambda fact: check_any(mine, fact, words))
