"""Forms: required fields, reckoning, running numbers, signatures, and what may not be changed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.judge import judge
from shouwen.policy.kinds import Context, check_rule
from shouwen.policy.kinds.numbering import Numbering, gaps
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Nothing, Permission, Unknown
from shouwen.policy.vocabulary import BASE
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import (
    NOON,
    answers,
    calendars,
    chinese,
    clause,
    definition,
    english,
    fact,
    rule,
    whole,
)

NUMBER, TEXT = {"type": "number"}, {"type": "text"}
DETAILS = {
    "goods": {**TEXT, "label": "品名", "label_en": "Goods"},
    "drawn": {**NUMBER, "label": "领用", "label_en": "Drawn"},
    "used": {**NUMBER, "label": "使用", "label_en": "Used"},
    "returned": {**NUMBER, "label": "退回", "label_en": "Returned"},
    "left": {**NUMBER, "label": "应退", "label_en": "To return"},
    "customer_signed": {"type": "yes_no", "label": "客户", "label_en": "Customer"},
    "dangerous": {"type": "yes_no", "label": "危险品", "label_en": "Dangerous"},
    "licence": {**TEXT, "label": "许可证", "label_en": "Licence"},
    "keeper": {"type": "member", "label": "保管人", "label_en": "Keeper"},
}
CONTEXT = Context(
    posts={"leader": "领班", "manager": "经理"},
    facts=BASE.extended({"form_filled": {"details": DETAILS}}),
)
STORE = """{kind: form, fields: [goods, drawn], computed: {left: {difference: [drawn, used]}},
    balances: [{left: [drawn], right: [used, returned]}]}"""
PLAIN = "{kind: form, fields: [goods]}"
NUMBERED = "{kind: form, fields: [goods], numbering: {prefix: 'A{year}-', digits: 4, per: year}}"
SIGNED = "{kind: form, fields: [goods], signed: customer_signed, signatures: [{post: leader}]}"
LICENSED = "{kind: form, fields: [goods, {field: licence, only: {dangerous: true}}]}"


def form(text):
    found, findings = check_rule(definition(text), clause(), CONTEXT)
    assert found is not None, findings
    return found


def faults(text):
    found = check_rule(definition(text), clause(), CONTEXT)[1]
    return [f"{'.'.join(map(str, f.loc))}: {f.what} {f.mend}" for f in found]


def fill(text, *, earlier=0, granted=(), kind="form_filled", **details):
    about = fact(kind, **{"form": "r", **details})
    book = Rulebook([form(text)])
    (ruling,) = judge(book, about, answers(earlier=earlier), calendars, granted=granted)
    return ruling


# ── fields ───────────────────────────────────────────────────────────────────────────────────


def test_a_form_with_every_field_is_complete():
    ruling = fill(PLAIN, goods="酒精")

    assert isinstance(ruling, Permission)
    assert ruling.state == "granted"
    assert chinese(ruling)[-1] == "表单填写齐全 有效"


def test_what_is_not_filled_in_is_asked_for():
    ruling = fill(STORE, used=320)

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("goods", "drawn", "returned")


def test_a_form_may_be_refused_while_it_is_incomplete():
    ruling = fill(PLAIN.replace("fields", "incomplete: refuse, fields"))

    assert (ruling.state, ruling.reason) == ("refused", "form_incomplete")
    assert english(ruling)[-2:] == [
        "“Goods” was not recorded to be recorded",
        "1 required entries are missing, so the form is not accepted refused",
    ]


def test_another_form_is_none_of_its_business():
    assert isinstance(fill(PLAIN, form="other"), Nothing)


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        ({"dangerous": True}, ("licence",)),
        ({"dangerous": False}, None),
        ({}, ("dangerous",)),
        ({"dangerous": True, "licence": "X"}, None),
        ({"licence": "X"}, None),
    ],
)
def test_a_field_may_be_required_in_some_cases_only(details, missing):
    ruling = fill(LICENSED, goods="x", **details)

    assert getattr(ruling, "missing", None) == missing


# ── reckoning ────────────────────────────────────────────────────────────────────────────────


def test_what_was_drawn_is_used_or_returned():
    ruling = fill(STORE, goods="酒精", drawn=500, used=320, returned=180)

    assert (ruling.state, ruling.figures) == ("granted", (("left", "180"),))
    assert chinese(ruling)[-3:] == [
        "应退 = 领用 500 − 使用 320 180",
        "领用 500 = 使用 320 + 退回 180 平衡",
        "表单填写齐全 有效",
    ]


def test_what_does_not_balance_is_refused_with_the_difference():
    ruling = fill(STORE, goods="酒精", drawn=500, used=320, returned=150)

    assert (ruling.state, ruling.reason) == ("refused", "form_unbalanced")
    assert english(ruling)[-1] == "Drawn 500 ≠ Used 320 + Returned 150, off by +30 not balanced"


def test_a_computed_field_entered_wrongly_is_refused():
    ruling = fill(STORE, goods="酒精", drawn=500, used=320, returned=180, left=200)

    assert ruling.reason == "form_computed_differs"
    assert chinese(ruling)[-1] == "应退 = 领用 500 − 使用 320 = 180，填写为 200 不符"


@pytest.mark.parametrize(
    ("shape", "result"), [("sum", "820"), ("difference", "180"), ("product", "160000")]
)
def test_each_shape_reckons_exactly(shape, result):
    text = f"{{kind: form, fields: [goods], computed: {{left: {{{shape}: [drawn, used]}}}}}}"

    assert fill(text, goods="x", drawn=500, used=320).figures == (("left", result),)


numbers = st.decimals(-(10**6), 10**6, places=2)


@given(drawn=numbers, used=numbers, returned=numbers)
def test_a_balance_is_kept_exactly_when_both_sides_are_equal(drawn, used, returned):
    details = {"drawn": str(drawn), "used": str(used), "returned": str(returned)}

    ruling = fill(STORE, goods="x", **details)

    kept = Fraction(drawn) == Fraction(used) + Fraction(returned)
    assert ruling.state == ("granted" if kept else "refused")


@given(drawn=numbers, used=numbers)
def test_returning_what_the_form_computes_always_balances(drawn, used):
    left = dict(fill(STORE, goods="x", drawn=str(drawn), used=str(used), returned=0).figures)[
        "left"
    ]

    ruling = fill(STORE, goods="x", drawn=str(drawn), used=str(used), returned=left)

    assert ruling.state == "granted"


@pytest.mark.parametrize("dropped", ["goods", "drawn", "used", "returned"])
def test_dropping_any_input_is_unknown_and_names_it(dropped):
    details = {"goods": "x", "drawn": 1, "used": 1, "returned": 0}
    del details[dropped]

    assert fill(STORE, **details).missing == (dropped,)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "earlier", "state", "reason"),
    [
        ("A2024-0001", 0, "granted", ""),
        ("A2024-0012", 11, "granted", ""),
        ("A2024-0013", 11, "refused", "form_number_not_next"),
        ("A2024-0011", 11, "refused", "form_number_not_next"),
        ("A2024-12", 11, "refused", "form_number_malformed"),
        ("A2023-0012", 11, "refused", "form_number_malformed"),
    ],
)
def test_numbers_follow_each_other_without_a_gap(number, earlier, state, reason):
    ruling = fill(NUMBERED, goods="x", number=number, earlier=earlier)

    assert (ruling.state, ruling.reason) == (state, reason)


def test_the_next_number_is_named():
    assert english(fill(NUMBERED, goods="x", number="A2024-0005"))[-1] == (
        "Number A2024-0005 is not the next one, which is A2024-0001 refused"
    )


def test_without_the_count_of_earlier_forms_nothing_is_decided():
    book = Rulebook([form(NUMBERED)])
    about = fact("form_filled", form="r", goods="x", number="A2024-0001")

    (ruling,) = judge(book, about, {}, calendars)

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("occurrences:r",)


def test_a_number_may_be_only_well_written():
    text = NUMBERED.replace("per: year", "gap_free: false")

    assert fill(text, goods="x", number="A2024-0777").state == "granted"


@given(running=st.integers(0, 10**6), digits=st.integers(1, 6))
def test_a_number_is_read_back_as_it_was_written(running, digits):
    numbering = Numbering(prefix="S{month}-", digits=digits)

    assert numbering.running(numbering.written(running, NOON), NOON) == running


@given(used=st.sets(st.integers(1, 60), min_size=1))
def test_gaps_and_used_numbers_fill_the_series(used):
    assert set(gaps(used)) | used == set(range(1, max(used) + 1))
    assert not set(gaps(used)) & used


# ── signatures, lock ─────────────────────────────────────────────────────────────────────────


def test_a_form_waits_for_the_signatures_of_the_house():
    ruling = fill(SIGNED, goods="x", customer_signed=True, actor="li")

    assert ruling.state == "held"
    assert [[str(p) for p in tier.any_of] for tier in ruling.tiers] == [["post:leader"]]
    assert ruling.barred == ("li",)


def test_once_all_have_signed_the_form_is_complete():
    ruling = fill(SIGNED, goods="x", customer_signed=True, granted=(("house", "r"),))

    assert ruling.state == "granted"


def test_without_the_customers_signature_it_is_refused_and_not_recorded_is_asked():
    assert fill(SIGNED, goods="x", customer_signed=False).reason == "form_unsigned"
    assert fill(SIGNED, goods="x").missing == ("customer_signed",)


def test_a_locked_form_is_not_changed():
    locked = PLAIN.replace("fields", "locked: true, fields")

    assert fill(locked, kind="form_changed").reason == "form_locked"
    assert isinstance(fill(locked, kind="form_changed", form="other"), Nothing)


def test_copies_and_keeping_are_said_with_the_form():
    text = """{kind: form, fields: [goods], retention: 36 months,
        copies: [{name: 存根, name_en: Stub}, {name: 客户联, to: {post: leader}}]}"""

    ruling = fill(text, goods="x")

    assert english(ruling)[-3:-1] == ["In 2 copies: Stub, 客户联", "Kept for 36 months"]


# ── faults, description, cases ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: form}", "`fields:` is missing."),
        (PLAIN.replace("goods", "good"), "The fact `form_filled` has no detail `good`."),
        (PLAIN.replace("goods", "goods, goods"), "fields: The field `goods` is named twice."),
        (STORE.replace("[drawn, used]}}", "[left, used]}}"), "`left` is computed from itself."),
        (STORE.replace("[drawn, used]}}", "[drawn]}}"), "It is not said how the field is computed"),
        (STORE.replace("difference", "diff"), "computed.left.diff: `diff` is not understood here."),
        (STORE.replace("[used, returned]", "[goods]"), "The detail `goods` of `form_filled` is of"),
        (NUMBERED.replace("{year}", "{yr}"), "numbering.prefix: "),
        (NUMBERED.replace("per: year", "number: no"), "has no detail `no`."),
        (SIGNED.replace("leader", "boss"), "There is no post called `boss`."),
        (PLAIN.replace("fields", "separate: keeper, fields"), "separate: Nobody signs."),
        (LICENSED.replace("dangerous: true", "dangerous: 3"), "`3` is not a value of `dangerous`"),
        (LICENSED.replace("{dangerous: true}", "x"), "No detail is named."),
    ],
)
def test_faults_say_what_and_how_to_mend(text, fault):
    assert any(fault in found for found in faults(text)), faults(text)


def lines_of(text, language="zh"):
    which = 0 if language == "zh" else 1
    said = describe(definition(text), CONTEXT.words)
    return {line.label[which]: line.text[which] for line in said.lines}


def test_a_form_reads_in_plain_words():
    assert lines_of(STORE)["必填"] == "品名、领用"
    assert lines_of(STORE)["计算"] == "应退 = 领用 − 使用"
    assert lines_of(STORE, "en")["Must balance"] == "Drawn = Used + Returned"
    assert lines_of(LICENSED)["必填"] == "品名、许可证（危险品：是时）"
    assert lines_of(NUMBERED)["编号"] == "连续编号，自 A〔年〕-0001 起，每年重新起号"
    assert lines_of(SIGNED)["签署"] == "领班"
    assert lines_of(SIGNED, "en")["Signed by"] == "Customer"


CASES = """---
regulation: storeroom
title: 库房办法
in_force: 2024-01-01
facts:
  form_filled:
    details:
      rebate: {type: money, label: 返利, label_en: Rebate}
      paid: {type: money, label: 已付, label_en: Paid}
      unpaid: {type: money, label: 未付, label_en: Unpaid}
