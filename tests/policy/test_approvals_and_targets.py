"""Approvals hold a fact until all have signed; targets are measured at their edge."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.policy.judge import judge
from shouwen.policy.kinds.target import measure
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Nothing, Party, Permission, Unknown
from tests.policy.calendars import at, wall
from tests.policy.department import (
    ask,
    ask_one,
    calendars,
    chinese,
    english,
    fact,
    faults,
    rule,
)

REWARD = """{kind: approval, before: {fact: quote_paid, received: {at_least: 100}},
    tiers: [{post: leader}, {any_of: [{post: manager}, {superior_of: person}]}],
    separate: [verifier], expires: 3 days}"""
RATE = """{kind: target, metric: {share: {of: {fact: case_opened, case_type: repair},
    having: {fact: callback_made}}}, every: month, at_least: 99 %}"""
RINGS = "{kind: target, when: {fact: quote_paid}, metric: {value: margin}, at_most: 3}"


def measured(made: int, of: int, text: str = RATE) -> Any:
    return measure(rule(text), made, of)


def proposed(**details):
    return fact("quote_paid", **{"person": "li", "received": "100", "verifier": "zhao", **details})


def test_a_fact_is_held_for_its_tiers():
    ruling = ask_one(REWARD, proposed(actor="wang"))

    assert isinstance(ruling, Permission)
    assert ruling.state == "held"
    assert [[str(p) for p in tier.any_of] for tier in ruling.tiers] == [
        ["post:leader"],
        ["post:manager", "superior:li"],
    ]
    assert ruling.barred == ("wang", "zhao")
    assert wall(ruling.expires_at) == "2024-03-08 00:00"
    assert chinese(ruling)[-1] == "须经 2 级审批 等待"


def test_below_the_threshold_nobody_has_to_sign():
    assert isinstance(ask_one(REWARD, proposed(received="99.99")), Nothing)


@pytest.mark.parametrize("missing", ["received", "verifier", "person"])
def test_separation_cannot_be_kept_while_a_name_is_missing(missing):
    ruling = ask_one(REWARD, proposed(**{missing: None}))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (missing,)


def test_once_all_have_signed_the_fact_passes():
    (ruling,) = judge(Rulebook([rule(REWARD)]), proposed(), {}, calendars, granted=[("house", "r")])

    assert isinstance(ruling, Permission)
    assert ruling.state == "granted"


def test_an_expiry_left_blank_needs_a_figure():
    assert ask_one(REWARD.replace("3 days", "____"), proposed()).missing == ("figure:expires",)


@pytest.mark.parametrize(
    "text",
    [
        "{kind: approval, before: {fact: quote_paid}, tiers: []}",
        "{kind: approval, before: {fact: quote_paid}, tiers: [{fund: pool}]}",
        "{kind: approval, tiers: [{post: hr}]}",
        (
            "{kind: approval, before: {fact: quote_paid}, tiers: [{post: hr}], "
            "when: {fact: quote_paid}}"
        ),
        "{kind: approval, before: {fact: quote_paid}, tiers: [{post: hr}], separate: [margin]}",
    ],
)
def test_an_approval_nobody_could_give_is_a_fault(text):
    assert faults(text)


@pytest.mark.parametrize(
    ("made", "of", "needed", "met", "value"),
    [
        (990, 1000, 990, True, "99 %"),
        (989, 1000, 990, False, "98.9 %"),
        (149, 150, 149, True, "99.33 %"),
        (148, 150, 149, False, "98.67 %"),
        (79, 80, 80, False, "98.75 %"),
        (80, 80, 80, True, "100 %"),
    ],
)
def test_a_rate_is_met_exactly_at_its_threshold(made, of, needed, met, value):
    ruling = measured(made, of)

    assert isinstance(ruling, Measure)
    assert (ruling.met, ruling.value, ruling.needed) == (met, value, needed)
    assert ruling.threshold == "99 %"


def test_a_rate_says_how_many_were_needed():
    ruling = measured(148, 150)

    assert chinese(ruling) == ["148 ÷ 150 = 98.67 %，应不低于 99 %，至少 149 件 未达标"]
    assert english(ruling) == ["148 ÷ 150 = 98.67 %, at least 99 %, 149 needed missed"]


def test_an_empty_population_is_neither_met_nor_missed():
    ruling = measured(0, 0)

    assert ruling.met is None
    assert chinese(ruling) == ["期间内没有可统计的对象 不评价"]


def test_a_rate_counts_matters_once():
    facts = [
        fact("case_opened", about="case:1", case_type="repair"),
        fact("case_opened", about="case:2", case_type="repair"),
        fact("case_opened", about="case:3", case_type="complaint"),
        fact("case_opened", about="case:4"),
        fact("callback_made", about="case:1"),
        fact("callback_made", about="case:1"),
        fact("callback_made", about="case:3"),
    ]

    assert rule(RATE).measure_facts(facts).value == "50 %"


def test_a_share_is_not_asked_about_single_facts():
    assert ask(rule(RATE), fact("case_opened", case_type="repair")) == ()


def test_a_threshold_left_blank_needs_a_figure():
    assert measured(1, 2, RATE.replace("99 %", "____")).missing == ("figure:at_least",)
    ruling = ask_one(RINGS.replace("3}", "____}"), fact("quote_paid", margin=3))
    assert ruling.missing == ("figure:at_most",)


@pytest.mark.parametrize(
    ("bound", "rings", "met"),
    [
        ("at_most", 3, True),
        ("at_most", 4, False),
        ("less_than", 3, False),
        ("less_than", "2.9", True),
        ("at_least", 3, True),
        ("at_least", 2, False),
        ("more_than", 3, False),
        ("more_than", 4, True),
    ],
)
def test_a_value_is_judged_at_its_edge(bound, rings, met):
    ruling = ask_one(RINGS.replace("at_most", bound), fact("quote_paid", margin=rings))

    assert ruling.met is met


@pytest.mark.parametrize("margin", [None, "viel"])
def test_a_value_that_is_no_number_is_asked_for(margin):
    assert ask_one(RINGS, fact("quote_paid", margin=margin)).missing == ("margin",)


@pytest.mark.parametrize(
    "text",
    [
        RATE.replace(", every: month", ""),
        RATE.replace("}, every", ", value: x}, every"),
        RATE.replace("at_least: 99 %", "at_least: 1, at_most: 2"),
        RATE.replace(", at_least: 99 %", ""),
        RATE.replace("every:", "when: {fact: quote_paid}, every:"),
        RINGS.replace("when: {fact: quote_paid}, ", ""),
    ],
)
def test_a_target_that_makes_no_sense_is_a_fault(text):
    assert faults(text)


def test_an_approval_may_be_signed_by_the_superior_of_the_person():
    text = "{kind: approval, before: {fact: rule_broken}, tiers: [{superior_of: person}]}"

    ruling = ask_one(text, fact("rule_broken", at("2024-03-04 10:00"), person="li"))

    assert ruling.tiers[0].any_of == (Party("superior", "li"),)
