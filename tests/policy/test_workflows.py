"""Workflows: one step opens the next, branches, signatures, and what their steps are made of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.describe import describe
from shouwen.policy.judge import OpenObligation, discharges, judge
from shouwen.policy.kinds import rule_from_definition
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.questions import Done
from shouwen.policy.kinds.workflow import following
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Nothing, Obligation, Permission, Unknown
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import (
    CONTEXT,
    NOON,
    answers,
    ask,
    calendars,
    check,
    clause,
    definition,
    fact,
    faults,
    rule,
    whole,
)

FLOW = """{kind: workflow, when: {fact: case_opened, case_type: complaint}, steps: [
    {step: forward, owed_by: handler, duty: 转责任部门, duty_en: Forward it, within: 1 day,
        met_by: {fact: case_forwarded}},
    {step: resolve, owed_by: {department: responsible_department}, duty: 处理,
        within: 3 working days, met_by: {fact: case_resolved}},
    {step: call_back, owed_by: handler, duty: 回访, only: {severity: [general, major]},
        met_by: {fact: callback_made, result: reached}},
    {step: close, after: [call_back, {step: resolve, only: {severity: minor}}],
        owed_by: handler, duty: 归档, met_by: {fact: case_closed}, sign: [{post: leader}]}]}"""
ABOUT: dict[str, Any] = {
    "case_type": "complaint",
    "severity": "general",
    "handler": "li",
    "responsible_department": "repairs",
}


def said(kind, granted=(), **details):
    book = Rulebook([rule(FLOW)])
    about = fact(kind, **{**ABOUT, **details})
    return judge(book, about, answers(), calendars, granted=granted)


def opened(kind, **details):
    granted = (("house", "r.close.sign"),)
    rulings = said(kind, granted, **details)
    return [one.rule for one in rulings if isinstance(one, Obligation)]


# ── one opens the next ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "details", "steps"),
    [
        ("case_opened", {}, ["r.forward"]),
        ("case_opened", {"case_type": "repair"}, []),
        ("case_forwarded", {}, ["r.resolve"]),
        ("case_resolved", {}, ["r.call_back"]),
        ("case_resolved", {"severity": "minor"}, ["r.close"]),
        ("callback_made", {"result": "reached"}, ["r.close"]),
        ("callback_made", {"result": "not_reached"}, []),
        ("case_closed", {}, []),
    ],
)
def test_the_fact_that_does_a_step_opens_the_next(kind, details, steps):
    assert opened(kind, **details) == steps


def test_a_step_is_owed_by_whom_and_until_when_it_says():
    (owed,) = (one for one in said("case_forwarded") if isinstance(one, Obligation))

    assert (str(owed.owed_by), owed.duty) == ("department:repairs", "处理")
    assert owed.due_at is not None
    assert owed.due_at.strftime("%m-%d %H:%M") == "03-07 18:00"
    assert str(owed.cites) == "《办法》4.1"


def test_a_step_without_a_limit_is_owed_promptly():
    (owed,) = (one for one in said("case_resolved") if isinstance(one, Obligation))

    assert owed.due_at is None


def test_a_branch_that_is_not_recorded_stays_unknown():
    rulings = said("case_resolved", severity=None)

    assert [one.missing for one in rulings if isinstance(one, Unknown)] == [("severity",)] * 2
    assert not [one for one in rulings if isinstance(one, Obligation)]


def test_the_next_fact_meets_what_the_last_one_opened():
    book = Rulebook([rule(FLOW)])
    still_open = OpenObligation(
        rule="r.resolve", regulation="house", about="case:1", number=7, opened_at=NOON
    )

    (effect,) = discharges(book, fact("case_resolved", **ABOUT), [still_open])

    assert (effect.number, effect.action, effect.rule) == (7, "met", "r.resolve")


def test_a_signed_step_is_held_before_its_fact():
    held = [one for one in said("case_closed") if isinstance(one, Permission)]

    assert [(one.rule, one.state) for one in held] == [("r.close.sign", "held")]
    granted = said("case_closed", (("house", "r.close.sign"),))
    assert [one.state for one in granted if isinstance(one, Permission)] == ["granted"]


def test_a_workflow_is_made_of_deadlines_and_approvals():
    parts = rule(FLOW).parts()

    assert [(part.id, type(part)) for part in parts] == [
        ("r.forward", Deadline),
        ("r.resolve", Deadline),
        ("r.call_back", Deadline),
        ("r.close", Deadline),
        ("r.close.sign", Approval),
    ]
    assert all(part.clause == rule(FLOW).clause for part in parts)


def test_a_book_taken_for_a_day_has_each_step_once():
    book = Rulebook([rule(FLOW)])

    assert len(book.on(NOON.date())) == len(book) == 5
    assert book.find("house", "r.close") is not None


def test_going_back_opens_an_earlier_step_again():
    text = """{kind: workflow, when: {fact: case_opened}, steps: [
        {step: work, after: [start, {step: review, only: {satisfied: false}}], owed_by: handler,
            duty: 处理, met_by: {fact: case_resolved}},
        {step: review, owed_by: handler, duty: 复核, met_by: {fact: callback_made}}]}"""

    again = ask(text, fact("callback_made", handler="li", satisfied=False))

    assert [one.rule for one in again if isinstance(one, Obligation)] == ["r.work"]
    done = ask(text, fact("callback_made", handler="li", satisfied=True))
    assert all(isinstance(one, Nothing) for one in done)


def test_a_step_may_only_be_signed():
    text = """{kind: workflow, when: {fact: case_opened}, steps: [
        {step: closing, met_by: {fact: case_closed}, sign: [{post: leader}, {post: manager}]}]}"""

    (ruling,) = ask(text, fact("case_closed"))

    assert (ruling.rule, ruling.state, len(ruling.tiers)) == ("r.closing", "held", 2)


def test_what_ends_the_matter_ends_it_at_the_start():
    text = FLOW.replace("steps:", "for: leader, person: handler, steps:", 1)

    at_start = ask(text, fact("case_opened", **ABOUT), answers(posts={"li": ["hr"]}))
    later = ask(text, fact("case_forwarded", **ABOUT), answers(posts={"li": ["hr"]}))

    assert all(isinstance(one, Nothing) for one in at_start)
    assert [one.rule for one in later if isinstance(one, Obligation)] == ["r.resolve"]


def test_what_follows_a_step_can_be_asked():
    flow = rule(FLOW)

    assert [one.step for one in following(flow, "start")] == ["forward"]
    assert [one.step for one in following(flow, "resolve")] == ["call_back", "close"]
    assert following(flow, "close") == ()


KINDS = ["case_assigned", "case_forwarded", "case_replied", "case_noted", "case_resolved"]


@given(chain=st.permutations(KINDS), length=st.integers(1, len(KINDS)))
def test_a_chain_done_in_turn_opens_every_step_once(chain, length):
    steps = ", ".join(
        f"{{step: s{n}, owed_by: handler, duty: d{n}, met_by: {{fact: {kind}}}}}"
        for n, kind in enumerate(chain[:length])
    )
    book = Rulebook([rule(f"{{kind: workflow, when: {{fact: case_opened}}, steps: [{steps}]}}")])

    seen = []
    for kind in ["case_opened", *chain[:length]]:
        rulings = judge(book, fact(kind, handler="li"), answers(), calendars)
        seen += [one.rule for one in rulings if isinstance(one, Obligation)]

    assert seen == [f"r.s{n}" for n in range(length)]


@given(dropped=st.sampled_from(["handler", "responsible_department"]))
def test_without_its_owner_no_step_is_owed(dropped):
    rulings = [*said("case_forwarded", **{dropped: None}), *said("case_opened", **{dropped: None})]

    missing = [name for one in rulings if isinstance(one, Unknown) for name in one.missing]
    assert missing == [dropped]


# ── faults, description, cases ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: workflow, when: {fact: case_opened}}", "`steps:` is missing."),
        (FLOW.replace("when: {fact: case_opened, case_type: complaint},", "", 1),
         "The workflow does not say what starts it."),
        (FLOW.replace("step: resolve, owed", "step: forward, owed"),
         "steps: The step `forward` is there twice."),
        (FLOW.replace("[call_back,", "[callback,"), "steps.3: There is no step `callback`."),
        (FLOW.replace("met_by: {fact: case_forwarded}", "once: false"),
         "steps.1: Nothing opens this step"),
        (FLOW.replace("within: 3 working days", "within: 3 fortnights"), "steps.1.within: “3 fort"),
        (FLOW.replace("within: 3", "witin: 3"),
         "steps.1.witin: `witin` is not understood here. Did you mean `within`?"),
        (FLOW.replace("duty: 处理,", ""), "`duty:` is missing."),
        (FLOW.replace("post: leader", "post: boss"), "steps.3.sign.0.post: There is no post"),
        (FLOW.replace("duty: 回访, only: {severity", "duty: 回访, only: {severty"),
         "steps.2.only.severty: The fact `case_resolved` has no detail `severty`."),
        (FLOW.replace("only: {severity: minor}", "only: {severity: small}"),
         "steps.3.after.1.only.severity: `small` is not a value of `severity`."),
        (FLOW.replace("department: responsible_department", "department: nobody"),
         "steps.1.owed_by.department: There is no department called `nobody`."),
        (FLOW.replace("result: reached", "result: rung"), "steps.2.met_by.result: `rung` is not a"),
        (FLOW.replace("{step: forward", "{step: idle}, {step: forward"), "The step does nothing."),
        (FLOW.replace("met_by: {fact: case_closed}, ", ""), "It is not said what is signed."),
        (FLOW.replace("duty: 归档,", "duty: 归档, warn: 80 %,"),
         "steps.3.warn: Without a limit there is nothing to warn of."),
    ],
)  # fmt: skip
def test_faults_say_what_and_how_to_mend(text, fault):
    assert any(fault in found for found in faults(text)), faults(text)


def test_a_step_that_no_fact_does_is_only_a_notice():
    text = FLOW.replace("met_by: {fact: case_closed}, sign: [{post: leader}]", "once: true")

    found, findings = check(text)

    assert found is not None
    assert [(f.severity, f.what) for f in findings] == [
        ("notice", "No fact does the step `close`, so it stays open until it is closed.")
    ]


def lines_of(text, language="zh"):
    which = 0 if language == "zh" else 1
    said = describe(definition(text), CONTEXT.words)
    return {line.label[which]: line.text[which] for line in said.lines}


def test_a_workflow_reads_step_by_step():
    zh, en = lines_of(FLOW), lines_of(FLOW, "en")

    assert zh["第 1 步"] == "转责任部门；由处理人办理；以转责任部门完成；1 天内"
    assert zh["第 3 步"].startswith("仅当级别：一般、重大；回访；")
    assert zh["第 4 步"].endswith("以事项关闭完成；须经组长签批")
    assert zh["第 4 步"].startswith("回访或处理（级别：轻微）之后；")
    assert en["Step 1"] == ("Forward it; owed by Handler; done by Case forwarded; within 1 day")


CASES = """---
regulation: complaints
title: 投诉流程
in_force: 2024-01-01
posts: {leader: 组长}
working_hours:
  mon-fri: ["09:00-18:00"]
