"""When a rule applies: conditions, excuses, waivers, posts, and what is not known yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.kinds.conditions import both_tests, read_test
from shouwen.policy.kinds.verdicts import YES, Verdict, all_of, any_of, no
from shouwen.policy.rulings import Nothing, Transfer, Unknown
from shouwen.policy.steps import Step
from tests.policy.department import answers, ask, ask_one, chinese, fact, rule

UNSIGNED = """{when: {fact: service_finished}, unless: [signed, consented],
    amount: {fixed: -100 yuan}}"""
MAJOR = """{when: {fact: case_opened, case_type: complaint, severity: [general, major]},
    person: handler, amount: {fixed: 1 yuan}}"""
OPEN = Verdict(None, ("x",))


def finished(**details):
    return fact("service_finished", person="li", **details)


def opened(**details):
    return fact("case_opened", handler="li", **details)


def test_a_fine_for_an_unsigned_sheet_needs_both_answers():
    ruling = ask_one(UNSIGNED, finished(signed=False, consented=False))

    assert isinstance(ruling, Transfer)
    assert ruling.payer.key == "li"


@pytest.mark.parametrize(
    "details", [{"signed": True}, {"signed": False, "consented": True}, {"consented": True}]
)
def test_one_recorded_excuse_is_enough(details):
    assert isinstance(ask_one(UNSIGNED, finished(**details)), Nothing)


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        ({}, ("signed", "consented")),
        ({"signed": False}, ("consented",)),
        ({"consented": False}, ("signed",)),
    ],
)
def test_what_nobody_recorded_is_asked_for(details, missing):
    ruling = ask_one(UNSIGNED, finished(**details))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == missing
    assert f"“{'客户已签字' if 'signed' in missing else '经同意'}”没有登记 待补" in chinese(ruling)


def test_a_waiver_counts_only_once_recorded():
    waived = UNSIGNED.replace("unless: [signed, consented]", "waived_by: consented")

    assert isinstance(ask_one(waived, finished()), Transfer)
    assert isinstance(ask_one(waived, finished(consented=False)), Transfer)
    assert isinstance(ask_one(waived, finished(consented=True)), Nothing)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"case_type": "complaint", "severity": "major"}, Transfer),
        ({"case_type": "complaint", "severity": "minor"}, Nothing),
        ({"case_type": "praise"}, Nothing),
        ({"severity": "minor"}, Nothing),
        ({"case_type": "complaint"}, Unknown),
        ({}, Unknown),
    ],
)
def test_one_clear_no_decides_and_otherwise_the_unknown_keeps_it_open(details, expected):
    assert isinstance(ask_one(MAJOR, opened(**details)), expected)


def test_a_condition_that_fails_says_what_was_wanted():
    ruling = ask_one(MAJOR, opened(case_type="complaint", severity="minor"))

    assert chinese(ruling)[-1] == "级别为“轻微”，本条要求“一般、重大” 不适用"


def test_of_several_conditions_one_is_enough():
    either = """{when: [{fact: service_finished, signed: false}, {fact: rule_broken}],
        amount: {fixed: -1 yuan}}"""

    assert isinstance(ask_one(either, finished(signed=False)), Transfer)
    assert isinstance(ask_one(either, finished(signed=True)), Nothing)
    assert isinstance(ask_one(either, fact("rule_broken", person="li")), Transfer)


def test_of_two_conditions_on_one_kind_a_yes_wins_over_what_is_unknown():
    either = """{when: [{fact: service_finished, signed: false},
        {fact: service_finished, consented: false}], amount: {fixed: -1 yuan}}"""

    assert isinstance(ask_one(either, finished(signed=False)), Transfer)
    assert ask_one(either, finished(signed=True)).missing == ("consented",)
    assert ask_one(either, finished()).missing == ("signed", "consented")


@pytest.mark.parametrize(
    ("bound", "at_edge", "beside"),
    [
        ("at_least", True, ("34", False)),
        ("more_than", False, ("35.1", True)),
        ("at_most", True, ("36", False)),
        ("less_than", False, ("34.9", True)),
    ],
)
def test_each_comparison_has_its_edge(bound, at_edge, beside):
    text = f"{{when: {{fact: quote_paid, margin: {{{bound}: 35}}}}, amount: {{fixed: 1 yuan}}}}"

    for value, holds in (("35", at_edge), ("35.0", at_edge), beside):
        ruling = ask_one(text, fact("quote_paid", person="li", margin=value))
        assert isinstance(ruling, Transfer if holds else Nothing), value


def test_a_threshold_left_blank_needs_a_figure():
    text = "{when: {fact: quote_paid, margin: {at_least: ____}}, amount: {fixed: 1 yuan}}"

    ruling = ask_one(text, fact("quote_paid", person="li", margin="35"))

    assert ruling.missing == ("figure:when.margin.at_least",)


def test_a_detail_that_is_no_number_has_to_be_recorded_anew():
    text = "{when: {fact: quote_paid, margin: {at_least: 1}}, amount: {fixed: 1 yuan}}"

    ruling = ask_one(text, fact("quote_paid", person="li", margin="许多"))

    assert ruling.missing == ("margin",)


def test_the_person_must_hold_one_of_the_posts():
    text = "{for: [engineer, leader], when: {fact: rule_broken}, amount: {fixed: -1 yuan}}"
    about = fact("rule_broken", person="li")

    assert isinstance(ask_one(text, about, answers(posts={"li": ["leader"]})), Transfer)
    assert isinstance(ask_one(text, about, answers(posts={"li": ["hr"]})), Nothing)
    assert ask_one(text, about, {}).missing == ("posts:li",)


def test_a_fact_about_a_member_need_not_repeat_the_person():
    ruling = ask_one(
        "{every: month, amount: {fixed: 1 yuan}}", fact("month_closed", about="member:li")
    )

    assert ruling.payee.key == "li"


def test_without_a_superior_nobody_is_charged():
    text = "{when: {fact: rule_broken}, person: superior_of person, amount: {fixed: -1 yuan}}"
    about = fact("rule_broken", person="li")

    assert ask_one(text, about, answers(superior={"li": "wang"})).payer.key == "wang"
    assert isinstance(ask_one(text, about, answers()), Nothing)
    assert ask_one(text, about, {}).missing == ("superior:li",)


def test_a_rule_that_does_not_listen_is_silent():
    assert ask(rule(UNSIGNED), fact("rule_broken", person="li")) == ()


@pytest.mark.parametrize(
    ("verdicts", "every", "some"),
    [
        ([YES, YES], True, True),
        ([YES, no()], False, True),
        ([no(), no()], False, False),
        ([YES, OPEN], None, True),
        ([no(), OPEN], False, None),
        ([OPEN, OPEN], None, None),
    ],
)
def test_yes_no_and_unknown_combine_as_in_logic(verdicts, every, some):
    assert all_of(verdicts).holds is every
    assert any_of(verdicts).holds is some


def test_the_steps_of_an_open_question_are_kept():
    asked = Verdict(None, ("x",), (Step("detail_missing"),))

    assert all_of([YES, asked]).steps == any_of([no(), asked]).steps == asked.steps


@given(st.integers(-5, 5), st.integers(-5, 5), st.sets(st.integers(-5, 5), min_size=1))
def test_both_tests_hold_where_each_of_them_does(value, edge, listed):
    at_least = read_test({"at_least": edge})
    below = read_test({"less_than": edge + 3})
    same = read_test(sorted(listed))
    for one, other in ((at_least, below), (at_least, same), (same, below), (same, same)):
        assert both_tests(one, other).check(value) == (one.check(value) and other.check(value))


def test_a_blank_bound_of_an_approval_is_asked_for_where_it_stands():
    text = """{id: x, kind: approval, before: {fact: quote_paid, margin: {at_least: ____}},
        tiers: [{post: leader}]}"""

    ruling = ask_one(text, fact("quote_paid", person="li", margin="35"))

    assert ruling.missing == ("figure:before.margin.at_least",)
    assert any("before.margin.at_least" in line for line in chinese(ruling))
