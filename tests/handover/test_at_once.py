"""Two people sign at the same moment: everything changes hands once, and the log is whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shouwen.approvals.errors import AlreadyDecidedError, NotYourTurnError
from shouwen.approvals.queries import decisions_of, find
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.handover import actions, queries
from shouwen.handover.models import Handover
from shouwen.journal.verification import verify
from shouwen.obligations import queries as owed
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from shouwen.signoff.actions import decide
from tests.floors import Race, race
from tests.handover.conftest import ADOPTED, NOW, checked, complaint, drafted, duty_of, given
from tests.signoff.conftest import TEXT as SPENDING

__all__ = ["race"]


def attempt(do: Callable[[], object]) -> str:
    """Do it and say whether it went through."""
    try:
        do()
    except RefusedError:
        return "refused"
    return "done"


def test_the_incoming_signs_twice_at_once_and_everything_moves_once(race: Race, cast):
    complaint(cast.wang)
    duty = duty_of(cast.wang)
    made = checked(cast, given(cast))

    def sign() -> str:
        return attempt(
            lambda: actions.take(
                handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest
            )
        )

    race([sign] * 4)

    assert [t.what for t in owed.transitions_of(duty.id)] == ["opened", "handed_over"]
    kinds = [row.kind for row in queries.log_of(made.pk)]
    assert kinds == ["handover_given", "handover_taken"]
    assert verify() == []


def test_one_withdraws_while_the_other_signs_and_only_one_of_both_happens(race: Race, cast):
    duty = duty_of(cast.wang)
    made = checked(cast, given(cast))

    done = race(
        [
            lambda: attempt(
                lambda: actions.take(
                    handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest
                )
            ),
            lambda: attempt(
                lambda: actions.withdraw(
                    handover=made, sent=Sent.at_once(cast.wang, NOW), reason="改天"
                )
            ),
        ]
    )

    made.refresh_from_db()
    assert sorted(done) == ["done", "refused"]
    owner = owed.find(duty.id)
    assert owner is not None
    assert owner.owner == (cast.zhang if made.state == "taken" else cast.wang)
    assert len(queries.log_of(made.pk)) == 2


def test_the_outgoing_signs_twice_at_once_and_it_is_on_record_once(race: Race, cast):
    made = drafted(cast)

    race(
        [lambda: attempt(lambda: actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW)))]
        * 3
    )

    assert [row.kind for row in queries.log_of(made.pk)] == ["handover_given"]


def test_two_handovers_begun_at_once_are_one(race: Race, cast):
    def begin() -> str:
        return attempt(
            lambda: actions.begin(
                outgoing=cast.wang, incoming=cast.zhang, kind="shift_handed_over", at=NOW
            )
        )

    done = race([begin] * 3)

    assert sorted(done) == ["done", "refused", "refused"]
    assert Handover.objects.count() == 1


@pytest.fixture
def reward(cast):
    """张工 asks for a reward that a lead signs first."""
    regulations.adopt(text=SPENDING, file_name="spending.md", by=cast.he, at=ADOPTED)
    said = Fact(
        kind="saving_rewarded",
        about="member:wang",
        happened_at=NOW,
        details={"person": "wang", "amount": "300"},
        actor="zhang",
    )
    held = record_fact(said, actor=cast.zhang, recorded_at=NOW).held
    assert held is not None
    return held


def test_two_leads_decide_the_same_step_at_once_and_one_is_told(race: Race, cast, reward):
    def sign(member, verdict: str) -> str:
        request = find(reward.pk)
        assert request is not None
        try:
            sent = Sent.at_once(member, NOW)
            decide(request=request, verdict=verdict, comment="看过", tier=0, sent=sent)
        except (AlreadyDecidedError, NotYourTurnError):  # whichever is read first
            return "told"
        return verdict

    done = race([lambda: sign(cast.li, "granted"), lambda: sign(cast.zhao, "refused")])

    assert "told" in done
    assert len(decisions_of(reward.pk)) == 1
    assert verify() == []
