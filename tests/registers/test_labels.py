"""Labels with codes: for entries and for the items of a stock, and where a scan leads."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.enforcement.test_stocks import adopt
from tests.registers.conftest import signed_in
from tests.registers.test_stock_pages import HOME, buy, take

BOUGHT = f"{HOME}bought/"


@pytest.fixture
def li(cast: Cast) -> Client:
    adopt(cast)
    return signed_in(cast.li)


@pytest.fixture
def outsider(cast: Cast) -> Client:
    """Somebody who fills in forms, and whom no entry here concerns."""
    return signed_in(cast.zhang)


def labels_in(page: str) -> list[str]:
    """Return what stands on each label in bold."""
    return re.findall(r'<li class="label">.*?<b>(.*?)</b>', page, re.DOTALL)


def test_each_entry_that_stands_has_a_label_and_one_can_be_had_alone(li):
    first = buy(li, "酒精", 10, "a").headers["Location"]
    buy(li, "盐酸", 5, "b")
    number = first.rstrip("/").rpartition("/")[2]

    assert labels_in(li.get(f"{BOUGHT}labels/").text) == ["盐酸", "酒精"]
    assert labels_in(li.get(f"{BOUGHT}labels/?entry={number}").text) == ["酒精"]
    assert labels_in(li.get(f"{BOUGHT}labels/?q=盐酸").text) == ["盐酸"]


def test_an_entry_that_was_taken_back_has_no_label(li):
    address = buy(li, "酒精", 10, "a").headers["Location"]
    li.post(f"{address}strike-out/", {"reason": "写错"})

    assert labels_in(li.get(f"{BOUGHT}labels/").text) == []


@pytest.mark.parametrize(("used", "blank"), [("3", 3), ("99", 23), ("x", 0), ("", 0)])
def test_a_sheet_that_was_begun_is_used_up(li, used, blank):
    buy(li, "酒精", 10, "a")

    page = li.get(f"{BOUGHT}labels/?used={used}").text

    assert page.count("is-blank") == blank


def test_an_items_label_offers_the_forms_that_move_it_already_filled_in(li):
    buy(li, "酒精", 10, "a")
    assert labels_in(li.get(f"{HOME}taken/stock/labels/").text) == ["酒精"]
    item = re.search(r"stock/(\d+)/", li.get(f"{HOME}taken/stock/").text)
    assert item is not None

    page = li.get(f"{HOME}taken/stock/{item[1]}/at/").text
    form = re.search(r'href="([^"]*/taken/new/[^"]*)"', page)
    assert form is not None
    filled = li.get(form[1].replace("&amp;", "&")).text

    assert "<b>10</b>" in page
    assert 'value="酒精"' in filled


def test_a_label_tells_an_outsider_nothing_of_the_entry(li, outsider):
    address = buy(li, "酒精", 10, "a").headers["Location"]
    nothing = f"{BOUGHT}987654/"

    ours, none = outsider.get(f"{address}at/"), outsider.get(f"{nothing}at/")

    assert (ours.status_code, ours.headers["Location"]) == (302, "/registers/")
    assert (none.status_code, none.headers["Location"]) == (302, "/registers/")
    assert li.get(f"{address}at/").headers["Location"] == address


def test_who_sees_no_stock_reads_no_quantity_at_its_label(li, outsider):
    buy(li, "酒精", 10, "a")
    take(li, "酒精", 3, "b")
    item = re.search(r"stock/(\d+)/", li.get(f"{HOME}taken/stock/").text)
    assert item is not None

    page = outsider.get(f"{HOME}taken/stock/{item[1]}/at/")

    assert page.status_code == 200
    assert "酒精" in page.text
    assert "<b>7</b>" not in page.text
    assert outsider.get(f"{HOME}taken/stock/labels/").status_code == 403


def test_a_sheet_costs_the_same_for_one_label_and_for_a_whole_sheet(li):
    buy(li, "酒精", 10, "a")
    few = queries_of(li, f"{BOUGHT}labels/")
    for number in range(23):
        buy(li, f"物品{number}", 1, f"n{number}")

    page = li.get(f"{BOUGHT}labels/").text

    assert len(labels_in(page)) == 24
    assert queries_of(li, f"{BOUGHT}labels/") == few
    assert queries_of(li, f"{HOME}taken/stock/labels/") <= few


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_both_pages_speak_english_to_who_reads_english(li, cast):
    buy(li, "酒精", 10, "a")

    page = signed_in(cast.li, "en").get(f"{BOUGHT}labels/").text

    assert "Labels already used on the sheet" in page
