"""Conduct: checklists, words that must and must not be said, waits, and measured details."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.kinds.conduct import check_text, checklist, next_prompt, prompts
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulings import Measure, Nothing, Unknown
from shouwen.policy.vocabulary import BASE
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import CONTEXT, chinese, definition, english, fact, faults, rule, whole
from tests.policy.department import ask_one as judge_one

LOOKS = """{kind: conduct, items: [{item: uniform, text: 着工装, text_en: Wears the uniform},
    {item: badge, text: 佩戴工牌}]}"""
OPENING = """{kind: conduct, situation: opening,
    must_say: [{group: greeting, name: 问候, name_en: Greeting, any_of: [您好, 早上好]},
               {group: company, name: 报公司名, any_of: ["这里是{company}客服中心"]}],
    must_not_say: [讲, {phrase: 喂, at: beginning}]}"""
SILENT = """{kind: conduct, situation: silent_call, sequence: [
    {say: "您好，请问有什么可以帮您？", wait: 5 seconds},
    {say: "您好，请问有什么可以帮您？", wait: 5 seconds},
    {say: "对不起，听不到您的声音，请换一部电话再打。再见。", wait: 5 seconds}]}"""
SPEED = """{kind: conduct, when: {fact: quote_paid},
    measured: {margin: {at_least: 120, at_most: 140}}}"""


def checked(**details):
    return fact("conduct_checked", person="li", **details)


def spoken(text, situation="opening"):
    return fact("words_spoken", person="li", situation=situation, text=text)


# ── checklists ───────────────────────────────────────────────────────────────────────────────


def test_an_item_that_failed_is_a_finding_under_its_name():
    ruling = judge_one(LOOKS, checked(item="uniform", passed=False))

    assert isinstance(ruling, Measure)
    assert (ruling.met, ruling.value, ruling.findings) == (False, "1", ("uniform",))
    assert chinese(ruling)[-1] == "检查项“着工装” 不合格"
    assert english(ruling)[-1] == "Checked: “Wears the uniform” failed"


def test_an_item_that_passed_leaves_nothing_to_find():
    ruling = judge_one(LOOKS, checked(item="badge", passed=True, rule="r"))

    assert (ruling.met, ruling.value, ruling.findings) == (True, "0", ())


@pytest.mark.parametrize("details", [{"item": "hair"}, {"item": "badge", "rule": "other"}])
def test_another_rules_item_is_none_of_its_business(details):
    assert isinstance(judge_one(LOOKS, checked(passed=False, **details)), Nothing)


@pytest.mark.parametrize(
    ("details", "missing"), [({}, "item"), ({"item": "badge"}, "passed"), ({"rule": "r"}, "item")]
)
def test_what_nobody_recorded_is_neither_passed_nor_failed(details, missing):
    ruling = judge_one(LOOKS, checked(**details))

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (missing,)


def test_all_checklists_of_a_book_can_be_listed():
    looks, opening = rule(LOOKS), rule(OPENING)

    assert [item.item for _, item in checklist([looks, opening])] == ["uniform", "badge"]


# ── words ────────────────────────────────────────────────────────────────────────────────────


def test_words_as_required_are_in_order():
    ruling = judge_one(OPENING, spoken("您好，这里是安和客服中心，请问有什么可以帮您？"))

    assert (ruling.met, ruling.findings) == (True, ())
    assert english(ruling)[-1] == "The words are as required passed"


def test_each_thing_wrong_with_words_has_its_place():
    found = check_text(rule(OPENING), "喂，您 好！讲。", "opening")

    assert [(one.code, one.key, one.start, one.end) for one in found] == [
        ("forbidden", "喂", 0, 1),
        ("forbidden", "讲", 6, 7),
        ("missing", "company", 8, 8),
    ]


def test_the_ruling_says_what_was_missed_and_where_the_forbidden_word_stands():
    ruling = judge_one(OPENING, spoken("您好。讲。"))

    assert ruling.findings == ("讲", "company")
    assert chinese(ruling)[-2:] == ["第 4 字起说了禁用语“讲” 不合格", "没有说“报公司名” 不合格"]


def test_a_word_forbidden_at_the_beginning_may_stand_inside():
    assert check_text(rule(OPENING), "您好，这里是安和客服中心，我们不喂养宠物", "opening") == ()


def test_a_known_placeholder_must_be_said_as_it_is():
    opening, text = rule(OPENING), "您好，这里是平安客服中心"

    assert check_text(opening, text, "opening", {"company": "平安"}) == ()
    assert [f.key for f in check_text(opening, text, "opening", {"company": "安和"})] == ["company"]


def test_another_situation_has_its_own_words():
    assert isinstance(judge_one(OPENING, spoken("再见", "closing")), Nothing)
    assert check_text(rule(OPENING), "再见", "closing") == ()


@pytest.mark.parametrize("missing", ["text", "situation"])
def test_without_words_or_situation_nothing_is_judged(missing):
    details: dict[str, Any] = {"person": "li", "situation": "opening", "text": "您好"}
    del details[missing]

    ruling = judge_one(OPENING, fact("words_spoken", **details))

    assert ruling.missing == (missing,)


def test_words_for_every_situation_need_none():
    ruling = judge_one(
        "{kind: conduct, must_not_say: [你]}", fact("words_spoken", text="你好", person="li")
    )

    assert ruling.findings == ("你",)


@given(before=st.text("您好谢谢。 ", max_size=20), after=st.text("您好谢谢。 ", max_size=20))
def test_a_forbidden_word_is_found_wherever_it_is_hidden(before, after):
    text = f"{before}讲{after}"

    places = [(f.start, f.end) for f in check_text(rule(OPENING), text, "opening") if f.key == "讲"]

    assert places == [(len(before), len(before) + 1)]


@given(text=st.text(max_size=60))
def test_findings_stay_inside_the_text_and_in_its_order(text):
    found = check_text(rule(OPENING), text, "opening")

    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(text=st.text(max_size=40), more=st.text(max_size=20))
def test_saying_more_never_leaves_more_unsaid(text, more):
    def unsaid(words):
        found = check_text(rule(OPENING), words, "opening")
        return {one.key for one in found if one.code == "missing"}

    assert unsaid(text + more) <= unsaid(text)


# ── waits ────────────────────────────────────────────────────────────────────────────────────


def test_a_silent_call_is_prompted_three_times_five_seconds_apart():
    silent = rule(SILENT)

    assert [prompt.at for prompt in prompts(silent)] == [0, 5, 10, 15]
    assert prompts(silent)[-1].say == ""
    assert next_prompt(silent, Decimal("5.5")) == prompts(silent)[2]
    assert next_prompt(silent, Decimal(16)) is None


@pytest.mark.parametrize(("seconds", "met"), [(15, True), ("14.9", False), (0, False)])
def test_hanging_up_before_the_last_wait_is_over_is_found(seconds, met):
    ruling = judge_one(SILENT, fact("situation_ended", situation="silent_call", seconds=seconds))

    assert (ruling.met, ruling.threshold) == (met, "≥ 15")
    assert ruling.findings == (() if met else ("wait",))


def test_a_wait_needs_its_situation_seconds_and_figures():
    def asked(text, **details):
        return judge_one(text, fact("situation_ended", **details)).missing

    assert asked(SILENT) == ("situation",)
    assert asked(SILENT, situation="silent_call") == ("seconds",)
    blank = SILENT.replace("5 seconds}]", "____}]")
    assert asked(blank, situation="silent_call", seconds=20) == ("figure:sequence.2.wait",)
    assert prompts(rule(blank)) == ()
    ended = fact("situation_ended", situation="noise", seconds=1)
    assert isinstance(judge_one(SILENT, ended), Nothing)


@given(waits=st.lists(st.integers(0, 600), min_size=1, max_size=6))
def test_prompts_follow_each_other_and_end_with_the_last_wait(waits):
    steps = ", ".join(f"{{say: x, wait: {one} seconds}}" for one in waits)
    found = prompts(rule(f"{{kind: conduct, situation: s, sequence: [{steps}]}}"))

    assert [one.at for one in found] == [sum(waits[:n]) for n in range(len(waits) + 1)]


# ── figures ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("speed", "met"), [(130, True), (120, True), (140, True), (150, False), (110, False)]
)
def test_speaking_speed_is_inside_or_outside_its_band(speed, met):
    ruling = judge_one(SPEED, fact("quote_paid", margin=speed))

    assert (ruling.met, ruling.value, ruling.threshold) == (met, str(speed), "≥ 120, ≤ 140")
    assert ruling.findings == (() if met else ("margin",))


@pytest.mark.parametrize("details", [{}, {"margin": "fast"}])
def test_a_figure_that_is_none_is_asked_for(details):
    assert judge_one(SPEED, fact("quote_paid", **details)).missing == ("margin",)


def test_a_blank_bound_is_asked_for():
    blank = SPEED.replace("140", "____")

    assert judge_one(blank, fact("quote_paid", margin=1)).missing == (
        "figure:measured.margin.at_most",
    )


def test_several_details_are_counted_together():
    text = """{kind: conduct, when: {fact: service_finished},
        measured: {signed: true, coefficient: {more_than: 1}}}"""

    ruling = judge_one(text, fact("service_finished", signed=False, coefficient=1))

    assert (ruling.value, ruling.findings) == ("2", ("signed", "coefficient"))


@given(value=st.decimals(-1000, 1000, places=2))
def test_a_figure_is_met_exactly_inside_its_bounds(value):
    ruling = judge_one(SPEED, fact("quote_paid", margin=str(value)))

    assert ruling.met == (120 <= value <= 140)


# ── faults, description, cases ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: conduct}", "The rule checks nothing. Add one of: items, "),
        ("{kind: conduct, measured: {margin: 1}}", "`when` and `measured` belong together."),
        ("{kind: conduct, sequence: [{say: x, wait: 1 second}]}", "The sequence has no situation."),
        (SILENT.replace("5 seconds", "1 day"), "sequence.0: Such a wait is not exact."),
        (LOOKS.replace("badge", "uniform"), "items: `uniform` is given 2 times."),
        (OPENING.replace("[讲", "[早"), "must_say.0: “早上好” must be said but contains “早”"),
        (OPENING.replace("[讲", "['{x}'"), "The phrase is empty."),
        (SPEED.replace("margin", "margins"), "measured.margins: The fact `quote_paid` has no"),
        (SPEED.replace("at_most", "atmost"), "“atmost” is not a comparison."),
        (SPEED.replace("margin", "verifier"), "measured.verifier: The detail `verifier` of"),
        (LOOKS.replace("text: 佩戴工牌", "txt: x"), "Did you mean `text`?"),
    ],
)
def test_faults_say_what_and_how_to_mend(text, fault):
    assert any(fault in found for found in faults(text)), faults(text)


def lines_of(text, language):
    which = 0 if language == "zh" else 1
    said = describe(definition(text), CONTEXT.words)
    return {line.label[which]: line.text[which] for line in said.lines}


def test_conduct_reads_in_plain_words():
    assert lines_of(LOOKS, "zh")["检查项"] == "着工装；佩戴工牌"
    assert lines_of(LOOKS, "en")["Checked"] == "Wears the uniform; 佩戴工牌"
    opening = lines_of(OPENING, "zh")
    assert opening["必说"] == "报公司名：“这里是{company}客服中心”"
    assert opening["禁说"] == "“讲”、“喂”（句首）"
    assert lines_of(SILENT, "en")["Sequence"].endswith("wait 5 seconds")
    assert lines_of(SPEED, "zh")["要求"] == "毛利率：不低于 120、不超过 140"


def test_conduct_facts_are_words_of_the_product():
    assert {"conduct_checked", "words_spoken", "situation_ended"} <= set(BASE.kinds)


CASES = """---
regulation: hotline
title: 热线规范
in_force: 2024-01-01
facts:
  call_made:
    label: 通话
    label_en: Call
    details: {speed: {type: number, label: 语速, label_en: Speed}}
