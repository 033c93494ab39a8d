"""A visitor gets a number, is called and served by somebody; the rules' clocks run beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.access.choices import Level
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal
from shouwen.reception import actions, queries
from shouwen.reception.choices import Stands
from shouwen.reception.forgetting import forget_due
from shouwen.reception.models import Arrival
from shouwen.regulations import actions as regulations
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXT = """---
regulation: front-desk
title: 前台接待规定
industry: property-services
in_force: 2024-01-01
posts: {agent: 客服专员}
---

## 1 接待

### 1.1 来访登记后十分钟内安排接待。

```rule
id: be-called
kind: deadline
catalogue: 0.8-01
title: 十分钟内安排接待
title_en: Call within ten minutes
when: {fact: visitor_arrived}
owed_by: {detail: receptionist}
duty: 安排接待来访客户
duty_en: Have the visitor served
within: 10 minutes
calendar: always
met_by: [{fact: visitor_called}, {fact: visitor_left}]
```
"""


def come(
    cast: Cast,
    key: str = "one-form",
    later: int = 0,
    name: str = "陈先生",
    phone: str = "13800001234",
) -> Arrival:
    return actions.receive(
        name=name, phone=phone, purpose=f"{name}来问水费", key=key, by=cast.wang,
        now=NOW + timedelta(minutes=later),
    )  # fmt: skip


def call(arrival: Arrival, by: Member, later: int = 0) -> Arrival:
    return actions.call(
        arrival=arrival, counter="2号窗口", by=by, now=NOW + timedelta(minutes=later)
    )


def test_numbers_count_in_a_day_and_begin_anew_the_next(cast: Cast):
    numbers = [come(cast, key=f"form-{n}").number for n in range(3)]
    again = come(cast, key="form-2")
    tomorrow = come(cast, key="form-9", later=24 * 60)

    assert numbers == [1, 2, 3]
    assert (again.number, tomorrow.number, str(tomorrow)) == (3, 1, "001")


def test_who_serves_a_visitor_is_on_record_and_the_clock_is_met(cast: Cast):
    version = regulations.adopt(text=TEXT, file_name="v.md", by=cast.he, at=NOW)
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    one = come(cast)
    owed = ObligationRow.objects.get(about=one.about)
    assert (owed.owner, owed.due_at) == (cast.wang, NOW + timedelta(minutes=10))

    done = actions.finish(arrival=call(one, cast.li, 4), by=cast.li, now=NOW + timedelta(minutes=9))

    owed.refresh_from_db()
    facts = FactRow.objects.filter(about=one.about).order_by("number")
    assert owed.state == "met"
    assert (done.state, done.served_by) == (Stands.SERVED, cast.li)
    told = [
        (row.kind, row.details.get("operator"), row.details.get("seconds"))
        for row in facts if row.kind.startswith("visitor")
    ]  # fmt: skip
    assert told == [
        ("visitor_arrived", None, None), ("visitor_called", "li", "240"),
        ("visitor_served", "li", "300"),
    ]  # fmt: skip
    assert not [
        row for row in facts if "陈先生" in str(row.details) or "1380000" in str(row.details)
    ]


def test_a_visitor_is_called_once_and_the_next_one_is_who_waited_longest(cast: Cast):
    first, second = come(cast), come(cast, key="two-form", later=1)
    call(first, cast.wang, 2)

    with pytest.raises(RefusedError):
        call(first, cast.li, 2)
    taken = actions.call_next(counter="", by=cast.li, now=NOW + timedelta(minutes=3))

    assert taken == second
    with pytest.raises(RefusedError):
        actions.call_next(counter="", by=cast.li, now=NOW + timedelta(minutes=3))


def test_the_hall_reads_numbers_and_no_names(cast: Cast, client: Client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    come(cast)
    call(come(cast, key="two-form"), cast.wang)
    client.force_login(cast.wang)

    page = client.get("/reception/screen/").content.decode()

    assert queries.screen(NOW.date()).waiting == ["001"]
    assert ("002" in page, "2号窗口" in page, "陈先生" in page) == (True, True, False)


def test_a_confidential_visitor_is_covered(cast: Cast, client: Client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    customers.add_customer(
        name="秘先生", phone="13900009999", secrecy=Level.values[-1], at=NOW
    )  # fmt: skip
    come(cast, name="秘先生", phone="139 0000 9999")
    client.force_login(cast.zhang)

    pages = [client.get(f"/reception/{each}").content.decode() for each in ("", "log/")]

    assert all("001" in page for page in pages)
    assert not [page for page in pages if "13900009999" in page]


def test_a_matter_is_opened_once_with_the_visitor_as_its_customer(cast: Cast):
    one = call(come(cast), cast.li)

    cases = {
        actions.open_case(arrival=one, case_type="complaint", by=cast.wang, now=NOW)
        for _ in range(2)
    }

    [case] = cases
    assert (case.channel, case.first_owner) == ("counter", cast.li)
    assert case.customer is not None
    assert (case.customer.phone, Case.objects.count()) == ("13800001234", 1)


def test_what_visitors_said_goes_when_the_notices_period_is_over(cast: Cast):
    portal.give_notice(text="说明", text_en="", by=cast.he, at=NOW, keep_months=1)
    one = come(cast)

    assert forget_due(now=NOW + timedelta(days=20)) == 0
    assert forget_due(now=NOW + timedelta(days=40)) == 1

    one.refresh_from_db()
    assert (one.name, one.phone, one.purpose, one.number) == ("", "", "", 1)


def test_the_desk_costs_the_same_with_many_visitors(cast: Cast, client: Client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client.force_login(cast.wang)
    come(cast)
    first = _queries(client)
    for n in range(15):
        come(cast, key=f"form-{n}")

    assert _queries(client) == first <= 15


def _queries(client: Client) -> int:
    client.get("/reception/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/reception/")
    return len(asked)


def test_the_desk_is_worked_by_its_forms(cast: Cast, client: Client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client.force_login(cast.wang)

    client.post("/reception/arrive/", {"name": "陈先生", "key": "12345678"})
    client.post("/reception/next/", {"counter": "2号窗口"})
    one = Arrival.objects.get()
    gone = client.post(f"/reception/{one.pk}/call/")
    client.post(f"/reception/{one.pk}/finish/")

    one.refresh_from_db()
    assert (one.state, one.counter, gone.status_code) == (Stands.SERVED, "2号窗口", 409)
