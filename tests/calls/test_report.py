"""Calls by interval equal a plain count, in every zone's own days, and lead to their rows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from shouwen.calls import intervals
from shouwen.calls.mailed_report import period_before
from shouwen.calls.models import Call, Exchange
from shouwen.cases import mailed
from shouwen.cases.models import MailedReport
from shouwen.journal import outbox
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.roster import demand_sources
from shouwen.site.letters import LETTERS
from shouwen.site.senders import SENDERS
from tests.calls.conftest import NOW, Floor
from tests.calls.test_pages import SILENT

FROM = datetime(2024, 2, 26, tzinfo=ZoneInfo("Asia/Shanghai"))
ASKED = "since=2024-02-26&until=2024-03-05"


@pytest.fixture
def calls(floor: Floor) -> list[Call]:
    """Three hundred calls of nine days over the end of a month, some in the menu."""
    chance, exchange = Random(5), Exchange.objects.get()
    regulations.adopt(
        text=SILENT, file_name="phrases.md", by=floor.cast.he, at=NOW - timedelta(days=60)
    )
    made, queues = [], ("坐席一班", "x")
    for n in range(300):
        arrived = FROM + timedelta(seconds=chance.randrange(9 * 86_400))
        ending = chance.choice(("answered", "answered", "abandoned", "in_menu", "lost"))
        spoken = ending == "answered"
        made.append(Call(
            exchange=exchange, ref=str(n), arrived=arrived, heard_at=arrived, state="ended",
            ending=ending, ended=arrived + timedelta(minutes=2), queue=chance.choice(queues),
            wait_seconds=chance.randrange(60), talk_seconds=60 if spoken else None,
            answered_by=chance.choice((floor.cast.wang, floor.cast.zhang)) if spoken else None,
        ))  # fmt: skip
    Call.objects.bulk_create(made)
    # What goes on counts nowhere.
    Call.objects.create(exchange=exchange, ref="on", arrived=FROM, heard_at=FROM, state="waiting")
    return made


@pytest.mark.parametrize("step", ["15", "30", "day", "week", "month"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kathmandu", "America/New_York"])
def test_every_interval_equals_a_plain_count(calls: list[Call], step: str, zone: str):
    with timezone.override(zone):
        found = intervals.by_interval(
            first=FROM, until=FROM + timedelta(days=9), step=step, within=20
        )

    for row in found:
        inside = [call for call in calls if row.begins <= call.arrived < row.ends]
        offered = [call for call in inside if call.ending != "in_menu"]
        answered = [call for call in offered if call.ending == "answered"]
        assert (row.calls.offered, row.calls.answered) == (len(offered), len(answered))
        assert row.calls.in_time == sum((call.wait_seconds or 0) <= 20 for call in answered)
        assert row.calls.waited == sum(call.wait_seconds or 0 for call in offered)
        assert row.calls.longest_wait == max((c.wait_seconds or 0 for c in offered), default=0)
        local = row.begins.astimezone(ZoneInfo(zone))
        assert local.minute % 15 == 0
        assert step in {"15", "30"} or (local.hour, local.minute) == (0, 0)
        assert step != "week" or local.weekday() == 0
    assert sum(row.calls.offered + row.calls.in_menu for row in found) == 300


def test_the_page_leads_to_the_calls_and_the_table_says_the_same(
    calls: list[Call], floor: Floor, client: Client, django_assert_max_num_queries
):
    client.force_login(floor.cast.li)
    with django_assert_max_num_queries(40):
        page = client.get(f"/calls/report/?{ASKED}&step=day&team=desk").content.decode()
    table = client.get(f"/calls/report/export/xlsx/?{ASKED}&step=day&team=desk")
    sheet = load_workbook(BytesIO(b"".join(table))).active
    rows = list(sheet.iter_rows(values_only=True))

    mine = [call for call in calls if call.queue == "坐席一班"]
    assert sum(row[2] for row in rows[1:]) == sum(call.ending != "in_menu" for call in mine)
    assert "20 秒" in page
    assert "小王" in page
    assert "张工" not in page
    day = FROM.isoformat().replace("+", "%2B")
    end = (FROM + timedelta(days=9)).isoformat().replace("+", "%2B")
    seen = client.get(f"/calls/report/calls/?first={day}&until={end}&ending=abandoned")
    gone = Counter(call.ending in {"abandoned", "lost"} for call in calls)[True]
    assert seen.content.decode().count("data-row-open") == min(gone, 50)


def test_every_call_behind_a_figure_is_listed_once(calls: list[Call], floor: Floor):
    from shouwen.calls import reports

    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        found = reports.calls_behind(
            first=FROM, until=FROM + timedelta(days=9), queue="", ending="", members=None,
            after=after,
        )  # fmt: skip
        seen += [call.ref for call in found.calls]
        after = found.next
    assert sorted(seen, key=int) == [str(n) for n in range(300)]


def test_a_report_of_too_many_intervals_is_refused(calls: list[Call], floor: Floor, client: Client):
    client.force_login(floor.cast.he)
    long = client.get("/calls/report/?since=2024-01-01&until=2024-03-05&step=15")
    turned = client.get("/calls/report/?since=2024-03-05&until=2024-03-01")

    assert (long.status_code, turned.status_code) == (422, 422)
    client.force_login(floor.cast.wang)
    assert client.get("/calls/report/").status_code == 404


def test_the_report_is_mailed_as_xlsx_and_pdf_of_the_last_whole_week(
    calls: list[Call], floor: Floor, client: Client, mailoutbox: list[EmailMessage]
):
    wang, li = floor.cast.wang, floor.cast.li
    Member.objects.filter(pk=li.pk).update(email="li@example.com")
    said = {"unit": "week", "weekday": "2", "day": "", "at_time": "08:30"}
    client.force_login(wang)
    assert client.post("/calls/report/mail/", said).status_code == 404
    client.force_login(li)
    for _twice in range(2):
        assert client.post("/calls/report/mail/", said).status_code == 302
    assert "/cases/mailed/" in client.get("/calls/report/").content.decode()

    now = FROM + timedelta(days=12)
    row = MailedReport.objects.get(member=li, kind="calls")
    MailedReport.objects.update(next_at=now)
    assert mailed.send_due(now=now, writers=LETTERS) == 1
    outbox.deliver_due(now=timezone.now(), senders=SENDERS)
    sent = mailoutbox[0]
    since, until = period_before(timezone.localdate(now), row.unit)
    assert (sent.to, (until - since).days, since.weekday()) == (["li@example.com"], 6, 0)
    (table, workbook, _kind), (sheet, pdf, _pdf_kind) = sent.attachments
    assert (table, sheet[-4:], pdf[:5]) == (f"来电时段报表 {since}.xlsx", ".pdf", b"%PDF-")
    rows = list(load_workbook(BytesIO(workbook)).active.iter_rows(values_only=True))
    mine = [c for c in calls if since <= timezone.localdate(c.arrived) <= until]
    assert sum(row[2] for row in rows[1:]) == sum(c.ending != "in_menu" for c in mine) > 0


def test_the_calls_of_a_team_are_counted_as_its_demand(calls: list[Call], floor: Floor):
    team, until = floor.cast.desk, FROM + timedelta(days=9)
    wanted = [one.arrived for one in calls if one.queue == team.name and one.ending != "in_menu"]

    source = demand_sources.source("calls")

    assert source is not None
    assert list(source.moments(team, "", FROM, until)) == sorted(wanted)
    # No telephone menu has a queue that asks for the skill.
    assert list(source.moments(team, "粤语", FROM, until)) == []
