"""Who held which post, answered to whom and might do what."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.people import actions, queries

DAY = date(2024, 5, 6)
NEXT = date(2024, 5, 7)


def test_a_post_is_held_from_its_first_day_until_the_day_it_ends(cast):
    holding = cast.wang.holdings.get()

    actions.end_holding(holding=holding, until=NEXT)

    assert queries.posts_of("wang", date(2023, 12, 31)) == frozenset()
    assert queries.posts_of("wang", date(2024, 1, 1)) == {"agent"}
    assert queries.posts_of("wang", DAY) == {"agent"}
    assert queries.posts_of("wang", NEXT) == frozenset()


def test_holders_of_a_post_may_be_asked_for_one_team(cast):
    assert queries.holders_of("team_leader", DAY) == [cast.li, cast.zhao]
    assert queries.holders_of("team_leader", DAY, team=cast.field) == [cast.zhao]


def test_who_left_holds_nothing_and_stands_in_for_nobody(cast):
    actions.substitute(member=cast.li, substitute=cast.zhao, since=DAY)

    actions.close_account(member=cast.zhao, on=NEXT)

    assert queries.holders_of("team_leader", NEXT) == [cast.li]
    assert queries.substitutes_for(cast.li, NEXT) == []


def test_the_superior_is_the_one_of_that_day(cast):
    actions.set_superior(member=cast.wang, superior=cast.zhao, since=NEXT)

    assert queries.superior_of("wang", DAY) == cast.li
    assert queries.superior_of("wang", NEXT) == cast.zhao
    assert queries.superior_of("he", DAY) is None


def test_a_manager_leads_through_others(cast):
    assert queries.leads(cast.he, cast.wang, DAY)
    assert not queries.leads(cast.zhao, cast.wang, DAY)
    assert not queries.leads(cast.wang, cast.li, DAY)


def test_a_substitute_stands_in_only_while_it_lasts(cast):
    actions.substitute(member=cast.li, substitute=cast.zhao, since=DAY, until=NEXT)

    assert queries.substitutes_for(cast.li, DAY) == [cast.zhao]
    assert queries.substituted_by(cast.zhao, DAY) == [cast.li]
    assert queries.substitutes_for(cast.li, NEXT) == []


def test_a_permission_comes_with_the_post_of_that_day(cast):
    actions.end_holding(holding=cast.he.holdings.get(), until=NEXT)

    assert queries.may(cast.he, "regulations.adopt", DAY)
    assert not queries.may(cast.he, "regulations.adopt", NEXT)
    assert not queries.may(cast.zhao, "regulations.adopt", DAY)


@pytest.mark.django_db
def test_an_administrator_may_everything_until_the_account_is_closed():
    root = actions.add_administrator(
        key="root", name="管理员", email="root@example.com", password="wide-Awake-42"
    )
    assert queries.may(root, "people.manage", DAY)

    actions.close_account(member=root, on=DAY)
    root.refresh_from_db()

    assert not queries.may(root, "people.manage", DAY)


def test_the_team_is_that_of_the_post_taken_up_last(cast):
    actions.appoint(member=cast.wang, post=cast.posts["agent"], team=cast.field, since=DAY)

    assert queries.team_of(cast.wang, date(2024, 5, 5)) == cast.desk
    assert queries.team_of(cast.wang, DAY) == cast.field
    assert queries.team_of(cast.he, DAY) is None


def test_a_department_is_everybody_in_its_teams(cast):
    members = queries.members_of_department("customer_service", DAY)

    assert members == [cast.wang, cast.li, cast.zhao, cast.zhang]


@pytest.mark.parametrize("extra", [0, 20])
def test_the_directory_costs_five_queries(cast, django_assert_num_queries, extra):
    for number in range(extra):
        member = actions.add_member(key=f"m{number}", name=f"员工{number}")
        actions.appoint(
            member=member, post=cast.posts["agent"], team=cast.desk, since=date(2024, 1, 1)
        )

    with django_assert_num_queries(5):
        teams = queries.directory(DAY)

    assert [team.name for team in teams] == ["坐席一班", "外勤班", ""]
    assert len(teams[0].people) == 2 + extra
