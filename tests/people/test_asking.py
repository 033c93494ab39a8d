"""Queries put together once find what queries put together anew would find."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.people.asking import Objects, Rows, Sums
from shouwen.people.models import Holding, Member
from shouwen.portal.models import Portal
from tests.cast import Cast


def test_rows_with_other_days_names_and_lists_are_those_of_a_new_query(cast: Cast) -> None:
    def build(since: date, keys: list[str], until: date | None) -> Any:
        found = Holding.objects.filter(since__lte=since, until=until, member__username__in=keys)
        return found.order_by("pk").values_list("member__username", "since", "post__key", "pk")

    kept, today = Rows(build), date(2026, 11, 22)
    asked = [
        (today, ["wang"], None),
        (today, ["li"], None),
        (today, ["li", "wang"], None),
        (today - timedelta(days=36_500), ["li", "wang"], None),
        (today, ["wang"], today),
        (today, [], None),
    ]

    assert [kept.ask(*each) for each in asked] == [list(build(*each)) for each in asked]
    assert kept.ask(today, ["wang"], None)


def test_objects_come_with_what_is_related_and_ask_no_more(cast: Cast) -> None:
    related = Holding.objects.select_related("team__department", "post")
    kept: Objects[Holding] = Objects(lambda key: related.filter(member__username=key))
    kept.ask("li")

    with CaptureQueriesContext(connection) as asked:
        (found,) = kept.ask("wang")
        told = (found.post.key, found.team.department.key if found.team else "")

    assert len(asked) == 1
    assert found == Holding.objects.get(member=cast.wang)
    assert told == ("agent", "customer_service")


def test_sums_are_those_of_a_new_query_at_another_moment(cast: Cast) -> None:
    def build(joined: datetime, active: int) -> Any:
        return Member.objects.aggregate(
            before=Count("pk", filter=Q(date_joined__lt=joined)),
            me=Count("pk", filter=Q(pk=active)),
        )

    kept, now = Sums(build), timezone.now()

    for moment, pk in ((now, 0), (now - timedelta(days=9_999), cast.li.pk)):
        assert kept.ask(moment, pk) == tuple(build(moment, pk).values())


@pytest.mark.usefixtures("db")
def test_a_value_that_the_query_changes_is_refused_and_not_kept_as_it_was() -> None:
    kept = Rows(lambda key: Member.objects.filter(username=f"m-{key}").values_list("pk"))

    with pytest.raises(TypeError, match="as they are"):
        kept.ask("wang")


@pytest.mark.usefixtures("db")
def test_a_small_column_is_refused_rather_than_nothing_found() -> None:
    Portal.objects.create(pk=1)
    kept = Rows(lambda pk: Portal.objects.filter(pk=pk).values_list("pk"))

    if connection.vendor == "sqlite":  # its columns take every number
        assert kept.ask(1) == [(1,)]
    else:
        with pytest.raises(TypeError, match="too small"):
            kept.ask(1)
