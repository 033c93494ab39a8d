"""Each shape of an amount: what it gives, its edges, and what it needs."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.policy.rulings import Nothing, Obligation, Party, Permission, Transfer, Unknown
from tests.policy.department import answers, ask, ask_one, chinese, english, fact, rule

PER_UNIT = "{every: month, amount: {per_unit: {of: service_points, above: 17, each: 270 yuan}}}"
RANGE = """{when: {fact: quote_paid},
    amount: {range: {from: 200 yuan, to: 500 yuan, step: 1 yuan}}}"""
LOSS = "{when: {fact: quote_paid}, amount: {range: {from: -10000 yuan, to: -100000 yuan}}}"
PRIZE = """{every: quarter, amount: {bands: {of: rank, table: [
    {from: 1, to: 3, amount: 1500 yuan}, {from: 4, to: 8, amount: 1000 yuan}]}}}"""
COMMISSION = """{when: {fact: quote_paid}, amount: {bands: {of: margin, on: received, table: [
    {from: 35 %, below: 50 %, rate: 3 %}, {from: 50 %, rate: 5 %}]}}}"""
LADDER = """{when: {fact: rule_broken}, amount: {occurrence: {same: [person, which],
    amounts: [-100 yuan, -200 yuan], then: {duty: 辞退, duty_en: Dismiss, owed_by: {post: hr}}}}}"""
DOUBLING = """{when: {fact: rule_broken}, amount: {doubling: {first: -100 yuan, times: 2,
    most: -500 yuan}}}"""


def closed(kind="month_closed", **details):
    return fact(kind, about="member:li", **details)


def paid(**details):
    return fact("quote_paid", person="li", **details)


def broken(**details):
    return fact("rule_broken", **{"person": "li", "which": "X", **details})


def signed(ruling):
    """Return the amount from the person's side; Nothing is nought."""
    if isinstance(ruling, Nothing):
        return "0"
    assert isinstance(ruling, Transfer), ruling
    gains = ruling.payee == Party("member", "li")
    return str(ruling.quantity if gains else -ruling.quantity)


@pytest.mark.parametrize(
    ("points", "pays"),
    [
        ("20", "810.00 yuan"),
        ("17", "0"),
        ("16", "0"),
        ("17.5", "135.00 yuan"),
        ("18", "270.00 yuan"),
        ("20.5", "945.00 yuan"),
        (18, "270.00 yuan"),
        ("17.0001", "0.03 yuan"),
        ("17.00001", "0"),
    ],
)
def test_points_above_the_base_are_paid_pro_rata(points, pays):
    assert signed(ask_one(PER_UNIT, closed(service_points=points))) == pays


def test_a_per_unit_amount_is_explained_the_way_people_reckon_it():
    ruling = ask_one(PER_UNIT, closed(service_points="20"))

    assert chinese(ruling)[-1] == "服务点数 20 点，超出 17 点的部分 3 点 × 270 元 = 810.00 元"
    assert english(ruling)[-1] == (
        "Points 20 service points, above 17 service points: "
        "3 service points × 270 yuan = 810.00 yuan"
    )


@pytest.mark.parametrize(
    ("amount", "pays"),
    [
        ("200", "200.00 yuan"),
        ("300", "300.00 yuan"),
        ("500", "500.00 yuan"),
        ("300.00", "300.00 yuan"),
    ],
)
def test_a_chosen_amount_within_the_range_is_paid(amount, pays):
    assert signed(ask_one(RANGE, paid(amount=amount))) == pays


@pytest.mark.parametrize("amount", ["199", "501", "550", "-300", "199.999"])
def test_a_chosen_amount_outside_the_range_is_refused(amount):
    ruling = ask_one(RANGE, paid(amount=amount))

    assert isinstance(ruling, Permission)
    assert (ruling.state, ruling.reason) == ("refused", "amount_out_of_range")
    assert "200 元 至 500 元" in chinese(ruling)[-1]


def test_a_chosen_amount_between_the_steps_is_refused():
    ruling = ask_one(RANGE, paid(amount="300.50"))

    assert (ruling.state, ruling.reason) == ("refused", "amount_between_steps")


@pytest.mark.parametrize(
    ("amount", "takes"), [("60000", "-60000.00 yuan"), ("-10000", "-10000.00 yuan")]
)
def test_a_loss_may_be_recorded_with_or_without_its_sign(amount, takes):
    assert signed(ask_one(LOSS, paid(amount=amount))) == takes


