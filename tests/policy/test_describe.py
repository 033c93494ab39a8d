"""Rules in plain language: who, when, how much and by when, in Chinese and in English."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from shouwen.policy.describe import describe
from shouwen.policy.kinds import Words
from shouwen.policy.regulation_file import read_regulation

WORDS = Words(
    posts={"leader": "组长", "manager": "经理"},
    points={"service_points": "服务点数"},
    parties={"pool": "奖金池"},
)
DEADLINE = {
    "id": "reply",
    "kind": "deadline",
    "title": "答复",
    "title_en": "Reply",
    "when": {"fact": "case_opened", "case_type": "complaint", "severity": ["major", "general"]},
    "owed_by": {"superior_of": "handler"},
    "duty": "答复客户",
    "duty_en": "Reply to the customer",
    "within": "3 working days",
    "warn": {"before": "30 minutes"},
    "escalate": [
        {"at": "100 %", "to": {"post": "leader"}},
        {"overdue": "1 day", "to": {"post": "manager"}},
    ],
}


def said(definition, label, language="zh"):
    """Return what a description says under one label."""
    which = 0 if language == "zh" else 1
    lines = {line.label[which]: line.text[which] for line in describe(definition, WORDS).lines}
    return lines[label]


def amount(shape, language="zh"):
    label = "金额" if language == "zh" else "Amount"
    return said({"id": "x", "kind": "pay", "when": {"fact": "x"}, "amount": shape}, label, language)


def test_a_deadline_says_who_when_and_by_when_in_both_languages():
    assert said(DEADLINE, "时限") == "3 个工作日内"
    assert said(DEADLINE, "By when", "en") == "within 3 working days"
    assert said(DEADLINE, "事项") == "答复客户"
    assert said(DEADLINE, "Duty", "en") == "Reply to the customer"
    assert said(DEADLINE, "升级") == "到期 → 组长；逾期 1 天 → 经理"
    assert said(DEADLINE, "Warning", "en") == "30 minutes before it is due"
    assert said(DEADLINE, "责任人").endswith("的上级")


def test_conditions_read_in_the_labels_of_the_vocabulary():
    assert "投诉" in said(DEADLINE, "当")
    assert "complaint" in said(DEADLINE, "When", "en")
    assert "major or general" in said(DEADLINE, "When", "en")


@pytest.mark.parametrize(
    ("limit", "chinese", "english"),
    [
        ({"within": "1 month"}, "1 个月内", "within 1 month"),
        (
            {"within": "2 days", "counted": "to_the_minute"},
            "2 天内（计到分钟）",
            "within 2 days (to the minute)",
        ),
        ({"within": None}, "____内", "within ____"),
        (
            {"promptly": True},
            "及时（无具体期限，记录用时）",
            "promptly (no limit; the time taken is recorded)",
        ),
        ({"by": {"time": "18:00", "day": "next_day"}}, "次日 18:00 前", "by 18:00, the next day"),
        ({"by": {"day": 10, "month": "next"}}, "次月 10 日前", "before day 10 of next month"),
        ({"by": {"day": "last"}}, "最后一天（含）前", "up to and including the last day"),
    ],
)
def test_limits_read_as_people_say_them(limit, chinese, english):
    rule = {key: value for key, value in DEADLINE.items() if key != "within"} | limit

    assert said(rule, "时限") == chinese
    assert said(rule, "By when", "en") == english


@pytest.mark.parametrize(
    ("shape", "chinese", "english"),
    [
        ({"fixed": "-100 yuan"}, "−100 元", "−100 yuan"),
        ({"fixed": "2 service_points"}, "+2 点", "+2 service points"),
        ({"fixed": "____"}, "____", "____"),
        (
            {"range": {"from": "200 yuan", "to": "500 yuan"}},
            "200 元 至 500 元，由核定人选定",
            "200 yuan to 500 yuan, chosen by whoever sets it",
        ),
        (
            {"per_unit": {"of": "points", "above": 17, "each": "270 yuan"}},
            "（points − 17）× 270 元，不足 17 为 0",
            "(points − 17) × 270 yuan, nothing below 17",
        ),
        (
            {
                "bands": {
                    "of": "rank",
                    "table": [
                        {"from": 1, "to": 3, "amount": "1500 yuan"},
                        {"from": 4, "amount": "0 yuan"},
                    ],
                }
            },
            "按rank：1–3 → +1500 元；4 及以上 → 0 元",
            "by rank: 1–3 → +1500 yuan; 4 and above → 0 yuan",
        ),
        (
            {
                "occurrence": {
                    "same": ["person"],
                    "per": "year",
                    "amounts": ["-100 yuan", "-200 yuan"],
                    "then": {
                        "duty": "辞退",
                        "duty_en": "Dismissal",
                        "owed_by": {"post": "manager"},
                    },
                }
            },
            "第 1 次 −100 元，第 2 次 −200 元，再犯：辞退（经理）（同一年内）",
            "1st time −100 yuan, 2nd time −200 yuan, after that: Dismissal (经理) (within a year)",
        ),
    ],
)
def test_amounts_read_as_people_say_them(shape, chinese, english):
    assert amount(shape) == chinese
    assert amount(shape, "en") == english


def test_shares_name_the_funds():
    rule = {
        "id": "x", "kind": "pay", "when": {"fact": "x"}, "amount": {"fixed": "100 yuan"},
        "shares": [{"to": "person", "rate": "80 %"}, {"to": {"fund": "pool"}, "rate": "20 %"}],
    }  # fmt: skip

    assert said(rule, "分配") == "当事人 80 %，奖金池 20 %"


def test_a_rule_that_goes_before_another_names_it_by_its_title():
    words = Words(titles={"late": ("迟到扣款", "Fine for lateness"), "house": ("考勤制度",) * 2})
    rule = {"id": "x", "kind": "note", "title": "x", "reason": "x", "excepts": ["late", "gone"]}
    lines = {line.label[0]: line.text for line in describe(rule, words).lines}
    assert lines["优先于"] == ("迟到扣款、gone", "Fine for lateness, gone")
    assert words.value_of("access_refused", "rule", "late") == ("迟到扣款", "Fine for lateness")
    assert words.value_of("access_refused", "regulation", "house") == ("考勤制度", "考勤制度")


def test_blank_figures_are_named_by_their_place():
    rule = {**DEADLINE, "within": "____", "warn": {"before": None}}

    assert describe(rule, WORDS).blanks == ("within", "warn.before")


PACKS = sorted(p.name for p in files("shouwen.packs").iterdir() if p.name.endswith(".md"))


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_of_the_packs_can_be_described(pack):
    text = files("shouwen.packs").joinpath(pack).read_text(encoding="utf-8")
    read = read_regulation(text, pack).regulation
    assert read is not None
    names = {read.title, *read.posts.values(), *read.parties.values(), *read.departments.values()}

    for definition in read.definitions.values():
        described = describe(definition, read.words)
        assert described.lines or described.kind == "note"
        for line in described.lines:
            assert not raw_keys(line.label[0])
            assert not raw_keys(line.text[0]), line.text[0]
            assert not set(re.findall("“([^”]*)”", line.text[0])) & {*read.definitions}
            assert line.label[0] in OWN_WORDS or not chinese_in(line.text[1], names), line.text[1]
            for chinese_or_english in line.text:
                assert chinese_or_english.strip()
                assert "None" not in chinese_or_english
                said = without_placeholders(chinese_or_english, definition)
                assert "{" not in said, chinese_or_english


# What Chinese readers write in Latin letters, and the numbers printed on two paper forms.
WRITTEN_SO = frozenset({"VIP", "APP", "WI-YY0202", "QWR7"})
# How a place of the text is read is written in the language of the text.
OWN_WORDS = frozenset({"读法"})


def raw_keys(chinese):
    """Return the Latin words of a Chinese line but for quoted ones and those written so."""
    found = re.findall(r"\{[^}]*\}|[A-Za-z][A-Za-z0-9_-]{2,}", re.sub("“[^”]*”", "", chinese))
    return [one for one in found if one not in WRITTEN_SO]


def chinese_in(english, names):
    """Return the Chinese of an English line that is neither quoted nor a name of these."""
    left = re.sub("“[^”]*”", "", english)
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, "")
    return re.findall(r"[\u4e00-\u9fff]", left)


def test_keys_in_chinese_and_chinese_in_english_are_found():
    assert raw_keys("申请查阅（密级：customer_data），VIP 除外") == ["customer_data"]
    assert not raw_keys("说“OK please”")
    assert chinese_in("owed by 客服专员; 漏译", {"客服专员"}) == ["漏", "译"]


def without_placeholders(text, definition):
    """Leave out what a phrase itself leaves open: {company}."""
    for placeholder in re.findall(r"\{[a-z_]+\}", json.dumps(definition, default=str)):
        text = text.replace(placeholder, "")
    return text


def test_what_was_moved_so_far_is_said_in_one_language():
    moved = {"label": "已扣", "label_en": "Taken so far", "moved": {"unit": "yuan"}}
    rule = {"id": "cap", "kind": "pay", "title": "上限",
            "when": {"fact": "bonus_settled"}, "figures": {"taken": moved},
            "amount": {"from_detail": "taken"}}  # fmt: skip
    assert said(rule, "已扣") == "本月已记金额净额"
    assert said(rule, "Taken so far", "en") == "net yuan in the month"
