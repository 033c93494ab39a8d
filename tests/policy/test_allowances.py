"""Days of leave that are granted, taken, given back and carried over; notice of a roster."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.policy.judge import Answers
from shouwen.policy.kinds.questions import Question, Recorded
from shouwen.policy.kinds.sources.recorded import is_one_of
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Permission, Unknown
from shouwen.policy.sentences.kinds import SENTENCES
from shouwen.policy.working.figures import recorded
from tests.policy.calendars import at
from tests.policy.department import ask_one, chinese, english, fact, faults, rule

ANNUAL = """{kind: roster, when: {fact: leave_requested, leave_type: annual},
    leave: {tiers: [{signed_by: [{post: leader}]}], allowance: {days: 5,
        withdrawn_by: {fact: leave_withdrawn, leave_type: annual}}}}"""
ALLOWED = """{kind: roster, when: {fact: leave_requested, leave_type: annual},
    leave: {tiers: [{}], allowance: {granted_by: {fact: leave_granted, leave_type: annual},
        withdrawn_by: {fact: leave_withdrawn, leave_type: annual}, carry_over: 3}}}"""
MONTHLY = """{kind: roster, when: {fact: leave_requested, leave_type: rest_swap},
    leave: {tiers: [{}], allowance: {days: 2, per: month}}}"""
PUBLISHING = """{kind: roster, when: {fact: roster_published}, publishing: {notice: 7 days}}"""
DETAILS: dict[str, Any] = {
    "person": "li",
    "leave_type": "annual",
    "days": 2,
    "year": "2024",
    "period": "2024-06",
}


def event(kind="leave_requested", days=1, **details):
    return fact(kind, at("2024-03-01 10:00"), **{**DETAILS, "days": days, **details})


def asked(text, *earlier, **details):
    """Judge leave after what happened before, the way the journal answers."""
    found = rule(text)
    book = Rulebook([found])

    def answer(question: Question) -> object:
        assert isinstance(question, Recorded)
        return recorded(question, [one for one in earlier if is_one_of(question, one)], book)

    about = fact("leave_requested", at("2024-06-03 10:00"), **{**DETAILS, **details})
    return ask_one(found, about, Answers(answer))


def test_leave_within_the_days_of_the_year_waits_for_its_signature_with_every_step():
    ruling = asked(ANNUAL, event(days=3))

    assert (ruling.state, chinese(ruling)[2:5]) == (
        "held",
        ["2024 可休 5 天", "已休 3 天", "余 2 天，本次 2 天 符合"],
    )


def test_leave_beyond_what_is_left_is_refused_with_what_is_left():
    ruling = asked(ANNUAL, event(days="3.5"))

    assert (ruling.state, ruling.reason) == ("refused", "allowance_short")
    assert english(ruling)[-1] == "1.5 days left, 2 asked for: too many refused"


@pytest.mark.parametrize(
    "other",
    [{"year": "2023"}, {"leave_type": "sick"}, {"person": "wang"}],
    ids=["another year", "another kind", "somebody else"],
)
def test_what_is_of_another_year_kind_or_person_does_not_count(other):
    assert asked(ANNUAL, event(days=5, **other)).state == "held"


def test_days_given_back_can_be_taken_again():
    assert asked(ANNUAL, event(days=5)).state == "refused"
    assert asked(ANNUAL, event(days=5), event("leave_withdrawn", days=2)).state == "held"


def test_days_are_granted_to_a_person_by_facts():
    assert asked(ALLOWED).reason == "allowance_short"
    assert asked(ALLOWED, event("leave_granted", days=2)).state == "granted"
    assert asked(ALLOWED, event("leave_granted", days=2, person="wang")).state == "refused"


@pytest.mark.parametrize(
    ("granted", "taken", "carried"), [(10, 9, 1), (10, 2, 3), (10, 10, 0), (0, 0, 0), (5, 6, 0)]
)
def test_what_was_left_of_the_year_before_is_carried_over_up_to_the_limit(granted, taken, carried):
    before = [event("leave_granted", granted, year="2023"), event(days=taken, year="2023")]

    ruling = asked(ALLOWED, *before, days=carried or 1)

    assert (ruling.state == "granted") == bool(carried)
    assert f"上期未休结转 {carried} 天，最多结转 3 天" in chinese(ruling)


def test_an_allowance_of_a_month_counts_by_the_month_in_which_leave_begins():
    swap = {"leave_type": "rest_swap"}

    assert asked(MONTHLY, event(days=1, **swap), **swap).state == "refused"
    assert asked(MONTHLY, event(days=2, period="2024-05", **swap), **swap).state == "granted"


@pytest.mark.parametrize("dropped", ["person", "days", "year"])
def test_what_is_not_recorded_is_asked_for(dropped):
    ruling = asked(ANNUAL, **{dropped: None})

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (dropped,)


def test_what_nobody_can_answer_is_unknown_and_a_year_that_is_none_is_asked_for():
    about = fact("leave_requested", **DETAILS)

    assert ask_one(ANNUAL, about).missing == ("recorded:allowance.withdrawn",)
    assert asked(ALLOWED, year="this year").missing == ("year",)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (ANNUAL.replace("days: 5", "days: ____"), "leave.allowance.days"),
        (ALLOWED.replace("carry_over: 3", "carry_over: ____"), "leave.allowance.carry_over"),
    ],
)
def test_a_number_of_days_left_blank_is_asked_for(text, figure):
    assert asked(text).missing == (f"figure:{figure}",)


@pytest.mark.parametrize(
    "text",
    [
        ANNUAL.replace("days: 5,", ""),
        ANNUAL.replace("days: 5", "days: 5, carry_over: 3"),
        ALLOWED.replace("carry_over: 3", "days: 5, carry_over: 3"),
        ANNUAL.replace("days: 5", "days: 5, per: week"),
        ANNUAL.replace("fact: leave_withdrawn", "fact: clocked_in"),
        PUBLISHING.replace("roster_published", "clocked_in"),
        PUBLISHING.replace("notice: 7 days", ""),
    ],
)
def test_an_allowance_or_notice_that_makes_no_sense_is_a_fault(text):
    assert faults(text)


@pytest.mark.parametrize("text", [ANNUAL, ALLOWED, MONTHLY, PUBLISHING])
def test_a_sound_allowance_or_notice_has_no_fault(text):
    assert faults(text) == []


halves = st.integers(0, 24).map(lambda n: Fraction(n, 2))


@settings(deadline=None)
@given(taken=st.lists(halves, max_size=4), back=halves, days=halves)
def test_leave_is_given_exactly_while_days_are_left_and_the_explanation_adds_up(taken, back, days):
    earlier = [event(days=str(float(n))) for n in taken]

    ruling = asked(
        ANNUAL, *earlier, event("leave_withdrawn", days=str(float(back))), days=str(float(days))
    )

    left = 5 - max(sum(taken, Fraction()) - back, Fraction())
    assert isinstance(ruling, Permission)
    assert (ruling.state == "held") == (days <= left)
    said = {step.code: step.values for step in ruling.steps}
    last = said.get("allowance_enough") or said["allowance_short"]
    whole, gone = (Fraction(str(said[c]["days"])) for c in ("allowance_granted", "allowance_taken"))
    assert Fraction(str(last["left"])) == whole - gone == left
    assert all(code in SENTENCES for code in said)


# ── notice of a roster ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2024-03-04 23:59", "granted"), ("2024-03-05 00:01", "refused")],
)
def test_a_roster_is_published_so_many_days_before_its_first_day(moment, state):
    about = fact("roster_published", at(moment), first="2024-03-11T00:00")

    assert ask_one(PUBLISHING, about).state == state


def test_a_notice_left_blank_or_a_first_day_not_recorded_is_asked_for():
    about = fact("roster_published", first="2024-03-12T00:00")

    assert ask_one(PUBLISHING.replace("7 days", "____"), about).missing == (
        "figure:publishing.notice",
    )
    assert ask_one(PUBLISHING, fact("roster_published")).missing == ("first",)
