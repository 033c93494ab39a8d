"""Who signs: together, in person, from a certain amount on, again after a change, or by silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.kinds.questions import Approved
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulings import Permission, Unknown
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import (
    CONTEXT,
    ask_one,
    chinese,
    definition,
    english,
    fact,
    faults,
    whole,
)

TIERS = """{kind: approval, before: {fact: quote_paid}, tiers: [
    {all_of: [{post: leader}, {post: hr}]},
    {post: manager, only: {received: {more_than: 500}}, in_person: true}]}"""
AGAIN = """{kind: approval, before: {fact: quote_paid}, tiers: [{post: leader}],
    again_on: [received, margin]}"""


def proposed(**details):
    return fact("quote_paid", **{"person": "li", "received": "600", "margin": "30", **details})


def tiers(ruling):
    return [([p.key for p in t.any_of], t.joint, t.in_person) for t in ruling.tiers]


def test_a_tier_may_sign_together_and_another_in_person():
    ruling = ask_one(TIERS, proposed())

    assert isinstance(ruling, Permission)
    assert tiers(ruling) == [(["leader", "hr"], True, False), (["manager"], False, True)]
    assert chinese(ruling)[-3:] == [
        "第 1 级会签 2 方均须签批",
        "第 2 级须本人签批 不得代签",
        "须经 2 级审批 等待",
    ]
    assert english(ruling)[-3:-1] == [
        "Tier 1 signs together all 2 have to sign",
        "Tier 2 signs in person no substitute",
    ]


@given(received=st.integers(0, 1000))
def test_the_amount_decides_how_many_tiers_there_are(received):
    ruling = ask_one(TIERS, proposed(received=str(received)))

    assert len(ruling.tiers) == (2 if received > 500 else 1)


def test_an_amount_that_was_not_recorded_leaves_the_tiers_open():
    ruling = ask_one(TIERS, proposed(received=None))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == ("received",)


def test_where_no_tier_applies_nobody_has_to_sign():
    text = """{kind: approval, before: {fact: quote_paid},
        tiers: [{post: manager, only: {received: {more_than: 500}}}]}"""

    ruling = ask_one(text, proposed(received="500"))

    assert (ruling.state, chinese(ruling)[-1]) == ("granted", "本次无须任何人签批 通过")


def test_a_whole_approval_may_be_in_person():
    text = "{kind: approval, before: {fact: quote_paid}, tiers: [{post: leader}], in_person: true}"

    assert tiers(ask_one(text, proposed())) == [(["leader"], False, True)]


# ── after a change ───────────────────────────────────────────────────────────────────────────


def question(**details):
    same = tuple(sorted({"received": "600", "margin": "30", **details}.items()))
    return Approved("house", "r", ("quote_paid",), "case:1", same)


def test_what_was_signed_stands_until_a_detail_changes():
    stands = ask_one(AGAIN, proposed(), {question(): True})
    changed = ask_one(AGAIN, proposed(received="700"), {question(received="700"): False})

    assert (stands.state, chinese(stands)[-1]) == ("granted", "已签批的内容没有变更 通过")
    assert changed.state == "held"


def test_whether_it_was_signed_has_to_be_known():
    ruling = ask_one(AGAIN, proposed(), {})

    assert ruling.missing == ("approved:r",)


def test_what_may_not_change_has_to_be_recorded():
    assert ask_one(AGAIN, proposed(margin=None), {}).missing == ("margin",)


# ── silence ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("silence", "consent"), [("", False), (", silence: consents", True)])
def test_silence_may_count_as_consent(silence, consent):
    text = "{kind: approval, before: {fact: quote_paid}, tiers: [{post: leader}], expires: 3 days"

    ruling = ask_one(f"{text}{silence}}}", proposed())

    assert ruling.consent is consent


# ── other kinds that are signed ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "{kind: access, when: {fact: quote_paid}, signed_by: [SIGN]}",
        "{kind: form, when: {fact: quote_paid}, fields: [received], signatures: [SIGN]}",
        "{kind: roster, when: {fact: quote_paid}, signed_by: [SIGN]}",
    ],
)
def test_whatever_is_signed_may_be_signed_together_or_not_at_all(text):
    sign = "{all_of: [{post: leader}, {post: hr}], only: {received: {more_than: 500}}}"

    held = ask_one(text.replace("SIGN", sign), proposed())
    free = ask_one(text.replace("SIGN", sign), proposed(received="500"))

    assert tiers(held) == [(["leader", "hr"], True, False)]
    assert free.state == "granted"


# ── faults and words ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "tiers: [{all_of: [{post: leader}]}]",
        "tiers: [{all_of: [{post: leader}, {post: hr}], any_of: [{post: leader}]}]",
        "tiers: [{only: {received: 3}}]",
        "tiers: [{post: leader, only: {nothing: 3}}]",
        "tiers: [{post: leader}], again_on: [nothing]",
        "tiers: [{post: leader}], silence: consents",
        "tiers: [{post: leader}], silence: grants, expires: 3 days",
    ],
)
def test_what_nobody_could_sign_is_a_fault(written):
    assert faults(f"{{kind: approval, before: {{fact: quote_paid}}, {written}}}")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            TIERS,
            "组长和人力专员会签 → 经理（须本人）（仅当实收：超过 500 元）",
            "组长 and 人力专员 together → 经理 (in person) (only if received: more than 500 yuan)",
        ),
        (AGAIN, "实收、毛利率变更后须重新签批", "signed again if Received, Margin changes"),
        (
            AGAIN.replace("again_on: [received, margin]", "expires: 3 days, silence: consents"),
            "3 天内未批即视为同意",
            "after 3 days without an answer it is granted",
        ),
        (
            AGAIN.replace("again_on: [received, margin]", "in_person: true"),
            "不得代签",
            "nobody signs as a substitute",
        ),
    ],
)
def test_who_signs_is_described_in_both_languages(text, zh, en):
    said = describe(definition(text), CONTEXT.words)

    assert (zh, en) in [line.text for line in said.lines]


LARGE = """---
regulation: spending
title: 开支办法
in_force: 2024-01-01
posts: {leader: 组长, hr: 人力专员, manager: 经理}
facts:
  money_spent:
    label: 开支
    label_en: Money spent
    details: {amount: {type: money, label: 金额, label_en: Amount}}
---

## 一 审批

```rule
id: spending
kind: approval
title: 开支审批
title_en: Spending
before: {fact: money_spent}
tiers:
  - {all_of: [{post: leader}, {post: hr}]}
  - {post: manager, only: {amount: {more_than: 500}}, in_person: true}
again_on: [amount]
expires: 3 days
silence: consents
```

```cases
- case: 大额须经理本人
  given: {amount: 500.01}
  known: {approved: false}
  expect: {held: [{all_of: [leader, hr]}, {any_of: [manager], in_person: true}], consent: true}
- case: 小额会签
  given: {amount: 500}
  known: {approved: false}
  expect: {held: [{all_of: [leader, hr]}]}
- {case: 同额已批, given: {amount: 500}, known: {approved: {amount: 500}}, expect: {granted: true}}
- case: 金额变更重批
  given: {amount: 600}
  known: {approved: {amount: 500}}
  expect: {held: [{all_of: [leader, hr]}, {any_of: [manager], in_person: true}]}
- {case: 不知道此前是否批过, given: {amount: 500}, expect: {unknown: ["approved:spending"]}}
```
"""


def test_signatures_can_be_written_and_tried():
    reading = read_regulation(LARGE, "spending.md")

    assert [str(fault) for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []
