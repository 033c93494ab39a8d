"""The desk shows a member what is owed, what waits, what was decided, and nothing of others."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from shouwen.desk import counting, queries
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.obligations.queries import counts_for, open_about, owed_by
from shouwen.people import actions as people
from shouwen.people.models import Member
from tests.enforcement.conftest import at

MAJOR = {"case_type": "complaint", "severity": "major", "handler": "wang"}
GRANT = {"verdict": "granted", "tier": "0", "next": "/"}

pytestmark = pytest.mark.usefixtures("rules")


def desk(member: Member, now):
    """Return the desk of a member as a request would read them."""
    return queries.desk_of(Member.objects.get(pk=member.pk), now)


def test_a_duty_shows_the_working_time_that_is_left(cast, record, clock, page_of):
    now = clock("2024-03-04 10:00")
    record("case_opened", "2024-03-04 10:00", **MAJOR)

    (line,) = desk(cast.wang, now).owed

    assert line.title == "办结重大投诉"
    assert str(line.remaining) == "14:30:00"
    assert "剩 14 小时 30 分" in page_of(cast.wang)


def test_a_duty_in_calendar_time_counts_by_the_clock_on_the_wall(cast, record):
    record("case_resolved", "2024-03-05 09:00", **MAJOR)

    (line,) = desk(cast.wang, at("2024-03-05 10:00")).owed

    assert line.title == "回访客户"
    assert line.remaining is None


def test_nobody_sees_what_somebody_else_owes(cast, record, clock, page_of):
    clock("2024-03-04 10:00")
    record("case_opened", "2024-03-04 10:00", **MAJOR)

    assert "办结重大投诉" not in page_of(cast.zhao)
    assert "没有待办事项" in page_of(cast.zhao)


def test_every_holder_sees_what_the_post_owes(cast, clock, page_of):
    qian = people.add_member(key="qian", name="钱经理", email="qian@example.com")
    people.appoint(member=qian, post=cast.posts["manager"], team=None, since=at("2024-01-01 00:00"))
    now = clock("2024-04-02 09:00")
    open_duties(now=now)

    for manager in (cast.he, qian):
        (line,) = desk(manager, now).owed
        assert (line.title, line.post) == ("报送上月统计", "客服经理")
    assert "任一客服经理可办" in page_of(qian)


def test_a_recurring_duty_is_done_from_the_desk(cast, clock, page_of, client: Client):
    now = clock("2024-04-02 09:00")
    open_duties(now=now)
    (line,) = desk(cast.he, now).owed
    page_of(cast.he)

    answer = client.post(line.done_href, {"evidence": "已报送", "next": "/"})

    assert answer["Location"] == "/"
    assert desk(cast.he, now).owed == ()


def test_what_waits_for_a_signature_is_approved_on_the_spot(cast, record, clock, page_of, client):
    clock("2024-03-04 11:00")
    record("saving_rewarded", "2024-03-04 10:00", "member:wang", person="wang", amount="300")
    assert "待我审批" not in page_of(cast.li)  # 李班长 proposed it
    page = page_of(cast.zhao)
    assert "节约奖励" in page
    assert "申请人 小王" in page
    (asked,) = desk(cast.zhao, at("2024-03-04 11:00")).waiting

    answer = client.post(f"/signoff/{asked.pk}/decide/", GRANT)

    assert answer["Location"] == "/"
    assert "待我审批" not in page_of(cast.zhao)
    assert "节约奖励" in page_of(cast.he)


def test_what_was_escalated_stands_on_the_managers_desk(cast, record, clock, page_of):
    record("case_opened", "2024-03-04 10:00", **MAJOR)
    watch_once(now=at("2024-03-05 18:01"))
    now = clock("2024-03-05 18:10")

    (line,) = desk(cast.he, now).escalated

    assert (line.title, line.owner) == ("办结重大投诉", "小王")
    assert "升级给我的" in page_of(cast.he)
    assert "升级给我的" not in page_of(cast.wang)


def test_a_rule_that_waits_asks_whoever_recorded_the_fact(cast, record, clock, page_of):
    now = clock("2024-03-04 11:00")
    outcome = record("service_finished", "2024-03-04 10:00", person="zhang")

    (question,) = desk(cast.li, now).questions

    assert question.missing == "客户签字"
    assert question.href == f"/facts/{outcome.fact.number}/"
    assert "待补" in page_of(cast.li)


def test_what_was_decided_about_me_comes_with_its_clause_and_the_months_sum(
    cast, record, clock, page_of
):
    now = clock("2024-03-05 10:00")
    record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")
    record("service_finished", "2024-02-29 10:00", person="wang", signed=False)

    found = desk(cast.wang, now)

    assert [(row.label, str(row.amount), row.clause_number) for row in found.lately] == [
        ("收到表扬", "300.00 yuan", "2.1"),
        ("服务完毕", "-100.00 yuan", "2.4"),
    ]
    assert [total.figure for total in found.sums] == ["+300.00"]
    assert "+300.00" in page_of(cast.wang)


def test_the_desk_speaks_english_throughout(cast, record, clock, client):
    clock("2024-03-04 10:00")
    record("case_opened", "2024-03-04 10:00", **MAJOR)
    client.cookies["django_language"] = "en"
    client.force_login(cast.wang, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/").content.decode()

    assert "Settle the major complaint" in page
    assert "14 h 30 min left" in page
    assert "我该做的" not in page


def test_the_figures_renew_themselves_and_say_when_the_lists_are_old(cast, record, clock, page_of):
    clock("2024-03-04 10:00")
    assert "有了新的变化" not in page_of(cast.wang, "/desk/counts/?owed=0&waiting=0")
    record("case_opened", "2024-03-04 10:00", **MAJOR)

    part = page_of(cast.wang, "/desk/counts/?owed=0&waiting=0")

    assert "有了新的变化" in part
    assert 'hx-swap-oob="outerHTML:[data-count=desk]">1</span>' in part


def test_beside_the_lists_stands_why_the_next_thing_is_due(cast, record, clock, page_of):
    clock("2024-03-04 10:00")
    record("case_opened", "2024-03-04 10:00", **MAJOR)
    (row,) = open_about("case:T-1")

    part = page_of(cast.wang, f"/desk/beside/?obligation={row.pk}")

    assert "重大投诉一个工作日内办结" in part
    assert "3月5日" in part
    page_of(cast.zhao, f"/desk/beside/?obligation={row.pk}", status=404)


def test_a_lead_sees_how_the_team_stands(cast, record, clock, page_of):
    record("case_opened", "2024-03-04 10:00", **MAJOR)
    clock("2024-03-06 10:00")

    part = page_of(cast.li, "/desk/beside/")

    assert "我的班组" in part
    assert '<td class="num tone-late">1</td>' in part
    assert "我的班组" not in page_of(cast.wang, "/desk/beside/")


@pytest.mark.parametrize("when", ["2024-03-04 11:00", "2024-03-05 17:00", "2024-03-05 18:01"])
def test_rows_are_counted_as_the_database_counts_them(cast, record, when):
    record("case_opened", "2024-03-04 10:00", **MAJOR)
    now = at(when)

    assert counting.counts_in(owed_by(cast.wang), now) == counts_for(cast.wang, now)


def test_a_full_page_leads_on_to_the_next(cast, record, clock, page_of):
    now = clock("2024-03-04 10:00")
    for number in range(queries.PAGE + 1):
        record("case_opened", "2024-03-04 10:00", f"case:T-{number}", **MAJOR)

    first = desk(cast.wang, now)
    rest = queries.desk_of(Member.objects.get(pk=cast.wang.pk), now, first.after)

    assert (len(first.owed), len(rest.owed), rest.after) == (queries.PAGE, 1, "")
    assert first.counts.owed == queries.PAGE + 1
    assert "没有待办事项" not in page_of(cast.wang, f"/?after={quote(first.after)}")
