"""A review says what contradicts, what is missing and what nothing carries out."""

from __future__ import annotations

import pytest

from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.review import Finding, review
from shouwen.policy.reviewing.gaps import longest_closed

HEAD = """---
regulation: {slug}
title: {title}
in_force: 2024-01-01
{front}
---

## 第一条

{text}

{rules}
"""
HOURS = 'working_hours: {mon-fri: ["09:00-18:00"]}'
REPLY = """
```rule
id: {id}
kind: deadline
title: 答复投诉
title_en: Answer a complaint
when: {{fact: case_opened, case_type: complaint{conditions}}}
owed_by: {{post: operator}}
duty: 答复客户
duty_en: Answer the customer
within: {within}
met_by: {{fact: case_replied}}
{more}
```
"""
ESCALATES = "escalate: [{at: 100 %, to: {superior_of: handler}}]"


def regulation(rules: str, *, slug="rules-a", title="甲办法", text="客服专员答复客户。",
               front="posts: {operator: 客服专员}\n" + HOURS) -> Regulation:  # fmt: skip
    whole = HEAD.format(slug=slug, title=title, text=text, rules=rules, front=front)
    reading = read_regulation(whole, f"{slug}.md")
    assert reading.regulation is not None, [str(fault) for fault in reading.faults]
    return reading.regulation


def reply(within="1 working day", *, name="reply", conditions="", more=ESCALATES) -> str:
    return REPLY.format(id=name, within=within, conditions=conditions, more=more)


def rule(body: str) -> str:
    return f"\n```rule\n{body.strip()}\n```\n"


def found(sort: str, *regulations: Regulation, **given) -> list[Finding]:
    return [one for one in review(regulations, **given) if one.sort == sort]


def test_a_sound_regulation_has_nothing_to_look_at():
    assert review([regulation(reply())]) == ()


# ── conflicts ────────────────────────────────────────────────────────────────────────────────


def test_two_regulations_with_different_limits_for_one_thing_are_quoted_side_by_side():
    other = regulation(reply("3 working days"), slug="rules-b", title="乙办法")

    (conflict,) = found("conflict", regulation(reply()), other)

    assert "《甲办法》第一条" in conflict.what[0]
    assert "《乙办法》第一条" in conflict.what[0]
    assert "1 个工作日" in conflict.what[0]
    assert "3 working days" in conflict.what[1]
    assert conflict.line > 0


@pytest.mark.parametrize(
    "rules",
    [
        reply(name="a", conditions=", severity: general")
        + reply("3 working days", name="b", conditions=", severity: major"),
        reply(name="a") + reply("3 working days", name="b", conditions=", severity: major",
                                more=f"excepts: a\n{ESCALATES}"),
        reply(name="a") + reply(name="b"),
    ],
    ids=["never the same fact", "an exception", "the same limit"],
)  # fmt: skip
def test_rules_that_never_differ_about_a_fact_are_no_conflict(rules):
    assert found("conflict", regulation(rules)) == []


def test_bounds_that_share_no_number_never_meet():
    cheap = reply(name="a", conditions=", compensation: {at_most: 100}")
    dear = reply("3 working days", name="b", conditions=", compensation: {more_than: 100}")
    edge = reply("3 working days", name="b", conditions=", compensation: {at_least: 100}")
    paid = "compensation: {type: money, label: 赔偿, label_en: Compensation}"
    facts = f"facts: {{case_opened: {{details: {{{paid}}}}}}}"
    front = f"posts: {{operator: 客服专员}}\n{HOURS}\n{facts}"

    assert found("conflict", regulation(cheap + dear, front=front)) == []
    assert len(found("conflict", regulation(cheap + edge, front=front))) == 1


def fine(yuan: int) -> str:
    return rule(f"""
id: fine
kind: pay
title: 投诉扣款
title_en: Fine for a complaint
when: {{fact: case_opened, case_type: complaint}}
person: handler
amount: {{fixed: -{yuan} yuan}}""")


def test_two_regulations_that_fine_for_one_fact_count_twice_but_one_may():
    front = "posts: {}"
    a, b = regulation(fine(10), front=front), regulation(fine(20), slug="rules-b", front=front)

    assert len(found("conflict", a, b)) == 1
    assert found("conflict", a) == []


def test_what_one_clause_forbids_and_another_allows_is_a_conflict():
    body = """
id: {id}
kind: access
title: 查看客户资料
title_en: See customer data
when: {{fact: access_requested, subject_class: customer_data}}
{how}"""
    rules = rule(body.format(id="a", how="forbidden: true"))
    rules += rule(body.format(id="b", how="posts: [operator]"))

    (conflict,) = found("conflict", regulation(rules))

    assert "forbids outright" in conflict.what[1]


def target(bound: str, name: str) -> str:
    return rule(f"""
id: {name}
kind: target
title: 接通率
title_en: Answered calls
every: month
metric: {{share: {{of: {{fact: case_opened}}, having: {{fact: case_replied}}}}}}
{bound}""")


