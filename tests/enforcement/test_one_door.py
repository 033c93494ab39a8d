"""A fact and everything that follows from it stand or fall together."""

from __future__ import annotations

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from shouwen.enforcement.actions import (
    complete_fact,
    correct_fact,
    decide_request,
    record_fact,
)
from shouwen.enforcement.disagreement import ClausesDifferError
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.rebuild import check
from shouwen.enforcement.watch import watch_once
from shouwen.journal.actions import IdempotencyConflictError
from shouwen.journal.models import OutboxMessage
from shouwen.journal.queries import timeline, verify
from shouwen.ledger.queries import balance, statement
from shouwen.obligations.queries import history, open_about
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at, fact

TWO_LENGTHS = """### 1.25 重大投诉两个工作日内办结

```rule
id: major-complaint-longer
kind: deadline
title: 重大投诉办结
title_en: Settle a major complaint
when: {fact: case_opened, case_type: complaint, severity: major}
owed_by: {detail: handler}
duty: 办结重大投诉
within: 2 working days
met_by: {fact: case_resolved}
```
"""

MAJOR = {"case_type": "complaint", "severity": "major", "handler": "wang"}


def record(said: Fact, cast: Cast, key: str | None = None):
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at, idempotency_key=key)


@pytest.mark.usefixtures("rules")
def test_a_major_complaint_is_due_at_the_end_of_the_next_working_day(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)

    (owed,) = open_about("case:T-1")

    assert owed.due_at == at("2024-03-05 18:00")
    assert owed.owner == cast.wang
    assert owed.clause_number == "1.1"


@pytest.mark.usefixtures("rules")
def test_resolving_meets_the_deadline_and_opens_the_visit(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)

    record(fact("case_resolved", "2024-03-05 09:00", **MAJOR), cast)

    states = {row.rule_id: (row.state, row.late) for row in history("case:T-1")}
    assert states == {"major-complaint": ("met", False), "visit": ("open", False)}


@pytest.mark.usefixtures("rules")
def test_a_visit_without_a_signature_does_not_meet_the_visit(cast: Cast) -> None:
    record(fact("case_resolved", "2024-03-05 09:00", **MAJOR), cast)

    outcome = record(fact("callback_made", "2024-03-06 09:00", signed=False), cast)

    assert [effect.action for effect in outcome.unmet] == ["not_met"]
    assert open_about("case:T-1")[0].state == "open"


@pytest.mark.usefixtures("rules")
def test_the_same_request_twice_changes_nothing(cast: Cast) -> None:
    said = fact("case_opened", "2024-03-04 10:00", **MAJOR)
    record(said, cast, key="k1")

    again = record(said, cast, key="k1")

    assert again.repeated
    assert len(timeline("case:T-1")) == 1
    assert len(open_about("case:T-1")) == 1


@pytest.mark.usefixtures("rules")
def test_a_used_key_with_another_request_is_refused(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast, key="k1")

    with pytest.raises(IdempotencyConflictError, match="k1"):
        record(fact("case_opened", "2024-03-04 10:01", **MAJOR), cast, key="k1")


@pytest.mark.usefixtures("rules")
def test_a_pause_moves_the_due_time_by_the_working_time_it_lasted(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)
    record(fact("case_paused", "2024-03-05 09:00", **MAJOR), cast)

    record(fact("case_resumed", "2024-03-06 09:00", **MAJOR), cast)

    assert open_about("case:T-1")[0].due_at == at("2024-03-06 18:00")


@pytest.mark.usefixtures("rules")
def test_a_lapse_is_recorded_once_escalated_and_fined(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)

    watch_once(now=at("2024-03-05 18:01"))
    watch_once(now=at("2024-03-05 18:02"))

    kinds = [row.kind for row in timeline("case:T-1")]
    assert sorted(kinds) == ["case_opened", "obligation_escalated", "obligation_lapsed"]
    assert str(balance("member", "wang", "yuan")) == "-50.00 yuan"


@pytest.mark.parametrize(
    ("recorded_at", "mailed"), [("2024-03-04 10:00", 1), ("2024-05-06 09:00", 0)]
)
@pytest.mark.usefixtures("rules")
def test_what_was_overdue_before_it_was_recorded_is_mailed_to_nobody(
    cast: Cast, recorded_at: str, mailed: int
) -> None:
    Member.objects.update(email=Concat("username", Value("@example.org")))
    opened = fact("case_opened", "2024-03-04 10:00", **MAJOR)
    record_fact(opened, actor=cast.wang, recorded_at=at(recorded_at))

    watch_once(now=at("2024-05-06 09:01"))

    assert min(OutboxMessage.objects.count(), 1) == mailed


