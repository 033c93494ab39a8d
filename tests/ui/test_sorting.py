"""Lists sorted by whoever reads them: headings that say how, pages that leave nothing out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from shouwen.people.models import Member
from shouwen.ui.sorting import DOWN, UP, Order, Sorting, Stage, heading, lines, rows

BY = Sorting(
    (
        Order("name", "Name", ("name", "pk")),
        Order("seen", "Seen", ("last_login", "pk"), first=DOWN, may_lack=True),
    ),
    default="-seen",
)


def drawn(source: str, address: str, language: str = "zh-hans") -> str:
    request = RequestFactory().get(address)
    with override(language):
        return Template("{% load shouwen %}" + source).render(
            Context({"request": request, "by": BY})
        )


@pytest.fixture
def five(db) -> None:
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    seen = [None, start, start, start - timedelta(days=1), None]
    for n, at in enumerate(seen):
        Member.objects.create(username=f"m{n}", name=f"n{n % 2}", last_login=at)


@pytest.mark.parametrize("order", ["name", "-name", "seen", "-seen", "none"])
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_the_pages_of_every_order_together_are_the_whole_list(five, order: str, limit: int):
    stages = BY.stages(order)
    whole, _end = rows(Member.objects.all(), stages, after="", limit=50)
    got, after = [], ""
    while True:
        page, after = lines(Member.objects.all(), ["pk"], stages, after=after, limit=limit)
        got += [pk for (pk,) in page]
        if not after:
            break

    assert got == [member.pk for member in whole]
    assert len(got) == len(set(got)) == 5
    if "seen" in order:
        assert [m.last_login is None for m in whole] == [False] * 3 + [True] * 2
    known = [getattr(m, "name" if "name" in order else "last_login") for m in whole]
    known = [value for value in known if value is not None]
    assert known == sorted(known, reverse=order in ("-name", "-seen", "none"))


@pytest.mark.parametrize("after", ["x", "W10", "W1tdXQ", "WyJuYW1lLHBrIiwwLHsidCI6MX0sMV0"])
def test_a_cursor_that_is_none_begins_the_list(five, after: str):
    page, _rest = rows(Member.objects.all(), BY.stages("name"), after=after, limit=9)

    assert len(page) == 5


def test_a_cursor_of_another_order_begins_the_list(five):
    _page, after = rows(Member.objects.all(), BY.stages("name"), after="", limit=2)

    assert len(rows(Member.objects.all(), BY.stages("-name"), after=after, limit=9)[0]) == 5
    assert len(rows(Member.objects.all(), [Stage(("last_login", "pk"))], after=after, limit=9)[0])


@pytest.mark.parametrize(
    ("query", "state", "following"),
    [("", DOWN, "name"), ("sort=name&after=x&q=1", UP, "-name"), ("sort=-name", DOWN, "name")],
)
def test_a_click_turns_the_list_and_keeps_the_filters(query: str, state: str, following: str):
    found = heading(QueryDict(query), "Name", up="name", down="-name", default="-name")
    onward = QueryDict(found.url.removeprefix("?"))

    assert found.state == state
    assert onward["sort"] == following
    assert "after" not in onward
    assert onward.get("q") == QueryDict(query).get("q")


def test_a_column_that_goes_one_way_stays_that_way():
    now = heading(QueryDict("order=due"), "Due", up="due", down=None, name="order")

    assert (now.state, QueryDict(now.url[1:])["order"]) == (UP, "due")


def test_a_heading_says_how_the_list_is_sorted():
    source = '{% sort_heading "编号" "number" "-number" %}'

    assert 'aria-sort="ascending"' in drawn(source, "/?sort=number")
    assert 'title="按编号降序排列"' in drawn(source, "/?sort=number")
    assert "aria-sort" not in drawn(source, "/?sort=name")
    assert "Sort by 编号, ascending" in drawn(source, "/", "en")
    assert drawn('{% sort_heading "编号" %}', "/").strip() == '<th scope="col">编号</th>'


def test_a_list_that_is_no_table_has_its_orders_above_it():
    bar = drawn("{% sort_bar by %}", "/?q=1")

    assert bar.count("<a ") == 2
    assert bar.count("aria-current") == 1
    assert "降序" in bar
    assert "q=1&amp;sort=name" in bar
    assert 'value="-name"' in drawn("{% kept_sort %}", "/?sort=-name")
    assert drawn("{% kept_sort %}", "/") == ""