def test_two_thresholds_of_one_metric_differ_but_a_range_does_not():
    low, lower, high = "at_least: 90 %", "at_least: 95 %", "at_most: 99 %"
    front = "posts: {}"

    assert (
        len(found("conflict", regulation(target(low, "a") + target(lower, "b"), front=front))) == 1
    )
    assert found("conflict", regulation(target(low, "a") + target(high, "b"), front=front)) == []


def test_words_that_one_clause_demands_and_another_forbids():
    must = """
id: a
kind: conduct
title: 问候
title_en: Greeting
must_say: [{group: hello, name: 问候, name_en: Hello, any_of: [喂您好]}]"""
    must_not = """
id: b
kind: conduct
title: 禁语
title_en: Forbidden
must_not_say: [喂]"""

    (conflict,) = found("conflict", regulation(rule(must) + rule(must_not), front="posts: {}"))

    assert "喂您好" in conflict.what[0]


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────


def test_a_value_of_a_split_that_nobody_handles_is_named():
    rules = reply(name="a", conditions=", severity: general")
    rules += reply("3 working days", name="b", conditions=", severity: major")

    (gap,) = found("gap", regulation(rules))

    assert "轻微" in gap.what[0]


def test_limits_that_run_at_night_want_somebody_who_acts_then():
    (gap,) = found("gap", regulation(reply("2 hours")))

    assert "夜间" in gap.what[0]
    assert found("gap", regulation(reply("72 hours"))) == []


def test_a_clause_on_seats_covers_the_night():
    seats = rule("""
id: seats
kind: roster
title: 夜班坐席
title_en: Night seats
when: {fact: seats_counted}
seats: {floors: [{between: "18:00-09:00", at_least: 1}]}""")

    assert found("gap", regulation(reply("2 hours") + seats)) == []


def test_working_time_without_opening_hours_is_a_gap():
    (gap,) = found("gap", regulation(reply(), front="posts: {operator: 客服专员}"))

    assert "when the house is open" in gap.what[1]


def test_a_limit_without_a_consequence_is_a_gap():
    (gap,) = found("gap", regulation(reply(more="")))

    assert "逾期" in gap.what[0]


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ({"mon-fri": ["09:00-18:00"]}, (6 + 48 + 9) * 60),
        ({"daily": ["08:00-20:00"]}, 12 * 60),
        ({"daily": ["00:00-24:00"]}, 0),
    ],
)
def test_the_longest_closed_stretch_goes_round_the_week(hours, minutes):
    assert longest_closed(hours) == minutes


# ── what is missing ──────────────────────────────────────────────────────────────────────────


def test_a_figure_left_blank_is_named_with_its_place():
    (figure,) = found("figure", regulation(reply("____", more="")))

    assert figure.what == (
        "“答复投诉”缺一个数字：时限。",
        "“Answer a complaint” lacks a figure: the time limit.",
    )


def test_documents_that_were_not_supplied_are_named_once():
    text = "按《价格表》和附件二办理；再按《价格表》核对；另见《乙办法》。"
    a = regulation(reply(), text=text)
    b = regulation(reply(), slug="rules-b", title="乙办法")

    alone = [one.what[0] for one in found("document", a)]
    together = [one.what[0] for one in found("document", a, b)]
    known = found("document", a, known_titles=["价格表", "乙办法"])

    assert [any(name in what for what in alone) for name in ("价格表", "附件二", "乙办法")] == [
        True
    ] * 3
    assert len(alone) == 3
    assert len(together) == 2
    assert [one.what[0] for one in known] == [what for what in alone if "附件二" in what]


def test_a_post_nobody_holds_is_named_where_the_house_is_known():
    read = regulation(reply())

    assert found("post", read) == []
    assert found("post", read, holders={"operator": 2}) == []
    assert "客服专员" in found("post", read, holders={"operator": 0})[0].what[0]


def test_a_post_that_no_clause_uses_is_named():
    front = f"posts: {{operator: 客服专员, clerk: 文员}}\n{HOURS}"

    assert "文员" in found("post", regulation(reply(), front=front))[0].what[0]


def test_a_clause_without_a_rule_is_named_and_one_with_a_note_as_such():
    note = rule(
        "id: n\nkind: note\ntitle: 解释\ntitle_en: Interpretation\nreason: 没有可执行的内容"
    )

    (bare,) = found("clause", regulation("", front="posts: {}"))
    (noted,) = found("clause", regulation(note, front="posts: {}"))

    assert "没有规则" in bare.what[0]
    assert "备注" in noted.what[0]


def test_findings_come_by_regulation_with_conflicts_first():
    a = regulation(reply("____", more=""))
    b = regulation(reply(), slug="rules-b", title="乙办法", text="按《价格表》。")
    order = [(one.regulation, one.sort) for one in review([a, b])]

    assert order == sorted(order, key=lambda pair: pair[0])
    assert order[0] == ("rules-a", "conflict")
