"""Rules together: exceptions, agreement, fines that follow, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shouwen.policy.judge import ClausesDisagreeError, answered, judge, questions
from shouwen.policy.kinds.questions import PostsOf, SuperiorOf
from shouwen.policy.rulebook import ExceptionsLoopError, Rulebook
from shouwen.policy.rulings import Nothing, Obligation, Transfer, Unknown
from tests.policy.calendars import at
from tests.policy.department import answers, ask, calendars, chinese, clause, fact, rule


def deadline(rule_id, number, within, when="case_type: complaint", more="", words=""):
    return rule(
        f"""{{id: {rule_id}, kind: deadline, when: {{fact: case_opened, {when}}},
        owed_by: {{post: engineer}}, duty: 答复{rule_id}, within: {within}{more}}}""",
        number,
        words,
    )


GENERAL = deadline("general", "3.2", "24 hours")
MAJOR = deadline("major", "3.4", "2 hours", "severity: major", ", excepts: '3.2'")


def opened(**details):
    return fact("case_opened", **details)


def kinds(rulings):
    return {ruling.rule: type(ruling) for ruling in rulings}


def test_an_exception_that_speaks_wins():
    said = ask([GENERAL, MAJOR], opened(case_type="complaint", severity="major"))

    assert kinds(said) == {"general": Nothing, "major": Obligation}
    assert chinese(said[0])[-1] == "《办法》3.4 是本条的例外，以例外为准 不适用"


def test_an_exception_that_does_not_apply_leaves_the_general_rule():
    said = ask([GENERAL, MAJOR], opened(case_type="complaint", severity="minor"))

    assert kinds(said) == {"general": Obligation, "major": Nothing}


def test_while_the_exception_is_unknown_nothing_is_decided():
    said = ask([GENERAL, MAJOR], opened(case_type="complaint"))

    assert kinds(said) == {"general": Unknown, "major": Unknown}
    assert said[0].missing == ("severity",)


def test_a_general_rule_that_does_not_apply_is_not_made_unknown_by_its_exception():
    said = ask([GENERAL, MAJOR], opened(case_type="praise"))

    assert kinds(said) == {"general": Nothing, "major": Unknown}


def test_an_exception_to_an_exception_lets_the_general_rule_stand_again():
    back = deadline("back", "3.5", "9 hours", "channel: phone", ", excepts: major")

    said = ask(
        [GENERAL, MAJOR, back], opened(case_type="complaint", severity="major", channel="phone")
    )

    assert kinds(said) == {"general": Obligation, "major": Nothing, "back": Obligation}


@pytest.mark.parametrize("name", ["general", "3", "'3.2'", "[nothing-else, general]"])
def test_an_exception_names_a_rule_a_clause_or_the_clause_above(name):
    general = rule(
        """{id: general, when: {fact: rule_broken}, amount: {fixed: -1 yuan}}""", "3.2"
    ).placed(replace(clause("3.2"), address="3/3.2"), GENERAL.words)
    text = f"""{{id: special, when: {{fact: rule_broken}}, amount: {{fixed: -2 yuan}},
        excepts: {name}}}"""
    special = rule(text, "7")

    assert kinds(ask([general, special], fact("rule_broken", person="li")))["general"] is Nothing


def test_exceptions_in_a_circle_are_refused():
    one = deadline("one", "1", "1 hour", more=", excepts: two")
    two = deadline("two", "2", "2 hours", more=", excepts: one")

    with pytest.raises(ExceptionsLoopError, match="one → two"):
        Rulebook([one, two])


def settling(rule_id, number, within, words=""):
    return deadline(rule_id, number, within, more=", settles: reply", words=words)


def test_two_clauses_that_differ_are_quoted_side_by_side():
    one = settling("one", "3.2", "24 hours", "一般投诉 24 小时内答复")
    two = settling("two", "3.4", "2 hours", "重大投诉 2 小时内答复")

    with pytest.raises(ClausesDisagreeError) as error:
        ask([one, two], opened(case_type="complaint"))

    assert str(error.value) == (
        "《办法》3.2“一般投诉 24 小时内答复” / 《办法》3.4“重大投诉 2 小时内答复”: "
        "they apply together and differ. "
        "Mark one as an exception to the other, or end one on a date."
    )
    assert [type(ruling) for ruling in error.value.rulings] == [Obligation, Obligation]


def same_duty(rule_id, number, within, more=""):
    return rule(
        f"""{{id: {rule_id}, kind: deadline, when: {{fact: case_opened{more}}},
        owed_by: {{post: engineer}}, duty: 答复客户, within: {within}}}""",
        number,
    )


def test_two_deadlines_for_the_same_duty_of_the_same_party_must_agree():
    with pytest.raises(ClausesDisagreeError):
        ask([same_duty("a", "1", "24 hours"), same_duty("b", "2", "2 hours")], opened())


def test_two_clauses_that_agree_count_once():
    said = ask([same_duty("a", "1", "1 day"), same_duty("b", "2", "1 day")], opened())

    assert kinds(said) == {"a": Obligation, "b": Nothing}
    assert chinese(said[1])[-1] == "与 《办法》1 结论相同，不重复计 不计"


def test_while_one_of_them_is_unknown_nothing_is_decided():
    said = ask(
        [same_duty("a", "1", "1 day"), same_duty("b", "2", "2 hours", ", severity: major")],
        opened(),
    )

    assert kinds(said) == {"a": Unknown, "b": Unknown}
    assert said[0].missing == ("severity",)


def test_rules_are_independent_unless_they_say_otherwise():
    fines = [
        rule(f"{{id: f{n}, when: {{fact: rule_broken}}, amount: {{fixed: -{n} yuan}}}}", str(n))
        for n in (1, 2)
    ]

    said = ask(fines, fact("rule_broken", person="li"))

    assert [str(ruling.quantity) for ruling in said] == ["1.00 yuan", "2.00 yuan"]


# ── fines that follow ────────────────────────────────────────────────────────────────────────

FINE = rule("{id: fine, when: {fact: rule_broken}, amount: {fixed: -100 yuan}}", "5.1")
SECOND = rule("{id: second, when: {fact: rule_broken}, amount: {fixed: -30 yuan}}", "5.2")
DOUBLE = rule(
    """{id: double, when: {fact: fine_imposed}, for: leader, person: superior_of person,
    amount: {multiple: {of: amount, factor: -2}}}""",
    "9",
)
TEAM: dict[str, Any] = {
    "posts": {"wang": ["leader"], "boss": ["manager"]},
    "superior": {"li": "wang", "wang": "boss"},
}


def broken(person="li"):
    return fact("rule_broken", person=person)


def test_the_superior_pays_double_the_fine_and_reads_why():
    fine, double = ask([FINE, DOUBLE], broken(), answers(**TEAM))

    assert (fine.payer.key, str(fine.quantity)) == ("li", "100.00 yuan")
    assert (double.payer.key, str(double.quantity)) == ("wang", "200.00 yuan")
    assert double.cites.number == "9"
    assert chinese(double)[0] == "li 依 《办法》5.1 被处罚款 100.00 元"
    assert chinese(double)[-1] == "罚款金额 100 元 × -2 = -200.00 元"


def test_a_superior_who_is_fined_himself_charges_nobody_further():
    said = ask([FINE, DOUBLE], broken("wang"), answers(**TEAM))

    assert [type(ruling) for ruling in said] == [Transfer, Nothing]


def test_the_double_raises_no_double():
    anyone = rule(
        """{id: double, when: {fact: fine_imposed}, person: superior_of person,
        amount: {multiple: {of: amount, factor: -2}}}"""
    )

    said = ask([FINE, anyone], broken(), answers(**TEAM))

    assert [ruling.payer.key for ruling in said] == ["li", "wang"]


def test_several_fines_of_one_fact_are_added_up_for_the_superior():
    said = ask([FINE, SECOND, DOUBLE], broken(), answers(**TEAM))

    assert [str(ruling.quantity) for ruling in said] == ["100.00 yuan", "30.00 yuan", "260.00 yuan"]
    assert chinese(said[-1])[-1] == "合计 260.00 元"


@pytest.mark.parametrize(
    "text",
    [
        "{when: {fact: rule_broken}, amount: {fixed: 100 yuan}}",
        "{when: {fact: rule_broken}, amount: {fixed: -100 yuan}, counts_as_fine: false}",
        "{kind: score, when: {fact: rule_broken}, amount: {fixed: -2 service_points}}",
    ],
)
def test_rewards_points_and_plain_deductions_are_no_fines(text):
    assert len(ask([rule(text), DOUBLE], broken(), answers(**TEAM))) == 1


def test_an_excepted_fine_is_no_fine():
    waived = rule(
        "{id: pardon, when: {fact: rule_broken}, amount: {fixed: 1 yuan}, excepts: fine}", "6"
    )

    said = ask([FINE, waived, DOUBLE], broken(), answers(**TEAM))

    assert kinds(said) == {"fine": Nothing, "pardon": Transfer}


# ── what is asked ────────────────────────────────────────────────────────────────────────────


def test_questions_are_asked_until_nothing_is_open():
    book = Rulebook([FINE, DOUBLE])

    first = questions(book, broken())
    then = questions(book, broken(), {SuperiorOf("li"): "wang"})
    known = answered(book, broken(), answers(**TEAM)._answer)

    assert first == frozenset([SuperiorOf("li")])
    assert then == frozenset([PostsOf("wang")])
    assert set(known) == {SuperiorOf("li"), PostsOf("wang")}
    assert judge(book, broken(), known, calendars) == ask([FINE, DOUBLE], broken(), answers(**TEAM))


def test_judging_twice_says_the_same():
    about = opened(case_type="complaint", severity="major")

    assert ask([GENERAL, MAJOR, FINE], about) == ask([GENERAL, MAJOR, FINE], about)


def test_a_rule_speaks_only_while_it_is_in_force():
    dated = rule(
        """{when: {fact: rule_broken}, amount: {fixed: -1 yuan}, in_force: '2024-03-04',
        ended: '2024-03-06'}"""
    )
    days = ["2024-03-03 23:59", "2024-03-04 00:00", "2024-03-05 23:59", "2024-03-06 00:00"]

    said = [len(ask(dated, fact("rule_broken", at(day), person="li"))) for day in days]

    assert said == [0, 1, 1, 0]


def test_a_rulebook_of_a_day_leaves_out_the_others():
    book = Rulebook(
        [
            FINE,
            rule(
                "{id: old, when: {fact: rule_broken}, amount: {fixed: -1 yuan}, "
                "ended: '2020-01-01'}"
            ),
        ]
    )

    assert [r.id for r in book.on(at("2024-03-04 10:00").date()).rules] == ["fine"]
    assert len(book) == 2
    assert book.rule("house", "fine") is FINE
    assert book.find("house", "none") is None


def test_a_note_is_kept_and_says_nothing():
    note = rule("{kind: note, reason: values cannot be judged by a machine}")

    assert ask([note], broken()) == ()