---

## 一 流程

```rule
id: handling
kind: workflow
title: 投诉处理
title_en: Handling
when: {fact: case_opened, case_type: complaint}
steps:
  - {step: reply, owed_by: handler, duty: 答复, within: 1 day, met_by: {fact: case_replied}}
  - {step: resolve, owed_by: handler, duty: 解决, within: 3 days, met_by: {fact: case_resolved}}
```

```cases
- case: 受理
  at: "2024-03-04 10:00"
  given: {case_type: complaint, handler: li}
  expect: {opens: [reply], due: "2024-03-05 24:00"}
- case: 答复后解决
  fact: case_replied
  at: "2024-03-05 10:00"
  given: {handler: li}
  expect: {opens: [resolve], due: "2024-03-08 24:00", duty: 解决}
- case: 按时答复
  at: "2024-03-04 10:00"
  given: {case_type: complaint, handler: li}
  done: "2024-03-05 09:00"
  expect: {met: in_time}
- case: 逾期答复
  at: "2024-03-04 10:00"
  given: {case_type: complaint, handler: li}
  done: "2024-03-07 09:00"
  expect: {met: late}
- {case: 咨询, given: {case_type: consultation}, expect: nothing}
- {case: 无处理人, given: {case_type: complaint}, expect: {unknown: [handler]}}
```
"""


def test_worked_cases_may_expect_the_steps_that_open():
    reading = read_regulation(CASES, "complaints.md")

    assert [fault.what for fault in reading.faults] == []
    assert [(r.case, r.difference) for r in run_cases(whole(reading)) if not r.ok] == []


def test_a_case_that_expects_another_step_says_which_opened():
    reading = read_regulation(CASES.replace("opens: [reply]", "opens: [resolve]"), "x.md")

    (wrong,) = (r for r in run_cases(whole(reading)) if not r.ok)

    assert "opens: [reply]" in wrong.difference


@pytest.mark.parametrize(
    "step",
    [
        "{step: b, after: nowhere, owed_by: {post: hr}, duty: 乙}",
        "{step: b, promptly: false, owed_by: {post: hr}, duty: 乙}",
        "{step: b, owed_by: {post: hr}, duty: 乙, before: {moment: finished_at, by: soon}}",
    ],
)
def test_a_faulty_step_is_a_fault_of_the_file_and_never_a_rule(step):
    first = "{step: a, owed_by: {post: hr}, duty: 甲, met_by: {fact: case_replied}}"
    text = f"{{kind: workflow, when: {{fact: case_opened}}, steps: [{first}, {step}]}}"

    assert faults(text)
    with pytest.raises(ValueError, match=r"r: |b|1 validation"):
        rule_from_definition(definition(text), clause())


# ── joining ──────────────────────────────────────────────────────────────────────────────────

JOIN = """{kind: workflow, when: {fact: case_opened}, steps: [
    {step: inspect, owed_by: handler, duty: 查看, met_by: {fact: case_noted}},
    {step: price, after: start, owed_by: handler, duty: 报价, met_by: {fact: case_replied}},
    {step: fix, after: AFTER, owed_by: handler, duty: 修理, within: 1 day,
        met_by: {fact: case_resolved}}]}"""
BOTH = JOIN.replace("AFTER", "{all: [inspect, price]}")


def done(step, kinds, *, answer):
    return {Done("house", "r.fix", step, kinds, "case:1"): answer}


@pytest.mark.parametrize(
    ("kind", "other", "kinds"),
    [
        ("case_noted", "price", ("case_replied", "case_opened")),
        ("case_replied", "inspect", ("case_noted", "case_opened")),
    ],
)
def test_a_step_that_joins_waits_for_the_last(kind, other, kinds):
    about = fact(kind, handler="li")

    def fix(known):
        return next(one for one in ask([rule(BOTH)], about, known) if one.rule == "r.fix")

    assert isinstance(fix(done(other, kinds, answer=True)), Obligation)
    assert isinstance(fix(done(other, kinds, answer=False)), Nothing)
    assert fix({}).missing == (f"done:{other}",)


def test_a_step_may_join_some_or_follow_another():
    either = JOIN.replace("AFTER", "[{all: [inspect, price]}, start]")

    (ruling,) = [
        one for one in ask([rule(either)], fact("case_opened", handler="li"), {})
        if one.rule == "r.fix"
    ]  # fmt: skip

    assert isinstance(ruling, Obligation)


@given(order=st.permutations(["case_opened", "case_noted", "case_noted", "case_replied"]))
def test_what_was_done_is_counted_from_the_last_beginning(order):
    step = next(one for one in rule(BOTH).parts() if one.id == "r.fix")
    facts = [fact(kind, handler="li") for kind in order]

    since = facts[order.index("case_opened") :]
    assert step.was_done("price", facts) == any(one.kind == "case_replied" for one in since)


@pytest.mark.parametrize(
    "after",
    ["{all: [inspect]}", "{all: [inspect, nowhere]}", "{all: [inspect, fix], step: price}", "{}"],
)
def test_joining_nothing_is_a_fault(after):
    assert faults(JOIN.replace("AFTER", after))


def test_a_step_that_nothing_does_cannot_be_joined():
    text = BOTH.replace(", met_by: {fact: case_noted}", "")

    assert any("it never joins" in fault for fault in faults(text))


def test_joining_is_described():
    said = describe(definition(BOTH), CONTEXT.words)

    assert said.lines[-1].text[0].startswith("查看、报价均完成之后")
    assert said.lines[-1].text[1].startswith("after all of 查看 and 报价")


def test_two_workflows_with_the_same_step_are_two_duties():
    one = "{kind: workflow, id: ID, when: {fact: case_opened}, steps: [{step: a, owed_by: handler,"
    one += " duty: 登记, within: DAYS days, met_by: {fact: case_closed}}]}"
    rules = [rule(one.replace("ID", name).replace("DAYS", days)) for name, days in
             (("x", "1"), ("y", "2"))]  # fmt: skip

    rulings = ask(rules, fact("case_opened", handler="li"))

    assert [(r.rule, type(r)) for r in rulings] == [("x.a", Obligation), ("y.a", Obligation)]
