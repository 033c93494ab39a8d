"""What the department refuses, and with which words."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from shouwen.people import actions
from shouwen.people.models import Holding, Member, Reporting
from shouwen.people.refusals import RefusedError

DAY = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": "wang", "name": "另一个小王"}, "key"),
        ({"key": "小王", "name": "小王"}, "key"),
        ({"key": "sun", "name": "  "}, "name"),
        ({"key": "sun", "name": "孙", "email": "nowhere"}, "email"),
        ({"key": "sun", "name": "孙", "email": "WANG@example.com"}, "email"),
        ({"key": "sun", "name": "孙", "password": "12345678"}, "password"),
    ],
)
@pytest.mark.usefixtures("cast")
def test_a_member_is_refused_at_the_field_that_is_wrong(given, field):
    with pytest.raises(RefusedError) as refusal:
        actions.add_member(**given)

    assert refusal.value.field == field
    assert str(refusal.value)


def test_a_member_without_password_cannot_sign_in(cast):
    assert not cast.wang.has_usable_password()
    assert not cast.system.has_usable_password()


def test_the_house_itself_is_made_once(cast):
    assert actions.ensure_system_member() == cast.system
    assert Member.objects.filter(is_system=True).count() == 1


def test_the_same_post_is_not_held_twice_at_once(cast):
    with pytest.raises(RefusedError, match="already holds"), translation.override("en"):
        actions.appoint(member=cast.he, post=cast.posts["manager"], since=DAY)


def test_a_post_may_be_held_again_after_it_ended(cast):
    actions.end_holding(holding=cast.he.holdings.get(), until=DAY)

    actions.appoint(member=cast.he, post=cast.posts["manager"], since=DAY)

    assert cast.he.holdings.count() == 2


def test_an_ended_post_cannot_be_ended_again(cast):
    holding = cast.he.holdings.get()
    actions.end_holding(holding=holding, until=DAY)

    with pytest.raises(RefusedError):
        actions.end_holding(holding=holding, until=date(2024, 6, 1))


def test_nobody_can_be_above_themselves_even_through_others(cast):
    with pytest.raises(RefusedError):
        actions.set_superior(member=cast.he, superior=cast.wang, since=DAY)
    with pytest.raises(RefusedError):
        actions.set_superior(member=cast.he, superior=cast.he, since=DAY)


def test_nobody_stands_in_for_themselves_nor_does_the_house(cast):
    for substitute in (cast.wang, cast.system):
        with pytest.raises(RefusedError):
            actions.substitute(member=cast.wang, substitute=substitute, since=DAY)


def test_coming_back_ends_what_stands_and_drops_what_was_planned(cast):
    actions.substitute(member=cast.li, substitute=cast.zhao, since=date(2024, 5, 1))
    actions.substitute(member=cast.li, substitute=cast.zhao, since=date(2024, 9, 1))

    ended = actions.end_substitution(member=cast.li, on=DAY)

    assert ended == 2
    assert [s.until for s in cast.li.substitutions.all()] == [DAY]


def test_a_permission_nobody_knows_is_refused_with_the_known_ones(cast):
    with pytest.raises(RefusedError, match=r"cases\.work"):
        actions.grant(post=cast.posts["agent"], permission="everything")


def test_the_database_keeps_periods_and_lines_sound(cast):
    post = cast.posts["agent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(member=cast.wang, post=post, since=DAY, until=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reporting.objects.create(member=cast.wang, superior=cast.zhao, since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reporting.objects.create(member=cast.he, superior=cast.he, since=DAY)
