"""Signing an entry: by its lines, in turn, by hand; the signature is bound to the content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shouwen.enforcement.actions import complete_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.registers import actions, pages, strokes
from shouwen.registers.actions import Hand
from tests.cast import Cast
from tests.floors import Race, race
from tests.registers.conftest import HOME, TEXT, adopted, filled, signed_in

__all__ = ["race"]
pytestmark = pytest.mark.usefixtures("store")

DRAWN = json.dumps([[10, 20, 30, 40, 50, 60], [100, 100]])


@pytest.fixture
def li(cast: Cast) -> Client:
    return signed_in(cast.li)


def entered(client: Client, token: str = "t1", **changes: Any) -> str:
    sent = client.post(f"{HOME}drawing/new/", filled(token, **changes))
    assert sent.status_code == 302, sent.text
    return str(sent.headers["Location"])


def sign(client: Client, address: str, slot: str = "by", **sent: str) -> Any:
    return client.post(f"{address}sign/", {"slot": slot, "idempotency_key": f"s-{slot}", **sent})


def signatures() -> list[journal.JournalRow]:
    return journal.facts_of_kind("sheet_signed")


def test_whoever_filled_it_in_signs_with_a_button(li):
    address = entered(li)

    answer = sign(li, address)

    assert answer.status_code == 302
    (row,) = signatures()
    assert (row.details["signer"], row.details["post"]) == ("李班长", "坐席班长")
    assert row.details["drawn"] is False
    assert re.fullmatch(r"[0-9a-f]{64}", str(row.details["content"]))
    page = li.get(address).text
    assert "内容未变" in page
    assert "已签署，内容不再增改" in page
    assert str(row.details["content"]) in page


def test_a_drawn_signature_is_shown_on_the_page_and_on_every_copy(li):
    address = entered(li)

    sign(li, address, strokes=DRAWN)

    line = 'd="M10 20L30 40 50 60 M100 100L100 100"'
    assert line in li.get(address).text
    assert li.get(f"{address}print/").text.count(line) == 2


@pytest.mark.parametrize(
    "drawing",
    [
        '"><script>alert(1)</script>',
        '[["a", 1]]',
        "[[1, 2, 3]]",
        "[[1, 900]]",
        "[[true, 1]]",
        "[[1.5, 1]]",
        "{}",
        json.dumps([[1, 1]] * 81),
        json.dumps([[1, 1] * 3001]),
        "[" * 20_000,
    ],
)
def test_what_is_no_drawing_is_refused(li, drawing):
    address = entered(li)

    answer = sign(li, address, strokes=drawing)

    assert answer.status_code == 422
    assert "请清除后重签" in answer.text
    assert "<script>alert" not in answer.text
    assert signatures() == []


def test_a_drawing_that_was_tampered_with_draws_nothing():
    assert strokes.path('[["M0 0", 1]]') == ""


def test_a_customer_signs_by_name_on_the_device_of_a_member(li):
    address = entered(li)

    unnamed = sign(li, address, "signed-keeper_signed", strokes=DRAWN)
    named = sign(li, address, "signed-keeper_signed", strokes=DRAWN, name="赵先生")

    assert (unnamed.status_code, named.status_code) == (422, 302)
    page = li.get(address).text
    assert [word in page for word in ("赵先生", "保管员签字", "的设备上签")] == [True] * 3


def test_only_the_member_of_a_line_signs_it(cast, li):
    address = entered(li)
    he = signed_in(cast.he)

    assert "/sign/?slot=by" in li.get(address).text
    assert "/sign/?slot=by" not in he.get(address).text
    assert sign(he, address).status_code == 302
    assert signatures() == []
    assert "不由您签" in he.get(address).text


def test_a_line_is_signed_once_and_a_signature_sent_twice_is_one(li):
    address = entered(li)

    assert [sign(li, address).status_code, sign(li, address).status_code] == [302, 302]
    again = sign(li, address, token="other")

    assert again.status_code == 302
    assert len(signatures()) == 1


def test_a_counter_entry_makes_the_signatures_void(li):
    address = entered(li)
    sign(li, address)

    li.post(f"{address}strike-out/", {"reason": "数量写错"})

    assert "签名作废" in li.get(address).text
    assert "签名作废" in li.get(f"{address}print/").text
    assert sign(li, address, "signed-keeper_signed", name="赵先生").status_code == 302
    assert len(signatures()) == 1


def test_a_content_that_is_not_what_was_signed_shows(cast, li):
    address = entered(li)
    sign(li, address)
    number = int(address.split("/")[-2])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_factrow SET details = %s WHERE number = %s",
            [json.dumps({**dict(journal.find(number).details), "goods": "硫酸"}), number],
        )

    assert "内容与签署时不一致" in li.get(address).text
    assert "内容与签署时不一致" in li.get(f"{address}print/").text
    english = signed_in(cast.li, "en").get(address).text
    assert "content differs from what was signed" in english


def test_nothing_is_added_to_an_entry_that_is_signed(cast, li):
    sent = li.post(f"{HOME}drawing/new/", filled(goods="") | {"incomplete": "on"})
    address = sent.headers["Location"]
    sign(li, address)
    number = int(address.split("/")[-2])
    at = journal.find(number).recorded_at

    with pytest.raises(RefusedError):
        complete_fact(number=number, details={"goods": "盐酸"}, actor=cast.li, at=at)

    assert "补充缺项" not in li.get(address).text


def test_a_form_that_waits_is_signed_by_hand_on_its_own_page(cast, li):
    moment = filled()["happened_at"]
    slip = {"kind": "key_lent", "detail-room": "301", "detail-purpose": "visit",
            "idempotency_key": "k", "happened_at": moment}  # fmt: skip
    li.post(f"{HOME}keys/new/", slip)
    he = signed_in(cast.he)
    listed = he.get(f"{HOME}keys/").text
    (address,) = re.findall(rf'href="({HOME}keys/held/\d+/)"', listed)
    assert "看房" in he.get(address).text
    assert "signature-pad" not in li.get(address).text

    answer = he.post(address, {"strokes": DRAWN})

    entry = answer.headers["Location"]
    page = he.get(entry).text
    assert [word in page for word in ("M10 20L30 40 50 60", "何经理", "内容未变")] == [True] * 3
    assert page.count("line-pair signature") == 1
    assert li.get(address).status_code == 302


def test_the_list_counts_the_signatures_of_each_entry(li):
    sign(li, entered(li, "a"))
    entered(li, "b")

    assert li.get(f"{HOME}drawing/").text.count("1 个签名") == 1


def test_a_rule_that_wants_handwriting_takes_no_button(cast):
    adopted(cast, TEXT.replace("store\n", "store-2\n").replace("locked: true", "handwritten: true"))
    li = signed_in(cast.li)
    home = HOME.replace("store", "store-2")
    sent = li.post(
        f"{home}bottles/new/",
        {"kind": "bottle_closed", "detail-bottle": "Q-7", "idempotency_key": "b",
         "happened_at": filled()["happened_at"]},
    )  # fmt: skip
    address = sent.headers["Location"]

    button, drawn = sign(li, address), sign(li, address, strokes=DRAWN)

    assert (button.status_code, drawn.status_code) == (422, 302)
    assert "要求手写签名" in button.text


def test_an_entry_is_found_by_person_and_by_day(cast, li):
    entered(li, "a", goods="甲", person="wang")
    entered(signed_in(cast.he), "b", goods="乙")
    entered(li, "c", minutes_ago=60 * 24 * 3, goods="丙")
    day = filled()["happened_at"][:10]
    before = filled(minutes_ago=60 * 24 * 3)["happened_at"][:10]

    def found(query: str) -> list[bool]:
        page = li.get(f"{HOME}drawing/?{query}").text
        return [goods in page for goods in ("甲", "乙", "丙")]

    assert found("person=wang") == [True, False, False]
    assert found("person=he") == [False, True, False]
    assert found(f"since={day}") == [True, True, False]
    assert found(f"until={before}") == [False, False, True]
    assert found(f"since={before}&until={before}&person=li") == [False, False, True]
    assert found("since=nonsense") == [True, True, True]


def test_the_copies_are_numbered_as_on_paper(li, cast):
    address = entered(li)

    sheet = li.get(f"{address}print/").text
    english = signed_in(cast.li, "en").get(f"{address}print/").text

    assert [word in sheet for word in ("第一联", "第二联")] == [True, True]
    assert "Copy 2" in english


@pytest.mark.parametrize("count", [1, 12])
def test_an_entry_costs_the_same_however_many_have_signed(li, count, django_assert_max_num_queries):
    for n in range(count):
        address = entered(li, f"q{n}")
        sign(li, address, strokes=DRAWN, token=f"x{n}")
        sign(li, address, "signed-keeper_signed", name="赵先生", token=f"y{n}")

    with django_assert_max_num_queries(17):
        assert li.get(f"{HOME}drawing/").status_code == 200
    with django_assert_max_num_queries(20):
        assert li.get(address).status_code == 200
    with django_assert_max_num_queries(20):
        assert li.get(f"{address}print/").status_code == 200


def test_of_those_who_sign_one_line_at_once_one_does(race: Race, cast: Cast) -> None:
    li = signed_in(cast.li)
    address = entered(li)
    number = int(address.split("/")[-2])
    row = journal.find(number)
    found = pages.register_then(row, "store", "drawing") if row else None

    def one(member: Member, name: str) -> Outcome:
        assert row is not None
        assert found is not None
        return actions.sign(
            register=found, row=row, slot="signed-keeper_signed", hand=Hand(name=name),
            sent=Sent.at_once(member, row.recorded_at),
        )  # fmt: skip

    calls: list[Callable[[], Outcome]] = [
        partial(one, cast.he, name) for name in ("甲", "乙", "丙", "丁", "戊", "己")
    ]
    done = race(calls)

    assert sum(isinstance(each, RefusedError) for each in done) == 5
    assert len(signatures()) == 1
