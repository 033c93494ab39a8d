"""Stocks of forms: what an entry adds and takes, and the levels it may not leave."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shouwen.policy.describe import describe
from shouwen.policy.judge import judge
from shouwen.policy.kinds import Context, check_rule
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.questions import Question, Stocked
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Permission, Unknown
from shouwen.policy.vocabulary import BASE
from tests.policy.department import calendars, chinese, clause, definition, english, fact

NUMBER = {"type": "number"}
DETAILS = {
    "goods": {"type": "text", "label": "品名", "label_en": "Goods"},
    "before": {**NUMBER, "label": "期初", "label_en": "Before"},
    "bought": {**NUMBER, "label": "入库", "label_en": "Bought"},
    "taken": {**NUMBER, "label": "领用", "label_en": "Taken"},
    "packs": {**NUMBER, "label": "箱数", "label_en": "Packs"},
    "size": {**NUMBER, "label": "每箱", "label_en": "Per pack"},
}
CONTEXT = Context(facts=BASE.extended({"form_filled": {"details": DETAILS}}))
TAKEN = """{kind: form, fields: [goods, taken],
    stocks: [{stock: on_hand, label: 库存, label_en: On hand, item: goods, out: taken}]}"""
KEYS = """{kind: form, fields: [goods],
    stocks: [{stock: out, label: 借出, label_en: Lent, item: goods, in: 1, at_most: 1}]}"""
LEDGER = """{kind: form, fields: [goods, before, bought, taken],
    stocks: [{stock: on_hand, label: 库存, label_en: On hand, item: goods, in: bought, out: taken,
              opening: before, at_least: 2}]}"""
PACKED = """{kind: form, fields: [goods, packs, size], computed: {taken: {product: [packs, size]}},
    stocks: [{stock: on_hand, item: goods, out: taken}]}"""


def fill(text, known=None, **details):
    rule, findings = check_rule(definition(text), clause(), CONTEXT)
    assert rule is not None, findings
    about = fact("form_filled", **{"form": "r", **details})
    assert isinstance(rule, Form)
    (stock,) = rule.stocks
    question: Question = Stocked(
        rule.clause.regulation, stock.stock, (("goods", str(details.get("goods"))),)
    )
    answers = {} if known is None else {question: None if known == "none" else Fraction(known)}
    (ruling,) = judge(Rulebook([rule]), about, answers, calendars)
    return ruling


def outcome(ruling):
    return ruling.reason or ruling.state if isinstance(ruling, Permission) else ruling.missing


@pytest.mark.parametrize(
    ("text", "known", "details", "expected"),
    [
        (TAKEN, 3, {"taken": 3}, "granted"),
        (TAKEN, 3, {"taken": "3.01"}, "stock_short"),
        (TAKEN, "none", {"taken": 1}, "stock_short"),
        (TAKEN, None, {"taken": 1}, ("stock:on_hand",)),
        (TAKEN, None, {"taken": 0}, "granted"),
        (KEYS, 0, {}, "granted"),
        (KEYS, 1, {}, "stock_over"),
        (LEDGER, "none", {"before": 9, "bought": 1, "taken": 8}, "granted"),
        (LEDGER, "none", {"before": 9, "bought": 1, "taken": 9}, "stock_short"),
        (LEDGER, 9, {"before": 8, "bought": 1, "taken": 1}, "stock_opening_differs"),
        (PACKED, 12, {"packs": 3, "size": 4}, "granted"),
        (PACKED, 11, {"packs": 3, "size": 4}, "stock_short"),
    ],
)
def test_nothing_leaves_the_bounds_of_a_stock(text, known, details, expected):
    assert outcome(fill(text, known, goods="酒精", **details)) == expected


def test_what_is_not_there_is_refused_however_little_else_is_filled_in():
    more = TAKEN.replace("fields: [goods, taken]", "fields: [goods, taken, before]")

    assert outcome(fill(more, 1, goods="酒精", taken=2)) == "stock_short"
    assert outcome(fill(more, 1, goods="酒精", taken=1)) == ("before",)
    assert isinstance(fill(TAKEN, 1, taken=2), Unknown)


def test_a_refusal_says_what_there_was_and_what_would_be_left():
    ruling = fill(TAKEN, 3, goods="酒精", taken=5)

    assert chinese(ruling)[-1] == "库存（酒精）：原有 3，本次 −5，将剩 −2，不得少于 0 不准登记"
    assert english(ruling)[-1].startswith("On hand (酒精): 3 before, −5 now would leave −2")


def test_a_bound_that_was_left_blank_is_asked_for():
    blank = TAKEN.replace("out: taken", "out: taken, at_least: ____")

    assert outcome(fill(blank, 3, goods="酒精", taken=1)) == ("figure:stocks.on_hand.at_least",)


def test_a_stock_is_described_in_plain_words():
    said = "".join(
        "：".join((one.label[0], one.text[0]))
        for one in describe(definition(LEDGER), CONTEXT.words).lines
    )

    assert "库存：库存（按品名）：期初为 期初，增加 入库，减少 领用，不得少于 2" in said


@pytest.mark.parametrize(
    "text",
    [
        TAKEN.replace("out: taken", "in: nothing"),
        TAKEN.replace("item: goods", "item: nothing"),
        TAKEN.replace("out: taken", "opening: nothing"),
        TAKEN.replace("out: taken", "out: goods"),
    ],
)
def test_what_is_no_detail_with_a_number_is_a_fault(text):
    rule, findings = check_rule(definition(text), clause(), CONTEXT)

    assert rule is None
    assert findings
