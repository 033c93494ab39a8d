"""Roster rules: swaps, leave, attendance, overtime, shifts, seats, handovers and leaving a post."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.policy.judge import Answers, judge, questions
from shouwen.policy.kinds.questions import Occurrences
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Classed, Measure, Nothing, Permission, Transfer, Unknown
from shouwen.policy.working.setting import Witness
from tests.policy.calendars import at
from tests.policy.department import (
    answers,
    ask,
    ask_one,
    calendars,
    chinese,
    english,
    fact,
    faults,
    rule,
)

SWAP = """{kind: roster, when: {fact: shift_swap_requested},
    swap: {notice: 1 day, rest: 8 hours, payback: true, share_post: true,
        same: [[skill, partner_skill]], quota: {at_most: 3}},
    only_if: {neighbour_swapped: false, public_holiday: false},
    signed_by: [{post: manager}], separate: partner}"""
SWAP_DETAILS: dict[str, Any] = {
    "person": "li",
    "partner": "wang",
    "person_agrees": True,
    "partner_agrees": True,
    "neighbour_swapped": False,
    "public_holiday": False,
    "period": "2024-05",
    "skill": "phone",
    "partner_skill": "phone",
    "shift_begins": "2024-05-06T09:00",
    "shift_ends": "2024-05-06T17:00",
    "payback_begins": "2024-05-08T09:00",
    "payback_ends": "2024-05-08T17:00",
    "partner_previous_ends": "2024-05-06T01:00",
    "partner_next_begins": "2024-05-07T09:00",
    "person_previous_ends": "2024-05-07T17:00",
    "person_next_begins": "2024-05-09T09:00",
}
LEAVE = """{kind: roster, when: {fact: leave_requested, leave_type: personal},
    leave: {tiers: [{up_to: 1, notice: 1 day, signed_by: [{post: leader}]},
                    {up_to: 3, notice: 2 days, signed_by: [{post: leader}, {post: manager}]}],
            late: [{post: hr}], quota: {at_most: 4}},
    only_if: {in_person: true}}"""
LEAVE_DETAILS: dict[str, Any] = {
    "person": "li",
    "leave_type": "personal",
    "days": 1,
    "begins": "2024-06-12T08:30",
    "period": "2024-06",
    "in_person": True,
}
LATE = """{kind: roster, when: {fact: clocked_in}, unless: excused,
    attendance: {of: late, classes: [
    {class: late, name: 迟到, name_en: Late, more_than: 0},
    {class: breach, name: 违纪, name_en: Breach, at_least: 20}]}}"""
SHIFTS = """{kind: roster, when: {fact: shift_planned}, only_if: {people: {at_least: 2}},
    shifts: {hours: {day: "08:30-17:30", late: "17:30-01:00", split: ["08:00-12:00",
        "13:00-17:30"]}}}"""
SEATS = """{kind: roster, when: [{fact: seats_counted}, {fact: seats_planned}], seats: {floors: [
    {between: "09:00-20:00", at_least: 8}, {between: "20:00-09:00", at_least: 2}]}}"""
ROTATION = """
{kind: roster, when: {fact: shift_planned}, rotation: {order: [early, late, night]}}
"""
OVERTIME = """{kind: roster, when: {fact: overtime_requested}, only_if: {person_agrees: true},
    overtime: {at_most: 3, together: 36}}"""
HANDOVER = """{kind: roster, when: {fact: shift_handed_over},
    only_if: {outgoing_signed: true, incoming_signed: true, open_items: {at_most: 0}}}"""
KNOWN: dict[str, Any] = {"posts": {"li": ["engineer"], "wang": ["engineer", "leader"]}}


def swap(moment="2024-05-03 10:00", earlier=0, known=None, **details):
    about = fact("shift_swap_requested", at(moment), **{**SWAP_DETAILS, **details})
    return ask_one(SWAP, about, answers(**(known or KNOWN), earlier=earlier))


def leave(moment="2024-06-11 20:00", earlier=0, text=LEAVE, **details):
    about = fact("leave_requested", at(moment), **{**LEAVE_DETAILS, **details})
    return ask_one(text, about, answers(earlier=earlier))


def clocked(moment, **details):
    given: dict[str, Any] = {
        "person": "li",
        "shift_begins": "2024-03-04T08:30",
        "excused": False,
        **details,
    }
    return ask_one(LATE, fact("clocked_in", at(moment), **given))


def posts_of(ruling):
    return [[str(party) for party in tier.any_of] for tier in ruling.tiers]


# ── swaps ────────────────────────────────────────────────────────────────────────────────────


def test_a_swap_in_order_waits_for_its_signature():
    ruling = swap(actor="li")

    assert isinstance(ruling, Permission)
    assert (ruling.state, posts_of(ruling)) == ("held", [["post:manager"]])
    assert ruling.barred == ("li", "wang")


def test_a_signed_swap_is_granted():
    about = fact("shift_swap_requested", at("2024-05-03 10:00"), **SWAP_DETAILS)

    (ruling,) = judge(
        Rulebook([rule(SWAP)]), about, answers(**KNOWN), calendars, granted=[("house", "r")]
    )

    assert isinstance(ruling, Permission)
    assert ruling.state == "granted"


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"partner_agrees": False}, "is_not_so"),
        ({"neighbour_swapped": True}, "demand_fails"),
        ({"public_holiday": True}, "demand_fails"),
        ({"partner_skill": "chat"}, "both_differ"),
        ({"partner_previous_ends": "2024-05-06T09:00"}, "rest_short"),
        ({"partner_next_begins": "2024-05-07T00:59"}, "rest_short"),
        ({"person_previous_ends": "2024-05-08T01:01"}, "rest_short"),
        ({"person_next_begins": "2024-05-09T00:59"}, "rest_short"),
        ({"shift_begins": "2024-05-03T23:00"}, "asked_late"),
    ],
)
def test_a_swap_is_refused_for_one_reason(details, reason):
    ruling = swap(**details)

    assert (ruling.state, ruling.reason, ruling.steps[-1].code) == ("refused", reason, reason)


def test_the_rest_is_kept_to_the_minute():
    assert swap(partner_next_begins="2024-05-07T01:00").state == "held"


def test_the_notice_ends_with_the_day_before():
    assert swap("2024-05-05 23:59").state == "held"
    assert swap("2024-05-06 00:01").reason == "asked_late"


def counted(swaps):
    """Answer that li asked for so many swaps in the month, and nobody else for any."""

    def answer(question):
        if isinstance(question, Occurrences):
            return swaps * (("person", "li") in question.keys)
        return frozenset({"engineer"})

    return Answers(answer)


def test_the_third_swap_of_a_month_is_allowed_and_the_fourth_is_not():
    about = fact("shift_swap_requested", at("2024-05-03 10:00"), **SWAP_DETAILS)

    assert ask_one(SWAP, about, counted(2)).state == "held"
    refused = ask_one(SWAP, about, counted(3))
    assert refused.reason == "quota_full"
    assert chinese(refused)[-1] == "li 已有 3 次，限 3 次，再加 1 次超限 不准"


def test_swaps_are_counted_in_either_role_and_by_the_month_of_the_shift():
    about = fact("shift_swap_requested", at("2024-04-28 10:00"), **SWAP_DETAILS)

    asked = {q for q in questions(Rulebook([rule(SWAP)]), about) if isinstance(q, Occurrences)}

    assert {question.keys for question in asked} == {
        (("period", "2024-05"), ("person", "li")),
        (("partner", "li"), ("period", "2024-05")),
        (("period", "2024-05"), ("person", "wang")),
        (("partner", "wang"), ("period", "2024-05")),
    }
    assert {question.since for question in asked} == {None}


def test_two_who_share_no_post_do_not_swap():
    ruling = swap(known={"posts": {"li": ["engineer"], "wang": ["leader"]}})

    assert english(ruling)[-1] == "li and wang share no post refused"


# ── leave ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "moment", "tiers"),
    [
        (1, "2024-06-11 23:59", [["post:leader"]]),
        ("1.5", "2024-06-10 23:59", [["post:leader"], ["post:manager"]]),
        (3, "2024-06-10 23:59", [["post:leader"], ["post:manager"]]),
        (1, "2024-06-12 07:00", [["post:hr"]]),
        (3, "2024-06-11 10:00", [["post:hr"]]),
    ],
)
def test_leave_is_signed_by_its_tier_or_by_those_for_late_requests(days, moment, tiers):
    ruling = leave(moment, days=days)

    assert (ruling.state, posts_of(ruling)) == ("held", tiers)


def test_leave_longer_than_the_longest_tier_is_refused():
    ruling = leave(days=4, moment="2024-06-01 10:00")

    assert chinese(ruling)[-1] == "请假 4 天，最多 3 天 不准"


def test_late_leave_without_anyone_to_sign_is_refused():
    assert leave("2024-06-12 07:00", text=LEAVE.replace("late: [{post: hr}], ", "")).reason == (
        "asked_late"
    )


def test_leave_one_hour_before_is_exact():
    text = """{kind: roster, when: {fact: leave_requested}, leave: {tiers: [{notice: 1 hour}]}}"""

    assert leave("2024-06-12 07:30", text=text).state == "granted"
    assert leave("2024-06-12 07:31", text=text).state == "refused"


def test_leave_is_counted():
    assert leave(earlier=3).state == "held"
    assert leave(earlier=4).reason == "quota_full"


def test_leave_by_proxy_is_refused():
    assert english(leave(in_person=False))[-1] == "In person is “no”, it has to be “yes” refused"


# ── attendance ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "name", "minutes"),
    [
        ("2024-03-04 08:31", "late", "1"),
        ("2024-03-04 08:49", "late", "19"),
        ("2024-03-04 08:50", "breach", "20"),
    ],
)
def test_minutes_late_are_classed_at_their_edge(moment, name, minutes):
    ruling = clocked(moment)

    assert isinstance(ruling, Classed)
    assert (ruling.person, ruling.name, ruling.minutes) == ("li", name, minutes)


def test_who_comes_in_time_is_not_classed():
    assert isinstance(clocked("2024-03-04 08:30"), Nothing)
    assert isinstance(clocked("2024-03-04 08:00"), Nothing)
    assert isinstance(clocked("2024-03-04 08:50", excused=True), Nothing)


def test_a_class_says_how_it_came_about():
    assert chinese(clocked("2024-03-04 08:50"))[-2:] == [
        "3月4日 周一 08:30 至 3月4日 周一 08:50 20 分钟",
        "达到 20 分钟 违纪",
    ]
    assert english(clocked("2024-03-04 08:31"))[-1] == "more than 0 minutes Late"


def test_who_has_to_come_early_is_late_before_the_shift_begins():
    text = LATE.replace("more_than: 0", "more_than: -10")
    given: dict[str, Any] = {"person": "li", "shift_begins": "2024-03-04T08:30", "excused": False}

    assert isinstance(ask_one(text, fact("clocked_in", at("2024-03-04 08:20"), **given)), Nothing)
    found = ask_one(text, fact("clocked_in", at("2024-03-04 08:21"), **given))
    assert (found.name, found.minutes) == ("late", "-9")


@pytest.mark.parametrize(
    ("of", "about"),
    [
        ("early", fact("clocked_out", at("2024-03-04 17:00"), shift_ends="2024-03-04T17:30")),
        ("away", fact("post_returned", at("2024-03-04 10:30"), left_at="2024-03-04T10:00")),
    ],
)
def test_leaving_early_and_being_away_are_measured(of, about):
    text = f"""{{kind: roster, when: {{fact: {about.kind}}}, attendance: {{of: {of}, classes: [
        {{class: off_post, name: 擅离, name_en: Off post, at_least: 20}}]}}}}"""
    found = ask_one(text, fact(about.kind, about.happened_at, "member:li", **about.details))

    assert (found.person, found.name, found.minutes) == ("li", "off_post", "30")


def test_a_missed_punch_needs_no_minutes():
    text = """{kind: roster, when: {fact: punch_missed}, attendance: {of: missed, classes: [
        {class: rest_swap, name: 计一次调休, name_en: One rest-day swap}]}}"""

    found = ask_one(text, fact("punch_missed", person="li"))

    assert (found.name, found.minutes) == ("rest_swap", "")
    assert chinese(found)[-1] == "记为 计一次调休"


def test_what_attendance_was_classed_as_has_its_consequence_elsewhere():
    fine = rule(
        """{id: fine, when: {fact: attendance_classed, class: breach}, amount: {fixed: -10 yuan}}"""
    )
    double = rule(
        "{id: double, when: {fact: fine_imposed}, person: superior_of person, "
        "amount: {multiple: {of: amount, factor: -2}}}"
    )
    given: dict[str, Any] = {"person": "li", "shift_begins": "2024-03-04T08:30", "excused": False}
    about = fact("clocked_in", at("2024-03-04 08:50"), **given)

    said = ask([rule(LATE), fine, double], about, answers(superior={"li": "wang"}))

    moved = [r for r in said if isinstance(r, Transfer)]
    assert [(r.rule, str(r.payer), str(r.quantity)) for r in moved] == [
        ("fine", "member:li", "10.00 yuan"),
        ("double", "member:wang", "20.00 yuan"),
    ]
    assert "依 《办法》4.1，li 记为“违纪”" in chinese(moved[0])


@pytest.mark.parametrize("kind", ["attendance_classed", "fine_imposed", "points_moved"])
def test_what_follows_can_be_counted(kind):
    text = f"{{when: {{fact: {kind}}}, amount: {{occurrence: {{amounts: [-1 yuan]}}}}}}"

    assert faults(text) == []


# ── overtime, shifts, seats, handover, leaving ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours", "so_far", "state"),
    [(3, 33, "granted"), ("3.5", 0, "refused"), (3, "33.5", "refused"), (0, 36, "granted")],
)
def test_overtime_is_limited_each_time_and_together(hours, so_far, state):
    given: dict[str, Any] = {"hours": hours, "hours_so_far": so_far, "person_agrees": True}

    assert ask_one(OVERTIME, fact("overtime_requested", **given)).state == state


def test_overtime_shows_its_sum():
    given: dict[str, Any] = {"hours": 3, "hours_so_far": 34, "person_agrees": True}

    ruling = ask_one(OVERTIME, fact("overtime_requested", **given))

    assert chinese(ruling)[-1] == "34 + 3 = 37 小时，超过 36 小时 不准"


@pytest.mark.parametrize(
    ("shift", "begins", "ends", "reason"),
    [
        ("day", "2024-05-06T08:30", "2024-05-06T17:30", ""),
        ("late", "2024-05-06T17:30", "2024-05-07T01:00", ""),
        ("split", "2024-05-06T08:00", "2024-05-06T17:30", ""),
        ("day", "2024-05-06T08:00", "2024-05-06T17:30", "shift_differs"),
        ("day", "2024-05-06T08:30", "2024-05-07T17:30", "shift_differs"),
        ("night", "2024-05-06T08:30", "2024-05-06T17:30", "shift_not_known"),
    ],
)
def test_a_planned_shift_is_one_of_those_that_are_set(shift, begins, ends, reason):
    given: dict[str, Any] = {"shift": shift, "begins": begins, "ends": ends, "people": 2}

    assert ask_one(SHIFTS, fact("shift_planned", **given)).reason == reason


@pytest.mark.parametrize(
    ("shift", "week", "before", "reason"),
    [
        ("late", "off", "early", ""),
        ("early", "early,training", "night", ""),
        ("night", "off", "off", ""),
        ("training", "early", "early", ""),
        ("late", "early", "early", "two_shifts_a_week"),
        ("early", "off", "early", "out_of_turn"),
        ("night", "night", "early,late", "out_of_turn"),
    ],
)
def test_shifts_turn_week_by_week(shift, week, before, reason):
    given: dict[str, Any] = {"shift": shift, "week_shifts": week, "last_week_shifts": before}

    assert ask_one(ROTATION, fact("shift_planned", **given)).reason == reason


def test_turns_are_open_while_nobody_said_what_was_worked():
    assert ask_one(ROTATION, fact("shift_planned", shift="late")).missing == (
        "week_shifts", "last_week_shifts",
    )  # fmt: skip


def test_a_shift_out_of_turn_names_the_one_that_is_next():
    given: dict[str, Any] = {"shift": "early", "week_shifts": "off", "last_week_shifts": "early"}

    said = chinese(ask_one(ROTATION, fact("shift_planned", **given)))

    assert said[-1] == "上周early，本周应轮late，不是early 不准"


def test_a_shift_has_its_people():
    given: dict[str, Any] = {
        "shift": "day",
        "begins": "2024-05-06T08:30",
        "ends": "2024-05-06T17:30",
        "people": 1,
    }

    assert ask_one(SHIFTS, fact("shift_planned", **given)).reason == "demand_fails"


@pytest.mark.parametrize(
    ("moment", "seats", "met", "least"),
    [
        ("2024-03-04 09:00", 8, True, "8"),
        ("2024-03-04 19:59", 7, False, "8"),
        ("2024-03-04 20:00", 2, True, "2"),
        ("2024-03-05 08:59", 1, False, "2"),
    ],
)
def test_seats_are_measured_by_the_floor_of_their_time(moment, seats, met, least):
    ruling = ask_one(SEATS, fact("seats_counted", at(moment), seats=seats))

    assert isinstance(ruling, Measure)
    assert (ruling.met, ruling.threshold) == (met, least)


def test_a_plan_that_leaves_too_few_seats_is_refused():
    planned: dict[str, Any] = {"begins": "2024-03-05T09:00", "seats": 7}

    ruling = ask_one(SEATS, fact("seats_planned", **planned))

    assert (ruling.state, chinese(ruling)[-1]) == ("refused", "7 席，至少 8 席，缺 1 席 不足")
    assert ask_one(SEATS, fact("seats_planned", **{**planned, "seats": 8})).state == "granted"


def test_seats_may_be_set_by_shift_and_elsewhere_nothing_is_said():
    text = """{kind: roster, when: {fact: seats_counted}, seats: {floors: [
        {shift: early, at_least: 2}]}}"""

    assert ask_one(text, fact("seats_counted", seats=1, shift="early")).met is False
    assert isinstance(ask_one(text, fact("seats_counted", seats=1, shift="late")), Nothing)


@pytest.mark.parametrize(
    ("details", "state"),
    [
        ({}, "granted"),
        ({"incoming_signed": False}, "refused"),
        ({"open_items": 1}, "refused"),
    ],
)
def test_a_handover_needs_both_signatures_and_nothing_open(details, state):
    given: dict[str, Any] = {
        "outgoing_signed": True,
        "incoming_signed": True,
        "open_items": 0,
        **details,
    }

    assert ask_one(HANDOVER, fact("shift_handed_over", **given)).state == state


def test_leaving_the_post_needs_relief_and_a_limit_left_blank_is_asked_for():
    text = """{kind: roster, when: {fact: post_left}, posts: engineer,
        only_if: {relieved: true, minutes: {at_most: ____}}}"""
    about = fact("post_left", person="li", relieved=True, minutes=5)

    assert ask_one(text, about, answers(**KNOWN)).missing == ("figure:only_if.minutes.at_most",)
    other = fact("post_left", person="zhao", relieved=True, minutes=5)
    closed = text.replace("____", "20")
    assert ask_one(closed, about, answers(**KNOWN)).state == "granted"
    assert ask_one(closed, other, answers(**KNOWN)).reason == "post_may_not"


# ── what is left blank, and what is wrong ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "about", "figure"),
    [
        (SWAP.replace("1 day", "____"), "swap", "swap.notice"),
        (SWAP.replace("8 hours", "____"), "swap", "swap.rest"),
        (SWAP.replace("at_most: 3", "at_most: ____"), "swap", "swap.quota.at_most"),
        (LEAVE.replace("at_most: 4", "at_most: ____"), "leave", "leave.quota.at_most"),
        (LEAVE.replace("up_to: 1", "up_to: ____"), "leave", "leave.tiers.0.up_to"),
        (LEAVE.replace("notice: 1 day", "notice: ____"), "leave", "leave.tiers.0.notice"),
    ],
)
def test_a_figure_left_blank_is_asked_for(text, about, figure):
    asked = {
        "swap": fact("shift_swap_requested", at("2024-05-03 10:00"), **SWAP_DETAILS),
        "leave": fact("leave_requested", at("2024-06-11 20:00"), **LEAVE_DETAILS),
    }[about]

    ruling = ask_one(text, asked, answers(**KNOWN))

    assert isinstance(ruling, Unknown)
    assert set(ruling.missing) == {f"figure:{figure}"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (LATE.replace("at_least: 20", "at_least: ____"), "figure:attendance.classes.1.at_least"),
        (SEATS.replace("at_least: 2", "at_least: ____"), "figure:seats.floors.1.at_least"),
        (SEATS.replace('"20:00-09:00"', "____"), "figure:seats.floors.1.between"),
        (SHIFTS.replace('"08:30-17:30"', "____"), "figure:shifts.hours.day"),
        (OVERTIME.replace("together: 36", "together: ____"), "figure:overtime.together"),
    ],
)
def test_a_blank_in_a_table_is_named_by_its_place(text, missing):
    day: dict[str, Any] = {
        "shift": "day",
        "begins": "2024-05-06T08:30",
        "ends": "2024-05-06T17:30",
        "people": 2,
    }
    facts = [
        fact("clocked_in", person="li", shift_begins="2024-03-04T08:30", excused=False),
        fact("seats_counted", seats=3),
        fact("shift_planned", **day),
        fact("overtime_requested", hours=1, hours_so_far=1, person_agrees=True),
    ]

    found = [r for about in facts for r in ask(text, about) if isinstance(r, Unknown)]

    assert [r.missing for r in found] == [(missing,)]


@pytest.mark.parametrize(
    "text",
    [
        "{kind: roster, when: {fact: clocked_in}}",
        "{kind: roster, swap: {}}",
        "{kind: roster, when: {fact: shift_swap_requested}, swap: {}, overtime: {at_most: 1}}",
        "{kind: roster, when: {fact: shift_swap_requested}, swap: {same: [[skill]]}}",
        "{kind: roster, when: {fact: shift_swap_requested}, swap: {rest: 2 working days}}",
        "{kind: roster, when: {fact: clocked_in}, swap: {}}",
        "{kind: roster, when: {fact: leave_requested}, leave: {tiers: []}}",
        "{kind: roster, when: {fact: leave_requested}, leave: {tiers: [{up_to: 3}, {up_to: 1}]}}",
        "{kind: roster, when: {fact: leave_requested}, leave: {tiers: [{}, {up_to: 1}]}}",
        "{kind: roster, when: {fact: overtime_requested}, overtime: {}}",
        "{kind: roster, when: {fact: shift_planned}, shifts: {hours: {day: 8-17}}}",
        "{kind: roster, when: {fact: seats_counted}, seats: {floors: []}}",
        "{kind: roster, when: {fact: post_left}, only_if: {releived: true}}",
        "{kind: roster, when: {fact: post_left}, posts: nobody}",
        LATE.replace("at_least: 20", "at_least: -20"),
        LATE.replace("at_least: 20", "more_than: 0"),
        LATE.replace("at_least: 20", "at_least: 20, more_than: 2"),
        LATE.replace("of: late", "of: missed"),
        LATE.replace("unless: excused", "only_if: {excused: false}"),
    ],
)
def test_a_roster_rule_that_makes_no_sense_is_a_fault(text):
    assert faults(text)


@pytest.mark.parametrize("text", [SWAP, LEAVE, LATE, SHIFTS, SEATS, OVERTIME, HANDOVER])
def test_a_sound_roster_rule_has_no_fault(text):
    assert faults(text) == []


# ── what counts towards a quota ──────────────────────────────────────────────────────────────

QUOTA = """{kind: roster, when: {fact: shift_swap_requested}, swap: {quota: {at_most: 1,
    withdrawn_by: {fact: shift_swap_withdrawn}}}}"""
ROLES: dict[str, Any] = {"person": "wang", "partner": "li", "period": "2024-05"}
BOTH_AGREE: dict[str, Any] = {"person_agrees": True, "partner_agrees": True}


def earlier_facts(*kinds):
    """Return what happened before: swaps, swaps nobody agreed to, and swaps taken back."""
    written: dict[str, tuple[str, dict[str, Any]]] = {
        "swap": ("shift_swap_requested", BOTH_AGREE),
        "asked": ("shift_swap_requested", {"person_agrees": True}),
        "back": ("shift_swap_withdrawn", {}),
    }
    return [fact(written[k][0], **ROLES, **written[k][1]) for k in kinds]


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ((), "granted"),
        (("swap",), "refused"),
        (("asked",), "granted"),
        (("swap", "back"), "granted"),
        (("swap", "back", "swap"), "refused"),
        (("back",), "granted"),
    ],
)
def test_a_quota_counts_what_took_effect(before, state):
    book = Rulebook([rule(QUOTA)])
    about = fact("shift_swap_requested", **ROLES, **BOTH_AGREE)
    known = Witness({}, earlier_facts(*before)).answers(book, about)

    (ruling,) = judge(book, about, known, calendars)

    assert isinstance(ruling, Permission)
    assert ruling.state == state
