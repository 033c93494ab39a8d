"""The handovers' pages: preparing, checking item by item, the list, the sheet, and who may look."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.handover import actions
from shouwen.handover.models import Handover, Item
from tests.handover.conftest import NOW, complaint, drafted, duty_of, given, signed_in, taken

BEGIN = {"incoming": "zhang", "kind": "shift_handed_over"}


def test_a_handover_goes_through_the_pages_from_one_to_the_other(cast):
    case = complaint(cast.wang)
    wang, zhang = signed_in(cast.wang), signed_in(cast.zhang)

    page = wang.post("/handover/begin/", BEGIN, follow=True)
    made = Handover.objects.get()
    assert "电梯 1" in page.text
    note = {f"note|matter:{case.about}": "客户晚上再打"}
    counted = {"counted-text-1001": "钥匙", "counted-number-1001": "3", "counted-unit-1001": "把"}
    signed = wang.post(
        f"/handover/{made.pk}/prepare/", {**note, **counted, "do": "sign"}, follow=True
    )
    assert "待接班人签字" in signed.text

    made.refresh_from_db()
    check = zhang.get(f"/handover/{made.pk}/").text
    assert "客户晚上再打" in check
    assert "清点 3 把" in check
    said = {
        "digest": made.digest,
        f"answer|matter:{case.about}": "taken",
        "answer|counted:1": "taken",
        "recounted|counted:1": "2",
        "do": "sign",
    }
    done = zhang.post(f"/handover/{made.pk}/take/", said, follow=True)

    assert "双方已签字" in done.text
    assert "复点 2 把" in done.text
    case.refresh_from_db()
    assert case.handler == cast.zhang


def test_what_was_written_is_kept_without_signing(cast):
    case = complaint(cast.wang)
    made = drafted(cast)
    wang = signed_in(cast.wang)

    wang.post(f"/handover/{made.pk}/prepare/", {f"note|matter:{case.about}": "等配件"})

    assert 'value="等配件"' in wang.get(f"/handover/{made.pk}/").text
    made.refresh_from_db()
    assert made.state == "draft"


def test_the_page_says_with_its_clause_why_it_cannot_be_signed(cast):
    complaint(cast.wang, severity="major")
    made = drafted(cast, "desk_passed_on")
    wang = signed_in(cast.wang)

    page = wang.get(f"/handover/{made.pk}/").text
    answer = wang.post(f"/handover/{made.pk}/prepare/", {"do": "sign"})

    assert "暂不能签字" in page
    assert "《交接班制度》1.1" in page
    assert answer.status_code == 409
    assert "《交接班制度》1.1" in answer.text


def test_the_incoming_sends_it_back_and_the_outgoing_reads_why(cast):
    case = complaint(cast.wang)
    made = given(cast)
    said = {
        "digest": made.digest,
        f"answer|matter:{case.about}": "queried",
        f"remark|matter:{case.about}": "联系谁",
        "reason": "进展没写",
        "do": "object",
    }

    signed_in(cast.zhang).post(f"/handover/{made.pk}/take/", said)

    page = signed_in(cast.wang).get(f"/handover/{made.pk}/").text
    assert "进展没写" in page
    assert "联系谁" in page


def test_of_two_pages_that_sign_the_stale_one_is_told(cast):
    made = given(cast)

    answer = signed_in(cast.zhang).post(
        f"/handover/{made.pk}/take/", {"digest": "0" * 64, "do": "sign"}
    )

    assert answer.status_code == 409
    assert "已有变动" in answer.text


def test_a_second_handover_is_refused_while_one_is_open(cast):
    drafted(cast)

    answer = signed_in(cast.wang).post("/handover/begin/", BEGIN)

    assert answer.status_code == 409
    assert "尚未完成" in answer.text


def test_only_both_sides_their_leads_and_the_manager_may_look(cast):
    made = given(cast)

    for member in (cast.wang, cast.zhang, cast.li, cast.zhao, cast.he):
        assert signed_in(member).get(f"/handover/{made.pk}/").status_code == 200
    outsider = drafted_by_the_leads(cast)
    assert signed_in(cast.wang).get(f"/handover/{outsider.pk}/").status_code == 404
    assert signed_in(cast.wang).post(f"/handover/{outsider.pk}/take/").status_code == 404


def drafted_by_the_leads(cast) -> Handover:
    return actions.begin(outgoing=cast.li, incoming=cast.zhao, kind="shift_handed_over", at=NOW)


def test_past_handovers_are_listed_found_and_printed(cast):
    complaint(cast.wang)
    done = taken(cast, given(cast))
    li = signed_in(cast.li)

    assert "小王 → 张工" in li.get("/handover/").text
    assert "小王 → 张工" in li.get("/handover/?q=电梯").text
    assert "没有符合的交接" in li.get("/handover/?q=锅炉").text
    sheet = li.get(f"/handover/{done.pk}/sheet/").text
    assert "交班人签字" in sheet
    assert "SHA-256" in sheet
    assert "张工 2024-03-04 10:05" in sheet


def test_a_list_altered_afterwards_is_shown_to_be_altered(cast):
    complaint(cast.wang)
    done = taken(cast, given(cast))
    Item.objects.filter(handover=done).update(text="什么也没有")

    assert "与签字时不一致" in signed_in(cast.li).get(f"/handover/{done.pk}/").text


def test_after_signing_what_is_unclear_is_put_on_record(cast):
    done = taken(cast, given(cast))
    sent = {"reason": "钥匙少一把", "idempotency_key": "k1"}

    answer = signed_in(cast.zhang).post(f"/handover/{done.pk}/unclear/", sent, follow=True)

    assert "50.00" in answer.text
    page = signed_in(cast.zhang).get(f"/handover/{done.pk}/").text
    assert "更正和异议 1 次" in page
    assert "钥匙少一把" in page


def test_the_pages_speak_english_throughout(cast):
    complaint(cast.wang)
    made = given(cast)

    page = signed_in(cast.zhang, "en").get(f"/handover/{made.pk}/").text

    assert "Check item by item" in page
    assert "逐项" not in page


@pytest.mark.parametrize("state", ["prepare", "take", "done"])
def test_a_handover_costs_the_same_for_one_item_and_for_fifty(cast, state):
    def cost(many: int, first: int) -> int:
        for number in range(first, first + many):
            complaint(cast.wang, number)
            duty_of(cast.wang, number)
        made = drafted(cast) if state == "prepare" else given(cast)
        made = taken(cast, made) if state == "done" else made
        client = signed_in(cast.zhang if state == "take" else cast.wang)
        client.get(f"/handover/{made.pk}/")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/handover/{made.pk}/").status_code == 200
        if made.ended_at is None:
            Handover.objects.filter(pk=made.pk).update(state="withdrawn", ended_at=made.opened_at)
        return len(found)

    few = cost(1, 1)

    assert cost(49, 2) == few


def test_the_list_costs_the_same_for_one_and_for_thirty(cast):
    client = signed_in(cast.li)

    def cost(many: int) -> int:
        for _each in range(many):
            taken(cast, given(cast))
        client.get("/handover/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/handover/").status_code == 200
        return len(found)

    assert cost(1) == cost(29)
