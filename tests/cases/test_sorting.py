"""The orders of a list: each row once in its place, whatever the length of a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.cases import actions, gates, kept_views, sorting, tallies
from shouwen.cases.models import Case
from shouwen.cases.queries import Filter, cases
from shouwen.customers import actions as customers
from shouwen.obligations.queries import soonest_about
from tests.api.conftest import program_of
from tests.cases.conftest import TEN

HOUR = timedelta(hours=1)


@pytest.fixture
def many(rules, cast):
    """Open cases of every kind: owed and not, graded and not, known customers and none."""
    people = [customers.add_customer(name=name, phone="", unit="", at=TEN) for name in "丙甲乙甲"]
    for n in range(14):
        actions.open_case(
            case_type="complaint" if n % 3 else "praise", title=f"事项 {n}",
            severity=("major", "general", "minor", "")[n % 4],
            customer=people[n % 5] if n % 5 < 4 else None,
            at=TEN + HOUR * (n // 2), recorded_at=TEN + 9 * HOUR, actor=cast.wang,
        )  # fmt: skip
    for n, priority in enumerate(("low", "urgent", "high", "urgent")):
        Case.objects.filter(title=f"事项 {3 * n}").update(priority=priority)
    tallies.rebuild()
    return cast


def listed(cast, order, limit, wanted=None):
    where = gates.standing(cast.he, TEN.date())
    found: list[Any] = []
    after = ""
    for _page in range(40):
        page = cases(
            where, wanted or Filter(), now=TEN + 10 * HOUR, after=after, limit=limit, order=order
        )
        found += page.rows
        after = page.after
        if not after:
            return found
    raise AssertionError(order)


@pytest.mark.parametrize("order", sorting.NAMES)
def test_every_row_comes_once_in_the_same_order_however_long_a_page_is(many, order):
    whole = [row.number for row in listed(many, order, 50)]

    assert sorted(whole) == sorted(Case.objects.values_list("number", flat=True))
    for limit in (1, 3, 7, 14):
        assert [row.number for row in listed(many, order, limit)] == whole


def test_what_is_due_soonest_comes_first_and_what_owes_nothing_last(many):
    rows = listed(many, "due", 4)
    owed = soonest_about(f"case:{row.number}" for row in rows)
    due = [owed[f"case:{row.number}"].due_at for row in rows if f"case:{row.number}" in owed]

    assert due == sorted(due, key=str)
    assert [row.due is None for row in rows] == sorted(row.due is None for row in rows)
    assert len(due) < len(rows)


def test_severity_number_and_customer_stand_in_their_order(many):
    grades = [row.severity for row in listed(many, "severity", 3)]
    numbers = [row.number for row in listed(many, "number", 3)]
    names = [row.customer for row in listed(many, "customer", 3)]

    assert grades == sorted(grades, key=["major", "general", "minor", ""].index)
    assert numbers == sorted(numbers)
    assert [row.number for row in listed(many, "latest-number", 5)] == numbers[::-1]
    assert names[-1] == ""
    known = [name for name in names if name]
    assert known == sorted(known)
    assert [bool(name) for name in names] == sorted((bool(n) for n in names), reverse=True)


def test_the_most_urgent_come_first_and_what_can_wait_last(many):
    ranks = [row.priority for row in listed(many, "priority", 3)]

    assert ranks == ["urgent", "urgent", "high", *[""] * 10, "low"]


@pytest.mark.parametrize(("asked", "n"), [("urgent", 2), ("high", 1), ("ordinary", 10)])
def test_page_view_api_and_file_are_narrowed_by_the_same_priority(many, client, asked, n):
    client.force_login(many.he)
    query = f"state=unsettled&priority={asked}"
    view = kept_views.keep_view(where=gates.standing(many.he, TEN.date()), name="先办", query=query)

    page = client.get(f"{reverse('cases:list')}?{query}&view={view.pk}")
    file = client.get(f"{reverse('cases:export', args=['csv'])}?{query}&col=number&col=priority")
    answer = program_of(many.he).get(f"/cases?state=unsettled&priority={asked}").json()

    rows = [row.number for row in page.context["page"].rows]
    lines = b"".join(file).decode("utf-8-sig").splitlines()[1:]
    assert len(rows) == n
    assert [row["number"] for row in answer["items"]] == rows
    assert [line.split(",")[0] for line in lines] == rows
    assert {tab["label"]: tab["count"] for tab in page.context["views"]} == {"先办": n}
    word = {"urgent": "紧急", "high": "高", "ordinary": ""}[asked]
    assert {line.split(",")[1] for line in lines} == {word}
    # Said in words beside the mark, so that it is not told by colour alone.
    assert page.content.decode().count("rank-") == (n if word else 0)


def test_a_heading_sorts_by_its_column_and_keeps_the_filters_and_the_view(many, client):
    client.force_login(many.he)
    where = gates.standing(many.he, TEN.date())
    query = "state=unsettled&col=number&col=opened&col=channel"
    view = kept_views.keep_view(where=where, name="先办", query=query)

    page = client.get(f"{reverse('cases:list')}?{kept_views.address_of(view)}&after=x")
    number, opened, channel = page.context["headings"]
    sorted_by_number = client.get(reverse("cases:list") + number.url)

    assert (opened.state, opened.url.split("&")[-1]) == ("descending", "order=oldest")
    assert not channel.url
    assert "after" not in number.url
    assert f"view={view.pk}" in number.url
    assert sorted_by_number.context["headings"][0].state == "ascending"
    assert 'aria-sort="ascending"><a class="sort-link"' in sorted_by_number.content.decode()
    rows = [row.number for row in sorted_by_number.context["page"].rows]
    assert rows == sorted(rows)
    # Kept under a name, the list comes back in this order.
    kept = kept_views.keep_view(where=where, name="按编号", query=sorted_by_number.context["here"])
    again = client.get(f"{reverse('cases:list')}?{kept_views.address_of(kept)}")
    assert [row.number for row in again.context["page"].rows] == rows


@pytest.mark.skipif(connection.vendor != "sqlite", reason="an empty table is read through there")
def test_the_urgent_are_found_along_the_index_of_the_few(db):
    found = Case.objects.filter(sorting.of_priority("urgent")).order_by("-opened_at", "-pk")

    assert "cases_by_priority" in found.explain()


def test_a_filter_narrows_every_order(many):
    wanted = Filter(severity="major", case_type="complaint")
    for order in sorting.NAMES:
        rows = listed(many, order, 2, wanted)
        assert {(row.severity, row.case_type) for row in rows} == {("major", "complaint")}
        assert len(rows) == len({row.number for row in rows})


@pytest.mark.parametrize("after", ["x", "bm8", "WzksMV0", "WzAsMV0", "1-2", "W10", "é", "W3t9XQ"])
def test_a_cursor_that_is_none_begins_the_list_anew(many, after):
    where = gates.standing(many.he, TEN.date())
    page = cases(where, Filter(), now=TEN, after=after, order="due")

    assert len(page.rows) == 14


@pytest.mark.parametrize("order", sorting.NAMES)
def test_a_page_asks_the_same_of_few_and_many(many, order):
    where = gates.standing(many.he, TEN.date())

    def asked(limit):
        with CaptureQueriesContext(connection) as queries:
            cases(where, Filter(), now=TEN, limit=limit, order=order)
        return len(queries)

    asked(2)
    # A page that is full asks only as many stages as it needed.
    assert asked(2) <= asked(13) <= asked(2) + 3


def test_page_file_and_api_take_the_order(many, client):
    client.force_login(many.he)
    page = client.get(reverse("cases:list"), {"state": "", "order": "number"})
    file = client.get(reverse("cases:export", args=["csv"]), {"state": "", "order": "number"})
    answer = program_of(many.he).get("/cases?sort=number&limit=5").json()
    further = program_of(many.he).get(f"/cases?sort=number&cursor={answer['next']}").json()

    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [row.number for row in page.context["page"].rows] == numbers
    text = b"".join(file).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == numbers
    assert [row["number"] for row in answer["items"] + further["items"]] == numbers
