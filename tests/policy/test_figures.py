"""Figures a rule works out: each source, its edges, what it lacks, and how it is explained."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from shouwen.policy.kinds.periods import stretch_of
from shouwen.policy.kinds.questions import Booked, HoldersOf, MembersOf, Recorded, Standings
from shouwen.policy.kinds.sources.seniority import full_months
from shouwen.policy.rulings import Nothing, Transfer, Unknown
from tests.policy.calendars import at
from tests.policy.department import ask_one, chinese, english, fact
from tests.policy.figured import CHINA, answering, signed

POOL = """{figures: {
    net: {label: 纯利, label_en: Net, difference: [loss, received]},
    target: {label: 总指标, label_en: Total target, quotient: [net, 3]}},
  only_if: {target: {at_least: amount}},
  amount: {percentage: {of: target, rate: 40 %}}, when: {fact: quote_paid}}"""


def paid(**details):
    return fact("quote_paid", **{"person": "li", **details})


def closed(**details):
    return fact("month_closed", about="member:li", **details)


def test_a_bonus_exists_only_where_the_target_is_reached():
    assert signed(ask_one(POOL, paid(loss="70000", received="10000", amount="20000"))) == 8000
    assert isinstance(
        ask_one(POOL, paid(loss="69999.99", received="10000", amount="20000")), Nothing
    )


def test_every_number_of_a_figure_is_shown():
    ruling = ask_one(POOL, paid(loss="70000", received="10000", amount="20000"))

    assert chinese(ruling)[1:] == [
        "纯利：损失 70000 元 − 实收 10000 元 = 60000 元",
        "总指标：纯利 60000 元 ÷ 3 = 20000 元",
        "总指标 20000 元，不低于 核定金额 20000 元 符合",
        "总指标 20000 元 × 40 % = 8,000.00 元",
    ]
    assert english(ruling)[2:4] == [
        "Total target: Net 60000 yuan ÷ 3 = 20000 yuan",
        "Total target 20000 yuan is at least Amount 20000 yuan holds",
    ]


@pytest.mark.parametrize("missing", ["loss", "received", "amount"])
def test_a_figure_without_its_numbers_is_unknown_and_never_nought(missing):
    given = {"loss": "70000", "received": "10000", "amount": "20000"}

    ruling = ask_one(POOL, paid(**{**given, missing: None}))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (missing,)


@pytest.mark.parametrize(
    ("source", "given", "gives"),
    [
        ("sum: [loss, received, 5]", {"loss": 1, "received": "2.5"}, "8.5"),
        ("difference: [loss, received]", {"loss": 1, "received": 3}, "-2"),
        ("product: [loss, 8 %]", {"loss": 20000}, "1600"),
        ("quotient: [loss, own_points]", {"loss": 100, "own_points": 3}, "100/3"),
        ("whole_times: [loss, 30]", {"loss": 89}, "2"),
        ("greatest: [loss, 1800 yuan]", {"loss": 1600}, "1800"),
        ("least: [loss, received]", {"loss": 4000, "received": 2500}, "2500"),
        ("entered: {of: loss, otherwise: 7}", {}, "7"),
        ("entered: {of: loss, otherwise: 7}", {"loss": 0}, "0"),
        ("entered: {of: loss, otherwise: received}", {"received": 3}, "3"),
    ],
)
def test_arithmetic_is_exact(source, given, gives):
    rule = f"""{{when: {{fact: quote_paid}}, figures: {{
        x: {{label: 数, label_en: Number, {source}}}}},
        only_if: {{x: {{at_least: {gives.split("/", maxsplit=1)[0]} }}}},
        amount: {{multiple: {{of: x, factor: 1}}}}}}"""
    rule = rule.replace("only_if: {x: {at_least: 100 }},", "")

    ruling = ask_one(rule, paid(**given))

    exact = Fraction(gives)
    wanted = round(float(exact), 2)
    assert float(signed(ruling)) == wanted


def test_nothing_is_divided_by_nought():
    rule = """{when: {fact: quote_paid}, figures: {
        x: {label: 数, label_en: Number, quotient: [loss, own_points]}},
        amount: {from_detail: x}}"""

    ruling = ask_one(rule, paid(loss=5, own_points=0))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("own_points",)


def test_a_failed_test_of_details_asks_nothing():
    asked: list[object] = []
    rule = """{every: month, figures: {
        left: {label: 余分, label_en: Left, moved: {unit: service_points}}},
        only_if: {service_points: {at_least: 3}}, amount: {from_detail: left}}"""

    ruling = ask_one(rule, closed(service_points=2), answering(asked.append))

    assert isinstance(ruling, Nothing)
    assert asked == []


def test_a_clear_no_decides_although_a_figure_is_unknown():
    rule = """{every: month, figures: {
        left: {label: 余分, label_en: Left, moved: {unit: service_points}}},
        only_if: {left: {at_least: 3}, service_points: {at_least: 3}}, amount: {fixed: 1 yuan}}"""

    assert isinstance(ask_one(rule, closed(service_points=2), answering(None)), Nothing)
    ruling = ask_one(rule, closed(service_points=3), answering(None))
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("booked:left",)


def test_any_of_several_tests_may_hold():
    rule = """{every: month, only_if: [{service_points: {at_least: 30}},
        {service_points: {at_most: 3}}], amount: {fixed: 1 yuan}}"""

    assert isinstance(ask_one(rule, closed(service_points=30)), Transfer)
    assert isinstance(ask_one(rule, closed(service_points=2)), Transfer)
    assert isinstance(ask_one(rule, closed(service_points=4)), Nothing)
    assert isinstance(ask_one(rule, closed()), Unknown)


BALANCE = """{every: month, figures: {
    left: {label: 余分, label_en: Left,
           moved: {unit: service_points, rules: [r], start: 10, floor: 0}}},
    amount: {from_detail: left}}"""


@pytest.mark.parametrize(("booked", "left"), [(-3, 7), (0, 10), (-12, 0), (-10, 0), (2, 12)])
def test_a_balance_has_a_start_and_a_floor(booked, left):
    ruling = ask_one(BALANCE, closed(), answering(Fraction(booked)))

    assert signed(ruling) == left


def test_a_balance_shows_start_bookings_and_floor():
    ruling = ask_one(BALANCE, closed(), answering(Fraction(-12)))

    assert chinese(ruling)[1] == "余分：起点 10，2024-03 已记 -12 点，不低于 0 = 0 点"
    assert english(ruling)[1] == (
        "Left: begins with 10, booked 2024-03 -12 service points, never below 0 = 0 service points"
    )


def test_bookings_are_asked_for_the_period_that_the_fact_names():
    asked: list[Booked] = []
    ask_one(BALANCE, closed(period="2024-02"), answering(asked.append))

    (question,) = asked
    assert question.holder == ("member", "li")
    assert (question.since, question.until) == (at("2024-02-01 00:00"), at("2024-03-01 00:00"))


def test_a_period_that_is_none_has_to_be_corrected():
    ruling = ask_one(BALANCE, closed(period="二月"), answering(Fraction(0)))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("period",)


COUNT = """{kind: score, when: {fact: rule_broken}, figures: {
    times: {label: 次数, label_en: Times,
            counted: {of: {fact: rule_broken, which: late}, per: month}}},
    only_if: {times: {at_least: 3}}, amount: {fixed: -5 service_points}}"""


@pytest.mark.parametrize(("before", "speaks"), [(1, False), (2, True), (3, True)])
def test_a_count_includes_the_fact_itself(before, speaks):
    ruling = ask_one(
        COUNT, fact("rule_broken", person="li", which="late"), answering(Fraction(before))
    )

    assert isinstance(ruling, Transfer) == speaks


def test_a_fact_that_does_not_count_is_not_counted():
    other = fact("rule_broken", person="li", which="other")

    assert isinstance(ask_one(COUNT, other, answering(Fraction(2))), Nothing)


def test_a_fact_that_may_count_keeps_the_count_open():
    ruling = ask_one(COUNT, fact("rule_broken", person="li"), answering(Fraction(2)))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("recorded:times",)


PLACE = """{every: quarter, figures: {
    place: {label: 名次, label_en: Place, rank: {of: {moved: {unit: service_points, per: quarter}},
            among: engineer, ties: same}}},
    amount: {prizes: {by: place, amounts: [150 yuan, 100 yuan, 50 yuan]}}}"""


def ranked(text: str, person: str, **points: int):
    def answer(question):
        if isinstance(question, MembersOf):
            return tuple(points)
        assert isinstance(question, Standings)
        return {member: Fraction(number) for member, number in points.items()}

    return ask_one(text, fact("quarter_closed", about=f"member:{person}"), answering(answer))


def test_the_first_three_earn_prizes():
    points = {"zhang": 20, "li": 18, "wang": 25, "zhao": 3}

    assert {m: signed(ranked(PLACE, m, **points), m) for m in points} == {
        "wang": 150,
        "zhang": 100,
        "li": 50,
        "zhao": 0,
    }


@pytest.mark.parametrize(
    ("ties", "prizes"),
    [
        ("ties: same", {"a": 150, "b": 100, "c": 100, "d": 0}),
        ("ties: next_below", {"a": 150, "b": 50, "c": 50, "d": 0}),
    ],
)
def test_those_who_tie_share_a_place(ties, prizes):
    text = PLACE.replace("ties: same", ties)
    points = {"a": 9, "b": 7, "c": 7, "d": 1}

    assert {m: signed(ranked(text, m, **points), m) for m in points} == prizes


def test_a_tie_may_wait_for_a_decision():
    text = PLACE.replace("ties: same", "ties: undecided, decided_in: rank")
    points = {"a": 9, "b": 7, "c": 7}

    assert signed(ranked(text, "a", **points), "a") == 150
    ruling = ranked(text, "b", **points)
    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("rank",)


def test_whoever_is_first_may_be_who_has_least():
    text = PLACE.replace("ties: same", "first: least")

    assert signed(ranked(text, "b", a=9, b=7), "b") == 150


def test_somebody_outside_is_not_ranked():
    ruling = ranked(PLACE, "zhou", a=9, b=7)

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("standings:place",)


ROW = """{every: month, figures: {row: {label: 连续, label_en: Row, in_a_row: {
    of: {moved: {unit: service_points, start: 10, floor: 0}}, is: {at_most: 5}, up_to: 3}}},
    amount: {from_detail: row}}"""


@pytest.mark.parametrize(
    ("months", "row"),
    [([-5, -5.5, -5, -9], 3), ([-5, -4.5, -5], 1), ([-4], 0), ([-6, -5, -1], 2)],
)
def test_a_row_ends_with_the_first_period_that_does_not_hold(months, row):
    ruling = ask_one(ROW, closed(), answering(lambda q: Fraction(str(months[q.back]))))

    assert signed(ruling) == row


def test_a_row_asks_no_further_than_it_has_to():
    asked: list[Booked] = []

    def answer(question):
        asked.append(question)
        return Fraction(0)

    ask_one(ROW, closed(), answering(answer))

    assert [question.back for question in asked] == [0]


def test_holders_are_counted():
    rule = """{every: month, figures: {staff: {label: 人数, label_en: Staff, holders: engineer},
        each: {label: 人均, label_en: Each, quotient: [service_points, staff]}},
        amount: {from_detail: each}}"""

    ruling = ask_one(
        rule, closed(service_points=10), answering(lambda q: 4 if q == HoldersOf("engineer") else 0)
    )

    assert float(signed(ruling)) == 2.5


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2024-02-10", "2024-08-10", 6),
        ("2024-02-10", "2024-08-09", 5),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2020-02-29", "2021-02-28", 12),
        ("2024-05-01", "2024-04-01", 0),
    ],
)
def test_full_months_are_counted_as_people_do(since, until, months):
    assert full_months(date.fromisoformat(since), date.fromisoformat(until)) == months


@pytest.mark.parametrize(
    ("named", "per", "name", "since", "until"),
    [
        (None, "month", "2024-05", "2024-05-01", "now"),
        ("2024-04", "month", "2024-04", "2024-04-01", "2024-05-01"),
        ("2024-04", "quarter", "2024-Q2", "2024-04-01", "2024-05-01"),
        ("2024-Q1", "quarter", "2024-Q1", "2024-01-01", "2024-04-01"),
        ("2024-Q1", "month", "2024-03", "2024-03-01", "2024-04-01"),
        ("2023", "year", "2023", "2023-01-01", "2024-01-01"),
        ("2024-04", "ever", "", None, "2024-05-01"),
        ("2024-06", "month", "2024-06", "2024-06-01", "now"),
    ],
)
def test_the_period_is_the_one_that_is_named(named, per, name, since, until):
    happened = at("2024-05-10 09:30")

    found = stretch_of(happened, per, CHINA, named=named)

    assert found.name == name
    assert found.since == (at(f"{since} 00:00") if since else None)
    if until == "now":
        assert happened < found.until
    else:
        assert found.until == at(f"{until} 00:00")


def test_a_recorded_question_names_the_one_it_is_about():
    question = Recorded("x", "house", "r", ("trip",), (("person", "li"),), None, at("2024-05-10"))

    assert Standings(question, ("wang",), ("person",)).about("wang") == Recorded(
        "x", "house", "r", ("trip",), (("person", "wang"),), None, at("2024-05-10")
    )


def test_a_place_shows_what_everybody_had():
    ruling = ranked(PLACE, "b", a=9, b=7, c=7, d=1)

    assert chinese(ruling)[1] == "名次：2024-Q1 7 点，2 人并列，4 人中排名（9 / 7 / 7 / 1） 第 2"
    assert english(ruling)[1] == (
        "Place: 7 service points 2024-Q1, 2 tied, place among 4 (9 / 7 / 7 / 1) 2"
    )


def test_a_target_may_measure_a_figure():
    rule = """{kind: target, when: {fact: quote_paid}, figures: {
        single: {label: 单指标, label_en: Single target, quotient: [received, 10]},
        over: {label: 超出预算, label_en: Over budget, difference: [single, amount]}},
        metric: {value: over}, at_least: 0}"""

    assert ask_one(rule, paid(received="1000", amount="100")).met is True
    assert ask_one(rule, paid(received="999", amount="100")).met is False
    assert ask_one(rule, paid(received="999")).missing == ("amount",)


def test_a_deadline_may_depend_on_a_figure():
    rule = """{kind: deadline, when: {fact: rule_broken}, figures: {
        times: {label: 次数, label_en: Times, counted: {of: {fact: rule_broken}, per: week}}},
        only_if: {times: {at_least: 3}}, owed_by: {superior_of: person}, duty: 谈话,
        within: 1 day, met_by: {fact: case_replied}}"""

    assert isinstance(
        ask_one(rule, fact("rule_broken", person="li"), answering(Fraction(1))), Nothing
    )
    owed = ask_one(rule, fact("rule_broken", person="li"), answering(Fraction(2)))
    assert owed.duty == "谈话"
