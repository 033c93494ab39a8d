"""A customer follows a matter, adds to it, and says whether it was settled."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.files.models import FileUse
from shouwen.journal import queries as journal
from shouwen.journal.models import OutboxMessage
from tests.portal.conftest import PHONE, TEN


def a_photo() -> io.BytesIO:
    found = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(found, "JPEG")
    found.seek(0)
    found.name = "看.jpg"
    return found


def page(customer, case, **query):
    return customer.client.get(f"/portal/matter/{case.number}/", query).content.decode()


@pytest.fixture
def by_phone(cast, rules, clock) -> Case:
    """Return a matter that a colleague took down at the telephone."""
    liu = customers.add_customer(name="刘女士", phone=PHONE, unit="A 座 1203", at=TEN)
    return cases.open_case(
        case_type="complaint", title="电梯内部代号 X", text="坐席写的话", severity="major",
        channel="phone", customer=liu, at=TEN, recorded_at=TEN, actor=cast.wang,
    ).case  # fmt: skip


def test_number_and_code_lead_to_the_matter_in_another_browser(liu, stranger, filed):
    number, code, _link = liu.receipt()

    typed = {"number": number.lower(), "code": code.lower().replace("-", " ")}
    answer = stranger.client.post("/portal/follow/", typed)

    assert answer.headers["Location"] == f"/portal/matter/{number}/"
    assert "楼上装修噪音" in page(stranger, filed)


def test_the_printed_link_leads_there_too(liu, stranger, filed):
    answer = stranger.client.get(f"/portal/f/{liu.receipt()[2]}/")

    assert answer.headers["Location"] == f"/portal/matter/{filed.number}/"
    assert "已收到您的事项" in page(stranger, filed)


def test_only_what_was_said_to_the_customer_is_shown(cast, liu, filed, clock):
    at = clock.forward(minutes=10)
    cases.add_note(case=filed, text="内部备注", actor=cast.wang, at=at)
    cases.reply(case=filed, text="我们已联系施工方。", actor=cast.wang, at=at)
    cases.hand_over(case=filed, to=cast.zhang, reason="内部原因", actor=cast.wang, at=at)
    filed.refresh_from_db()
    cases.resolve(case=filed, resolution="内部处理结果", actor=cast.zhang, at=at)

    shown = page(liu, filed)

    assert "我们已联系施工方。" in shown
    assert "服务工程师" in shown  # the post that has it, never who
    for inside in ("内部备注", "内部原因", "内部处理结果", "张工", "小王", cast.wang.email):
        assert inside not in shown


def test_a_matter_taken_down_by_telephone_is_found_by_its_number_without_our_words(
    liu, portal, by_phone
):
    liu.confirm()

    listed = liu.client.get("/portal/mine/").content.decode()
    shown = page(liu, by_phone)

    assert by_phone.number in listed
    assert "您的事项会办妥" in shown
    for inside in ("电梯内部代号", "坐席写的话"):
        assert inside not in listed + shown


def test_a_confidential_customers_matters_stay_inside(liu, portal, by_phone):
    customer = by_phone.customer
    customer.secrecy = "secret"
    customer.save()

    liu.confirm()

    assert by_phone.number not in liu.client.get("/portal/mine/").content.decode()
    assert liu.client.get(f"/portal/matter/{by_phone.number}/").status_code == 302


def test_promises_are_kept_late_or_still_to_come(cast, liu, filed, clock):
    assert "我们会给您回电" in page(liu, filed)

    clock.forward(days=3, hours=6)
    liu.confirm()
    assert "已超过承诺时间" in page(liu, filed)

    cases.record_callback(
        case=filed, result="reached", satisfied=True, actor=cast.wang, at=clock.now
    )  # fmt: skip
    assert "已完成，但晚于承诺时间" in page(liu, filed)


def test_words_and_photographs_are_added_through_the_one_door_and_the_handler_is_told(
    cast, liu, filed
):
    before = OutboxMessage.objects.filter(recipient=cast.wang.email).count()

    answer = liu.does(filed.number, "add", text="昨晚又响了", photo=a_photo())

    assert answer.headers["Location"].endswith("?done=add")
    (added,) = journal.facts_of_kind("case_added_to", about=filed.about)
    assert added.details["channel"] == "web"
    assert added.details["by_customer"] is True
    assert added.details["text"] == "昨晚又响了"
    assert FileUse.objects.filter(about=filed.about).count() == 1
    assert OutboxMessage.objects.filter(recipient=cast.wang.email).count() == before + 1
    shown = page(liu, filed)
    assert "昨晚又响了" in shown
    photo = f"/portal/matter/{filed.number}/photo/{added.details['files']}/"
    assert photo in shown
    assert liu.client.get(photo).headers["Content-Type"] == "image/jpeg"
    assert liu.client.get(photo.replace("photo/", "photo/0")).status_code == 404


def test_the_same_addition_sent_twice_is_one(liu, filed):
    key = liu.key(f"/portal/matter/{filed.number}/")

    for _ in range(2):
        liu.does(filed.number, "add", text="昨晚又响了", idempotency_key=key)

    assert len(journal.facts_of_kind("case_added_to", about=filed.about)) == 1


def test_nothing_is_no_addition(liu, filed):
    answer = liu.does(filed.number, "add", text="  ")

    assert answer.status_code == 422
    assert "没有补充任何内容" in answer.content.decode()


def test_a_settled_matter_is_confirmed_once(cast, liu, filed, clock):
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)

    liu.does(filed.number, "confirm")

    assert len(journal.facts_of_kind("case_confirmed", about=filed.about)) == 1
    assert "您确认已解决" in page(liu, filed)
    assert "已经解决</button>" not in page(liu, filed)


def test_what_is_not_settled_is_taken_up_again_with_its_reason(cast, liu, filed, clock):
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)

    assert liu.does(filed.number, "reopen", reason="").status_code == 422
    liu.does(filed.number, "reopen", reason="还在响")

    filed.refresh_from_db()
    assert (filed.state, filed.times_reopened) == ("open", 1)
    (fact,) = journal.facts_of_kind("case_reopened", about=filed.about)
    assert (fact.details["by_customer"], fact.details["channel"]) == (True, "web")


def test_a_matter_in_hand_is_not_reopened_and_a_settled_one_not_withdrawn(cast, liu, filed, clock):
    assert liu.does(filed.number, "reopen", reason="还在响").status_code == 422
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)
    assert liu.does(filed.number, "withdraw", reason="不用了").status_code == 422


def test_withdrawing_is_a_wish_that_whoever_handles_it_hears(cast, liu, filed):
    liu.does(filed.number, "withdraw", reason="不用了")

    filed.refresh_from_db()
    assert filed.state == "open"
    assert len(journal.facts_of_kind("case_withdrawal_asked", about=filed.about)) == 1
    assert "您要求撤回" in page(liu, filed)
    assert OutboxMessage.objects.filter(subject__contains="撤回").count() == 1


def test_a_visit_ends_by_itself_and_by_leaving(liu, filed, clock):
    liu.client.post("/portal/leave/")
    assert liu.client.get(f"/portal/matter/{filed.number}/").status_code == 302

    liu.confirm()
    assert liu.client.get("/portal/mine/").status_code == 200
    clock.now += timedelta(minutes=31)
    assert liu.client.get("/portal/mine/").status_code == 302


def test_an_altered_cookie_counts_as_nothing(liu, filed):
    value = liu.client.cookies["shouwen_portal"].value
    liu.client.cookies["shouwen_portal"] = value[:-2] + ("aa" if value[-2:] != "aa" else "bb")

    assert liu.client.get(f"/portal/matter/{filed.number}/").status_code == 302


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_of_matters_cost_the_same_for_one_and_for_many(
    cast, liu, offer, filed, clock, django_assert_num_queries, count
):
    for number in range(count - 1):
        cases.reply(case=filed, text=f"答复 {number}", actor=cast.wang, at=clock.now)
        cases.open_case(
            case_type="complaint", title="又一件", at=TEN, recorded_at=TEN, actor=cast.wang,
            customer=filed.customer,
        )  # fmt: skip
    page(liu, filed)

    with django_assert_num_queries(3):
        liu.client.get("/portal/mine/")
    with django_assert_num_queries(12):
        page(liu, filed)
