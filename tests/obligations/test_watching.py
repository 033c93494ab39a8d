"""The watcher warns, escalates and lapses, each once, however many there are."""

from __future__ import annotations

import time

import pytest
from django.db import transaction

from shouwen.obligations import actions, queries
from shouwen.obligations.models import State, Transition
from shouwen.policy.rulings import Escalation, Party
from tests.floors import HOUR, MONDAY, race, recorded

__all__ = ["race"]
pytestmark = pytest.mark.django_db

DUE = MONDAY + 10 * HOUR
LEADERS = Party("post", "team_leader")


def what(obligation):
    return [t.what for t in queries.transitions_of(obligation.pk)]


# ── watching ─────────────────────────────────────────────────────────────────────────────────


def test_warning_escalation_and_lapse_come_one_after_another(open_):
    row = open_(
        warn_at=MONDAY + 8 * HOUR,
        escalations=(
            Escalation(at=MONDAY + 9 * HOUR, to=LEADERS),
            Escalation(at=DUE + 2 * HOUR, to=Party("post", "manager")),
        ),
    )

    def check(hours):
        found = actions.claim_check(obligation=row, now=MONDAY + hours * HOUR)
        row.refresh_from_db()
        return [str(c.to or c.kind) for c in found], row.state, row.next_check_at

    later = DUE + 2 * HOUR
    assert check(7) == ([], "open", MONDAY + 8 * HOUR)
    assert check(8) == (["warn"], "open", MONDAY + 9 * HOUR)
    assert check(9) == (["post:team_leader"], "open", DUE)
    assert check(10) == ([], "open", DUE)
    assert check(11) == (["lapse"], "lapsed", later)
    assert check(12) == (["post:manager"], "lapsed", None)
    assert check(99) == ([], "lapsed", None)
    assert what(row) == ["opened", "warned", "escalated", "lapsed", "escalated"]


def test_a_watcher_that_slept_does_everything_at_once_in_order(open_):
    row = open_(
        warn_at=MONDAY + 8 * HOUR, escalations=(Escalation(at=MONDAY + 9 * HOUR, to=LEADERS),)
    )

    found = actions.claim_check(obligation=row, now=DUE + HOUR)

    assert [c.kind for c in found] == ["warn", "escalate", "lapse"]
    assert found[1].to == LEADERS


def test_a_lapse_remembers_the_fact_that_recorded_it(open_):
    row = open_()
    actions.claim_check(obligation=row, now=DUE + HOUR)
    fact = recorded("obligation_lapsed")

    actions.cite_lapse(obligation=row, fact_row=fact)

    assert queries.transitions_of(row.pk)[-1].fact_number == fact.number


def test_what_cannot_be_looked_at_is_pushed_back_and_found_again(open_):
    row = open_()
    actions.push_back(obligation=row, until=DUE + 5 * HOUR, fault="KeyError")

    assert queries.due_for_check(DUE + HOUR) == []
    assert [r.check_fault for r in queries.stuck()] == ["KeyError"]
    assert actions.claim_check(obligation=row, now=DUE + 5 * HOUR)
    assert queries.stuck() == []


def test_an_ended_obligation_is_not_pushed_back(open_):
    row = open_()
    actions.meet(obligation=row, fact_row=recorded(), at=MONDAY)

    actions.push_back(obligation=row, until=DUE)

    row.refresh_from_db()
    assert row.next_check_at is None


# ── races ────────────────────────────────────────────────────────────────────────────────────


def test_of_racing_watchers_exactly_one_lapses(open_, race):
    row = open_(escalations=(Escalation(at=DUE, to=LEADERS),))

    found = race([lambda: actions.claim_check(obligation=row, now=DUE + HOUR)] * 6)

    assert sorted(len(checks) for checks in found) == [0, 0, 0, 0, 0, 2]
    assert Transition.objects.filter(what="lapsed").count() == 1


def test_of_racing_openings_exactly_one_is_opened(open_, race):
    facts = [recorded() for _n in range(6)]

    opened = race([lambda f=f: open_(once_key="answer:T-1", fact=f) for f in facts])

    assert len([row for row in opened if row is not None]) == 1
    assert opened.count(None) == 5


def test_of_racing_endings_exactly_one_counts(open_, race):
    row, fact = open_(), recorded()

    ends = race([lambda: actions.meet(obligation=row, fact_row=fact, at=MONDAY)] * 4)

    lost = [e for e in ends if isinstance(e, actions.AlreadyEndedError)]
    assert len(lost) == 3
    assert what(row) == ["opened", "met"]


def test_a_watcher_and_a_writer_never_wait_for_each_other(open_, race):
    row = open_()
    fact = recorded()

    def watch():
        with transaction.atomic():
            actions.claim_check(obligation=row, now=DUE + HOUR)
            time.sleep(0.2)  # long enough for the other to hold what this one wants next
            return recorded("obligation_lapsed").number

    def write():
        with transaction.atomic():
            done = recorded("case_replied")
            time.sleep(0.2)
            actions.meet(obligation=row, fact_row=done, at=DUE - HOUR)
            return done.number

    numbers = race([watch, write])

    assert sorted(numbers) == [fact.number + 1, fact.number + 2]
    row.refresh_from_db()
    assert row.state == State.MET


def test_meeting_and_lapsing_at_once_leave_one_consistent_end(open_, race):
    row, fact = open_(), recorded()

    race(
        [
            lambda: actions.meet(obligation=row, fact_row=fact, at=DUE - HOUR),
            lambda: actions.claim_check(obligation=row, now=DUE + HOUR),
        ]
    )

    row.refresh_from_db()
    assert (row.state, row.late, row.next_check_at) == (State.MET, False, None)
    assert what(row) in (["opened", "met"], ["opened", "lapsed", "met"])