@pytest.mark.parametrize("amount", ["9999", "100001"])
def test_a_loss_outside_its_range_is_refused(amount):
    assert ask_one(LOSS, paid(amount=amount)).state == "refused"


@pytest.mark.parametrize(
    ("rank", "pays"),
    [
        (1, "1500.00 yuan"),
        (3, "1500.00 yuan"),
        (4, "1000.00 yuan"),
        (8, "1000.00 yuan"),
        (9, "0"),
        (0, "0"),
        ("3.5", "0"),
    ],
)
def test_a_rank_earns_what_its_band_gives(rank, pays):
    assert signed(ask_one(PRIZE, closed("quarter_closed", rank=rank))) == pays


@pytest.mark.parametrize(
    ("margin", "pays"),
    [
        ("35 %", "366.00 yuan"),
        ("0.35", "366.00 yuan"),
        ("49.9 %", "366.00 yuan"),
        ("50 %", "610.00 yuan"),
        ("34.9 %", "0"),
    ],
)
def test_a_band_may_give_a_rate_of_another_detail(margin, pays):
    assert signed(ask_one(COMMISSION, paid(margin=margin, received="12200.00"))) == pays


@pytest.mark.parametrize(
    ("amount", "details", "result"),
    [
        ("{fixed: -100 yuan}", {}, "-100.00 yuan"),
        ("{percentage: {of: received, rate: 3 %}}", {"received": "12200"}, "366.00 yuan"),
        ("{percentage: {of: received, rate: -30 %}}", {"received": "3000"}, "-900.00 yuan"),
        ("{percentage: {of: received, rate: 50 %}}", {"received": "0.01"}, "0.01 yuan"),
        ("{percentage: {of: received, rate: 49 %}}", {"received": "0.01"}, "0"),
        ("{multiple: {of: received, factor: -2}}", {"received": "60000"}, "-120000.00 yuan"),
        ("{from_detail: received, sign: -1}", {"received": "4500"}, "-4500.00 yuan"),
        (
            "{proportion: {of: loss, part: own_points, whole: all_points, sign: -1}}",
            {"loss": "12000", "own_points": 10, "all_points": 30},
            "-4000.00 yuan",
        ),
        (
            "{proportion: {of: loss, part: own_points, whole: all_points}}",
            {"loss": "100", "own_points": 1, "all_points": 3},
            "33.33 yuan",
        ),
    ],
)
def test_products_are_rounded_once(amount, details, result):
    text = f"{{when: {{fact: quote_paid}}, amount: {amount}}}"

    assert signed(ask_one(text, paid(**details))) == result


def test_a_whole_of_nothing_cannot_be_divided():
    text = """{when: {fact: quote_paid},
        amount: {proportion: {of: loss, part: own_points, whole: all_points}}}"""

    ruling = ask_one(text, paid(loss="100", own_points=1, all_points=0))

    assert ruling.missing == ("all_points",)


@pytest.mark.parametrize(
    ("earlier", "takes"), [(0, "-100.00 yuan"), (1, "-200.00 yuan"), (4, "-500.00 yuan")]
)
def test_each_repetition_doubles_up_to_the_limit(earlier, takes):
    assert signed(ask_one(DOUBLING, broken(), answers(earlier=earlier))) == takes


@pytest.mark.parametrize(("earlier", "takes"), [(0, "-100.00 yuan"), (1, "-200.00 yuan")])
def test_a_ladder_gives_each_occurrence_its_amount(earlier, takes):
    assert signed(ask_one(LADDER, broken(), answers(earlier=earlier))) == takes


@pytest.mark.parametrize("earlier", [2, 3])
def test_after_the_ladder_comes_what_the_regulation_says(earlier):
    ruling = ask_one(LADDER, broken(), answers(earlier=earlier))

    assert isinstance(ruling, Obligation)
    assert (ruling.duty, ruling.duty_en, ruling.due_at) == ("辞退", "Dismiss", None)
    assert ruling.owed_by == Party("post", "hr")


def test_a_ladder_may_repeat_its_last_amount_or_simply_end():
    ends = "{when: {fact: rule_broken}, amount: {occurrence: {amounts: [-100 yuan]}}}"
    repeats = ends.replace("amounts:", "then: repeat_last, amounts:")

    assert signed(ask_one(ends, broken(), answers(earlier=1))) == "0"
    assert signed(ask_one(repeats, broken(), answers(earlier=9))) == "-100.00 yuan"


