"""Questioning a line: who judges, by when, and what a won appeal takes back."""

from __future__ import annotations

import pytest

from shouwen.appeals import actions, lines, queries
from shouwen.appeals.models import Appeal, State
from shouwen.approvals.actions import SeparationError
from shouwen.enforcement.actions import correct_fact, decide_request, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.watch import watch_once
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.people.refusals import RefusedError
from tests.enforcement.conftest import at, fact

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def fined(record):
    """小王 is fined twice for the same, so that the second is doubled; her lead pays a share."""
    record("rule_broken", "2024-03-04 10:00", "member:wang", person="wang", which="phone")
    return record("rule_broken", "2024-03-05 10:00", "member:wang", person="wang", which="phone")


def _judge(appeal, member, verdict, when, comment="查实"):
    return decide_request(
        request=appeal.request, member=member, verdict=verdict, comment=comment, at=at(when)
    )


def _again(appeal):
    return Appeal.objects.select_related("request").get(pk=appeal.pk)


def _money(key):
    return ledger.balance("member", key, "yuan").value


def test_a_won_appeal_counters_the_doubled_fine_and_the_superiors_share(cast, fined, question):
    before = {key: _money(key) for key in ("wang", "li")}
    assert before == {"wang": -300, "li": -600}

    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    _judge(appeal, cast.he, "granted", "2024-03-07 10:00")

    assert _again(appeal).state == State.UPHELD
    assert _again(appeal).answer == "查实"
    assert {key: _money(key) for key in ("wang", "li")} == {"wang": -100, "li": -200}
    assert journal.facts_of_kind("appeal_upheld", about=f"appeal:{fined.row.number}-{cast.wang.pk}")


def test_without_a_rule_the_superior_who_had_no_part_judges(cast, fined, question):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")

    # 李班长, the nearest superior, recorded it.
    assert appeal.request.tiers == [["member:he"]]
    assert not appeal.by_rule
    with pytest.raises(SeparationError):
        decide_request(
            request=appeal.request, member=cast.li, verdict="granted", at=at("2024-03-07 10:00"),
            override=True, comment="x",
        )  # fmt: skip


def test_a_rule_in_force_names_the_judges_level_by_level(cast, fined, question, appeal_rules):
    first = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    assert first.by_rule
    assert first.request.clause_number == "1.2"
    # Three days after the day it was filed.
    assert first.request.expires_at == at("2024-03-10 00:00")
    _judge(first, cast.zhao, "refused", "2024-03-07 10:00", "录音属实")
    assert (_again(first).state, _again(first).answer) == (State.DISMISSED, "录音属实")
    about = f"appeal:{fined.row.number}-{cast.wang.pk}"
    (dismissed,) = journal.facts_of_kind("appeal_dismissed", about=about)
    assert dismissed.details["level"] == "1"

    second = question(cast.wang, fined.row.number, "2024-03-20 10:00", "录音不是我")
    assert second.level == 2
    assert second.request.tiers == [["post:manager"]]
    _judge(second, cast.he, "refused", "2024-03-21 10:00", "维持")
    with pytest.raises(RefusedError, match="终局"):
        question(cast.wang, fined.row.number, "2024-03-22 10:00")


def test_a_judge_whom_the_rule_names_but_who_decided_gives_way(cast, question, appeal_rules):
    recorded = record_fact(
        fact("rule_broken", "2024-03-04 10:00", "member:zhao", person="zhao", which="x"),
        actor=cast.he, recorded_at=at("2024-03-04 10:00"),
    )  # fmt: skip
    first = question(cast.zhao, recorded.row.number, "2024-03-05 10:00")
    _judge(first, cast.li, "refused", "2024-03-05 11:00", "维持")
    # 何经理, who is the only manager and has nobody above, decided it himself.
    with pytest.raises(RefusedError):
        question(cast.zhao, recorded.row.number, "2024-03-05 12:00")


