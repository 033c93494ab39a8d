"""Posts: how many hold them, to whom they report, and what can be listed of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.judge import questions
from shouwen.policy.kinds.org import duties_of, headcounts, line_above, posts_in, understaffed
from shouwen.policy.kinds.questions import HoldersOf, PostsOf, Question
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Nothing
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import (
    CONTEXT,
    answers,
    ask_one,
    check,
    chinese,
    definition,
    english,
    fact,
    faults,
    rule,
    whole,
)

TEAM = """{kind: org, scope: 全体客服, functions: [受理咨询], posts: [
    {post: manager, headcount: {exactly: 1}, duties: [统筹部门, {text: 考核, text_en: Appraises}]},
    {post: leader, headcount: {at_least: 2, at_most: 3}, reports_to: manager,
        competences: [普通话标准], powers: [排班]},
    {post: engineer, headcount: {at_least: 12}, reports_to: leader}]}"""
POSTS = {"li": ["leader"], "wang": ["engineer"], "zhao": ["manager"], "sun": ["hr"]}


def counted(**details):
    return fact("headcount_counted", **details)


# ── headcount ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("post", "people", "findings"),
    [
        ("manager", 1, ()),
        ("manager", 0, ("too_few",)),
        ("manager", 2, ("too_many",)),
        ("leader", 1, ("too_few",)),
        ("leader", 2, ()),
        ("leader", 3, ()),
        ("leader", 4, ("too_many",)),
        ("engineer", 11, ("too_few",)),
        ("engineer", 40, ()),
    ],
)
def test_a_headcount_is_inside_its_bounds_or_not(post, people, findings):
    ruling = ask_one(TEAM, counted(post=post, people=people))

    assert isinstance(ruling, Measure)
    assert (ruling.met, ruling.findings) == (not findings, findings)


def test_a_headcount_names_the_post_and_both_figures():
    ruling = ask_one(TEAM, counted(post="leader", people=1))

    assert (ruling.value, ruling.threshold) == ("1", "≥ 2, ≤ 3")
    assert chinese(ruling)[-1] == "组长：1 人，编制 ≥ 2, ≤ 3 缺员"
    assert english(ruling)[-1] == "组长: 1 in post, headcount ≥ 2, ≤ 3 too few"


def test_without_a_count_the_house_is_asked_who_holds_the_post():
    about = counted(post="leader")

    assert questions(Rulebook([rule(TEAM)]), about) == {HoldersOf("leader")}
    assert ask_one(TEAM, about, {}).missing == ("holders:leader",)
    assert ask_one(TEAM, about, {HoldersOf("leader"): 0}).findings == ("too_few",)
    assert ask_one(TEAM, about, {HoldersOf("leader"): 2}).met is True


@pytest.mark.parametrize(
    ("details", "missing"), [({}, "post"), ({"post": "leader", "people": "many"}, "people")]
)
def test_what_was_not_recorded_is_asked_for(details, missing):
    assert ask_one(TEAM, counted(**details)).missing == (missing,)


def test_a_post_without_a_headcount_is_not_counted():
    assert isinstance(ask_one(TEAM, counted(post="hr", people=1)), Nothing)


def test_a_blank_headcount_is_asked_for():
    blank = TEAM.replace("exactly: 1", "exactly: ____")

    assert ask_one(blank, counted(post="manager", people=1)).missing == (
        "figure:posts.0.headcount.exactly",
    )


@given(people=st.integers(0, 100), least=st.integers(0, 50), more=st.integers(0, 50))
def test_a_headcount_is_met_exactly_between_its_bounds(people, least, more):
    bounds = f"{{at_least: {least}, at_most: {least + more}}}"
    text = f"{{kind: org, posts: [{{post: leader, headcount: {bounds}}}]}}"

    ruling = ask_one(text, counted(post="leader", people=people))

    assert ruling.met == (least <= people <= least + more)


# ── reporting lines ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "superior", "findings"),
    [("li", "zhao", ()), ("wang", "li", ()), ("wang", "zhao", ("reports_to",))],
)
def test_a_superior_holds_the_post_above(person, superior, findings):
    about = fact("reporting_line_set", person=person, superior=superior)

    assert ask_one(TEAM, about, answers(posts=POSTS)).findings == findings


def test_who_has_no_line_may_report_to_anybody():
    about = fact("reporting_line_set", person="sun", superior="li")

    assert isinstance(ask_one(TEAM, about, answers(posts=POSTS)), Nothing)


@pytest.mark.parametrize("dropped", ["person", "superior"])
def test_a_line_needs_both_ends_and_their_posts(dropped):
    details: dict[str, Any] = {"person": "wang", "superior": "li"}
    whole = fact("reporting_line_set", **details)
    del details[dropped]

    about = fact("reporting_line_set", **details)
    assert ask_one(TEAM, about, answers(posts=POSTS)).missing == (dropped,)
    half: dict[Question, object] = {PostsOf("wang"): frozenset(["engineer"])}
    assert ask_one(TEAM, whole, half).missing == ("posts:li",)


# ── lists ────────────────────────────────────────────────────────────────────────────────────


def test_posts_duties_and_headcounts_can_be_listed():
    book = Rulebook([rule(TEAM)])

    assert [line.name for line in posts_in(book.rules)] == ["经理", "组长", "服务工程师"]
    assert [said.texts for _, said in duties_of(book.rules, "manager")] == [
        ("统筹部门", "统筹部门"),
        ("考核", "Appraises"),
    ]
    assert [(line.post.post, count.written()) for line, count in headcounts(book.rules)] == [
        ("manager", "= 1"),
        ("leader", "≥ 2, ≤ 3"),
        ("engineer", "≥ 12"),
    ]
    assert line_above(book.rules, "engineer") == ("leader", "manager")
    assert line_above(book.rules, "manager") == ()


def test_posts_that_too_few_hold_are_found():
    found = understaffed([rule(TEAM)], {"manager": 1, "engineer": 11})

    assert [line.post.post for line in found] == ["leader", "engineer"]


@given(holders=st.dictionaries(st.sampled_from(["manager", "leader", "engineer"]),
                               st.integers(0, 20)))  # fmt: skip
def test_a_post_is_understaffed_exactly_when_its_count_is_judged_too_few(holders):
    team = rule(TEAM)
    listed = {line.post.post for line in understaffed([team], holders)}

    judged = {
        post
        for post in ("manager", "leader", "engineer")
        if "too_few" in ask_one(team, counted(post=post, people=holders.get(post, 0))).findings
    }

    assert listed == judged


def test_a_mere_list_listens_to_nothing():
    assert rule("{kind: org, functions: [受理咨询]}").fact_kinds() == ()


# ── faults, description, cases ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: org}", "The rule lists nothing."),
        ("{kind: org, scope: x, when: {fact: case_opened}}", "An org rule has no `when`."),
        (TEAM.replace("post: leader", "post: lead"), "posts.1.post: There is no post called"),
        (TEAM.replace("reports_to: leader", "reports_to: boss"), "posts.2.reports_to: There is"),
        (TEAM.replace("post: engineer", "post: leader"), "The post `leader` is given twice."),
        (TEAM.replace("{exactly: 1}", "{exactly: 1}, reports_to: engineer"),
         "posts.0.reports_to: `manager` reports to itself in the end."),
        (TEAM.replace("{exactly: 1}", "{}"), "The headcount has no bound"),
        (TEAM.replace("{exactly: 1}", "{exactly: 1, at_most: 2}"), "or several that say the same"),
        (TEAM.replace("at_most: 3", "at_most: 1"), "No number is both."),
        (TEAM.replace("scope", "department: nowhere, scope"), "department: There is no department"),
        (TEAM.replace("exactly: 1", "exactly: some"), "posts.0.headcount.exactly: “some”"),
        (TEAM.replace("powers", "power"), "Did you mean `powers`?"),
    ],
)  # fmt: skip
def test_faults_say_what_and_how_to_mend(text, fault):
    assert any(fault in found for found in faults(text)), faults(text)


def test_posts_read_in_plain_words():
    said = {line.label[0]: line.text for line in describe(definition(TEAM), CONTEXT.words).lines}

    assert said["适用范围"] == ("全体客服", "全体客服")
    assert said["经理"][0] == "1 人；职责：统筹部门；考核"
    assert said["经理"][1] == "headcount 1; duties: 统筹部门; Appraises"
    assert said["组长"][0].startswith("不少于 2 人、不超过 3 人；向经理汇报；权限：排班；")
    assert said["服务工程师"][1] == "at least 12; reports to 组长"


CASES = """---
regulation: posts
title: 岗位职责
in_force: 2024-01-01
posts: {leader: 组长, manager: 经理}
---

