"""The registers' pages: listed, filled in, found, taken back, printed and exported."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from shouwen.enforcement.actions import decide_request
from shouwen.journal import lists
from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.registers import queries
from shouwen.regulations import actions as regulations
from tests.api.conftest import cost_of, program_of
from tests.cast import Cast
from tests.registers.conftest import ADOPTED, CHINA, HOME, TEXT, filled, signed_in

__all__ = ["CHINA"]
pytestmark = pytest.mark.usefixtures("store")

FINE = """## 1 扣款

```rule
id: unused
kind: pay
title: 领而不用
title_en: Drawn and not used
when: {fact: goods_drawn, used: {at_most: 0}}
amount: {fixed: -10 yuan}
```
"""


@pytest.fixture
def li(cast: Cast) -> Client:
    return signed_in(cast.li)


def entered(client: Client, token: str = "t1", **changes: Any) -> str:
    """Fill a slip in and return its address."""
    sent = client.post(f"{HOME}drawing/new/", filled(token, **changes))
    assert sent.status_code == 302, sent.text
    return str(sent.headers["Location"])


def test_every_form_in_force_is_listed_with_its_clause(li, cast):
    chinese, english = li.get("/registers/"), signed_in(cast.li, "en").get("/registers/")

    assert [word in chinese.text for word in ("物品领用单", "钥匙借用登记", "1.3")] == [True] * 3
    assert "Goods slip" in english.text
    assert "物品领用单" not in english.text
    assert "物品领用单" not in li.get("/registers/?q=钥匙").text


def test_who_neither_records_nor_works_on_cases_finds_no_registers(cast):
    stranger = people.add_member(key="guest", name="访客", email="guest@example.com")

    assert signed_in(stranger).get("/registers/").status_code == 404
    assert signed_in(stranger).get(f"{HOME}drawing/").status_code == 404


def test_the_navigation_leads_there_only_whoever_fills_in_forms(li, cast):
    guest = people.add_member(key="guest", name="访客", email="guest@example.com")

    assert 'href="/registers/"' in li.get("/people/").text
    assert 'href="/registers/"' not in signed_in(guest).get("/people/").text


def test_a_filled_form_gets_the_next_number(li):
    assert "L2" in li.get(f"{HOME}drawing/new/").text

    first, second = entered(li, "a"), entered(li, "b")

    numbers = [str(r.details["number"]) for r in lists.newest_of_kinds(["goods_drawn"])]
    assert [n[-4:] for n in reversed(numbers)] == ["-001", "-002"]
    page = li.get(second).text
    assert first != second
    assert [word in page for word in ("37.50 元", "领用数量 5", "使用数量 3 + 交回数量 2")] == [
        True
    ] * 3
    assert [word in page for word in ("存根", "保管联", "坐席班长", "36 个月")] == [True] * 4


def test_a_form_sent_twice_is_one_entry(li):
    assert entered(li, "same") == entered(li, "same")
    assert len(lists.newest_of_kinds(["goods_drawn"])) == 1


def test_what_is_missing_is_said_at_its_field(li):
    answer = li.post(f"{HOME}drawing/new/", filled(goods=""))

    assert answer.status_code == 422
    assert "id_detail-goods_error" in answer.text
    assert not lists.newest_of_kinds(["goods_drawn"])


def test_what_may_be_asked_later_is_recorded_incomplete_when_one_says_so(li):
    sent = li.post(f"{HOME}drawing/new/", filled(goods="") | {"incomplete": "on"})

    assert sent.status_code == 302
    assert "尚缺" in li.get(sent.headers["Location"]).text
    assert "state-soon" in li.get(f"{HOME}drawing/").text


def test_sides_that_differ_are_refused_at_the_field_with_the_clause(li):
    answer = li.post(f"{HOME}drawing/new/", filled(returned="1"))

    assert answer.status_code == 422
    assert "id_detail-returned_error" in answer.text
    assert "《仓库管理制度》1.1" in answer.text


def test_a_missing_signature_from_outside_is_refused_at_its_field(li):
    answer = li.post(f"{HOME}drawing/new/", filled(keeper_signed="no"))

    assert answer.status_code == 422
    assert "id_detail-keeper_signed_error" in answer.text


def test_a_field_asked_for_in_one_case_comes_with_its_case(li):
    without = li.post(f"{HOME}drawing/new/cases/", filled(dangerous="no")).text
    with_it = li.post(f"{HOME}drawing/new/cases/", filled(dangerous="yes")).text

    assert ("许可证号" in without, "许可证号" in with_it) == (False, True)
    assert "37.50 元" in with_it
    refused = li.post(f"{HOME}drawing/new/", filled(dangerous="yes"))
    assert "id_detail-licence_error" in refused.text


def test_a_form_that_needs_signing_waits_and_stands_once_it_is_signed(li, cast):
    sent = li.post(f"{HOME}keys/new/", key_slip())

    assert sent.headers["Location"].startswith("/why/request/")
    assert "等待签字" in li.get(f"{HOME}keys/").text
    (asked,) = waiting(cast.he)
    decide_request(request=asked, member=cast.he, verdict="granted", at=asked.opened_at)
    (row,) = lists.newest_of_kinds(["key_lent"])
    page = li.get(f"{HOME}keys/{row.number}/").text
    assert [word in page for word in ("何经理", "客服经理", "看房")] == [True] * 3


def key_slip(purpose: str = "visit") -> dict[str, str]:
    moment = filled()["happened_at"]
    return {"kind": "key_lent", "detail-room": "301", "detail-purpose": purpose,
            "idempotency_key": "k", "happened_at": moment}  # fmt: skip


def waiting(member: Member) -> list:
    from shouwen.approvals import queries as requests

    rows = requests.waiting_for(member, requests.Request.objects.get().opened_at.date())
    return [requests.find(row.id) for row in rows]


def test_a_choice_that_is_no_entry_of_the_register_is_not_offered(li):
    page = li.get(f"{HOME}keys/new/").text.partition('id="entry-form"')[2]

    assert ("看房" in page, "办公" in page) == (True, False)
    assert li.post(f"{HOME}keys/new/", key_slip("office")).status_code == 422


def test_an_entry_that_is_taken_back_stays_crossed_out(li):
    address = entered(li)

    unsaid = li.post(f"{address}strike-out/", {"reason": ""})
    done = li.post(f"{address}strike-out/", {"reason": "数量写错"})

    assert (unsaid.status_code, done.status_code) == (422, 302)
    page = li.get(address).text
    assert "数量写错" in page
    assert "struck" in page
    assert "is-taken-back" in li.get(f"{HOME}drawing/").text
    assert "盐酸" in li.get(f"{HOME}drawing/new/?like={address.split('/')[-2]}").text


def test_a_locked_entry_refuses_to_be_changed_with_its_clause(li):
    moment = filled()["happened_at"]
    bottle = {"kind": "bottle_closed", "detail-bottle": "Q-7", "idempotency_key": "b"}
    sent = li.post(f"{HOME}bottles/new/", {**bottle, "happened_at": moment})
    address = sent.headers["Location"]

    answer = li.post(f"{address}strike-out/", {"reason": "x"})

    assert answer.status_code == 409
    assert "《仓库管理制度》1.3" in answer.text
    assert "strike-out" not in li.get(address).text


def test_entries_are_searched_in_every_field_and_paged_by_cursor(li):
    for n in range(35):
        entered(li, f"n{n}", goods=f"物品{n:02d}")

    page = li.get(f"{HOME}drawing/")
    assert page.text.count('id="entry-') == 30
    onward = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = li.get(f"{HOME}drawing/{onward}").text
    assert rest.count('id="entry-') == 5
    assert "物品00" in rest
    assert li.get(f"{HOME}drawing/?q=物品07").text.count('id="entry-') == 1


def test_who_only_works_on_cases_sees_what_concerns_them(cast, li):
    mine = entered(signed_in(cast.wang), "mine", goods="水桶")
    theirs = entered(li, "theirs", goods="盐酸")

    wang = signed_in(cast.wang)
    listed = wang.get(f"{HOME}drawing/").text

    assert ("水桶" in listed, "盐酸" in listed) == (True, False)
    assert (wang.get(mine).status_code, wang.get(theirs).status_code) == (200, 404)
    assert wang.post(f"{mine}strike-out/", {"reason": "x"}).status_code == 403
    assert wang.post(f"{HOME}drawing/export/").status_code == 403


def test_the_printed_form_has_a_page_for_each_copy(li):
    sheet = li.get(f"{entered(li)}print/").text

    assert sheet.count("form-sheet") == 2
    assert [word in sheet for word in ("CK-01", "存根", "保管联", "《仓库管理制度》1.1")] == [
        True
    ] * 4


def test_the_why_of_an_entry_says_each_step(li, cast):
    address = entered(li)

    assert "领用数量 5" in li.get(f"{address}why/").text
    assert "Drawn 5" in signed_in(cast.li, "en").get(f"{address}why/").text


def test_an_export_opens_in_a_spreadsheet_and_holds_no_formula(li):
    entered(li, goods="=1+1")

    answer = li.post(f"{HOME}drawing/export/")

    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    (row,) = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert (row["物品"], row["领用数量"], row["金额"]) == ("'=1+1", "5", "37.5")
    (noted,) = lists.newest_of_kinds(["access_requested"])
    assert noted.details["action"] == "export"


def test_an_export_holds_what_the_list_shows(li):
    for key, goods in (("a", "甲"), ("b", "乙")):
        entered(li, key, goods=goods)
    day = filled()["happened_at"][:10]

    def exported(**sent: str) -> list[str]:
        answer = li.post(f"{HOME}drawing/export/", sent)
        text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
        return [row["物品"] for row in csv.DictReader(io.StringIO(text))]

    assert exported(q="甲") == ["甲"]
    assert exported(q="12.50 元", since=day, person="li") == ["乙", "甲"]
    assert exported(until="2020-01-01") == []


def test_an_export_that_a_regulation_forbids_is_refused(li, cast):
    text = """---
