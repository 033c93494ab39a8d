"""Leaving out the rules that one recorded word rules out changes no decision."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.calendar import Calendar
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.judge import ClausesDisagreeError, judge
from shouwen.policy.kinds import rule_from_definition
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Nothing, Ruling

NOON = datetime(2024, 3, 4, 4, tzinfo=UTC)
CATEGORIES = ["lift", "water", "noise"]


def clause(number: int) -> Clause:
    return Clause(regulation="house", title="办法", address=str(number), number=str(number))


words = st.one_of(
    st.sampled_from(CATEGORIES),
    st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2),
    st.fixed_dictionaries({"at_least": st.integers(1, 3)}),
)
conditions = st.fixed_dictionaries(
    {"fact": st.sampled_from(["case_opened", "case_closed"])},
    optional={"category": words, "urgent": st.booleans()},
)
# What follows from a fine of these rules, or of others.
fines = st.fixed_dictionaries(
    {"fact": st.just("fine_imposed")},
    optional={
        "regulation": st.sampled_from(["house", "other", ["house", "other"]]),
        "rule": st.sampled_from(["r1", "r2"]),
        "amount": st.fixed_dictionaries({"at_least": st.sampled_from([50, 150])}),
    },
)
definitions = st.fixed_dictionaries(
    {"when": st.lists(st.one_of(conditions, fines), min_size=1, max_size=2)},
    optional={
        "unless": st.just(["excused"]),
        "excepts": st.sampled_from(["1", "2", "3"]),
        "amount": st.sampled_from([{"fixed": "-100 yuan"}, {"fixed": "50 yuan"}]),
        "settles": st.just("fine"),
    },
)
details = st.fixed_dictionaries(
    {"person": st.just("li")},
    optional={
        "category": st.sampled_from([*CATEGORIES, "2", None]),
        "urgent": st.booleans(),
        "excused": st.booleans(),
    },
)


def rulebook(found: list[dict[str, object]]) -> Rulebook:
    """Build the rules; an exception never stands before what it excepts, so there is no circle."""
    rules = []
    for number, definition in enumerate(found, start=1):
        whole = {"id": f"r{number}", "kind": "pay", "amount": {"fixed": "-10 yuan"}, **definition}
        if int(str(whole.get("excepts", 0))) >= number:
            del whole["excepts"]
        rules.append(rule_from_definition(whole, clause(number)))
    return Rulebook(rules)


def decided(book: Rulebook, fact: Fact, *, brief: bool) -> list[Ruling] | str:
    try:
        rulings = judge(book, fact, {}, lambda _: Calendar.always(), brief=brief)
    except ClausesDisagreeError as disagree:
        return str(disagree)
    return [ruling for ruling in rulings if not isinstance(ruling, Nothing)]


@given(
    found=st.lists(definitions, min_size=1, max_size=5),
    kind=st.sampled_from(["case_opened", "case_closed"]),
    said=details,
)
def test_a_brief_judgement_decides_the_same(
    found: list[dict[str, object]], kind: str, said: dict[str, object]
) -> None:
    book = rulebook(found)
    fact = Fact(kind=kind, about="case:1", happened_at=NOON, details=said)  # type: ignore[arg-type]

    assert decided(book, fact, brief=True) == decided(book, fact, brief=False)


def test_of_many_rules_only_the_category_s_own_is_asked() -> None:
    limits: list[dict[str, object]] = [
        {"when": {"fact": "case_opened", "category": name}} for name in CATEGORIES
    ]
    book = rulebook(limits)

    fact = Fact(kind="case_opened", about="case:1", happened_at=NOON, details={"category": "noise"})

    assert [rule.id for rule in book.listening_to(fact, brief=True)] == ["r3"]


def test_while_the_category_is_not_recorded_every_rule_is_asked() -> None:
    limits: list[dict[str, object]] = [
        {"when": {"fact": "case_opened", "category": name}} for name in CATEGORIES
    ]
    fact = Fact(kind="case_opened", about="case:1", happened_at=NOON)

    assert len(rulebook(limits).listening_to(fact, brief=True)) == len(CATEGORIES)