---

## 一 台账

```rule
id: rebates
kind: form
title: 返利台账
title_en: Rebate register
fields: [rebate, paid]
computed: {unpaid: {difference: [rebate, paid]}}
numbering: {digits: 3}
```

```cases
- case: 未付三千四百
  given: {form: rebates, number: "002", rebate: 12400.00 yuan, paid: 9000.00 yuan}
  known: {occurrences: 1}
  expect: {granted: true, figures: {unpaid: 3400}}
- case: 编号跳号
  given: {form: rebates, number: "003", rebate: 1, paid: 1}
  known: {occurrences: 1}
  expect: {refused: true, reason: form_number_not_next}
- case: 缺已付
  given: {form: rebates, number: "002", rebate: 1}
  expect: {unknown: [paid]}
- {case: 别的表, given: {form: other}, expect: nothing}
```
"""


def test_worked_cases_may_expect_figures_and_reasons():
    reading = read_regulation(CASES, "storeroom.md")

    assert [fault.what for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


def test_a_case_that_expects_another_figure_says_what_was_computed():
    reading = read_regulation(CASES.replace("unpaid: 3400", "unpaid: 3300"), "storeroom.md")

    (wrong,) = (r for r in run_cases(whole(reading)) if not r.ok)

    assert "figures: {unpaid: 3400}" in wrong.difference


# ── beside other rules and other regulations ─────────────────────────────────────────────────

REBATE = """---
regulation: rebates
title: 返利办法
in_force: 2024-01-01
posts: {leader: 组长}
points: {marks: 积分}
facts:
  form_filled:
    details:
      rebate: {type: money, label: 应返, label_en: Rebate}
      paid: {type: money, label: 已付, label_en: Paid}
      unpaid: {type: money, label: 未付, label_en: Unpaid}
