"""A form sent twice is one step, however much later the second one comes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.cases import actions
from shouwen.cases.actions import LostRaceError
from shouwen.cases.choices import State
from shouwen.journal.errors import IdempotencyConflictError
from shouwen.journal.queries import timeline
from tests.cases.conftest import TEN

LATER = TEN + timedelta(minutes=1)


def kinds(case):
    return [row.kind for row in timeline(case.about)]


def test_a_note_sent_twice_is_written_once(cast, case):
    for at in (TEN, LATER):
        done = actions.add_note(case=case, text="下午在家", actor=cast.wang, at=at, key="n1")

    assert done.outcome.repeated
    assert kinds(case) == ["case_opened", "case_noted"]


def test_a_resolution_sent_twice_is_no_lost_race(cast, case):
    for at in (TEN, LATER):
        done = actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=at, key="r1")

    assert done.outcome.repeated
    assert (done.case.state, done.case.resolved_at) == (State.RESOLVED, TEN)


def test_another_note_under_a_used_key_is_refused(cast, case):
    actions.add_note(case=case, text="下午在家", actor=cast.wang, at=TEN, key="n1")

    with pytest.raises(IdempotencyConflictError):
        actions.add_note(case=case, text="上午在家", actor=cast.wang, at=LATER, key="n1")


def test_a_second_resolution_under_another_key_loses_the_race(cast, case):
    actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN, key="r1")

    with pytest.raises(LostRaceError):
        actions.resolve(case=case, resolution="装修已停", actor=cast.li, at=LATER, key="r2")