def test_an_appeal_that_comes_too_late_is_refused_by_its_clause(
    cast, fined, question, appeal_rules
):
    question(cast.wang, fined.row.number, "2024-03-12 10:00")
    late = journal.facts_about("rule_broken", ["member:wang"])[0]
    with pytest.raises(RefusedError, match=r"1\.1"):
        question(cast.wang, late.number, "2024-03-12 10:00")


def test_who_is_not_concerned_does_not_question(cast, fined, question):
    with pytest.raises(RefusedError):
        question(cast.zhang, fined.row.number, "2024-03-06 10:00")


def test_the_superior_questions_the_share_they_pay(cast, fined, question):
    appeal = question(cast.li, fined.row.number, "2024-03-06 10:00")
    assert appeal.appellant == cast.li


def test_one_form_questions_once_and_two_forms_are_refused(cast, fined, question):
    one = question(cast.wang, fined.row.number, "2024-03-06 10:00", token="t1")
    same = question(cast.wang, fined.row.number, "2024-03-06 10:00", token="t1")
    assert one == same
    with pytest.raises(RefusedError):
        question(cast.wang, fined.row.number, "2024-03-06 11:00", token="t2")


def test_what_was_taken_back_is_not_questioned(cast, fined, question):
    correct_fact(number=fined.row.number, reason="记错", actor=cast.he, at=at("2024-03-05 12:00"))
    with pytest.raises(RefusedError):
        question(cast.wang, fined.row.number, "2024-03-06 10:00")


def test_what_was_taken_back_meanwhile_is_not_countered_twice(cast, fined, question):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    correct_fact(number=fined.row.number, reason="记错", actor=cast.he, at=at("2024-03-06 12:00"))
    _judge(appeal, cast.he, "granted", "2024-03-07 10:00")
    assert _again(appeal).state == State.UPHELD
    assert _money("wang") == -100


def test_who_gives_up_may_question_anew(cast, fined, question):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    actions.withdraw(appeal=appeal, member=cast.wang, at=at("2024-03-06 11:00"))
    assert _again(appeal).state == State.WITHDRAWN
    assert question(cast.wang, fined.row.number, "2024-03-06 12:00").level == 1


def test_an_appeal_nobody_answers_in_time_may_go_further(cast, fined, question, appeal_rules):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    watch_once(now=at("2024-03-10 00:01"))
    assert _again(appeal).state == State.EXPIRED
    assert question(cast.wang, fined.row.number, "2024-03-11 10:00").level == 2


def test_a_won_appeal_against_lateness_takes_the_fine_back_and_lets_the_owner_off(
    cast, rules, question
):
    opened = record_fact(
        fact("case_opened", "2024-03-04 09:00", handler="wang", case_type="complaint",
             severity="major", received_by="wang"),
        actor=cast.li, recorded_at=at("2024-03-04 09:00"),
    ).opened[0]  # fmt: skip
    watch_once(now=at("2024-03-06 10:00"))
    assert _money("wang") == -50
    line = lines.of_duty(opened.pk)
    assert line.row.kind == "obligation_lapsed"
    appeal = actions.question(
        line=line, reason="系统停机", sent=Sent.at_once(cast.wang, at("2024-03-06 11:00"))
    )
    _judge(appeal, cast.li, "granted", "2024-03-06 12:00")
    assert _money("wang") == 0
    opened.refresh_from_db()
    assert opened.state == "excused"


def test_nobody_records_that_an_appeal_was_upheld(cast, fined):
    forged = fact("appeal_upheld", "2024-03-06 10:00", "appeal:1-1", person="wang", level="1")
    with pytest.raises(RefusedError):
        record_fact(forged, actor=cast.wang, recorded_at=at("2024-03-06 10:00"))
    assert _money("wang") == -300


def test_the_lists_say_whose_turn_it_is(cast, fined, question):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 10:00")
    now = at("2024-03-06 11:00")
    (mine,) = queries.mine(cast.wang, now=now).rows
    (waiting,) = queries.waiting_for(cast.he, now=now).rows
    assert mine.pk == waiting.pk == appeal.pk
    assert not queries.waiting_for(cast.li, now=now).rows
    assert queries.of_facts([fined.row.number])[fined.row.number] == appeal
