"""A locked period takes no more entries; what comes late goes to the next one and says so."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.ledger import queries as ledger
from shouwen.ledger import settling
from shouwen.ledger.actions import Transfer
from shouwen.ledger.settling import State
from shouwen.pay import actions
from shouwen.people.refusals import RefusedError
from tests.desk.conftest import record, rules
from tests.enforcement.conftest import at, fact

__all__ = ["record", "rules"]
pytestmark = pytest.mark.usefixtures("rules")
STEPS = (State.CALCULATED, State.REVIEWED, State.APPROVED, State.LOCKED, State.PAID)


@pytest.fixture
def settle(cast):
    """Take March one step on."""

    def _settle(to, when="2024-04-02 10:00", **more):
        return actions.settle(
            name=more.pop("name", "2024-03"), to=to, sent=Sent.at_once(cast.he, at(when)), **more
        )

    return _settle


@pytest.fixture
def praised(record):
    """小王 is praised for 300 yuan in March."""
    return record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")


@pytest.fixture
def late(cast):
    """Record on 3 April that 小王 was praised on 20 March."""

    def _late():
        told = fact("praised", "2024-03-20 10:00", "member:wang", person="wang", amount="250")
        return record_fact(told, actor=cast.li, recorded_at=at("2024-04-03 09:00"))

    return _late


def _locked(settle):
    for step in STEPS[:4]:
        settle(step)


def _of(period, member):
    return [(line.amount.value, line.late_for) for line in ledger.statement(member, period)]


def test_the_steps_are_taken_in_order_and_each_is_a_fact(praised, settle):
    for step in STEPS:
        outcome = settle(step)
        assert outcome.fact.details["entries"] == "1"
        assert settling.state_of("2024-03") == step


def test_no_step_is_left_out(praised, settle):
    settle(State.CALCULATED)
    with pytest.raises(RefusedError, match="已有变化"):
        settle(State.LOCKED)
    assert settling.state_of("2024-03") == State.CALCULATED


def test_a_month_that_is_not_over_is_not_settled(praised, settle):
    with pytest.raises(RefusedError, match="尚未结束"):
        settle(State.CALCULATED, "2024-03-31 23:00")


def test_a_late_fact_goes_to_the_next_open_month_and_says_for_which(
    cast, praised, settle, late
):  # fmt: skip
    _locked(settle)
    before = _of("2024-03", cast.wang)
    outcome = late()
    assert _of("2024-03", cast.wang) == before
    assert _of("2024-04", cast.wang) == [(250, "2024-03")]
    assert [moved.late_for for moved in outcome.moved] == ["2024-03"]


def test_taking_back_what_was_locked_is_a_line_of_the_next_month(cast, praised, settle):
    _locked(settle)
    correct_fact(
        number=praised.fact.number, reason="记错了", actor=cast.he, at=at("2024-04-03 09:00")
    )
    assert _of("2024-03", cast.wang) == [(300, "")]
    assert _of("2024-04", cast.wang) == [(-300, "")]


def test_entries_after_the_calculation_send_it_back(praised, settle, late):
    settle(State.CALCULATED)
    late()
    with pytest.raises(RefusedError, match="又有新增明细"):
        settle(State.REVIEWED)
    settle(State.OPEN, reason="漏了一笔")
    assert settle(State.CALCULATED).fact.details["entries"] == "2"


def test_what_is_locked_is_not_sent_back(praised, settle):
    _locked(settle)
    with pytest.raises(RefusedError, match="尚未锁定"):
        settle(State.OPEN, reason="再看看")


def test_the_same_form_twice_is_one_step(cast, praised):
    sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
    first = actions.settle(name="2024-03", to=State.CALCULATED, sent=sent)
    again = actions.settle(name="2024-03", to=State.CALCULATED, sent=sent)
    assert again.fact == first.fact
    assert again.repeated


def test_a_locked_quarter_takes_no_more_but_its_open_months_do(praised, settle):
    for step in STEPS[:4]:
        settle(step, name="2024-Q1")
    now = at("2024-04-03 09:00")
    assert settling.place_of("2024-03", "2024-Q1", now) == settling.Place(
        period="2024-03", settled_in="2024-Q2", late_for="2024-Q1"
    )
    assert settling.place_of("2024-03", "", now).late_for == ""
    _locked(settle)
    assert settling.place_of("2024-03", "", now) == settling.Place(
        period="2024-04", settled_in="", late_for="2024-03"
    )


def test_booking_in_the_month_that_runs_asks_nothing_of_settlements(
    praised, django_assert_num_queries
):  # fmt: skip
    with django_assert_num_queries(0):
        settling.place_of("2024-03", "", at("2024-03-20 10:00"))
    assert Transfer.objects.count() == 1
