"""Deadlines: when they are due, who owes, who is warned, and how a pause moves them."""

from __future__ import annotations

import pytest

from shouwen.policy.judge import due_again
from shouwen.policy.rulings import Obligation, Party, Unknown
from tests.policy.calendars import at, wall
from tests.policy.department import ask_one, calendars, chinese, definition, fact, faults, rule


def deadline(limit, more=""):
    return f"""{{kind: deadline, when: {{fact: case_opened}}, owed_by: {{post: engineer}},
        duty: 整改, duty_en: Put right, {limit}{more}, met_by: {{fact: case_resolved}}}}"""


def opened(moment, **details):
    return fact("case_opened", at(moment), **details)


@pytest.mark.parametrize(
    ("limit", "start", "due"),
    [
        # The worked examples of the return-visit rules.
        ("within: 1 working day", "2024-03-04 10:00", "2024-03-05 18:00"),
        ("within: 3 working days", "2024-03-08 10:00", "2024-03-13 18:00"),
        ("within: 3 working days", "2024-04-03 10:00", "2024-04-09 18:00"),
        ("within: 1 week", "2024-03-05 10:00", "2024-03-13 00:00"),
        ("within: 2 weeks", "2024-03-13 10:00", "2024-03-28 00:00"),
        ("within: 2 days", "2024-03-07 10:00", "2024-03-10 00:00"),
        ("within: 7 days", "2024-03-03 10:00", "2024-03-11 00:00"),
        ("within: 24 hours", "2025-03-08 20:00", "2025-03-09 20:00"),
        ("within: 30 minutes", "2024-03-04 14:05", "2024-03-04 14:35"),
        ("within: 30 working minutes", "2024-03-04 17:45", "2024-03-05 08:45"),
        ("within: 2 days, counted: to_the_minute", "2024-03-04 10:00", "2024-03-06 10:00"),
        ('by: {time: "18:00"}', "2024-03-04 10:00", "2024-03-04 18:00"),
        ('by: {time: "09:00", day: next_working_day}', "2024-03-08 10:00", "2024-03-11 09:00"),
        ("by: {day: 6, month: next, inclusive: false}", "2024-03-04 10:00", "2024-04-06 00:00"),
        ("by: {day: 10, inclusive: true}", "2024-03-04 10:00", "2024-03-11 00:00"),
        ("by: {day: last}", "2024-02-04 10:00", "2024-03-01 00:00"),
    ],
)
def test_a_limit_falls_due_where_a_person_would_find_it(limit, start, due):
    assert wall(ask_one(deadline(limit), opened(start)).due_at) == due


def test_an_obligation_carries_all_that_the_department_needs():
    ruling = ask_one(
        deadline("within: 1 working day", ", pause: true, once: false"), opened("2024-03-04 10:00")
    )

    assert isinstance(ruling, Obligation)
    assert (ruling.duty, ruling.duty_en, ruling.owed_by) == (
        "整改",
        "Put right",
        Party("post", "engineer"),
    )
    assert (ruling.pausable, ruling.once, ruling.calendar) == (True, False, "department")
    assert ruling.opened_at == at("2024-03-04 10:00")
    assert chinese(ruling)[0] == "事项登记 3月4日 周一 10:00"


def test_promptly_has_no_limit():
    ruling = ask_one(deadline("promptly: true"), opened("2024-03-04 10:00"))

    assert ruling.due_at is None
    assert chinese(ruling)[-1] == "制度未定时限（及时办理） 记录用时"


@pytest.mark.parametrize(
    ("limit", "figure"),
    [
        ("within: ____", "figure:within"),
        ("within: null", "figure:within"),
        ("by: {time: ____}", "figure:by.time"),
        ("within: 1 day, warn: ____", "figure:warn"),
        ("within: 1 day, escalate: [{at: ____, to: {post: hr}}]", "figure:escalate.0"),
    ],
)
def test_a_figure_left_blank_is_never_guessed(limit, figure):
    ruling = ask_one(deadline(limit), opened("2024-03-04 10:00"))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (figure,)


def test_backwards_from_a_moment_in_the_fact():
    text = """{kind: deadline, when: {fact: service_finished}, owed_by: person, duty: 预约,
        before: {moment: finished_at, by: 1 day}}"""
    about = fact("service_finished", person="li", finished_at="2024-03-08T10:00:00+08:00")

    assert wall(ask_one(text, about).due_at) == "2024-03-08 00:00"
    assert ask_one(text, fact("service_finished", person="li")).missing == ("finished_at",)
    naive = fact("service_finished", person="li", finished_at="2024-03-08 10:00")
    assert wall(ask_one(text, naive).due_at) == "2024-03-08 00:00"


@pytest.mark.parametrize(
    ("owner", "details", "party"),
    [
        ("{post: leader}", {}, Party("post", "leader")),
        ("{detail: handler}", {"handler": "li"}, Party("member", "li")),
        ("handler", {"handler": "li"}, Party("member", "li")),
        ("{superior_of: handler}", {"handler": "li"}, Party("superior", "li")),
        ("{department: repairs}", {}, Party("department", "repairs")),
        (
            "{department: responsible_department}",
            {"responsible_department": "repairs"},
            Party("department", "repairs"),
        ),
        (
            "{detail: responsible_department}",
            {"responsible_department": "repairs"},
            Party("department", "repairs"),
        ),
    ],
)
def test_the_owner_is_found_the_way_the_rule_names_him(owner, details, party):
    text = deadline("promptly: true").replace("{post: engineer}", owner)

    assert ask_one(text, opened("2024-03-04 10:00", **details)).owed_by == party