## 一 编制

```rule
id: team
kind: org
title: 编制
title_en: Headcount
posts: [{post: manager, headcount: {at_least: 1}}, {post: leader, reports_to: manager}]
```

```cases
- {case: 缺经理, given: {post: manager, people: 0}, expect: {findings: [too_few], met: false}}
- {case: 有经理, given: {post: manager}, known: {holders: {manager: 1}}, expect: {met: true}}
- {case: 未清点, given: {post: manager}, expect: {unknown: ["holders:manager"]}}
- case: 越级
  fact: reporting_line_set
  given: {person: li, superior: wang}
  known: {posts: {li: [leader], wang: [leader]}}
  expect: {findings: [reports_to]}
```

## 二 职能

```rule
id: functions
kind: org
title: 职能
title_en: Functions
functions: [受理咨询]
```

```cases
- {case: 职能逐条, expect: {lists: {functions: [受理咨询]}}}
- {case: 职能一项, expect: {lists: {functions: 1}}}
- case: 岗位与上级
  rule: team
  expect:
    lists:
      posts: [manager, leader]
      headcount: {manager: {at_least: 1}}
      reports_to: {leader: manager}
      above: {leader: [manager]}
```
"""
NOT_SO = [
    ("functions: [受理咨询]\n```\n\n", "functions: [受理投诉]\n```\n\n"),
    ("functions: [受理咨询]\n```\n\n", "functions: [受理咨询, 受理投诉]\n```\n\n"),
    ("reports_to: manager}]", "powers: [排班]}]"),
    ("at_least: 1}}, {", "at_least: 2}}, {"),
]


@pytest.mark.parametrize(("written", "changed"), NOT_SO)
def test_a_case_that_lists_fails_when_an_entry_is_changed_or_left_out(written, changed):
    reading = read_regulation(CASES.replace(written, changed), "posts.md")

    assert [r.rule for r in run_cases(whole(reading)) if "lists" in r.difference]


def test_a_superior_line_may_not_lead_back():
    about = fact("reporting_line_set", person="li", superior="zhao")

    assert ask_one(TEAM, about, answers(posts=POSTS)).findings == ()
    round_ = answers(posts=POSTS, superior={"zhao": "sun", "sun": "li"})
    ruling = ask_one(TEAM, about, round_)
    assert ruling.findings == ("circle",)
    assert chinese(ruling)[-1] == "zhao 逐级向上又回到 li 不符"
    assert english(ruling)[-1] == "The superiors above zhao lead back to li not as required"


def test_a_circle_above_that_leaves_the_person_out_ends_the_walk():
    about = fact("reporting_line_set", person="li", superior="zhao")

    ruling = ask_one(TEAM, about, answers(posts=POSTS, superior={"zhao": "sun", "sun": "zhao"}))

    assert ruling.findings == ()


def test_worked_cases_may_say_who_holds_a_post_and_lists_need_none():
    reading = read_regulation(CASES, "posts.md")

    assert [fault.what for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


def test_a_list_of_posts_is_sound():
    assert check(TEAM)[1] == []
