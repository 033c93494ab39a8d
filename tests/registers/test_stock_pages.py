"""The pages of a stock: how much there is of each item, what moved it, and the stop at entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.enforcement.test_stocks import adopt
from tests.registers.conftest import signed_in

HOME = "/registers/stores/"


@pytest.fixture
def li(cast: Cast) -> Client:
    adopt(cast)
    return signed_in(cast.li)


def enter(client: Client, rule: str, kind: str, token: str, **details: str) -> Any:
    named = {f"detail-{name}": value for name, value in details.items()}
    sent = {
        "kind": kind,
        "idempotency_key": token,
        "happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
    }
    return client.post(f"{HOME}{rule}/new/", {**sent, **named})


def buy(client: Client, goods: str, quantity: int, token: str) -> Any:
    return enter(
        client, "bought", "goods_bought", token, goods=goods, quantity=str(quantity), place="库房"
    )


def take(client: Client, goods: str, quantity: int, token: str) -> Any:
    return enter(
        client, "taken", "goods_taken", token, goods=goods, quantity=str(quantity), place="库房"
    )


def test_a_stock_says_how_much_there_is_and_what_moved_it(li, cast):
    buy(li, "酒精", 10, "a")
    address = take(li, "酒精", 4, "b").headers["Location"]

    page = li.get(f"{HOME}taken/stock/").text
    moves = li.get(_item_of(page)).text

    assert "<b>6</b>" in page
    assert [word in page for word in ("酒精", "入库单", "领用单")] == [True] * 3
    assert [word in moves for word in ("+10", "\N{MINUS SIGN}4", address)] == [True] * 3
    assert "On hand" in signed_in(cast.li, "en").get(f"{HOME}taken/stock/").text


def _item_of(page: str) -> str:
    return next(
        part.split('"')[0].replace("&amp;", "&")
        for part in page.split('href="')
        if "/stock/" in part and "?stock=" in part and "labels" not in part
    )


def test_more_than_there_is_is_refused_at_its_field_with_the_clause(li):
    buy(li, "酒精", 3, "a")

    answer = take(li, "酒精", 4, "b")

    assert answer.status_code == 422
    assert "id_detail-quantity_error" in answer.text
    assert [word in answer.text for word in ("《库房制度》1.2", "不得少于 0")] == [True] * 2


def test_while_filling_in_one_sees_what_there_is(li):
    buy(li, "酒精", 3, "a")

    sent = {
        "kind": "goods_taken",
        "idempotency_key": "t",
        "detail-goods": "酒精",
        "detail-quantity": "",
    }
    part = li.post(f"{HOME}taken/new/cases/", sent).text

    assert "库存" in part
    assert "<dd>3</dd>" in part


def test_what_was_taken_back_stays_in_the_list_of_moves(li):
    buy(li, "酒精", 3, "a")
    address = take(li, "酒精", 2, "b").headers["Location"]

    li.post(f"{address}strike-out/", {"reason": "写错了"})

    moves = li.get(_item_of(li.get(f"{HOME}taken/stock/").text)).text
    assert "<b>3</b>" in moves
    assert "is-taken-back" in moves


def test_a_purchase_that_was_used_up_is_not_struck_out(li):
    address = buy(li, "酒精", 3, "a").headers["Location"]
    take(li, "酒精", 2, "b")

    answer = li.post(f"{address}strike-out/", {"reason": "写错了"})

    assert answer.status_code == 409
    assert "不允许" in answer.text


def test_only_whoever_sees_every_entry_sees_the_stock(li, cast):
    buy(li, "酒精", 3, "a")
    item = _item_of(li.get(f"{HOME}taken/stock/").text)

    assert signed_in(cast.wang).get(f"{HOME}taken/stock/").status_code == 403
    assert signed_in(cast.wang).get(item).status_code == 403
    assert li.get(f"{HOME}lent/stock/").status_code == 200
    assert li.get(f"{HOME}taken/stock/999/").status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_a_stock_costs_the_same_however_many_items_it_has(li, count, django_assert_max_num_queries):
    for number in range(count):
        buy(li, f"物品{number:02d}", 3, f"a{number}")

    with django_assert_max_num_queries(10):
        page = li.get(f"{HOME}taken/stock/")
    with django_assert_max_num_queries(12):
        assert li.get(_item_of(page.text)).status_code == 200
