"""What is new: mentions and followed matters, on the desk until one looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from shouwen.cases import actions, around, news
from shouwen.cases.gates import standing
from shouwen.cases.models import Mention
from tests.cases.conftest import TEN

LATER = TEN + timedelta(hours=1)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def lis(client, cast):
    client.force_login(cast.li)
    return client


def new_for(member):
    return news.news_for(standing(member, TEN.date()), LATER)


def note(case, cast, text="@李班长请看"):
    actions.add_note(case=case, text=text, actor=cast.wang, at=LATER, key="k")


def test_a_mention_is_new_until_its_reader_looks(case, cast, lis):
    for _ in range(2):
        note(case, cast)
    (row,) = new_for(cast.li)
    assert (row.number, row.who) == (case.number, "小王")
    assert new_for(cast.wang) == []
    card = lis.get(reverse("cases:news"), **HTMX).content.decode()
    assert "小王在备注中提到您" in card

    lis.get(reverse("cases:presence", args=[case.number]))

    assert new_for(cast.li) == []
    assert lis.get(reverse("cases:news"), **HTMX).content.decode().strip() == ""


def test_what_others_do_in_a_followed_case_is_new_and_what_one_does_is_not(case, cast):
    around.set_following(case, cast.li, TEN, follows=True)
    actions.reply(case=case, text="马上到", actor=cast.li, at=LATER)
    assert new_for(cast.li) == []

    actions.reply(case=case, text="到了", actor=cast.wang, at=LATER)
    actions.resolve(case=case, resolution="好了", actor=cast.wang, at=LATER)

    (row,) = new_for(cast.li)
    assert (row.what, row.more) == ("事项办结", 1)


def test_what_one_may_not_read_any_more_is_not_shown(case, cast):
    note(case, cast)
    Mention.objects.update(member=cast.zhao)

    assert new_for(cast.zhao) == []


def test_all_of_it_is_seen_at_once_without_script(case, cast, lis):
    note(case, cast)
    page = lis.get(reverse("cases:news")).content.decode()
    assert "全部标为已看" in page
    lis.post(reverse("cases:news_seen"))

    assert "没有新动态" in lis.get(reverse("cases:news")).content.decode()


def test_the_card_costs_the_same_for_one_and_for_many(case, cast, lis):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    note(case, cast)
    lis.get(reverse("cases:news"))
    with CaptureQueriesContext(connection) as one:
        lis.get(reverse("cases:news"))
    for number in range(6):
        other = actions.open_case(
            case_type="complaint", title=f"{number}", at=TEN, recorded_at=TEN, actor=cast.wang
        ).case
        around.set_following(other, cast.li, TEN, follows=True)
        actions.reply(case=other, text="好", actor=cast.wang, at=LATER)
    with CaptureQueriesContext(connection) as many:
        lis.get(reverse("cases:news"))

    assert len(many) == len(one)
