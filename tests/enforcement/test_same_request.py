"""A request that comes twice, at once or again, leads to one fact or one question for approval."""

from __future__ import annotations

import pytest

from shouwen.approvals.queries import requests_about
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.journal.actions import IdempotencyConflictError
from shouwen.journal.queries import timeline
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.floors import Race, race

__all__ = ["race"]

REWARD = {"person": "zhang", "amount": "300"}


def reward(cast: Cast, *, minutes: int = 0, amount: str = "300"):
    said = fact(
        "saving_rewarded", "2024-03-04 10:00", "member:zhang", **{**REWARD, "amount": amount}
    )
    asked_at = at(f"2024-03-04 10:{minutes:02}")
    return record_fact(said, actor=cast.zhang, recorded_at=asked_at, idempotency_key="reward-1")


def asked() -> list[str]:
    return [row.kind for row in timeline("member:zhang")]


@pytest.mark.usefixtures("rules")
def test_two_same_requests_at_once_record_one_fact(race: Race, cast: Cast) -> None:
    said = fact("case_opened", "2024-03-04 10:00", case_type="complaint", severity="major")

    def send():
        return record_fact(
            said, actor=cast.li, recorded_at=at("2024-03-04 10:00"), idempotency_key="k1"
        )

    outcomes = race([send] * 4)

    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
    assert len({outcome.row.number for outcome in outcomes}) == 1
    assert len(timeline("case:T-1")) == 1


@pytest.mark.usefixtures("rules")
def test_two_same_requests_at_once_ask_for_one_approval(race: Race, cast: Cast) -> None:
    outcomes = race([lambda: reward(cast)] * 4)

    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
    assert len({outcome.held.pk for outcome in outcomes}) == 1
    assert len(requests_about("member:zhang")) == 1


@pytest.mark.usefixtures("rules")
def test_a_request_sent_again_later_waits_for_the_same_signatures(cast: Cast) -> None:
    first = reward(cast)

    again = reward(cast, minutes=5)

    assert again.repeated
    assert again.held == first.held
    assert asked() == ["approval_requested"]


@pytest.mark.usefixtures("rules")
def test_a_request_sent_again_after_it_was_granted_records_nothing_more(cast: Cast) -> None:
    held = reward(cast).held
    for member in (cast.li, cast.he):
        decide_request(request=held, member=member, verdict="granted", at=at("2024-03-04 11:00"))
    before = asked()

    again = reward(cast, minutes=5)

    assert again.repeated
    assert again.held.state == "granted"
    assert asked() == before


@pytest.mark.usefixtures("rules")
def test_another_request_under_the_key_of_one_that_waits_is_refused(cast: Cast) -> None:
    reward(cast)

    with pytest.raises(IdempotencyConflictError, match="reward-1"):
        reward(cast, amount="400")
