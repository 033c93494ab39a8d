"""Which open obligations a fact meets, and which clocks it stops or starts."""

from __future__ import annotations

import pytest

from shouwen.policy.discharges import OpenObligation, discharges
from shouwen.policy.rulebook import Rulebook
from tests.policy.calendars import at
from tests.policy.department import fact, rule

VISIT = rule(
    """{id: visit, kind: deadline, when: {fact: case_resolved}, owed_by: {post: hr}, duty: 回访,
    within: 1 week, met_by: {fact: callback_made, result: reached, signed: true}, pause: true}"""
)
REPORT = rule("{id: report, kind: duty, every: month, owed_by: {post: hr}, duty: 报表}")
FILED = rule(
    """{id: filed, kind: duty, every: month, owed_by: {post: hr}, duty: 统计,
    met_by: {fact: quote_paid}}"""
)
BOOK = Rulebook([VISIT, REPORT, FILED])


def open_one(rule_id="visit", about="case:1", number=7, opened_at=None):
    return OpenObligation(
        rule=rule_id, regulation="house", about=about, number=number, opened_at=opened_at
    )


def effects(about, *open_ones):
    return [(d.number, d.action, d.missing) for d in discharges(BOOK, about, open_ones)]


def test_a_signed_visit_meets_what_is_owed_about_the_same_case():
    made = fact("callback_made", result="reached", signed=True)

    assert effects(made, open_one(), open_one(about="case:2", number=8)) == [(7, "met", ())]


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        ({"result": "reached", "signed": False}, ()),
        ({"result": "reached"}, ("signed",)),
        ({}, ("result", "signed")),
        ({"signed": False}, ()),
    ],
)
def test_an_unsigned_visit_is_not_complete_and_says_why(details, missing):
    found = discharges(BOOK, fact("callback_made", **details), [open_one()])

    assert [(d.action, d.missing) for d in found] == [("not_met", missing)]
    assert found[0].steps


def test_other_facts_do_nothing():
    assert effects(fact("case_noted"), open_one()) == []
    assert effects(fact("callback_made"), open_one("gone")) == []


def test_a_pause_stops_the_clocks_of_its_own_case():
    assert effects(fact("case_paused"), open_one(), open_one("report")) == [(7, "paused", ())]
    assert effects(fact("case_resumed"), open_one()) == [(7, "resumed", ())]
    assert effects(fact("case_paused", about="case:2"), open_one()) == []


def test_what_happened_before_the_opening_does_not_count():
    made = fact("callback_made", at("2024-03-04 10:00"), result="reached", signed=True)

    assert effects(made, open_one(opened_at=at("2024-03-04 10:01"))) == []
    assert effects(made, open_one(opened_at=at("2024-03-04 10:00"))) == [(7, "met", ())]


def test_a_duty_is_met_by_its_own_report():
    open_ones = [open_one("report", f"duty:house:report:2024-0{n}", n) for n in (1, 2)]

    assert effects(fact("duty_done", about="duty:house:report:2024-02"), *open_ones) == [
        (2, "met", ())
    ]


def test_a_fact_that_fulfils_a_duty_meets_the_period_it_names_or_the_earliest():
    open_ones = [open_one("filed", f"duty:house:filed:2024-0{n}", n) for n in (1, 2)]

    assert effects(fact("quote_paid", period="2024-02"), *open_ones) == [(2, "met", ())]
    assert effects(fact("quote_paid"), *open_ones) == [(1, "met", ())]
