from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from shouwen.cases import actions
from shouwen.cases.assigning import best_for
from shouwen.enforcement.actions import record_fact
from shouwen.journal import queries as journal
from shouwen.people import actions as people
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from tests.cases.conftest import TEN


@pytest.fixture
def third(cast):
    chen = people.add_member(key="chen", name="小陈", email="chen@example.com")
    people.appoint(
        member=chen, post=cast.posts["agent"], team=cast.desk, since=TEN.date().replace(year=2024)
    )
    return chen


def opened(cast, by, category=None):
    return actions.open_case(
        case_type="complaint", title="噪音", category=category, at=TEN, recorded_at=TEN, actor=by
    ).case


def punched(member, kind, at):
    fact = Fact(
        kind=kind, about=f"member:{member.username}", happened_at=at,
        details={"person": member.username}, actor=member.username,
    )  # fmt: skip
    record_fact(fact, actor=member, recorded_at=at)


def test_whoever_has_the_least_in_hand_gets_it_and_the_fact_says_why(case, cast, third):
    opened(cast, cast.li)

    done = actions.assign_best(case=case, actor=cast.he, at=TEN)

    (fact,) = journal.facts_of_kind("case_assigned")
    assert done.case.handler == third
    assert fact.details["reason"] == best_reason(third, 0, 0)


def best_reason(member, known, in_hand):
    from shouwen.cases.assigning import Candidate

    return Candidate(member=member, on_duty=False, known=known, in_hand=in_hand).reason


def test_whoever_settled_such_matters_comes_first(case, cast, third, noise):
    settled = opened(cast, cast.li, noise)
    actions.resolve(case=settled, resolution="停", actor=cast.li, at=TEN)
    opened(cast, cast.li)

    best = best_for(case, TEN)

    assert (best.member, best.known, best.in_hand) == (cast.li, 1, 1)


def test_only_those_who_came_and_did_not_leave_are_asked(case, cast, third):
    opened(cast, cast.li)
    punched(cast.li, "clocked_in", TEN - timedelta(hours=1))
    assert best_for(case, TEN).member == cast.li

    punched(third, "clocked_in", TEN - timedelta(minutes=50))
    punched(cast.li, "clocked_out", TEN - timedelta(minutes=10))

    assert best_for(case, TEN).member == third


def test_whoever_is_stood_in_for_or_of_another_team_is_not_asked(case, cast, third):
    people.substitute(member=third, substitute=cast.wang, since=TEN.date())

    assert best_for(case, TEN).member == cast.li


def test_nobody_gets_more_than_the_house_says(case, cast, third, settings):
    settings.SHOUWEN_CAPACITY = 1
    for member in (cast.li, third):
        opened(cast, member)

    with pytest.raises(RefusedError):
        actions.assign_best(case=case, actor=cast.he, at=TEN)


def test_those_above_assign_with_one_click(case, cast, third, client):
    place = reverse("cases:step", args=[case.number, "assign-best"])
    client.force_login(cast.wang)
    refused = client.post(place, {"token": "a"})
    client.force_login(cast.he)
    client.post(place, {"token": "b"})

    case.refresh_from_db()
    assert refused.status_code == 403
    assert case.handler != cast.wang
