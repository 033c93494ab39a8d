from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.journal import queries as journal
from shouwen.obligations import queries as obligations
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations

from .conftest import RULES, TEN

HOUR = timedelta(hours=1)
DIFFERENT = """
### 3 又一种答复

投诉登记后两小时内答复客户。

```rule
id: answer-sooner
kind: deadline
catalogue: 0.1-03
title: 投诉答复
title_en: Answer a complaint
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 答复客户
duty_en: Answer the customer
within: 2 hours
calendar: always
met_by: {fact: case_replied}
```
"""


def kinds_about(case: Case) -> list[str]:
    return [row.kind for row in journal.timeline(case.about)]


def opened(cast, **other):
    wanted = {"case_type": "complaint", "title": "电梯停运", "at": TEN, "recorded_at": TEN}
    return actions.open_case(**{**wanted, "actor": cast.wang, **other})


def test_opening_records_one_fact_with_everything_a_rule_may_ask_for(case):
    (fact,) = journal.timeline(case.about)

    assert fact.kind == "case_opened"
    assert fact.details == {
        "number": "T20261120-0001",
        "case_type": "complaint",
        "severity": "general",
        "channel": "phone",
        "category": "噪音",
        "customer": case.customer.number,
        "handler": "wang",
        "first_owner": "wang",
        "team": "desk",
    }


def test_opening_remembers_where_the_first_owner_stood(case, cast):
    assert case.first_owner == cast.wang
    assert (case.first_post, case.first_team) == ("agent", "desk")


def test_what_was_not_recorded_is_no_detail(cast):
    done = opened(cast, severity="", channel="")

    (fact,) = journal.timeline(done.case.about)
    assert "severity" not in fact.details
    assert "channel" not in fact.details


def test_the_same_form_opens_one_case(cast):
    first = opened(cast, key="form-1")
    second = opened(cast, key="form-1")

    assert first.case == second.case
    assert second.outcome is None
    assert Case.objects.count() == 1


def test_numbers_of_a_day_have_no_gaps_when_an_opening_is_refused(cast):
    opened(cast)
    with pytest.raises(RefusedError, match=r"title|标题"):
        opened(cast, title="  ")
    third = opened(cast)

    assert third.case.number == "T20261120-0002"


def test_each_type_has_its_own_series(cast):
    letters = {
        kind: opened(cast, case_type=kind).case.number[0]
        for kind in ("complaint", "repair", "consultation", "suggestion", "praise", "service")
    }

    assert "".join(letters.values()) == "TWZJBF"


def test_the_day_of_a_number_is_the_day_in_the_house_not_in_london(cast):
    late = TEN.replace(hour=0, minute=30)

    assert opened(cast, at=late).case.number.startswith("T20261120-")


def test_a_category_of_another_type_is_refused(cast, noise):
    with pytest.raises(RefusedError) as refusal:
        opened(cast, case_type="repair", category=noise)

    assert refusal.value.field == "category"


def test_the_regulation_starts_a_clock_for_the_first_owner(rules, case, cast):
    (owed,) = obligations.open_about(case.about)

    assert owed.owner == cast.wang
    assert owed.due_at == TEN + 24 * HOUR


def test_handing_over_moves_the_givers_clocks_as_they_are(rules, case, cast):
    actions.hand_over(case=case, to=cast.li, reason="下班", actor=cast.wang, at=TEN + HOUR)

    case.refresh_from_db()
    (owed,) = obligations.open_about(case.about)
    assert (case.handler, case.first_owner) == (cast.li, cast.wang)
    assert (owed.owner, owed.due_at) == (cast.li, TEN + 24 * HOUR)


def test_handing_over_needs_a_reason(case, cast):
    with pytest.raises(RefusedError) as refusal:
        actions.hand_over(case=case, to=cast.li, reason=" ", actor=cast.wang, at=TEN)

    assert refusal.value.field == "reason"


def test_assigning_leaves_the_first_owner(case, cast):
    done = actions.assign(case=case, to=cast.zhang, actor=cast.li, at=TEN + HOUR)

    assert (done.case.handler, done.case.team) == (cast.zhang, cast.field)
    assert done.case.first_owner == cast.wang


def test_answering_meets_what_was_owed(rules, case, cast):
    done = actions.reply(
        case=case, text="已联系装修户", channel="wechat", actor=cast.wang, at=TEN + HOUR
    )

    assert [met.rule_id for met in done.outcome.met] == ["answer"]
    assert obligations.open_about(case.about) == []


def test_a_pause_stops_the_clock_and_resuming_lets_it_run_on(rules, case, cast):
    actions.pause(case=case, reason="等客户回家", actor=cast.wang, at=TEN + HOUR)
    actions.resume(case=case, actor=cast.wang, at=TEN + 4 * HOUR)

    (owed,) = obligations.open_about(case.about)
    assert owed.due_at == TEN + 27 * HOUR