@pytest.mark.parametrize(
    "owner", ["handler", "{superior_of: handler}", "{department: responsible_department}"]
)
def test_without_an_owner_nothing_is_owed_yet(owner):
    text = deadline("promptly: true").replace("{post: engineer}", owner)

    assert isinstance(ask_one(text, opened("2024-03-04 10:00")), Unknown)


@pytest.mark.parametrize(
    ("limit", "warn", "warned"),
    [
        ("within: 10 hours", "80 %", "2024-03-04 18:00"),
        ("within: 10 hours", "{before: 30 minutes}", "2024-03-04 19:30"),
        ("within: 8 working hours", "50 %", "2024-03-04 15:30"),
        ("within: 1 working day", "{before: 2 working hours}", "2024-03-05 16:00"),
    ],
)
def test_a_warning_comes_at_its_share_or_so_long_before_the_end(limit, warn, warned):
    ruling = ask_one(deadline(limit, f", warn: {warn}"), opened("2024-03-04 10:00"))

    assert wall(ruling.warn_at) == warned


def test_escalations_come_in_the_order_of_time():
    more = """, escalate: [{overdue: 1 hour, to: {post: manager}}, {at: 100 %, to: {post: leader}},
        {after: 2 hours, to: {superior_of: handler}}]"""

    ruling = ask_one(deadline("within: 4 hours", more), opened("2024-03-04 10:00", handler="li"))

    assert [(wall(e.at), str(e.to)) for e in ruling.escalations] == [
        ("2024-03-04 12:00", "superior:li"),
        ("2024-03-04 14:00", "post:leader"),
        ("2024-03-04 15:00", "post:manager"),
    ]


def test_the_clock_does_not_wait_for_whom_to_tell_later():
    more = ", escalate: [{at: 100 %, to: {superior_of: handler}}]"

    ruling = ask_one(deadline("within: 4 hours", more), opened("2024-03-04 10:00"))

    assert ruling.due_at is not None
    assert ruling.escalations == ()
    assert chinese(ruling)[-1] == "“处理人”没有登记，暂无升级对象 待补"


def test_a_pause_moves_due_warning_and_escalation_alike():
    paused = rule(
        deadline(
            "within: 10 hours", ", pause: true, warn: 80 %, escalate: [{at: 50 %, to: {post: hr}}]"
        )
    )
    start = opened("2024-03-04 10:00")
    pause = (at("2024-03-04 11:00"), at("2024-03-04 13:00"))

    again = due_again(paused, start, [pause], calendars)

    assert wall(again.due_at) == "2024-03-04 22:00"
    assert wall(again.warn_at) == "2024-03-04 20:00"
    assert wall(again.escalations[0].at) == "2024-03-04 17:00"


def test_without_pauses_an_obligation_worked_out_again_is_the_same():
    text = deadline(
        "within: 3 working days", ", warn: 80 %, escalate: [{at: 120 %, to: {post: hr}}]"
    )
    start = opened("2024-04-03 10:00")

    assert due_again(rule(text), start, [], calendars) == ask_one(text, start)


def test_a_working_warning_moves_by_working_time():
    text = rule(deadline("within: 8 working hours", ", pause: true, warn: 50 %"))
    pause = (at("2024-03-04 10:00"), at("2024-03-05 10:00"))

    again = due_again(text, opened("2024-03-04 10:00"), [pause], calendars)

    assert wall(again.warn_at) == "2024-03-05 15:30"


@pytest.mark.parametrize(
    ("limit", "fault"),
    [
        ("counted: to_day_end", "A deadline has one limit; given: none."),
        ("within: 1 day, promptly: true", "given: `within` and `promptly`."),
        ("by: {day: 6}", "It is not said whether day 6 itself still counts."),
        ("by: {day: next_day}", "The point in time is incomplete."),
        ('by: {time: "25:00"}', "is not a time of day"),
        ("by: {day: 32, inclusive: true}", "There is no day 32 in a month."),
        ("within: 3 fortnights", "is not a length of time."),
        ("promptly: true, warn: 80 %", "Without a limit there is nothing to warn of."),
        ("promptly: true, escalate: [{at: 80 %, to: {post: hr}}]", "no share of it"),
        ("within: 1 day, escalate: [{to: {post: hr}}]", "The escalation has no single time."),
    ],
)
def test_a_limit_that_makes_no_sense_is_a_fault(limit, fault):
    assert fault in " ".join(faults(deadline(limit)))


def test_a_deadline_that_nothing_meets_is_pointed_out():
    unmet = definition(deadline("within: 1 day"))
    unmet.pop("met_by")

    assert "No fact meets this deadline" in faults(str(unmet).replace("'", '"'))[0]
