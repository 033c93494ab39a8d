"""What the details of a fact show that conduct is measured by."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.by_words import ByWords, only_words
from shouwen.policy.kinds.conditions import Same, Within
from shouwen.policy.kinds.figures import number_text, read_number
from shouwen.policy.kinds.words import Words, both
from shouwen.policy.steps import Late, Step, Value

Tests = Mapping[str, Same | Within]
_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


class Looked(NamedTuple):
    """What the measured details of a fact show; else what is ``missing`` or left ``blank``."""

    steps: tuple[Step, ...] = ()
    value: str = ""
    threshold: str = ""
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    blank: str = ""


def looking(tests: Tests, words: Words) -> ByWords[Looked]:
    """Return what facts of one kind show, by the words of the details that are tested."""
    return ByWords(only_words(tests.items()), lambda fact: _look(tests, fact, words))


def _look(tests: Tests, fact: Fact, words: Words) -> Looked:
    missing = tuple(name for name, test in tests.items() if not _readable(test, fact, name))
    if missing:
        asked = (words.line("detail_missing", fact.kind, name) for name in missing)
        return Looked(tuple(asked), missing=missing)
    blank = next((f"measured.{n}.{t.blank()}" for n, t in tests.items() if t.blank()), "")
    if blank:
        return Looked(blank=blank)
    holds = {name: test.check(fact.detail(name)) for name, test in tests.items()}
    failed = tuple(name for name, inside in holds.items() if not inside)
    said = tuple(_said(test, fact, name, words, inside=holds[name]) for name, test in tests.items())
    if len(tests) > 1:
        return Looked(said, str(len(failed)), "0", failed)
    ((name, test),) = tests.items()
    return Looked(said, _plain_text(fact.detail(name)), _threshold(test), failed)


def _said(test: Same | Within, fact: Fact, name: str, words: Words, *, inside: bool) -> Step:
    kind, value = fact.kind, fact.detail(name)

    def values() -> dict[str, Value]:
        return {
            **both("detail", words.facts.detail_labels(kind, name)),
            **both("value", words.value_of(kind, name, value)),
            **both("wanted", test.wanted(kind, name, words)),
        }

    if inside:
        return Step("conduct_inside", Late(values))
    return Step("conduct_outside", Late(values))


def _plain_text(value: object) -> str:
    """Return a recorded value as a measure shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _readable(test: Same | Within, fact: Fact, name: str) -> bool:
    value = fact.detail(name)
    if isinstance(test, Same) or value is None:
        return value is not None
    try:
        read_number(value)
    except AmountError:
        return False
    return True


def _threshold(test: Same | Within) -> str:
    if isinstance(test, Same):
        return "、".join(_plain_text(value) for value in test.values)
    return ", ".join(f"{_SIGNS[name]} {number_text(b or Fraction())}" for name, b in test.bounds)