@pytest.mark.usefixtures("rules")
def test_an_explanation_tells_the_time_on_the_houses_clock(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)
    watch_once(now=at("2024-03-05 18:01"))

    (fine,) = statement(cast.wang, "2024-03")

    assert fine.steps[0].values["at"] == "2024-03-05T18:00:00+08:00"


@pytest.mark.usefixtures("rules")
def test_in_time_at_the_due_moment_nothing_lapses(cast: Cast) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)

    watch_once(now=at("2024-03-05 18:00"))

    assert open_about("case:T-1")[0].state == "open"


@pytest.mark.usefixtures("rules")
def test_the_second_time_costs_double_and_the_superior_pays_twice_that(cast: Cast) -> None:
    for day in ("2024-03-04", "2024-03-05"):
        record(fact("rule_broken", f"{day} 10:00", "member:wang", person="wang", which="a"), cast)

    assert str(balance("member", "wang", "yuan")) == "-300.00 yuan"
    assert str(balance("member", "li", "yuan")) == "-600.00 yuan"


@pytest.mark.usefixtures("rules")
def test_a_fact_taken_back_counters_what_it_moved(cast: Cast) -> None:
    said = fact("rule_broken", "2024-03-04 10:00", "member:wang", person="wang", which="a")
    number = record(said, cast).row.number

    correct_fact(number=number, reason="记错人", actor=cast.he, at=at("2024-03-05 09:00"))

    assert balance("member", "wang", "yuan").parts == 0
    assert balance("member", "li", "yuan").parts == 0
    assert [row.kind for row in timeline("member:wang")] == ["rule_broken", "fact_corrected"]


@pytest.mark.usefixtures("rules")
def test_what_nobody_recorded_is_asked_and_then_judged(cast: Cast) -> None:
    said = fact("service_finished", "2024-03-04 10:00", "member:zhang", person="zhang")
    outcome = record(said, cast)
    assert [question.missing for question in outcome.asked] == [["signed"]]

    complete_fact(
        number=outcome.row.number,
        details={"signed": False},
        actor=cast.li,
        at=at("2024-03-04 11:00"),
    )

    assert str(balance("member", "zhang", "yuan")) == "-100.00 yuan"


@pytest.mark.usefixtures("rules")
def test_an_amount_outside_the_range_is_refused_and_leaves_nothing(cast: Cast) -> None:
    said = fact("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="501")

    outcome = record(said, cast)

    assert outcome.refused is not None
    assert outcome.fact is None
    assert timeline("member:wang") == []


@pytest.mark.usefixtures("rules")
def test_a_reward_waits_for_both_signatures(cast: Cast) -> None:
    said = fact("saving_rewarded", "2024-03-04 10:00", "member:zhang", person="zhang", amount="300")
    held = record_fact(said, actor=cast.zhang, recorded_at=said.happened_at).held
    assert held is not None
    assert balance("member", "zhang", "yuan").parts == 0

    once = decide_request(
        request=held, member=cast.li, verdict="granted", at=at("2024-03-04 11:00")
    )
    assert once.held is not None
    decide_request(request=held, member=cast.he, verdict="granted", at=at("2024-03-04 12:00"))

    assert str(balance("member", "zhang", "yuan")) == "300.00 yuan"


@pytest.mark.usefixtures("rules")
def test_a_monthly_duty_is_opened_once(cast: Cast) -> None:
    open_duties(now=at("2024-03-01 00:10"))
    open_duties(now=at("2024-03-02 00:10"))

    (owed,) = open_about("duty:desk-rules:monthly-report:2024-03")

    assert owed.owner == cast.he
    assert owed.due_at == at("2024-03-11 00:00")


def test_everything_can_be_worked_out_again_from_the_journal(cast: Cast, rules: Version) -> None:
    record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)
    record(fact("case_paused", "2024-03-05 09:00", **MAJOR), cast)
    record(fact("case_resumed", "2024-03-06 09:00", **MAJOR), cast)
    watch_once(now=at("2024-03-07 09:00"))
    record(fact("case_resolved", "2024-03-07 10:00", **MAJOR), cast)
    record(fact("rule_broken", "2024-03-07 11:00", "member:wang", person="wang", which="a"), cast)
    open_duties(now=at("2024-03-01 00:10"))

    assert [str(difference) for difference in check()] == []
    assert verify() == []
    assert rules.number == 1


def test_clauses_that_differ_are_named_and_nothing_is_recorded(cast: Cast) -> None:
    text = DESK.replace("### 1.3", TWO_LENGTHS + "\n### 1.3", 1)
    adopted = regulations.adopt(
        text=text, file_name="desk.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), adopted

    with pytest.raises(ClausesDifferError, match=r"1\.1.*1\.25"):
        record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)

    assert timeline("case:T-1") == []
