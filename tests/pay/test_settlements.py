"""Settling a period by page and by program, for those who may."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from shouwen.ledger import settling
from shouwen.ledger.books import books_of_funds
from shouwen.ledger.settling import State
from shouwen.people import actions as people
from tests.api.conftest import program_of

pytestmark = pytest.mark.usefixtures("rules")
PAGE = "/statement/periods/2024-03/"


@pytest.fixture(autouse=True)
def _april(clock, cast):
    clock("2024-04-02 10:00")
    people.grant(post=cast.posts["manager"], permission="ledger.settle")


@pytest.fixture
def praised(record):
    return record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")


def test_the_manager_takes_march_to_its_lock_on_the_page(cast, praised, client, page_of):
    page = page_of(cast.he, PAGE)
    assert "核算完成" in page
    for step in ("calculated", "reviewed", "approved", "locked"):
        form = {"idempotency_key": f"key-{step}", "to": step}
        answer = client.post(f"{PAGE}settle/", form, follow=True)
        assert answer.status_code == 200
    assert settling.state_of("2024-03") == State.LOCKED
    page = page_of(cast.he, PAGE)
    assert "已锁定" in page
    assert page.count("何经理") >= 4


def test_the_book_of_a_fund_goes_on_from_the_month_before(cast, praised, record, page_of):
    record("service_finished", "2024-02-05 10:00", person="wang", signed=False)

    (book,) = books_of_funds("2024-03", "2024-03")

    figures = (book.before, book.received, book.paid, book.after)
    assert [str(one.value) for one in figures] == ["100", "0", "300", "-200"]
    assert "各基金账簿" in page_of(cast.he, PAGE)


def test_what_cannot_be_done_now_is_said(cast, praised, client, page_of):
    page_of(cast.he, PAGE)
    form = {"idempotency_key": "k", "to": "locked"}
    answer = client.post(f"{PAGE}settle/", form, follow=True)
    assert "结算状态已有变化" in answer.content.decode()
    form = {"idempotency_key": "k", "to": "sideways"}
    answer = client.post(f"{PAGE}settle/", form, follow=True)
    assert "没有这个结算步骤" in answer.content.decode()


@pytest.mark.parametrize(
    "period", ["2024-13", "2024-W53", "2024-W5", "2024-02-30", "march", "0000", "2024-Q7"]
)
def test_what_is_no_period_is_not_there(cast, page_of, period):
    page_of(cast.he, f"/statement/periods/{period}/", status=404)


def test_who_neither_settles_nor_sees_all_finds_nothing(cast, praised, page_of):
    page_of(cast.wang, PAGE, status=404)
    page_of(cast.wang, "/statement/periods/", status=404)


def test_payroll_gets_a_line_for_each_member_and_entry(cast, praised, client, page_of):
    page_of(cast.he, PAGE)
    answer = client.post(f"{PAGE}export/", {"form": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    heading, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (heading[1], heading[-1]) == ("姓名", "补记所属周期")
    assert [(line[0], line[1], line[3]) for line in lines] == [("wang", "小王", 300)]


def test_the_pages_ask_as_often_for_one_line_as_for_many(cast, record, praised, page_of):
    page_of(cast.he, PAGE)
    few = _queries(cast, page_of)
    for day in range(5, 25):
        record("praised", f"2024-03-{day:02} 10:00", "member:wang", person="wang", amount="300")
    assert _queries(cast, page_of) == few


def _queries(cast, page_of):
    with CaptureQueriesContext(connection) as asked:
        page_of(cast.he, PAGE)
    return len(asked)


def test_a_program_settles_as_the_page_does(cast, praised):
    program = program_of(cast.he)
    rows = program.get("/ledger/settlements").json()["items"]
    (march,) = (row for row in rows if row["period"] == "2024-03")
    assert march == {"period": "2024-03", "state": "open", "since": None, "over": True}
    answer = program.send("/ledger/settlements/2024-03/steps", {"to": "calculated"})
    assert answer.status_code == 200
    assert program.get("/ledger/settlements/2024-03").json()["state"] == "calculated"
    again = program.send("/ledger/settlements/2024-03/steps", {"to": "open"})
    assert again.status_code in (409, 422)
    rows = program.get("/ledger/settlements/2024-03/members").json()["items"]
    nets = {row["member"]: row["nets"] for row in rows}
    assert nets["wang"] == [{"unit": "yuan", "amount": "300"}]
    agent = program_of(cast.wang)
    assert agent.get("/ledger/settlements/2024-03").status_code == 404
