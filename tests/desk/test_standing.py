"""A standing asked in one query says what the single questions say."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.approvals import parties
from shouwen.people import actions, queries
from shouwen.people.standing import below_each, standing_of

DAY = date(2024, 3, 4)


@pytest.mark.parametrize("who", ["wang", "li", "zhao", "he", "zhang", "system"])
def test_posts_permissions_reports_and_team_are_those_of_the_day(cast, who):
    member = getattr(cast, who)

    found = standing_of(member, DAY)

    team = queries.team_of(member, DAY)
    assert set(found.own.posts) == queries.posts_of(member.username, DAY)
    assert found.permissions == queries.permissions_of(member, DAY)
    assert [r.pk for r in found.own.reports] == [m.pk for m in queries.reports_of(member, DAY)]
    assert found.own.team_key == (team.key if team else "")


def test_a_substitute_signs_as_whoever_is_away(cast):
    actions.substitute(member=cast.he, substitute=cast.li, since=DAY, until=date(2024, 3, 8))

    found = parties.signers_at(cast.li, standing_of(cast.li, DAY))

    assert found == parties.signers_for(cast.li, DAY)
    assert [signer.member for signer in found] == [cast.li, cast.he]


def test_before_joining_nobody_stands_anywhere(cast):
    found = standing_of(cast.wang, date(2023, 12, 31))

    assert (found.own.posts, found.permissions, found.own.reports) == ({}, frozenset(), ())


def test_who_left_may_do_nothing_and_an_administrator_everything(cast):
    cast.he.is_active = False
    cast.wang.is_superuser = True

    assert standing_of(cast.he, DAY).permissions == frozenset()
    assert standing_of(cast.wang, DAY).permissions == queries.permissions_of(cast.wang, DAY)


def test_a_standing_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        standing_of(cast.he, DAY)


def test_everybody_below_a_report_counts_with_them(cast):
    found = below_each([cast.li.pk, cast.zhang.pk], DAY)

    assert found == {
        cast.li.pk: frozenset({cast.li.pk, cast.wang.pk}),
        cast.zhang.pk: frozenset({cast.zhang.pk}),
    }