def test_the_counter_asks_for_the_same_details_since_the_period_began():
    ladder = rule(
        """{when: {fact: rule_broken}, amount: {occurrence: {same: [person, which],
        per: month, amounts: [-5 yuan]}}}"""
    )
    asked: list[Any] = []

    ask(ladder, broken(), answers_noting(asked))

    assert asked[0].keys == (("person", "li"), ("which", "X"))
    assert asked[0].fact_kinds == ("rule_broken",)
    assert asked[0].since.isoformat() == "2024-03-01T00:00:00+08:00"


def answers_noting(asked):
    found = answers()
    inner = found._answer

    def note(question):
        asked.append(question)
        return inner(question)

    found._answer = note
    return found


@pytest.mark.parametrize(
    ("text", "about", "missing"),
    [
        (PER_UNIT, closed(), "service_points"),
        (PER_UNIT, closed(service_points="many"), "service_points"),
        (RANGE, paid(), "amount"),
        (PRIZE, closed("quarter_closed"), "rank"),
        (COMMISSION, paid(received="1"), "margin"),
        (COMMISSION, paid(margin="40 %"), "received"),
        (LADDER, broken(which=None), "which"),
        (LADDER, broken(person=None), "person"),
        (
            PER_UNIT.replace("270 yuan", "____"),
            closed(service_points=20),
            "figure:amount.per_unit.each",
        ),
        (PER_UNIT.replace("17", "____"), closed(service_points=20), "figure:amount.per_unit.above"),
        (RANGE.replace("500 yuan", "null"), paid(amount=300), "figure:amount.range.to"),
        (
            PRIZE.replace("1000 yuan", "____"),
            closed("quarter_closed", rank=1),
            "figure:amount.bands.table.1.amount",
        ),
        (LADDER.replace("-200 yuan", "____"), broken(), "figure:amount.occurrence.amounts.1"),
        (DOUBLING.replace("-100 yuan", "____"), broken(), "figure:amount.doubling.first"),
    ],
)
def test_what_is_missing_is_named_and_nothing_moves(text, about, missing):
    ruling = ask_one(text, about, answers(earlier=1))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (missing,)


def test_a_score_moves_points_from_the_person():
    text = """{kind: score, when: {fact: service_finished},
        amount: {from_detail: coefficient, unit: service_points, sign: -1}}"""

    ruling = ask_one(text, fact("service_finished", person="li", coefficient="1.5"))

    assert (ruling.payer, ruling.payee) == (Party("member", "li"), Party("fund", "company"))
    assert str(ruling.quantity) == "1.5 service_points"
    assert chinese(ruling)[-1] == "按“工作系数” -1.5 点"


def test_shares_divide_the_amount_and_the_last_takes_the_remainder():
    text = """{when: {fact: quote_paid}, amount: {percentage: {of: received, rate: 3 %}},
        paid_by: {fund: subsidiary},
        shares: [{to: person, rate: 80 %}, {to: {fund: pool}, rate: 20 %}]}"""

    mine, ours = ask(text, paid(received="12200"))

    assert (str(mine.quantity), mine.payee) == ("292.80 yuan", Party("member", "li"))
    assert (str(ours.quantity), ours.payee) == ("73.20 yuan", Party("fund", "pool"))
    assert mine.payer == ours.payer == Party("fund", "subsidiary")


def test_a_share_of_a_loss_is_paid_by_each():
    text = """{when: {fact: quote_paid}, amount: {fixed: -0.03 yuan},
        shares: [{to: person, rate: 50 %}, {to: {detail: verifier}, rate: 50 %}]}"""

    first, second = ask(text, paid(verifier="wang"))

    assert (str(first.quantity), first.payer) == ("0.02 yuan", Party("member", "li"))
    assert (str(second.quantity), second.payer) == ("0.01 yuan", Party("member", "wang"))


def test_the_counter_knows_the_person_by_the_detail_or_by_the_matter():
    ladder = """{when: {fact: case_opened}, person: handler,
        amount: {occurrence: {amounts: [-5 yuan]}}}"""
    closing = "{every: month, amount: {occurrence: {amounts: [-5 yuan]}}}"
    asked: list[Any] = []

    ask(ladder, fact("case_opened", handler="li"), answers_noting(asked))
    ask(closing, closed(), answers_noting(asked))

    assert (asked[0].keys, asked[0].about) == ((("handler", "li"),), "")
    assert (asked[1].keys, asked[1].about) == ((), "member:li")
