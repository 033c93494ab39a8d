"""Confirmed proposals become a regulation file that can be adopted as it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal, RuleKind
from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.source import Span, source_of
from shouwen.policy.reading.trees import trees_of
from shouwen.policy.reading.writing.facts import fact_meant
from shouwen.policy.reading.writing.regulation_text import Written, regulation_text
from shouwen.policy.reading.writing.words import Words
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.review import review

TEXT = """一、时限
1. 接到投诉后2小时内答复客户。
# 井号开头的一行不是标题
1. 迟到一次扣2分。
二、罚则
（一）私拿物品罚款50元至200元。
"""
LINES = [piece.span for piece in source_of(TEXT).pieces]
NODES = (
    Node("一", "一", None, "时限", (LINES[0],), 0),
    Node("一/1", "1", "一", "", (LINES[1], LINES[2]), 1),
    Node("一/1#2", "1", "一", "", (LINES[3],), 1),
    Node("二", "二", None, "罚则", (LINES[4],), 0),
    Node("二/（一）", "（一）", "二", "", (LINES[5],), 1),
)
TREE = Tree(source_of(TEXT), "客服制度", (), NODES, ())


def _key(words: str) -> str:
    plain = (c if c.isascii() and c.isalnum() else f"_{ord(c):x}" for c in words.lower())
    return "".join(plain).strip("_")[:30].rstrip("_") or "x"


def _written(*proposals: Proposal) -> tuple[Written, Regulation]:
    words = Words("desk_rules", "客服制度", {"客服主管": "lead"}, _key)
    done = regulation_text(
        TREE, proposals, slug="desk-rules", in_force=date(2026, 12, 1), words=words
    )
    read = read_regulation(done.text, "read.md")
    errors = [fault for fault in read.faults if fault.severity == "error"]
    assert not errors, f"{errors}\n{done.text}"
    assert read.regulation is not None
    return done, read.regulation


def test_clauses_keep_their_numbers_words_and_order() -> None:
    _done, read = _written()
    assert [(c.address, c.heading) for c in read.clauses] == [
        ("一", "时限"), ("一/1", ""), ("一/1#2", ""), ("二", "罚则"), ("二/(一)", ""),
    ]  # fmt: skip
    assert read.clauses[1].text.startswith("接到投诉后2小时内答复客户。")
    assert "井号开头的一行不是标题" in read.clauses[1].text
    assert read.clauses[2].number == "一·1#2"


def test_rules_stand_below_the_clause_that_states_them() -> None:
    late = Proposal("一/1#2", "score", "迟到一次扣2分", LINES[3], {"points": -2})
    fine = Proposal("二/（一）", "pay", "私拿物品罚款100元", LINES[5], {"amount": 100})
    _done, read = _written(fine, late)
    assert [(rule.kind, rule.clause.address) for rule in read.rules.values()] == [
        ("score", "一/1#2"), ("pay", "二/(一)"),
    ]  # fmt: skip


def test_a_limit_after_a_complaint_listens_to_complaints() -> None:
    done, _read = _written(
        Proposal("一/1", "deadline", "接到投诉后2小时内答复客户", LINES[1],
                 {"amount": 2, "unit": "hour", "of": "答复客户"})
    )  # fmt: skip
    assert "when: {fact: case_opened, case_type: complaint}" in done.text
    assert "within: 2 hours" in done.text
    assert "met_by: {fact: case_replied}" in done.text


@pytest.mark.parametrize(
    ("kind", "quote", "params", "expected"),
    [
        ("deadline", "当日17:00前上交", {"amount": 0, "unit": "day", "time": "17:00"},
         "by: {time: '17:00', day: today}"),
        ("deadline", "提前3天申请", {"amount": 3, "unit": "day", "dir": "ahead"},
         "before: {moment: moment, by: 3 days}"),
        ("deadline", "一个季度内完成", {"amount": 1, "unit": "quarter"}, "within: 3 months"),
        ("deadline", "立即上报", {"unit": "immediate"}, "promptly: true"),
        ("duty", "每月5日前上报", {"every": "month", "by_day": 5}, "by: {day: 5}"),
        ("duty", "每周两次例会", {"every": "week", "times": 2}, "times: 2"),
        ("duty", "定期巡查", {}, "every: ____"),
        ("score", "每少100通扣1分", {"points": -1, "per": "100通"},
         "per_unit: {of: value, each: -1 desk_rules_points}"),
        ("pay", "罚款50元至200元", {"min": 50, "max": 200, "type": "fine"},
         "range: {from: -50 yuan, to: -200 yuan, step: 1 yuan, of: amount}"),
        ("pay", "奖励毛利的3%", {"percent": 3, "type": "reward"},
         "percentage: {of: base, rate: 3 %}"),
        ("approval", "500元以上经理批准", {"by": "经理", "over": 500},
         "amount: {more_than: 500 yuan}"),
        ("target", "接通率不低于95%", {"op": ">=", "value": Decimal("0.95")}, "at_least: 95 %"),
        ("roster", "早班8:30-17:30", {"type": "shift", "time": "08:30-17:30"}, "'08:30-17:30'"),
        ("form", "《登记表》保存三年",
         {"name": "《登记表》", "retention": 3, "retention_unit": "year"},
         "retention: 36 months"),
        ("access", "资料不得外泄", {"action": "deny", "what": "资料"}, "forbidden: true"),
    ],
)  # fmt: skip
def test_what_a_text_says_is_written_as_a_rule(
    kind: RuleKind, quote: str, params: dict[str, Any], expected: str
) -> None:
    done, read = _written(Proposal("一/1", kind, quote, LINES[1], params))
    assert expected in done.text
    assert next(iter(read.rules.values())).kind == kind


def test_what_stands_around_a_quote_says_after_what_for_what_and_whom() -> None:
    text = "一、客服主管接到投诉后，应当在2小时内答复客户。\n二、私自挂断客户电话的，罚款100元。\n"
    source = source_of(text)
    spans = [piece.span for piece in source.pieces]
    nodes = (Node("一", "一", None, "", (spans[0],), 0), Node("二", "二", None, "", (spans[1],), 0))
    words = Words("desk_rules", "客服制度", {"客服主管": "lead"}, _key)
    reply, fine = text.index("应当在"), text.index("罚款")
    done = regulation_text(
        Tree(source, "客服制度", (), nodes, ()),
        (
            Proposal("一", "deadline", "应当在2小时内答复客户", Span(reply, reply + 11),
                     {"amount": 2, "unit": "hour"}),
            Proposal("二", "pay", "罚款100元", Span(fine, fine + 6), {"amount": 100}),
        ),
        slug="desk-rules", in_force=date(2026, 12, 1), words=words,
    )  # fmt: skip
    assert "when: {fact: case_opened, case_type: complaint}" in done.text
    assert "owed_by: {post: lead}" in done.text
    assert "title: 私自挂断客户电话" in done.text


def test_ordinary_and_serious_complaints_are_two_kinds_whose_limits_do_not_clash() -> None:
    lines = [
        "投诉处理办法",
        "第一条 坐席接到一般投诉后，应当在24小时内答复客户。",
        "第二条 坐席接到重大投诉后，应当在2小时内答复客户。",
        "第三条 一般投诉应当在3个工作日内办结，重大投诉应当在7个工作日内办结。",
    ]
    [tree] = trees_of(source_of("\n".join(lines)))
    written = regulation_text(
        tree,
        propose(tree),
        slug="t",
        in_force=date(2024, 1, 1),
        words=Words("t", "投诉处理办法", {}, _key),
    )
    read = read_regulation(written.text, "t.md").regulation
    assert read is not None
    listened = [rule["when"].get("severity") for rule in read.definitions.values()]
    assert listened == ["general", "major", "general", "major"]
    assert not [one for one in review([read]) if one.sort == "conflict"]
    assert fact_meant("一般投诉和重大投诉接到后均应登记") == {
        "fact": "case_opened", "case_type": "complaint"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("接到投诉后2小时内答复", {"fact": "case_opened", "case_type": "complaint"}),
        ("投诉办结后3日内回访", {"fact": "case_resolved", "case_type": "complaint"}),
        ("客服专员应在24小时内处理报修", {"fact": "case_opened", "case_type": "repair"}),
        ("派单后20分钟内到场", {"fact": "case_assigned"}),
        ("返修后当日复查", {"fact": "case_reopened"}),
        ("漏打卡后1个工作日内补签", {"fact": "punch_missed"}),
        ("离岗后10分钟内返岗", {"fact": "post_left"}),
        ("换班申请提出后1日内答复", {"fact": "shift_swap_requested"}),
        ("交接班后半小时内核对", {"fact": "shift_handed_over"}),
        ("发现泄密后立即报告", {"fact": "leak_found"}),
        ("走访结束后2日内录入", {"fact": "customer_visited"}),
        ("会议结束后1个工作日内整理纪要", {"fact": "meeting_held"}),
        ("形成会议决议后3日内落实", {"fact": "resolution_taken"}),
        ("通知发布后1日内阅读", {"fact": "notice_issued"}),
        ("合同到期后10日内续签", {"fact": "contract_ending"}),
        ("机房温度异常后5分钟内断电", None),
    ],
)
def test_a_text_speaks_of_every_fact_that_the_product_knows(
    said: str, expected: dict[str, str] | None
) -> None:
    assert fact_meant(said) == expected
    quote = Proposal("一/1", "deadline", said, LINES[1], {"amount": 2, "unit": "hour"})
    _done, read = _written(quote)
    assert next(iter(read.rules.values())).kind == "deadline"


def test_a_sanction_hears_the_fact_that_is_recorded_anyway() -> None:
    done, _read = _written(
        Proposal("一/1", "pay", "擅自离岗罚款50元", LINES[1], {"amount": 50, "of": "擅自离岗"})
    )
    assert "when: {fact: post_left, approved: false}" in done.text


def test_a_duty_of_several_weekdays_is_written_with_each() -> None:
    params: dict[str, Any] = {
        "every": "week",
        "by_day": 1,
        "by_days": "1、3、5",
        "until_time": "10:00",
    }
    done, _read = _written(Proposal("一/1", "duty", "每周一、三、五巡查", LINES[1], params))
    assert "weekdays: [1, 3, 5]" in done.text
    assert "time: '10:00'" in done.text


def test_day_and_night_is_one_seat_at_least() -> None:
    params: dict[str, Any] = {"amount": 24, "unit": "hour", "type": "coverage"}
    done, _read = _written(Proposal("一/1", "roster", "24小时值班", LINES[1], params))
    assert "at_least: 1" in done.text


@pytest.mark.parametrize("named", ["客服部主管", "客服主管", "值班客服主管"])
def test_a_post_is_known_by_what_a_text_calls_it(named: str) -> None:
    done, _read = _written(
        Proposal("一/1", "duty", "每日报表", LINES[1], {"every": "day"}, actor=named)
    )
    assert "owed_by: {post: lead}" in done.text


def test_a_post_of_the_house_keeps_its_key() -> None:
    done, _read = _written(
        Proposal("一/1", "duty", "每日报表", LINES[1], {"every": "day"}, actor="客服主管")
    )
    assert "owed_by: {post: lead}" in done.text
    assert "posts: {lead: 客服主管}" in done.text


def test_what_cannot_run_becomes_a_note_that_says_why() -> None:
    done, read = _written(Proposal("一/1", "score", "满分100分", LINES[1], {"type": "base"}))
    assert next(iter(read.rules.values())).kind == "note"
    assert done.blocks[0].reason == "score_shape"
    assert "满分100分" in done.text


FIGURES = st.one_of(
    st.integers(-1000, 1000), st.decimals("-999.99", "999.99", places=2, allow_nan=False)
)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.one_of(st.integers(0, 500), st.decimals("0.5", "99.5", places=1)),
        "unit": st.sampled_from(
            ["second", "minute", "hour", "day", "working_day", "week", "month", "year", "ring",
             "immediate", "yuan"]
        ),
        "time": st.sampled_from(["08:30", "24:00", "08:30-17:30", "下班前"]),
        "dir": st.sampled_from(["within", "ahead", "by_time", "by_date", "extension"]),
        "every": st.sampled_from(["day", "week", "month", "year", "event", "minute"]),
        "times": st.integers(1, 9),
        "by_day": st.one_of(st.integers(1, 7), st.just("last")),
        "points": FIGURES,
        "type": st.sampled_from(["change", "base", "fine", "reward", "cap", "shift", "min_staff"]),
        "per": st.sampled_from(["occurrence", "件", "100通"]),
        "percent": st.integers(1, 300),
        "by": st.sampled_from(["经理", "总经理"]),
        "over": st.integers(1, 9999),
        "action": st.sampled_from(["deny", "allow", "classify"]),
        "name": st.just("《登记表》"),
        "op": st.sampled_from([">=", "<", "=="]),
        "value": st.decimals("0", "100", places=2),
        "of": st.sampled_from(["答复", "上报“数据”: 一、二", "#1 [a] {b}", "是"]),
    },
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(get_args(RuleKind)),
    params=PARAMS,
    actor=st.sampled_from(["", "客服主管", "质检员"]),
    quote=st.sampled_from(["接到投诉后答复", "迟到扣分", "'引号\": 与冒号", "95%以上"]),
)
def test_whatever_was_confirmed_can_be_adopted(
    kind: RuleKind, params: dict[str, Any], actor: str, quote: str
) -> None:
    _written(Proposal("一/1", kind, quote, Span(0, 1), params, actor=actor))


OVERDUE = """客服制度
第一条 接到投诉后2小时内答复客户，逾期未答复的每次罚款50元。
第二条 接到报修后24小时内回访。逾期的，扣2分。
第三条 接到咨询后1小时内答复，3日内回访，逾期的扣1分。
第四条 逾期上交手机的，每次罚款20元。
"""


def test_a_fine_for_lateness_falls_when_the_duty_beside_it_lapses() -> None:
    """Where two duties stand beside it, a person says which is meant."""
    (tree,) = trees_of(source_of(OVERDUE))
    words = Words("desk_rules", "客服制度", {}, _key)
    told = regulation_text(
        tree, propose(tree), slug="desk-rules", in_force=date(2026, 12, 1), words=words
    )
    read = read_regulation(told.text, "read.md").regulation
    assert read is not None
    heard = [
        (str(rule.clause.address), dict(read.written[name]["when"]))
        for name, rule in read.rules.items()
        if rule.kind in {"score", "pay"}
    ]
    due = {str(rule.clause.address): n for n, rule in read.rules.items() if rule.kind == "deadline"}
    lapsed = {"fact": "obligation_lapsed", "regulation": "desk-rules"}
    assert heard[:2] == [(at, lapsed | {"rule": due[at]}) for at in ("第一条", "第二条")]
    assert all(when["fact"] == "desk_rules_breach" for _, when in heard[2:])
