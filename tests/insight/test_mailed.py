"""The targets mailed to whoever asked: each figure of its last whole period, and whether met."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse

from shouwen.cases import mailed
from shouwen.cases.models import MailedReport
from shouwen.journal.models import OutboxMessage
from shouwen.people import actions as people
from shouwen.site.letters import LETTERS
from tests.enforcement.conftest import at
from tests.insight.test_pages import _nothing_remembered, clock, indicators, march, record

__all__ = ["_nothing_remembered", "clock", "indicators", "march", "record"]


def mailed_in_april(member):
    asked = mailed.ask(
        member=member, view=None, unit="month", on_day=1, at_time=time(8, 30),
        house="https://desk.example", at=at("2024-03-20 10:00"),
    )  # fmt: skip
    assert asked.next_at == at("2024-04-01 08:30")
    assert mailed.send_due(now=asked.next_at, writers=LETTERS) == 1
    return OutboxMessage.objects.get(recipient=member.email)


def test_each_target_is_named_with_the_figure_of_its_last_whole_period(cast, march):
    mail = mailed_in_april(cast.wang)

    assert mail.subject == "指标，2024-04-01"
    assert "- 回访率，2024-03-01 – 2024-03-31：50 %（目标 ≥ 90 %），未达标" in mail.body
    assert "制度原文未填数值" in mail.body
    assert mail.body.endswith("https://desk.example/targets/")


def test_it_is_written_in_the_language_of_who_reads_it(cast, march):
    people.choose_language(member=cast.wang, language="en")

    body = mailed_in_april(cast.wang).body

    assert "2024-03-01 – 2024-03-31: 50 % (target ≥ 90 %), not met" in body


def test_a_member_asks_for_it_on_the_page_and_sees_it_there(cast, march, client):
    client.force_login(cast.wang)
    ask = reverse("insight:mail")

    assert client.post(ask, {"unit": "month", "at_time": "08:30"}).status_code == 422
    done = client.post(ask, {"unit": "month", "day": "1", "at_time": "08:30"})

    assert done.status_code == 302
    assert "每月 1 日 08:30" in client.get(reverse("insight:targets")).content.decode()
    kept = MailedReport.objects.get()
    assert (kept.member, kept.on_day) == (cast.wang, 1)
    assert kept.next_at - kept.since < timedelta(days=32)