def test_a_paused_case_is_not_resolved_before_it_is_taken_up_again(case, cast):
    actions.pause(case=case, reason="等配件", actor=cast.wang, at=TEN)

    with pytest.raises(actions.LostRaceError):
        actions.resolve(case=case, resolution="好了", actor=cast.wang, at=TEN + HOUR)


def test_two_who_resolve_the_same_case_get_one_winner(case, cast):
    stale = Case.objects.get(pk=case.pk)
    actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN + HOUR)

    with pytest.raises(actions.LostRaceError, match=case.number):
        actions.resolve(case=stale, resolution="我也办好了", actor=cast.li, at=TEN + HOUR)
    assert kinds_about(case) == ["case_opened", "case_resolved"]


def test_a_forwarded_case_returns_to_its_department_after_a_pause(case, cast, engineering):
    actions.forward(case=case, department=engineering, actor=cast.wang, at=TEN)
    actions.pause(case=case, reason="等配件", actor=cast.wang, at=TEN + HOUR)
    done = actions.resume(case=case, actor=cast.wang, at=TEN + 2 * HOUR)

    assert done.case.state == "forwarded"
    assert done.case.responsible_department == engineering


def resolved(case, cast):
    return actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN + HOUR).case


def test_resolving_starts_the_callback(rules, case, cast):
    done = actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN + HOUR)

    assert [o.rule_id for o in done.outcome.opened] == ["callback"]


def test_a_satisfied_callback_lets_the_case_be_closed(rules, case, cast):
    done = actions.record_callback(
        case=resolved(case, cast), result="reached", satisfied=True, satisfaction=5, signed=True,
        actor=cast.li, at=TEN + 2 * HOUR,
    )  # fmt: skip
    closed = actions.close(case=done.case, actor=cast.li, at=TEN + 3 * HOUR)

    assert (done.case.callback, closed.case.state) == ("satisfied", "closed")


def test_a_dissatisfied_callback_asks_whether_to_take_the_case_up_again(case, cast):
    with pytest.raises(RefusedError) as refusal:
        actions.record_callback(
            case=resolved(case, cast),
            result="reached",
            satisfied=False,
            actor=cast.li,
            at=TEN + HOUR,
        )

    assert refusal.value.field == "then_reopen"


def test_a_dissatisfied_callback_can_take_the_case_up_again(case, cast):
    done = actions.record_callback(
        case=resolved(case, cast), result="reached", satisfied=False, then_reopen=True,
        remark="夜里还在吵", actor=cast.li, at=TEN + 2 * HOUR,
    )  # fmt: skip

    assert (done.case.state, done.case.times_reopened) == ("open", 1)
    assert kinds_about(case)[-2:] == ["callback_made", "case_reopened"]


def test_nobody_answering_says_nothing_about_satisfaction(case, cast):
    actions.record_callback(
        case=resolved(case, cast),
        result="not_reached",
        satisfied=True,
        actor=cast.li,
        at=TEN + HOUR,
    )

    assert "satisfied" not in journal.timeline(case.about)[-1].details


def test_an_open_case_cannot_be_closed(case, cast):
    with pytest.raises(actions.LostRaceError):
        actions.close(case=case, actor=cast.wang, at=TEN)


def test_a_case_in_hand_can_be_called_back_without_being_taken_up_again(case, cast):
    done = actions.record_callback(
        case=case, result="reached", satisfied=False, remark="还没有人来", actor=cast.wang, at=TEN
    )

    assert (done.case.state, done.case.times_reopened) == ("open", 0)


def test_regrading_needs_another_severity_and_a_reason(case, cast):
    with pytest.raises(RefusedError):
        actions.change_severity(case=case, severity="general", reason="再看", actor=cast.li, at=TEN)
    done = actions.change_severity(
        case=case, severity="major", reason="客户受伤", actor=cast.li, at=TEN
    )

    fact = journal.timeline(case.about)[-1]
    assert done.case.severity == "major"
    assert (fact.details["from_severity"], fact.details["severity"]) == ("general", "major")


def test_the_same_note_sent_twice_is_recorded_once(case, cast):
    for _ in range(2):
        actions.add_note(case=case, text="客户下午在家", actor=cast.wang, at=TEN, key="note-1")

    assert kinds_about(case) == ["case_opened", "case_noted"]


def test_clauses_that_differ_are_named_and_nothing_is_recorded(cast):
    version = regulations.adopt(
        text=RULES + DIFFERENT, file_name="x.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]

    with pytest.raises(RefusedError, match="投诉时限规定"):
        opened(cast)

    assert not Case.objects.exists()
