"""An obligation is opened once, ends once, and every change is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwen.obligations import actions, queries
from shouwen.obligations.models import ObligationRow, State
from shouwen.policy.rulings import Escalation, Party
from shouwen.policy.steps import Step
from tests.floors import HOUR, MONDAY, STEP, race, recorded

__all__ = ["race"]
pytestmark = pytest.mark.django_db

DUE = MONDAY + 10 * HOUR
LEADERS = Party("post", "team_leader")


def what(obligation):
    return [t.what for t in queries.transitions_of(obligation.pk)]


def test_what_is_opened_carries_its_clause_steps_and_times(cast, open_):
    row = open_(warn_at=MONDAY + 8 * HOUR, duty_en="Answer", provisional=True)

    row.refresh_from_db()
    assert (row.regulation, row.title) == ("visits", "客户回访制度")
    assert (row.clause_address, row.clause_number, row.rule_id) == ("三/1", "三·1", "answer")
    assert (row.owner, row.owed_by, row.about) == (cast.wang, "member:wang", "case:T-1")
    assert (row.due_at, row.next_check_at) == (DUE, MONDAY + 8 * HOUR)
    assert (row.duty, row.duty_en, row.provisional) == ("答复客户", "Answer", True)
    assert [Step.from_json(s) for s in row.steps] == [STEP]
    assert what(row) == ["opened"]


def test_the_same_thing_is_owed_once_until_it_ends(open_):
    first = open_(once_key="answer:T-1")

    assert open_(once_key="answer:T-1") is None
    actions.meet(obligation=first, fact_row=recorded(), at=MONDAY)
    assert open_(once_key="answer:T-1") is not None


def test_what_has_lapsed_is_still_owed_and_not_opened_again(open_):
    first = open_(once_key="answer:T-1")
    actions.claim_check(obligation=first, now=DUE + HOUR)

    assert open_(once_key="answer:T-1") is None


def test_judging_a_fact_twice_opens_nothing_more(open_):
    fact = recorded()
    first = open_(fact=fact)
    actions.meet(obligation=first, fact_row=recorded(), at=MONDAY)

    assert open_(fact=fact) is None


def test_without_a_time_limit_nobody_watches(open_):
    row = open_(due_at=None)

    assert row.next_check_at is None
    assert queries.due_for_check(MONDAY + 99 * HOUR) == []


@pytest.mark.parametrize(("at", "late"), [(DUE, False), (DUE + timedelta(microseconds=1), True)])
def test_done_at_the_due_time_is_in_time_and_a_moment_later_is_late(open_, at, late):
    met = actions.meet(obligation=open_(), fact_row=(done := recorded()), at=at)

    assert (met.state, met.late, met.ended_at, met.ended_by_fact) == (State.MET, late, at, done)
    assert met.next_check_at is None


def test_what_has_lapsed_may_still_be_met_late(open_):
    row = open_()
    actions.claim_check(obligation=row, now=DUE + HOUR)

    met = actions.meet(obligation=row, fact_row=recorded(), at=DUE + 2 * HOUR)

    assert (met.state, met.late) == (State.MET, True)
    assert what(row) == ["opened", "lapsed", "met"]


def test_done_in_time_but_recorded_later_is_not_late(open_):
    row = open_()
    actions.claim_check(obligation=row, now=DUE + HOUR)

    assert not actions.meet(obligation=row, fact_row=recorded(), at=DUE - HOUR).late


def test_an_obligation_ends_once(cast, open_):
    row = open_()
    actions.meet(obligation=row, fact_row=recorded(), at=MONDAY)

    with pytest.raises(actions.AlreadyEndedError):
        actions.meet(obligation=row, fact_row=recorded(), at=MONDAY)
    with pytest.raises(actions.AlreadyEndedError):
        actions.excuse(obligation=row, reason="停电", by=cast.li, at=MONDAY)
    with pytest.raises(actions.AlreadyEndedError):
        actions.withdraw(obligation=row, fact_row=recorded(), why="记错", at=MONDAY)
    with pytest.raises(actions.AlreadyEndedError):
        actions.hand_over(obligation=row, to=cast.li, fact_row=recorded(), at=MONDAY)
    with pytest.raises(actions.NotOpenError):
        actions.pause(obligation=row, fact_row=recorded(), at=MONDAY)
    assert what(row) == ["opened", "met"]


def test_a_duty_is_excused_for_a_reason_by_somebody(cast, open_):
    row = open_()

    excused = actions.excuse(obligation=row, reason=" 停电 ", by=cast.li, at=MONDAY)

    last = queries.transitions_of(row.pk)[-1]
    assert (excused.state, excused.ended_at) == (State.EXCUSED, MONDAY)
    assert (last.by_name, last.why) == ("李班长", "停电")


def test_no_reason_is_no_excuse(cast, open_):
    row = open_()

    with pytest.raises(actions.ReasonMissingError) as refusal:
        actions.excuse(obligation=row, reason="  ", by=cast.li, at=MONDAY)

    assert refusal.value.field == "reason"
    row.refresh_from_db()
    assert row.state == State.OPEN


def test_what_lapsed_and_was_excused_stays_late(cast, open_):
    row = open_()
    actions.claim_check(obligation=row, now=DUE + HOUR)

    assert actions.excuse(obligation=row, reason="停电", by=cast.li, at=DUE + HOUR).late


def test_what_was_opened_by_mistake_is_withdrawn(open_):
    row = open_()

    withdrawn = actions.withdraw(obligation=row, fact_row=recorded(), why="记错", at=MONDAY)

    assert (withdrawn.state, withdrawn.late) == (State.WITHDRAWN, False)
    assert queries.transitions_of(row.pk)[-1].why == "记错"


def test_a_duty_is_handed_over_with_its_clock(cast, open_):
    row = open_(team=cast.desk)

    given = actions.hand_over(
        obligation=row, to=cast.zhang, fact_row=recorded(), at=MONDAY, team=cast.field, by=cast.li
    )
    kept = actions.hand_over(obligation=row, to=cast.zhao, fact_row=None, at=MONDAY)

    assert (given.owner, given.team, given.due_at) == (cast.zhang, cast.field, DUE)
    assert (kept.owner, kept.team) == (cast.zhao, cast.field)
    last = queries.transitions_of(row.pk)[-2]
    assert (last.what, last.to_party, last.by_name) == ("handed_over", "member:zhang", "李班长")


# ── pausing ──────────────────────────────────────────────────────────────────────────────────


def pause(row, at):
    return actions.pause(obligation=row, fact_row=recorded("case_paused"), at=at)


def resume(row, at, due, **given):
    return actions.resume(
        obligation=row, fact_row=recorded("case_resumed"), at=at, new_due_at=due, **given
    )


def test_a_paused_clock_runs_on_to_its_new_due_time(open_):
    row = open_(pausable=True)

    paused = pause(row, MONDAY + HOUR)
    resumed = resume(
        row, MONDAY + 4 * HOUR, DUE + 3 * HOUR, new_warn_at=DUE + HOUR, steps=[Step("resumed")]
    )

    assert (paused.state, paused.next_check_at) == (State.PAUSED, None)
    assert (resumed.state, resumed.due_at) == (State.OPEN, DUE + 3 * HOUR)
    assert (resumed.paused_at, resumed.paused_total) == (None, 3 * HOUR)
    assert resumed.next_check_at == DUE + HOUR
    assert [s["code"] for s in resumed.steps] == ["example", "resumed"]
    assert what(row) == ["opened", "paused", "resumed"]


def test_pauses_add_up(open_):
    row = open_(pausable=True)
    for start in (1, 5):
        pause(row, MONDAY + start * HOUR)
        row = resume(row, MONDAY + (start + 2) * HOUR, DUE)

    assert row.paused_total == 4 * HOUR


def test_nothing_lapses_while_paused(open_):
    row = open_(pausable=True)
    pause(row, MONDAY + HOUR)

    assert actions.claim_check(obligation=row, now=DUE + 99 * HOUR) == []
    assert not actions.meet(obligation=row, fact_row=recorded(), at=DUE + 99 * HOUR).late


@pytest.mark.parametrize(
    ("ruling", "at"),
    [({"pausable": False}, MONDAY), ({"pausable": True}, DUE + HOUR)],
)
def test_a_clock_that_may_not_pause_or_is_late_runs_on(open_, ruling, at):
    row = open_(**ruling)

    with pytest.raises(actions.NotOpenError):
        pause(row, at)


def test_a_running_clock_is_not_resumed(open_):
    with pytest.raises(actions.NotOpenError):
        resume(open_(pausable=True), MONDAY, DUE)


def test_what_was_warned_of_before_a_pause_is_not_warned_of_again(open_):
    escalations = (Escalation(at=MONDAY + HOUR, to=LEADERS), Escalation(at=DUE, to=LEADERS))
    row = open_(pausable=True, warn_at=MONDAY + HOUR, escalations=escalations)
    actions.claim_check(obligation=row, now=MONDAY + HOUR)
    pause(row, MONDAY + 2 * HOUR)

    moved = tuple(Escalation(at=e.at + 3 * HOUR, to=e.to) for e in escalations)
    resumed = resume(
        row,
        MONDAY + 3 * HOUR,
        DUE + 3 * HOUR,
        new_warn_at=MONDAY + 4 * HOUR,
        new_escalations=moved,
    )

    kinds = [str(c.kind) for c in queries.checks_to_come(resumed)]
    assert sorted(kinds) == ["escalate", "lapse"]
    assert resumed.next_check_at == DUE + 3 * HOUR


def test_new_times_replace_the_old_ones_of_what_is_open(open_):
    row = open_(provisional=True, warn_at=DUE - HOUR)

    moved = actions.reschedule(
        obligation=row,
        at=MONDAY,
        due_at=DUE + 24 * HOUR,
        warn_at=DUE,
        steps=[Step("moved")],
        why="放假通知",
    )

    assert (moved.due_at, moved.next_check_at, moved.provisional) == (DUE + 24 * HOUR, DUE, False)
    assert [s["code"] for s in moved.steps] == ["moved"]
    last = queries.transitions_of(row.pk)[-1]
    assert (last.what, last.why) == ("rescheduled", "放假通知")


def test_new_times_do_not_start_a_paused_clock(open_):
    row = open_(pausable=True)
    pause(row, MONDAY + HOUR)

    moved = actions.reschedule(obligation=row, at=MONDAY + 2 * HOUR, due_at=DUE + HOUR)

    assert (moved.state, moved.next_check_at) == (State.PAUSED, None)


def test_what_lapsed_keeps_its_due_time(open_):
    row = open_()
    actions.claim_check(obligation=row, now=DUE + HOUR)

    with pytest.raises(actions.NotOpenError):
        actions.reschedule(obligation=row, at=DUE + HOUR, due_at=DUE + 2 * HOUR)


# ── the database keeps the promise ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"clause_address": ""},
        {"duty": ""},
        {"owed_by": ""},
        {"state": "asleep"},
        {"state": State.MET},
        {"state": State.PAUSED},
        {"ended_at": MONDAY},
        {"paused_at": MONDAY},
        {"state": State.MET, "ended_at": MONDAY},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(open_, changes):
    row = open_()

    with pytest.raises(IntegrityError), transaction.atomic():
        ObligationRow.objects.filter(pk=row.pk).update(**changes)


def test_what_was_met_can_be_sent_back_and_is_owed_again(open_):
    row = open_()
    met = actions.meet(obligation=row, fact_row=recorded(), at=DUE - 2 * HOUR)

    again = actions.reopen(obligation=met, fact_row=recorded(), why="不清楚", at=DUE - HOUR)

    assert (again.state, again.late, again.ended_at) == (State.OPEN, False, None)
    assert what(row) == ["opened", "met", "reopened"]
    assert queries.due_for_check(DUE + HOUR)


def test_sent_back_after_its_time_it_is_late(open_):
    row = open_()
    met = actions.meet(obligation=row, fact_row=recorded(), at=DUE - 2 * HOUR)

    again = actions.reopen(obligation=met, fact_row=recorded(), why="不清楚", at=DUE + HOUR)

    assert (again.state, again.late) == (State.LAPSED, True)


def test_nothing_is_sent_back_that_was_not_done(open_):
    with pytest.raises(actions.NotOpenError):
        actions.reopen(obligation=open_(), fact_row=recorded(), why="不清楚", at=DUE)


def test_what_is_owed_anew_is_not_sent_back_besides(open_):
    met = actions.meet(obligation=open_(once_key="k"), fact_row=recorded(), at=DUE - HOUR)
    open_(once_key="k", fact=recorded())

    with pytest.raises(actions.NotOpenError):
        actions.reopen(obligation=met, fact_row=recorded(), why="不清楚", at=DUE)