---

## 一 登记

```rule
id: rebate
kind: form
title: 返利单
title_en: Rebate form
fields: [rebate, paid]
computed: {unpaid: {difference: [rebate, paid]}}
signatures: [{post: leader}]
```

```cases
- case: 待签时也给出算出的数
  given: {form: rebate, rebate: 5000, paid: 1600}
  expect: {held: [[leader]], figures: {unpaid: 3400}}
- case: 另一制度的同名表单
  given: {form: rebate, rebate: 5, paid: 1, regulation: other}
  expect: nothing
```

## 二 补付

```rule
id: rest
kind: pay
title: 补付
title_en: Pay the rest
when: {fact: form_filled, form: rebate, unpaid: {more_than: 1000}}
counts_as_fine: false
amount: {from_detail: unpaid, unit: yuan}
```

```cases
- case: 按未付补付
  given: {person: wang, form: rebate, rebate: 5000, paid: 1600}
  expect: {pay: 3400.00 yuan}
- case: 未付不足一千
  given: {person: wang, form: rebate, rebate: 5000, paid: 4000}
  expect: nothing
- case: 没有登记已付
  given: {person: wang, form: rebate, rebate: 5000}
  expect: {unknown: [unpaid]}
```
"""


def test_other_rules_read_what_a_form_computes():
    reading = read_regulation(REBATE, "rebates.md")

    assert [str(fault) for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


@given(rebate=st.integers(0, 10_000), paid=st.integers(0, 10_000))
def test_what_a_form_computes_is_the_same_for_every_rule(rebate, paid):
    form = rule("""{kind: form, when: {fact: quote_paid}, fields: [received, amount],
        computed: {loss: {difference: [received, amount]}}}""")

    whole_fact = form.completed(fact("quote_paid", received=str(rebate), amount=str(paid)))

    assert Decimal(str(whole_fact.detail("loss"))) == rebate - paid


def test_a_form_says_what_is_filled_in_and_what_is_not():
    form = rule("""{kind: form, when: {fact: quote_paid}, fields: [received, loss],
        computed: {loss: {difference: [received, amount]}}, signed: [verifier]}""")

    assert form.asked() == ("received", "verifier", "amount")