regulation: secrets
title: 保密制度
in_force: 2024-01-01
posts: {manager: 客服经理}
---

## 1 导出须经理

```rule
id: export
kind: access
title: 导出
title_en: Export
when: {fact: access_requested, action: export}
posts: [manager]
```
"""
    adopted = regulations.adopt(text=text, file_name="s.md", by=cast.he, at=ADOPTED)
    assert not isinstance(adopted, tuple), adopted

    answer = li.post(f"{HOME}drawing/export/", follow=True)

    assert "《保密制度》1" in answer.text
    assert signed_in(cast.he).post(f"{HOME}drawing/export/").streaming


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_of_entries_costs_the_same_however_many_there_are(
    li, count, django_assert_max_num_queries
):
    for n in range(count):
        entered(li, f"q{n}")

    with django_assert_max_num_queries(16):
        assert li.get(f"{HOME}drawing/").status_code == 200
    with django_assert_max_num_queries(12):
        assert li.get("/registers/").status_code == 200


def test_a_page_exists_for_a_register_that_is_in_force_only(li):
    assert li.get("/registers/store/nothing/").status_code == 404
    assert li.get("/registers/nowhere/drawing/new/").status_code == 404
    assert li.get(f"{HOME}drawing/99/").status_code == 404


def test_a_form_from_which_a_fine_may_follow_is_filled_in_by_whoever_records_facts(cast):
    fine = TEXT.replace("regulation: store", "regulation: store-fines").split("## 1 领用")[0] + FINE
    regulations.adopt(text=fine, file_name="fines.md", by=cast.he, at=ADOPTED)
    only_works = signed_in(cast.wang)
    records = signed_in(cast.li)

    assert 'href="/registers/store/drawing/new/"' not in only_works.get("/registers/").text
    assert only_works.get(f"{HOME}drawing/new/").status_code == 404
    assert only_works.post(f"{HOME}drawing/new/", filled("t")).status_code == 404
    assert only_works.get(f"{HOME}keys/new/").status_code == 200
    assert records.get(f"{HOME}drawing/new/").status_code == 200


def test_entries_are_sorted_by_when_they_happened_or_were_entered_page_by_page(li, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for number, minutes in enumerate((1, 9, 4, 6), start=1):
        entered(li, f"t{number}", minutes_ago=minutes, goods=f"物品{minutes}")

    def shown(sort: str) -> list[str]:
        first = li.get(f"{HOME}drawing/", {"sort": sort})
        after = re.search(r"after=([0-9]+-[0-9]+)", first.text)
        assert after is not None
        second = li.get(f"{HOME}drawing/", {"sort": sort, "after": after[1]})
        return re.findall(r"物品(\d)", first.text + second.text)

    assert shown("-happened") == ["1", "4", "6", "9"]
    assert shown("happened") == ["9", "6", "4", "1"]
    assert shown("-entered") == ["6", "4", "9", "1"]
    assert shown("entered") == ["1", "9", "4", "6"]


def test_a_programs_lists_cost_the_same_for_one_entry_and_for_a_page(li, cast):
    program, addresses = program_of(cast.li), ("/registers", "/registers/store/drawing")
    entered(li)
    few = [cost_of(program, address) for address in addresses]
    for number in range(12):
        entered(li, f"q{number}")

    assert [cost_of(program, address) for address in addresses] == few
