"""Every list that can be sorted: each order on the page and for programs, complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.customers import actions as customers
from shouwen.customers import queries as customer_queries
from shouwen.handover import queries as handovers
from shouwen.handover.models import Handover
from shouwen.office.models import Meeting, Notice, Sheet
from shouwen.office.queries import meetings, notices, sheets
from shouwen.people.models import Member
from shouwen.ui.sorting import Sorting
from tests.api.conftest import program_of
from tests.cast import Cast

NOW = timezone.now().replace(microsecond=0)
MANY = 5


def some_customers(cast: Cast) -> None:
    for n in range(MANY):
        customers.add_customer(name=f"客户{n * 3 % MANY}", at=NOW, actor=cast.he)


def some_handovers(cast: Cast) -> None:
    pairs = [(cast.he, cast.wang), (cast.li, cast.zhao), (cast.zhao, cast.he)]
    Handover.objects.bulk_create(
        Handover(
            outgoing=pairs[n % 3][0], incoming=pairs[n % 3][1], kind="shift_handed_over",
            state="withdrawn", opened_at=NOW, ended_at=NOW - timedelta(hours=n * 3 % MANY),
        )
        for n in range(MANY)
    )  # fmt: skip


def some_meetings(cast: Cast) -> None:
    Meeting.objects.bulk_create(
        Meeting(
            about=f"meeting:{n}", title=f"例会{n * 3 % MANY}", chair=cast.he,
            begins_at=NOW + timedelta(days=n % 2), recorder=cast.he, called_by=cast.he,
            called_at=NOW,
        )
        for n in range(MANY)
    )  # fmt: skip


def some_notices(cast: Cast) -> None:
    for n in range(MANY):
        notice = Notice.objects.create(
            about=f"notice:{n}", title=f"通知{n * 3 % MANY}", text="停水",
            issued_by=cast.he, issued_at=NOW, valid_from=date(2026, 1, 1 + n % 2),
            must_confirm=bool(n % 2), confirm_by=NOW + timedelta(days=n) if n % 2 else None,
        )  # fmt: skip
        notice.audience.create(party="everybody")


def some_sheets(cast: Cast) -> None:
    Sheet.objects.bulk_create(
        Sheet(
            about=f"sheet:{n}", sort="report", title=f"周报{n}", author=cast.he, begun_at=NOW,
            since=date(2026, 1, 5 * (n % 3) + 1), until=date(2026, 1, 31), state="draft",
        )
        for n in range(MANY)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: what fills it, its page, its links, its address for programs."""

    fill: Callable[[Cast], None]
    by: Sorting
    page: str
    link: str
    api: str = ""
    name: str = "sort"


LISTS = {
    "customers": Listed(
        some_customers, customer_queries.SORTING, "/customers/", r"/customers/(\d+)/", "/customers"
    ),
    "handovers": Listed(
        some_handovers, handovers.SORTING, "/handover/", r"/handover/(\d+)/", "/handovers"
    ),
    "meetings": Listed(
        some_meetings, meetings.SORTING, "/office/meetings/", r"/office/meetings/(\d+)/",
        "/office/meetings",
    ),
    "notices": Listed(
        some_notices, notices.SORTING, "/office/notices/", r"/office/notices/(\d+)/",
        "/office/notices",
    ),
    "sheets": Listed(
        some_sheets, sheets.SORTING, "/office/reports/", r"/office/reports/(\d+)/", name="order"
    ),
}  # fmt: skip


def numbers(text: str, link: str) -> list[int]:
    return list(dict.fromkeys(int(n) for n in re.findall(f'href="{link}"', text)))


@pytest.mark.once
@pytest.mark.parametrize("name", LISTS)
def test_every_order_is_whole_on_the_page_and_for_programs(cast: Cast, client: Client, name: str):
    one = LISTS[name]
    one.fill(cast)
    client.force_login(cast.he)
    whole = numbers(client.get(one.page).content.decode(), one.link)
    assert len(whole) == MANY
    for order in one.by.names:
        text = client.get(one.page, {one.name: order}).content.decode()
        shown = numbers(text, one.link)
        assert sorted(shown) == sorted(whole), order
        assert text.count('aria-current="true"') >= 1
        other = order[1:] if order.startswith("-") else f"-{order}"
        assert f"{one.name}={other}" in unescape(text)
        if one.api:
            told = program_of(cast.he).get(f"{one.api}?sort={order}").json()["items"]
            assert [row["id"] for row in told] == shown, order
    default = client.get(one.page, {one.name: one.by.default}).content.decode()
    assert numbers(default, one.link) == whole
    assert client.get(one.page, {one.name: "nothing", "after": "x"}).status_code == 200


@pytest.mark.once
def test_the_headings_speak_the_readers_language(cast: Cast, client: Client):
    some_customers(cast)
    client.force_login(cast.he)
    assert "按登记时间升序排列" in client.get("/customers/").content.decode()
    Member.objects.filter(pk=cast.he.pk).update(language="en")
    assert "Sort by Added, ascending" in client.get("/customers/").content.decode()


def test_a_covered_name_does_not_tell_its_place(cast: Cast):
    for name, secrecy in (("乙", "ordinary"), ("甲", "secret"), ("丙", "ordinary"), ("丁", "top")):
        customers.add_customer(name=name, secrecy=secrecy, at=NOW, actor=cast.he)
    levels = [row.secrecy for row in customer_queries.customers(sort="name").rows]
    down = [row.secrecy for row in customer_queries.customers(sort="-name").rows]

    assert levels == down == ["ordinary", "ordinary", "top", "secret"]


def test_customers_are_narrowed_by_kind_and_class(cast: Cast, client: Client):
    customers.add_customer(name="甲", at=NOW, actor=cast.he)
    firm = customers.add_customer(name="乙", kind="company", grade="vip", at=NOW, actor=cast.he)
    client.force_login(cast.he)

    for query in ("kind=company", "grade=vip", "kind=company&grade=vip"):
        page = client.get(f"/customers/?{query}").content.decode()
        told = program_of(cast.he).get(f"/customers?{query}").json()["items"]
        assert numbers(page, r"/customers/(\d+)/") == [firm.pk] == [row["id"] for row in told]
