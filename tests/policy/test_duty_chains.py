"""Duties that follow: around a moment, after another duty, for each holder, with counted proof."""

from __future__ import annotations

import pytest

from shouwen.policy.discharges import OpenObligation, discharges
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.questions import MembersOf
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Nothing, Unknown
from tests.policy.calendars import at, wall
from tests.policy.department import (
    ask,
    ask_one,
    chinese,
    english,
    fact,
    rule,
)
from tests.policy.rhythms import EACH, began, duty

# ── around a moment ──────────────────────────────────────────────────────────────────────────


def test_a_duty_may_come_before_each_shift():
    before = duty("each: {fact: shift_planned}, before: {moment: begins, by: 15 minutes}")
    planned = fact("shift_planned", begins="2024-03-05T08:30", person="wang")

    ruling = ask_one(before, planned)

    assert wall(ruling.due_at) == "2024-03-05 08:15"
    assert ask_one(before, fact("shift_planned")).missing == ("begins",)


def test_a_duty_may_come_after_each_shift():
    after = duty("each: {fact: shift_planned}, after: {moment: ends, within: 30 minutes}")

    ruling = ask_one(after, fact("shift_planned", ends="2024-03-05T17:30"))

    assert wall(ruling.due_at) == "2024-03-05 18:00"


def test_a_duty_after_a_fact_may_have_until_the_next_working_day():
    next_day = duty('each: {fact: rule_broken}, by: {time: "10:00", day: next_working_day}')

    assert wall(ask_one(next_day, fact("rule_broken")).due_at) == "2024-03-05 10:00"


@pytest.mark.parametrize(
    ("limit", "figure"),
    [
        ("before: {moment: begins, by: ____}", "figure:before.by"),
        ("after: {moment: ends, within: ____}", "figure:after.within"),
    ],
)
def test_a_length_left_blank_needs_a_figure(limit, figure):
    assert ask_one(
        duty(f"each: {{fact: shift_planned}}, {limit}"), fact("shift_planned")
    ).missing == (figure,)


# ── one after another ────────────────────────────────────────────────────────────────────────


def met(rule_id="clean", regulation="house", moment="2024-03-04 09:00"):
    return fact("obligation_met", at(moment), "duty:house:clean:2024-03-04", rule=rule_id,
                regulation=regulation, done_by="wang")  # fmt: skip


def test_a_check_follows_what_was_done():
    check = duty('follows: clean, by: {time: "17:00"}', "check")

    ruling = ask_one(check, met())

    assert (wall(ruling.due_at), str(ruling.owed_by)) == ("2024-03-04 17:00", "post:leader")


@pytest.mark.parametrize("about", [met("sweep"), met(regulation="elsewhere")])
def test_a_check_does_not_follow_another_duty(about):
    assert isinstance(ask_one(duty('follows: clean, by: {time: "17:00"}', "check"), about), Nothing)


def test_a_review_is_owed_once_the_duty_is_done():
    reviewed = duty(
        "every: day, review: {by: {post: manager}, within: 2 days, duty: 抽查, duty_en: Look}",
        "clean",
    )

    (ruling,) = ask([reviewed], met())

    assert (ruling.rule, ruling.duty, str(ruling.owed_by)) == (
        "clean.review",
        "抽查",
        "post:manager",
    )
    assert wall(ruling.due_at) == "2024-03-07 00:00"


def test_a_review_without_words_of_its_own_names_the_duty():
    (ruling,) = ask([duty("every: day, review: {by: {post: manager}}", "clean")], met())

    assert (ruling.duty, ruling.due_at) == ("复核：巡查", None)


# ── each holder ──────────────────────────────────────────────────────────────────────────────

HOLDERS = Answers(lambda _question: ("wang", "zhao"))


def test_every_holder_of_a_post_owes_it():
    rulings = ask(EACH, fact("rule_broken"), HOLDERS)

    assert [str(one.owed_by) for one in rulings] == ["member:wang", "member:zhao"]
    assert chinese(rulings[0])[-1] == "“人力专员”在岗 2 人，每人一份"
    assert english(rulings[0])[-1] == "Each holder of the post 人力专员 owes it; holders: 2"


def test_where_nobody_holds_the_post_it_is_owed_by_the_post():
    (ruling,) = ask(EACH, fact("rule_broken"), {MembersOf("hr"): ()})

    assert str(ruling.owed_by) == "post:hr"


def test_who_holds_the_post_has_to_be_known():
    ruling = ask_one(EACH, fact("rule_broken"), {})

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("members:hr",)


@pytest.mark.parametrize(
    ("details", "done"),
    [
        ({"actor": "wang"}, [0]),
        ({"person": "zhao"}, [1]),
        ({"actor": "sun"}, []),
        ({"obligation": "7", "actor": "sun"}, [0, 1]),
    ],
)
def test_each_does_their_own(details, done):
    book = Rulebook([rule(EACH)])
    owed = [
        OpenObligation(rule="r", regulation="house", about="case:1", number=n, owner=member)
        for n, member in enumerate(("wang", "zhao"))
    ]

    effects = discharges(book, fact("duty_done", **details), owed)

    assert [one.number for one in effects if one.action == "met"] == done


# ── evidence ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("details", "action", "missing"),
    [
        ({"photos": 2}, "met", ()),
        ({"photos": 3}, "met", ()),
        ({"photos": 1}, "not_met", ()),
        ({}, "not_met", ("photos",)),
    ],
)
def test_photographs_are_counted(details, action, missing):
    book = Rulebook([duty("every: day, evidence: {photo: 2, text: 1}")])
    owed = [OpenObligation(rule="r", regulation="house", about="case:1", number=1)]

    (effect,) = discharges(book, fact("duty_done", **details), owed)

    assert (effect.action, effect.missing) == (action, missing)


def test_counted_evidence_is_listed_and_named_once_uncounted():
    ruling = ask_one(duty("every: day, evidence: {photo: 2, text: 1}"), began("2024-03-04"))

    assert ruling.evidence == ("photo", "photo", "text")
    assert duty("every: day, evidence: [photo]").counted_evidence() == {}
