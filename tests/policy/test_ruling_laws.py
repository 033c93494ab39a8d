"""What must hold for all inputs: unknown never pays, sums are exact, more never earns less."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shouwen.policy
from shouwen.policy.amounts import Quantity, rounded
from shouwen.policy.kinds.shapes.shares import divide
from shouwen.policy.rulings import Nothing, Obligation, Permission, Transfer, Unknown
from shouwen.policy.sentences import SENTENCES
from shouwen.policy.sentences.kinds import SENTENCES as OF_RULES
from shouwen.policy.steps import Step
from tests.policy.department import answers, ask, fact, rule

# A rule, and a fact with every detail it needs: nothing here may be left out.
NEEDY: dict[str, Any] = {
    "fixed": (
        "{when: {fact: service_finished}, unless: [signed, consented], amount: {fixed: -1 yuan}}",
        ("service_finished", {"person": "li", "signed": False, "consented": False}),
    ),
    "per unit": (
        "{every: month, amount: {per_unit: {of: service_points, each: 2 yuan}}}",
        ("month_closed", {"person": "li", "service_points": 3}),
    ),
    "range": (
        "{when: {fact: quote_paid}, amount: {range: {from: 1 yuan, to: 9 yuan}}}",
        ("quote_paid", {"person": "li", "amount": "3"}),
    ),
    "bands": (
        """{when: {fact: quote_paid}, amount: {bands: {of: margin, on: received, table: [
            {from: 35 %, rate: 3 %}]}}}""",
        ("quote_paid", {"person": "li", "margin": "40 %", "received": "100"}),
    ),
    "proportion": (
        """{when: {fact: quote_paid}, amount:
            {proportion: {of: loss, part: own_points, whole: all_points, sign: -1}}}""",
        ("quote_paid", {"person": "li", "loss": "9", "own_points": 1, "all_points": 3}),
    ),
    "ladder": (
        """{when: {fact: rule_broken},
            amount: {occurrence: {same: [person, which], amounts: [-1 yuan]}}}""",
        ("rule_broken", {"person": "li", "which": "X"}),
    ),
    "shares": (
        """{when: {fact: quote_paid}, amount: {percentage: {of: received, rate: 3 %}},
            shares: [{to: person, rate: 50 %}, {to: {detail: verifier}, rate: 50 %}]}""",
        ("quote_paid", {"person": "li", "received": "100", "verifier": "wang"}),
    ),
    "conditions": (
        """{for: leader, when: {fact: quote_paid, margin: {at_least: 1}, verifier: zhao},
            amount: {from_detail: received}}""",
        ("quote_paid", {"person": "li", "margin": 1, "verifier": "zhao", "received": "5"}),
    ),
    "deadline": (
        """{kind: deadline, when: {fact: case_opened, severity: major}, owed_by: handler, duty: x,
            within: 1 day}""",
        ("case_opened", {"severity": "major", "handler": "li"}),
    ),
    "approval": (
        """{kind: approval, before: {fact: quote_paid, received: {at_least: 1}},
            tiers: [{superior_of: person}], separate: verifier}""",
        ("quote_paid", {"person": "li", "received": "5", "verifier": "wang"}),
    ),
}
DROPS = [(name, detail) for name, (_, (_, details)) in NEEDY.items() for detail in details]
KNOWN: dict[str, Any] = {"posts": {"li": ["leader"]}, "superior": {"li": "wang"}}
amounts = st.integers(-(10**15), 10**15)
rates = st.fractions(0, 1, max_denominator=1000)


@pytest.mark.parametrize("name", NEEDY)
def test_with_every_detail_recorded_the_rule_speaks(name):
    text, (kind, details) = NEEDY[name]

    said = ask(text, fact(kind, **details), answers(**KNOWN))

    assert all(isinstance(ruling, Transfer | Obligation | Permission) for ruling in said)


@pytest.mark.parametrize(("name", "dropped"), DROPS)
def test_leaving_out_any_detail_is_unknown_and_names_it(name, dropped):
    text, (kind, details) = NEEDY[name]
    rest = {key: value for key, value in details.items() if key != dropped}

    (ruling,) = ask(text, fact(kind, **rest), answers(**KNOWN))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (dropped,)


@given(name=st.sampled_from(list(NEEDY)), data=st.data())
def test_leaving_out_several_details_never_moves_anything(name, data):
    text, (kind, details) = NEEDY[name]
    kept = data.draw(st.sets(st.sampled_from(list(details)), max_size=len(details) - 1))

    said = ask(text, fact(kind, **{key: details[key] for key in kept}), answers(**KNOWN))

    assert [type(ruling) for ruling in said] == [Unknown]


@given(parts=amounts, weights=st.lists(st.integers(0, 1000), min_size=2, max_size=6))
def test_shares_always_add_up_to_the_whole(parts, weights):
    total = sum(weights) or 1
    given_rates = tuple(Fraction(weight, total) for weight in weights)

    shares = divide(Quantity("yuan", parts), given_rates)

    assert sum(share.parts for share in shares) == parts


@given(one=amounts, other=amounts)
def test_amounts_of_whole_parts_add_without_loss(one, other):
    total = Quantity.of(Quantity("yuan", one).value + Quantity("yuan", other).value, "yuan")

    assert total.parts == one + other


@given(number=st.decimals(-(10**9), 10**9, places=4))
def test_half_a_fen_goes_up_as_on_paper(number):
    exact = Fraction(number) * 100

    assert rounded(exact) == int((number * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


points = st.decimals(0, 10**6, places=4)


@given(one=points, more=points)
def test_more_points_never_earn_less(one, more):
    def earned(value):
        (ruling,) = ask(PER_UNIT, fact("month_closed", person="li", service_points=str(value)))
        return ruling.quantity.parts if isinstance(ruling, Transfer) else 0

    assert earned(one) <= earned(one + more)


PER_UNIT = rule(
    "{every: month, amount: {per_unit: {of: service_points, above: 17, each: 270 yuan}}}"
)


@given(received=st.decimals(0, 10**9, places=2), rate=rates)
def test_a_percentage_is_off_by_less_than_half_a_fen(received, rate):
    quantity = Quantity.of(Fraction(received) * rate, "yuan")

    assert abs(Fraction(quantity.parts) - Fraction(received) * rate * 100) <= Fraction(1, 2)


@given(earlier=st.integers(0, 60))
def test_doubling_is_exact_and_never_falls(earlier):
    text = "{when: {fact: rule_broken}, amount: {doubling: {first: -1 yuan}}}"

    (ruling,) = ask(text, fact("rule_broken", person="li"), answers(earlier=earlier))

    assert ruling.quantity.parts == 100 * 2**earlier


@given(name=st.sampled_from(list(NEEDY)))
def test_judging_is_a_function_of_its_inputs(name):
    text, (kind, details) = NEEDY[name]
    one, other = (ask(text, fact(kind, **details), answers(**KNOWN)) for _ in range(2))

    assert one == other


def test_nothing_is_said_with_a_reason():
    text, (kind, details) = NEEDY["conditions"]

    (ruling,) = ask(text, fact(kind, **{**details, "margin": 0}), answers(**KNOWN))

    assert isinstance(ruling, Nothing)
    assert ruling.steps[-1].code == "condition_fails"


def codes_written():
    """Return every code of a step that the rules write, read from the source itself."""
    home = Path(shouwen.policy.__file__).parent
    judging = [home / f"{name}.py" for name in ("judge", "following", "discharges")]
    appeals = home.parent / "appeals" / "judges.py"  # rules too, where a text has none
    sources = [*home.glob("kinds/**/*.py"), *judging, appeals]
    text = "\n".join(source.read_text() for source in sources)
    return set(re.findall(r'Step\(\s*"([a-z_]+)"', text)) | set(
        re.findall(r'_detail_step\(\s*"([a-z_]+)"', text)
    )


def test_every_step_has_a_sentence_and_every_sentence_a_step():
    assert codes_written() <= set(OF_RULES)
    spoken_by_name = {
        "excused_by",
        "not_excused_by",
        "holds_post",
        "not_for_post",
        "per_unit",
        "per_unit_above",
        "share_of",
        "share_rest",
        "not_a_number",
    }
    targets = {code for code in OF_RULES if code.startswith(("share_", "value_", "figure_"))}

    assert set(OF_RULES) - codes_written() - targets <= spoken_by_name


@pytest.mark.parametrize("code", list(OF_RULES))
def test_a_sentence_says_the_same_things_in_both_languages(code):
    places = {
        language: {
            re.sub(r"_(zh|en)$", "", name)
            for text in SENTENCES[code][language]
            for name in re.findall(r"\{(\w+)", text)
        }
        for language in ("zh", "en")
    }

    assert places["zh"] == places["en"]
    assert not re.search(r"[\u4e00-\u9fff]", "".join(SENTENCES[code]["en"]))


def test_no_value_of_a_sentence_is_left_unwritten():
    for name, (text, (kind, details)) in NEEDY.items():
        for ruling in ask(text, fact(kind, **details), answers(**KNOWN)):
            for step in ruling.steps:
                if step.code in OF_RULES:
                    for language in ("zh", "en"):
                        names = re.findall(r"\{(\w+)", "".join(OF_RULES[step.code][language]))
                        assert all(step.values.get(n) is not None for n in names), (name, step)


def test_a_step_survives_being_stored():
    for text, (kind, details) in NEEDY.values():
        for ruling in ask(text, fact(kind, **details), answers(**KNOWN)):
            for step in ruling.steps:
                assert Step.from_json(step.as_json()) == step
