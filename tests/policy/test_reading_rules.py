"""A faulty rule block: every fault at once, each with its place and how to mend it."""

from __future__ import annotations

import pytest

from shouwen.policy.kinds import Context, check_rule, rule_from_definition
from shouwen.policy.vocabulary import BASE
from tests.policy.department import CONTEXT, check, clause, definition, faults, rule

PAY = "{every: month, amount: {fixed: 1 yuan}}"
DEADLINE = """{kind: deadline, when: {fact: case_opened}, owed_by: handler, duty: x, within: 1 day,
    met_by: {fact: case_replied}}"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: pya}", "kind: `pya` is not a kind of rule. Did you mean `pay`?"),
        (
            PAY.replace("amount", "amonut"),
            "amonut: `amonut` is not understood here. Did you mean `amount`?",
        ),
        (
            PAY.replace("fixed", "fixd"),
            "amount: `fixd` is not a shape of amount. Did you mean `fixed`?",
        ),
        (
            PAY.replace("1 yuan", "270"),
            "amount.fixed: “270” is not an amount. Write a number and a unit: `270 yuan`.",
        ),
        (
            PAY.replace("1 yuan", "0.001 yuan"),
            "amount.fixed: “0.001 yuan” is finer than the smallest part of yuan. Write a number.",
        ),
        (
            PAY.replace("1 yuan", "1 service_points"),
            (
                "amount.fixed: Pay is money, but the amount is in service_points. "
                "Write it in yuan, or use `kind: score`."
            ),
        ),
        (
            PAY.replace("{every", "{kind: score, every"),
            (
                "amount.fixed: A score is in points, but the amount is money. "
                "Write it in a unit of `points:`, or use `kind: pay`."
            ),
        ),
        (
            PAY.replace("every: month", "when: {fact: servce_finished}"),
            (
                "when.fact: There is no fact called `servce_finished`. Did you mean "
                "`service_finished`?"
            ),
        ),
        (
            PAY.replace("every: month", "when: {fact: service_finished, singed: true}"),
            (
                "when.singed: The fact `service_finished` has no detail `singed`. Did "
                "you mean `signed`?"
            ),
        ),
        (
            PAY.replace(
                "every: month", "when: {fact: case_opened, severity: mayor}, person: handler"
            ),
            "when.severity: `mayor` is not a value of `severity`. Did you mean `major`?",
        ),
        (
            PAY.replace("every: month", "when: {fact: service_finished, signed: maybe}"),
            "when.signed: `maybe` is not a value of `signed`. Use one of: false, true.",
        ),
        (
            PAY.replace("every: month", "when: {fact: service_finished, signed: {at_least: 3}}"),
            (
                "when.signed: The detail `signed` of `service_finished` is of type yes_no. "
                "Name a detail of type number or money."
            ),
        ),
        (
            PAY.replace("every: month", "for: enginer, every: month"),
            "for: There is no post called `enginer`. Did you mean `engineer`?",
        ),
        (
            PAY.replace("every: month", "unless: [coefficient], when: {fact: service_finished}"),
            (
                "unless: The detail `coefficient` of `service_finished` is of type number. "
                "Name a detail of type yes_no."
            ),
        ),
        (
            PAY.replace("every: month", "person: which, when: {fact: rule_broken}"),
            (
                "person: The detail `which` of `rule_broken` is of type text. Name a "
                "detail of type member."
            ),
        ),
        (
            PAY.replace("every: month", "every: month, paid_by: {fund: pol}"),
            "paid_by.fund: There is no fund called `pol`. Did you mean `pool`?",
        ),
        (
            PAY.replace("every: month", "every: month, excepts: r"),
            "excepts: The rule excepts itself. Name the general rule.",
        ),
        (
            PAY.replace("every: month", "when: {fact: month_closed, service_points: {over: 3}}"),
            (
                "when.service_points: “over” is not a comparison. Write a value, a list of values, "
                "or {at_least | more_than | at_most | less_than: number}."
            ),
        ),
        (
            PAY.replace("every: month, ", ""),
            "The rule does not say when it applies. Add `when: {fact: …}` or `every: month`.",
        ),
        (
            PAY.replace("every: month", "every: month, when: {fact: quarter_closed}"),
            (
                "`every: month` and `when: {fact: quarter_closed}` disagree. "
                "Keep one, or write `fact: month_closed`."
            ),
        ),
        (
            PAY.replace("every: month", "every: month, person: a b c"),
            (
                "person: “a b c” does not say who. Write the name of a detail, or "
                "`superior_of person`."
            ),
        ),
        (
            PAY.replace("{fixed: 1 yuan}", "{percentage: {of: service_points, rate: 101 %}}"),
            "amount.percentage.rate: “101 %” is more than 100 %. Write for example `80 %`.",
        ),
        (
            PAY.replace(
                "{fixed: 1 yuan}", "{range: {from: 500 yuan, to: 200 yuan, of: service_points}}"
            ),
            (
                "amount.range: The range runs from 500.00 yuan to 200.00 yuan, which is backwards. "
                "Swap the two."
            ),
        ),
        (
            PAY.replace(
                "{fixed: 1 yuan}",
                """{bands: {of: service_points, table: [
            {from: 1, to: 3, amount: 1 yuan}, {from: 3, to: 8, amount: 2 yuan}]}}""",
            ),
            (
                "amount.bands: Two bands overlap: [1, 3] and [3, 8]. "
                "Let each begin where the one before has ended: use `below` for an open limit."
            ),
        ),
        (
            PAY.replace(
                "1 yuan}",
                "1 yuan}, shares: [{to: person, rate: 80 %}, {to: {fund: pool}, rate: 30 %}]",
            ),
            (
                "shares: The shares add up to 110 %, not to 100 %. "
                "Change the rates so that the whole amount is given out."
            ),
        ),
        (
            DEADLINE.replace("owed_by: handler", "owed_by: {fund: pool}"),
            (
                "owed_by: A fund cannot do anything. "
                "Name one of: post, detail, superior_of, department, for example "
                "{post: team_leader}."
            ),
        ),
        (
            DEADLINE.replace("owed_by: handler", "owed_by: {department: repair}"),
            "owed_by.department: There is no department called `repair`. Did you mean `repairs`?",
        ),
        (
            DEADLINE.replace("owed_by: handler", "owed_by: {post: hr, detail: handler}"),
            (
                "owed_by: It must be named in exactly one way. Name one of: post, "
                "detail, superior_of, "
                "department, fund, outside, for example {post: team_leader}."
            ),
        ),
        (
            DEADLINE.replace("1 day", "1.5 months"),
            "within: “1.5 months”: months are counted whole. Write a number.",
        ),
        (DEADLINE.replace("duty: x, ", ""), "`duty:` is missing. Add `duty:` to the rule."),
    ],
)
def test_a_fault_says_where_what_and_how_to_mend(text, fault):
    assert fault in [found.removeprefix(": ") for found in faults(text)]


def test_all_faults_of_a_block_come_at_once():
    text = """{kind: deadline, for: enginer, when: {fact: case_opened, severity: mayor},
        owed_by: {post: lead}, duty: x, within: 3 fortnights, warm: 80 %, escalate: ____}"""

    places = [fault.partition(":")[0] for fault in faults(text)]

    assert sorted(places) == sorted(
        ["within", "warm", "escalate", "escalate", "for", "when.severity", "owed_by.post"]
    )


def test_gaps_and_blanks_are_only_notices():
    text = """{every: month, amount: {bands: {of: service_points, table: [
        {from: 1, below: 3, amount: 1 yuan}, {from: 5, amount: ____}]}}}"""
    gap = text.replace("____", "2 yuan")

    assert [(f.severity, ".".join(map(str, f.loc))) for f in check(text)[1]] == [
        ("notice", "amount.bands.table.1.amount")
    ]
    assert [f.what for f in check(gap)[1]] == ["Between [1, 3) and [5, +∞) nothing is given."]
    assert check(text)[0] is not None


def test_whole_numbers_that_follow_each_other_leave_no_gap():
    text = """{every: quarter, amount: {bands: {of: rank, table: [
        {from: 4, to: 8, amount: 1 yuan}, {from: 1, to: 3, amount: 2 yuan},
        {from: 9, amount: 0 yuan}]}}}"""

    assert faults(text) == []


def test_an_exception_to_nowhere_is_a_fault():
    context = Context(facts=CONTEXT.facts, rule_ids=["r", "monthly-pay"], clauses=["3/3.4", "3.4"])
    block = definition(PAY.replace("every: month", "every: month, excepts: monthly-pey"))

    found, findings = check_rule(block, clause(), context)

    assert found is None
    assert [f.mend for f in findings] == ["Did you mean `monthly-pay`?"]


def test_an_exception_may_name_a_clause_by_its_number():
    context = Context(facts=CONTEXT.facts, rule_ids=["r"], clauses=["3/3.4"])

    for name in ("'3.4'", "3", "3/3.4"):
        block = definition(PAY.replace("every: month", f"every: month, excepts: {name}"))
        assert check_rule(block, clause(), context)[1] == []


def test_a_rule_is_read_again_from_what_was_stored():
    written = definition(DEADLINE)

    again = rule_from_definition(written, clause(), CONTEXT.words)

    assert again == rule(DEADLINE)
    assert (again.key, again.clause, again.words) == (("house", "r"), clause(), CONTEXT.words)


def test_a_kind_nobody_knows_cannot_be_read():
    with pytest.raises(ValueError, match="kind `poem` is not understood"):
        rule_from_definition({"id": "r", "kind": "poem"}, clause())


def test_a_regulation_may_add_details_to_a_known_fact():
    words = BASE.extended(
        {"case_opened": {"details": {"level": {"type": {"one_of": {"city": "市级"}}}}}}
    )

    term = words.term("case_opened", "level")

    assert term is not None
    assert term.value_labels("city") == ("市级", "city")
    assert words.detail_labels("case_opened", "severity") == ("级别", "Severity")
    assert words.kind_labels("case_opened") == ("事项登记", "Case opened")


@pytest.mark.parametrize("kind", list(BASE))
def test_every_base_fact_has_labels_in_both_languages(kind):
    for labelled in (kind, *kind.details.values()):
        assert labelled.label
        assert labelled.label != labelled.label_en
        assert labelled.label_en.isascii()
