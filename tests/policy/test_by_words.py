"""What was worked out for the same words once is what would be worked out again."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.calendar import Calendar
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.judge import judge
from shouwen.policy.kinds import Rule, rule_from_definition
from shouwen.policy.kinds.by_words import ByWords
from shouwen.policy.rulebook import Rulebook

NOON = datetime(2024, 3, 4, 4, tzinfo=UTC)
CLAUSE = Clause(regulation="house", title="办法", address="1", number="1")
# These look alike, and some of them are equal to Python.
VALUES = [True, False, 1, 0, "1", "0", "true", "lift", "water", None]

values = st.sampled_from(VALUES)
tests = st.sampled_from([True, False, "1", "lift", ["lift", "water"], {"at_least": 1}])
condition = st.fixed_dictionaries(
    {"fact": st.just("case_opened")}, optional={"category": tests, "urgent": tests}
)
occasions = st.lists(condition, min_size=1, max_size=3)
facts = st.fixed_dictionaries({}, optional={"category": values, "urgent": values})


def fining(when: object) -> Rule:
    fields = {"id": "r1", "kind": "pay", "person": "nobody", "paid_to": {"fund": "x"}}
    return rule_from_definition({**fields, "when": when, "amount": {"fixed": "5 yuan"}}, CLAUSE)


def measuring(measured: object) -> Rule:
    fields = {"id": "r1", "kind": "conduct", "when": {"fact": "case_opened"}}
    return rule_from_definition({**fields, "measured": measured}, CLAUSE)


def said(rule: Rule, details: dict[str, object]) -> list[object]:
    fact = Fact(kind="case_opened", about="case:1", happened_at=NOON, details=details)  # type: ignore[arg-type]
    found = judge(Rulebook([rule]), fact, {}, lambda _: Calendar.always())
    return [(one, [step.as_json() for step in one.steps]) for one in found]


@given(when=occasions, told=st.lists(facts, min_size=2, max_size=6))
def test_conditions_say_the_same_whatever_was_judged_before(when, told):
    rule = fining(when)

    assert [said(rule, one) for one in told] == [said(fining(when), one) for one in told]


@given(
    measured=st.dictionaries(st.sampled_from(["category", "urgent"]), tests, min_size=1),
    told=st.lists(facts, min_size=2, max_size=6),
)
def test_conduct_is_measured_the_same_whatever_was_judged_before(measured, told):
    rule = measuring(measured)

    assert [said(rule, one) for one in told] == [said(measuring(measured), one) for one in told]


def test_the_same_words_are_worked_out_once_and_free_text_is_not_kept_for_ever():
    numbers = count(1)
    answers = ByWords(("category",), lambda _: next(numbers), most=2)
    told = ["a", "b", "a", "c", "c"]

    found = [
        answers.of(Fact(kind="x", about="", happened_at=NOON, details={"category": one}))
        for one in told
    ]

    assert found == [1, 2, 1, 3, 4]
