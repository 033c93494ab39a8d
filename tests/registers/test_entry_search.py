"""Entries of registers are found by number and by what they say, by whoever may open them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.registers import searching
from shouwen.search import actions as search
from shouwen.search.queries import Wanted, differences, find
from shouwen.search.sources import reader_of
from tests.cast import Cast
from tests.registers.conftest import signed_in
from tests.registers.test_registers import entered


@pytest.fixture
def he(store: object, cast: Cast) -> Client:
    """何经理, who sees every entry."""
    return signed_in(cast.he)


def found(member, text):
    now = timezone.now()
    hits = find(reader_of(member, now, ["entry"]), Wanted(text=text, kinds=("entry",))).hits
    shown = searching.shows(hits, member, now)
    return [shown[hit.about].note.split(" · ")[0] for hit in hits if hit.about in shown]


def test_an_entry_is_found_by_its_number_and_its_fields(he, cast):
    entered(he)
    entered(he, "t2", goods="氢氧化钠", remark="订单 DD-20261122-007")
    year = timezone.localdate().year

    assert found(cast.he, f"L{year}-002") == [f"L{year}-002"]
    assert found(cast.he, "盐酸") == [f"L{year}-001"]
    assert found(cast.he, "氢氧") == [f"L{year}-002"]
    assert found(cast.he, "DD-20261122-007") == [f"L{year}-002"]
    assert found(cast.he, "领用") == [f"L{year}-002", f"L{year}-001"]


def test_the_page_of_the_search_leads_to_the_entry(he, cast):
    address = entered(he)
    page = he.get("/search/", {"q": "盐酸"}).content.decode()

    assert "物品领用单" in page
    assert "/registers/store/drawing/" in page
    assert address


def test_who_may_not_open_an_entry_does_not_find_it(he, cast):
    entered(he)
    entered(he, "t2", person="wang", goods="酒精")

    assert found(cast.wang, "盐酸") == []
    assert len(found(cast.wang, "酒精")) == 1
    assert found(cast.zhang, "酒精") == []


def test_what_is_no_entry_is_not_in_the_index(he, cast):
    entered(he)

    assert searching.texts(["999999", "x"]) == []
    assert differences("entry") == ([], "")
    search.take_out([f"entry:{number}" for number in searching.keys("", 10)])
    assert found(cast.he, "盐酸") == []
    search.rebuild("entry")
    assert len(found(cast.he, "盐酸")) == 1


def test_looking_up_asks_no_more_for_many_entries(he, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    entered(he)
    found(cast.he, "盐酸")
    with CaptureQueriesContext(connection) as asked:
        found(cast.he, "盐酸")
    of_one = len(asked)
    for n in range(4):
        entered(he, f"m{n}")

    with django_assert_num_queries(of_one):
        assert len(found(cast.he, "盐酸")) == 5