---

## 一 规范

```rule
id: opening
kind: conduct
title: 开头语
title_en: Opening
situation: opening
must_say: [{group: greeting, name: 问候, any_of: [您好]}]
must_not_say: [说话]
items: [{item: smile, text: 微笑}]
```

```cases
- {case: 合格, fact: words_spoken, given: {situation: opening, text: 您好}, expect: {met: true}}
- case: 生硬
  fact: words_spoken
  given: {situation: opening, text: 说话}
  expect: {measure: 2, met: false, findings: [说话, greeting]}
- {case: 结束语, fact: words_spoken, given: {situation: closing, text: 再见}, expect: nothing}
- {case: 没有记录, fact: words_spoken, given: {situation: opening}, expect: {unknown: [text]}}
- {case: 没有微笑, given: {item: smile, passed: false}, expect: {findings: [smile]}}
```

```rule
id: speed
kind: conduct
title: 语速
title_en: Speed
when: {fact: call_made}
measured: {speed: {at_least: 120, at_most: 140}}
```

```cases
- {case: 上限, given: {speed: 140}, expect: {measure: 140, met: true}}
- {case: 过快, given: {speed: 141}, expect: {measure: 141, met: false, findings: [speed]}}
```
"""


def test_worked_cases_may_expect_findings():
    reading = read_regulation(CASES, "hotline.md")

    assert [fault.what for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


def test_a_case_that_expects_another_finding_says_what_was_found():
    reading = read_regulation(CASES.replace("[说话, greeting]", "[greeting]"), "hotline.md")

    (wrong,) = (r for r in run_cases(whole(reading)) if not r.ok)

    assert "findings: [说话, greeting]" in wrong.difference


# ── where words begin and end, their order, and each wait ────────────────────────────────────


def findings_in(rule_text, text):
    return judge_one(rule_text, fact("words_spoken", text=text, person="wang")).findings


@pytest.mark.parametrize(
    ("forbidden", "text", "found"),
    [
        ("{phrase: hi}", "say hi to him", True),
        ("{phrase: hi}", "this is it", False),
        ("{phrase: 喂, at: whole}", "喂，您好", True),
        ("{phrase: 喂, at: whole}", "喂养宠物", False),
        ("{phrase: 喂, at: whole}", "请问，喂！", True),
        ("{phrase: 不行, not_in: [不行使]}", "本公司不行使该权利", False),
        ("{phrase: 不行, not_in: [不行使]}", "不行使权利也不行", True),
        ("{phrase: 不知道}", "不，知道", True),
        ("{phrase: 不知道}", "我说不。知道您着急", False),
    ],
)
def test_forbidden_words_end_where_words_end(forbidden, text, found):
    assert bool(findings_in(f"{{kind: conduct, must_not_say: [{forbidden}]}}", text)) is found


ORDER = """{kind: conduct, in_order: true, must_say: [
    {group: greeting, name: 问候, name_en: Greeting, any_of: [您好]},
    {group: name, name: 报姓名, name_en: Name, any_of: [我是]},
    {group: closing, name: 结束, name_en: Closing, any_of: [再见, 您好走]}]}"""


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("您好，我是小王，再见", ()),
        ("我是小王，您好，再见", ("name",)),
        ("再见，您好，我是小王", ("closing",)),
        ("您好，再见", ("name",)),
        ("您好，我是小王，您好走", ()),
    ],
)
def test_groups_are_said_one_after_the_other(text, findings):
    assert findings_in(ORDER, text) == findings


@given(order=st.permutations(["您好", "我是", "再见"]))
def test_all_in_their_turn_is_the_only_order_without_a_finding(order):
    assert (not findings_in(ORDER, "，".join(order))) == (order == ["您好", "我是", "再见"])


SILENT = """{kind: conduct, situation: silent_call, waived_by: [answered], sequence: [
    {say: 您好, wait: 5 seconds}, {say: 请讲, wait: 5 seconds}, {say: 听不到, wait: 5 seconds}]}"""


def silence(**details):
    return judge_one(SILENT, fact("situation_ended", situation="silent_call", **details))


@pytest.mark.parametrize(
    ("waits", "findings"),
    [
        ("5, 5, 5", ()),
        ("6、5、5", ()),
        ("10 2 5", ("wait_2",)),
        ("5,5", ("wait_3",)),
        ("4.9, 5, 4", ("wait_1", "wait_3")),
    ],
)
def test_each_wait_is_judged_by_itself_where_they_were_recorded(waits, findings):
    ruling = silence(waits=waits, seconds=15)

    assert ruling.findings == findings
    assert ruling.met is (not findings)


def test_a_wait_says_how_long_it_was():
    ruling = silence(waits="5, 3, 5")

    assert chinese(ruling)[-2] == "第 2 次（请讲）等候 3 秒，应等候 5 秒 不合格"
    assert english(ruling)[-2] == "Wait 2 (请讲): 3 s of 5 s failed"


def test_waits_that_are_no_numbers_are_asked_for():
    assert silence(waits="long").missing == ("waits",)


def test_a_customer_who_answers_ends_the_silence():
    assert isinstance(silence(answered=True, waits="1"), Nothing)


def test_one_group_alone_has_no_order():
    one = "{group: greeting, name: 问候, any_of: [您好]}"

    assert faults(f"{{kind: conduct, in_order: true, must_say: [{one}]}}")
