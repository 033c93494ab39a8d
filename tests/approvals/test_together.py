"""Some sign together, some in person, and silence may count as consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from shouwen.approvals import actions, queries
from shouwen.approvals.models import RequestParty, State
from shouwen.people import actions as people
from shouwen.policy.rulings import Party, Tier
from tests.floors import MONDAY

pytestmark = pytest.mark.django_db

ON = timezone.localdate(MONDAY)
LEADER, MANAGER = Party("post", "team_leader"), Party("post", "manager")
ENGINEER = Party("post", "service_engineer")
TOGETHER = Tier(any_of=(LEADER, ENGINEER), joint=True)
IN_PERSON = Tier(any_of=(MANAGER,), in_person=True)


def sign(request, who, verdict="granted", **given):
    return actions.decide(
        request=request, member=who, verdict=verdict, **{"comment": "已核对", "at": MONDAY, **given}
    )


def waiting(who):
    return [row.id for row in queries.waiting_for(who, ON)]


@pytest.mark.parametrize("first", ["li", "zhang"])
def test_all_of_a_tier_sign_in_any_order(cast, ask, first):
    request = ask(tiers=(TOGETHER, Tier(any_of=(MANAGER,))))
    one, other = (cast.li, cast.zhang) if first == "li" else (cast.zhang, cast.li)

    once = sign(request, one)
    assert (once.state, once.tier) == (State.WAITING, 0)
    assert (waiting(one), waiting(other)) == ([], [request.pk])
    twice = sign(request, other)

    assert (twice.state, twice.tier) == (State.WAITING, 1)
    assert waiting(cast.he) == [request.pk]


def test_one_of_several_who_sign_together_may_refuse_it_for_all(cast, ask):
    request = ask(tiers=(TOGETHER,))
    sign(request, cast.li)

    refused = sign(request, cast.zhang, "refused")

    assert refused.state == State.REFUSED
    assert not RequestParty.objects.exists()


def test_nobody_signs_twice_for_several_who_sign_together(cast, ask):
    request = ask(tiers=(TOGETHER,))
    sign(request, cast.li)

    with pytest.raises(actions.NotYourTurnError):
        sign(request, cast.li)


def test_of_two_holders_of_a_post_one_signs(cast, ask):
    request = ask(tiers=(TOGETHER,))
    sign(request, cast.li)

    with pytest.raises(actions.NotYourTurnError):
        sign(request, cast.zhao)


def test_an_override_signs_for_all_who_are_left(cast, ask):
    request = ask(tiers=(TOGETHER,))
    sign(request, cast.li)

    assert sign(request, cast.he, override=True).state == State.GRANTED


@pytest.fixture
def away(cast):
    """Let 张工 stand in for 何经理."""
    people.substitute(
        member=cast.he, substitute=cast.zhang, since=date(2024, 1, 1), until=date(2027, 12, 31)
    )


@pytest.mark.usefixtures("away")
def test_who_has_to_sign_in_person_has_no_substitute(cast, ask):
    request = ask(tiers=(IN_PERSON,))

    assert waiting(cast.zhang) == []
    assert queries.may_decide(request, cast.zhang, ON) == []
    with pytest.raises(actions.NotYourTurnError, match=r"本人|in person"):
        sign(request, cast.zhang, acting_for=cast.he)
    assert sign(request, cast.he).state == State.GRANTED


@pytest.mark.usefixtures("away")
def test_only_the_tier_that_says_so_is_in_person(cast, ask):
    request = ask(tiers=(Tier(any_of=(LEADER,)), IN_PERSON, Tier(any_of=(MANAGER,))))

    assert not request.in_person
    assert sign(request, cast.li).in_person
    assert waiting(cast.zhang) == []


def test_silence_counts_as_consent_where_the_clause_says_so(ask):
    request = ask(expires_at=MONDAY, consent=True)

    granted = actions.expire(request=request, at=MONDAY + timedelta(minutes=1))

    assert granted.state == State.GRANTED
