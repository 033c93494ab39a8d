"""A statement says line by line what a month brought, to those who may read it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.enforcement.actions import correct_fact
from shouwen.journal import queries as journal
from shouwen.ledger.actions import Transfer
from shouwen.ledger.queries import balance
from shouwen.pay import queries
from shouwen.pay.months import Month, offered
from shouwen.people import actions as people
from tests.enforcement.conftest import at

MARCH = Month(2024, 3)
NOW = at("2024-03-20 10:00")
PRAISE = {"person": "wang", "amount": "300"}

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def march(record):
    """小王 is praised for 300 yuan and forgets a signature, 100 yuan; praise for 250 is undone."""
    record("praised", "2024-03-04 10:00", "member:wang", **PRAISE)
    record("service_finished", "2024-03-05 10:00", person="wang", signed=False)
    return record("praised", "2024-03-06 10:00", "member:wang", person="wang", amount="250")


def test_each_line_is_signed_from_the_members_side_with_the_running_balance(cast, march):
    (money,) = queries.statement_of(cast.wang, MARCH, NOW).sections

    assert [(e.label, str(e.amount), str(e.balance)) for e in money.entries] == [
        ("收到表扬", "300.00 yuan", "300.00 yuan"),
        ("服务完毕", "-100.00 yuan", "200.00 yuan"),
        ("收到表扬", "250.00 yuan", "450.00 yuan"),
    ]
    assert money.figures == {
        "gained": "+550.00", "lost": "−100.00", "net": "+450.00", "last": "0.00", "word": "元",
    }  # fmt: skip


def test_the_month_before_stands_beside_the_month(cast, march, record, clock, page_of):
    clock("2024-04-20 10:00")
    record("praised", "2024-04-04 10:00", "member:wang", **PRAISE)

    (money,) = queries.statement_of(cast.wang, MARCH.moved(1), at("2024-04-20 10:00")).sections

    assert (str(money.net), str(money.last)) == ("300.00 yuan", "450.00 yuan")
    assert "上月 +450.00" in page_of(cast.wang, "/statement/?month=2024-04")


def test_the_net_is_what_the_ledger_says(cast, march):
    (money,) = queries.statement_of(cast.wang, MARCH, NOW).sections

    assert money.net == balance("member", "wang", "yuan", MARCH.period)


def test_what_was_taken_back_is_struck_with_its_counter_entry(cast, march, clock, page_of):
    clock("2024-03-20 10:00")
    correct_fact(number=march.fact.number, reason="记错了", actor=cast.li, at=NOW)

    (money,) = queries.statement_of(cast.wang, MARCH, NOW).sections
    page = page_of(cast.wang, "/statement/?month=2024-03")

    struck = [e for e in money.entries if e.countered_by]
    assert [(str(e.amount), e.countered_by) for e in struck] == [
        ("250.00 yuan", money.entries[-1].pk)
    ]
    assert money.entries[-1].counters == struck[0].pk
    assert (str(money.gained), str(money.net)) == ("300.00 yuan", "200.00 yuan")
    assert page.count('class="is-countered"') == 1
    assert f"冲销第 {struck[0].pk} 笔" in page


def test_another_month_stays_out(cast, march):
    assert queries.statement_of(cast.wang, MARCH.moved(1), NOW).sections == ()


def test_an_empty_month_says_what_the_page_is_for(cast, clock, page_of):
    clock("2024-03-20 10:00")

    assert "2024年2月没有记录" in page_of(cast.zhang, "/statement/?month=2024-02")


@pytest.mark.parametrize(
    ("reader", "status"), [("wang", 200), ("li", 200), ("he", 200), ("zhao", 404), ("zhang", 404)]
)
def test_a_statement_opens_to_its_member_their_leads_and_the_ledgers_readers(
    cast, march, page_of, reader, status
):
    page_of(getattr(cast, reader), "/statement/of/wang/", status)
    page_of(getattr(cast, reader), "/statement/of/wang/csv/", status)


def test_an_entry_says_with_which_period_it_is_settled(cast, march, clock, page_of):
    clock("2024-03-20 10:00")
    Transfer.objects.filter(fact__kind="praised").update(settled_in="2024-H1")

    assert "计入2024年上半年结算" in page_of(cast.wang, "/statement/?month=2024-03")
    assert "2024年上半年" in page_of(cast.wang, "/statement/csv/?month=2024-03")


def test_the_house_itself_has_no_statement(cast, page_of):
    page_of(cast.he, f"/statement/of/{cast.system.username}/", 404)
    page_of(cast.he, "/statement/of/nobody/", 404)


def test_everybodys_totals_are_for_the_ledgers_readers(cast, march, clock, page_of):
    clock("2024-03-20 10:00")

    page = page_of(cast.he, "/statement/all/")

    assert "+450.00" in page
    page_of(cast.li, "/statement/all/", 404)


def test_a_lead_sees_the_team_beside_the_month_before(cast, march, record, clock, page_of):
    record("praised", "2024-02-04 10:00", "member:wang", person="wang", amount="210")
    clock("2024-03-20 10:00")

    page = page_of(cast.li, "/statement/team/")

    assert "小王" in page
    assert "张工" not in page
    assert "+450.00" in page
    assert "+210.00" in page
    assert "/statement/team/" in page_of(cast.li, "/statement/")
    page_of(cast.wang, "/statement/team/", 404)


def test_a_line_is_questioned_from_the_statement_and_says_how_that_stands(
    cast, march, clock, page_of, client
):
    clock("2024-03-20 10:00")
    page = page_of(cast.wang, "/statement/?month=2024-03")
    ask = re.search(r"/appeals/question/entry/[0-9]+/", page).group()
    assert ask not in page_of(cast.li, "/statement/of/wang/?month=2024-03")
    page_of(cast.wang, ask)
    client.post(ask, {"idempotency_key": "k1", "reason": "金额不对"})

    page = page_of(cast.wang, "/statement/?month=2024-03")
    assert ask not in page
    assert "待裁决" in page


def test_everybodys_totals_come_in_pages(cast, march):
    first = queries.everybody(MARCH, NOW, limit=2)

    rest = queries.everybody(MARCH, NOW, after=str(first[1].after))

    keys = [row.key for row in (*first[:2], *rest)]
    assert len(first) == 3
    assert sorted(keys) == ["he", "li", "wang", "zhang", "zhao"]


def test_the_file_opens_in_a_spreadsheet_and_holds_numbers(cast, march, clock, page_of):
    clock("2024-03-20 10:00")

    text = page_of(cast.wang, "/statement/csv/?month=2024-03")

    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [(r["日期"], r["事由"], r["条款"], r["数额"], r["累计"]) for r in rows] == [
        ("2024-03-04", "收到表扬", "2.1", "300.00", "300.00"),
        ("2024-03-05", "服务完毕", "2.4", "-100.00", "200.00"),
        ("2024-03-06", "收到表扬", "2.1", "250.00", "450.00"),
    ]


def test_everybodys_totals_come_as_a_file(cast, march, clock, client, page_of, monkeypatch):
    clock("2024-03-20 10:00")
    monkeypatch.setattr(queries, "PAGE", 2)  # so that there are several pages

    assert 'action="/statement/all/csv/"' in page_of(cast.he, "/statement/all/")
    text = b"".join(client.post("/statement/all/csv/", {"month": "2024-03"})).decode()

    assert text.removeprefix("\ufeff").splitlines() == [
        "工号,姓名,单位,增加,扣减,合计",
        "wang,小王,元,550.00,-100.00,450.00",
    ]
    (asked,) = journal.facts_of_kind("access_requested")
    assert asked.details["subject_class"] == "pay", "the rules of access were asked"
    page_of(cast.li, "/statement/")
    assert client.post("/statement/all/csv/").status_code == 404


@pytest.mark.parametrize("text", ["", "2024", "2024-13", "0000-01", "2024-1", "２０２４-01", "x"])
def test_a_month_nobody_can_read_is_this_month(text):
    assert Month.read(text, date(2024, 3, 20)) == MARCH


def test_the_chosen_month_can_be_chosen_again_however_old():
    months = offered(Month(2019, 5), date(2024, 3, 20))

    assert months[0] == MARCH
    assert months[-1] == Month(2019, 5)
    assert MARCH.moved(-3) == Month(2023, 12)


def cost(client, member, address) -> int:
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", ["/statement/", "/statement/of/wang/", "/statement/all/"])
def test_a_statement_costs_the_same_for_one_line_and_for_forty(
    cast, record, clock, client, address
):
    clock("2024-03-20 10:00")
    record("praised", "2024-03-04 10:00", "member:wang", **PRAISE)
    few = cost(client, cast.he, address)
    for number in range(40):
        member = people.add_member(key=f"m{number}", name=f"员工{number}", email="")
        record("praised", "2024-03-04 10:00", f"member:{member.username}",
               person=member.username, amount="300")  # fmt: skip
        record("praised", "2024-03-04 10:00", "member:wang", **PRAISE)

    many = cost(client, cast.he, address)

    assert few == many
    assert many <= 15
