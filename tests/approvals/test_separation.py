"""Who may not sign, and who signs for whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from shouwen.approvals import actions, queries
from shouwen.approvals.models import State
from shouwen.people import actions as people
from shouwen.policy.rulings import Party
from tests.floors import MONDAY, race

__all__ = ["race"]
pytestmark = pytest.mark.django_db

ON = timezone.localdate(MONDAY)
LEADER, MANAGER = Party("post", "team_leader"), Party("post", "manager")


def sign(request, who, verdict="granted", **given):
    return actions.decide(
        request=request, member=who, verdict=verdict, **{"comment": "已核对", "at": MONDAY, **given}
    )


def waiting(who, on=ON):
    return [row.id for row in queries.waiting_for(who, on)]


# ── separation of duties ─────────────────────────────────────────────────────────────────────


def test_the_proposer_never_signs(cast, ask):
    request = ask([LEADER], proposer=cast.li)

    with pytest.raises(actions.SeparationError):
        sign(request, cast.li)
    assert waiting(cast.li) == []
    assert waiting(cast.zhao) == [request.pk]


def test_whom_the_clause_keeps_apart_does_not_sign(cast, ask):
    request = ask([LEADER], barred=("zhao",))

    with pytest.raises(actions.SeparationError):
        sign(request, cast.zhao)
    assert waiting(cast.zhao) == []
    assert sign(request, cast.li).state == State.GRANTED


def test_nobody_signs_two_tiers(cast, ask):
    request = ask([LEADER], [LEADER])
    sign(request, cast.li)

    with pytest.raises(actions.SeparationError):
        sign(request, cast.li)
    assert waiting(cast.li) == []
    assert waiting(cast.zhao) == [request.pk]


def test_a_rule_may_let_the_same_person_sign_again(cast, ask):
    request = ask([LEADER], [LEADER], signers_may_repeat=True)
    sign(request, cast.li)

    assert waiting(cast.li) == [request.pk]
    assert sign(request, cast.li).state == State.GRANTED


# ── substitutes ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def zhang_for_he(cast):
    people.substitute(
        member=cast.he, substitute=cast.zhang, since=date(2024, 5, 1), until=date(2024, 5, 10)
    )


@pytest.mark.usefixtures("zhang_for_he")
def test_a_substitute_signs_in_the_name_of_the_absent(cast, ask):
    request = ask([MANAGER])
    (row,) = queries.waiting_for(cast.zhang, ON)

    granted = sign(request, cast.zhang, acting_for=cast.he)

    (decision,) = queries.decisions_of(request.pk)
    assert (row.acting_for_key, row.acting_for_name) == ("he", "何经理")
    assert granted.state == State.GRANTED
    assert (decision.member_key, decision.acting_for_key) == ("zhang", "he")


@pytest.mark.usefixtures("zhang_for_he")
def test_a_substitute_says_for_whom(cast, ask):
    with pytest.raises(actions.NotYourTurnError):
        sign(ask([MANAGER]), cast.zhang)


@pytest.mark.usefixtures("zhang_for_he")
def test_nobody_stands_in_outside_the_period_or_for_others(cast, ask):
    request = ask([MANAGER])

    with pytest.raises(actions.NotYourTurnError):
        sign(request, cast.zhang, acting_for=cast.he, at=MONDAY.replace(day=10))
    with pytest.raises(actions.NotYourTurnError):
        sign(request, cast.zhao, acting_for=cast.he)
    assert waiting(cast.zhang, date(2024, 5, 10)) == []


@pytest.mark.usefixtures("zhang_for_he")
def test_a_substitute_cannot_sign_what_either_of_the_two_may_not(cast, ask):
    proposed_by_zhang = ask([MANAGER], proposer=cast.zhang)
    about_he = ask([MANAGER], barred=("he",))

    for request in (proposed_by_zhang, about_he):
        with pytest.raises(actions.SeparationError):
            sign(request, cast.zhang, acting_for=cast.he)
    assert waiting(cast.zhang) == []


@pytest.mark.usefixtures("zhang_for_he")
def test_signing_for_somebody_counts_as_both_having_signed(cast, ask):
    request = ask([MANAGER], [MANAGER, Party("member", "zhang")])
    sign(request, cast.zhang, acting_for=cast.he)

    for who in (cast.he, cast.zhang):
        with pytest.raises(actions.SeparationError):
            sign(request, who)
    assert waiting(cast.he) == []


def test_acting_for_oneself_is_signing(cast, ask):
    request = ask([LEADER])

    sign(request, cast.li, acting_for=cast.li)

    assert queries.decisions_of(request.pk)[0].acting_for_key == ""


def test_an_override_signs_out_of_turn_but_not_ones_own_proposal(cast, ask):
    request, own = ask([MANAGER]), ask([MANAGER], proposer=cast.zhao)

    assert sign(request, cast.zhao, override=True, comment="经理出差").state == State.GRANTED
    assert queries.decisions_of(request.pk)[0].override
    with pytest.raises(actions.SeparationError):
        sign(own, cast.zhao, override=True)
    with pytest.raises(actions.ReasonMissingError):
        sign(own, cast.li, override=True, comment="")
