"""Kept lists and targets mailed to whoever asked: when, once, what stands in them, and to whom."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.cases import actions, kept_views, mailed
from shouwen.cases.models import MailedReport, View
from shouwen.journal.models import OutboxMessage
from shouwen.people import actions as people
from shouwen.site.letters import LETTERS
from tests.api.conftest import program_of
from tests.cases.conftest import TEN, ZONE

NEXT = TEN.replace(day=23, hour=8, minute=30)  # the Monday after
WORKDAYS = {"unit": "day", "on_day": None, "at_time": time(8, 30)}


def keep(owner, **given):
    found = {"name": "未办结", "query": "state=unsettled", "shared_with": "all", **given}
    return View.objects.create(owner=owner, **found)


def asked(member, view, at=TEN, **given):
    rhythm = {**WORKDAYS, **given}
    return mailed.ask(member=member, view=view, house="https://desk.example", at=at, **rhythm)


def sent(now):
    return mailed.send_due(now=now, writers=LETTERS)


# ── when ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.once
@settings(max_examples=150, deadline=None)
@given(
    unit_day=st.one_of(
        st.just(("day", None)),
        st.tuples(st.just("week"), st.integers(1, 7)),
        st.tuples(st.just("month"), st.integers(1, 31)),
    ),
    minutes=st.integers(0, 24 * 60 - 1),
    after=st.integers(0, 6 * 366 * 24 * 60),
    week=st.sets(st.integers(1, 7), min_size=1),
    closed=st.sets(st.integers(0, 60)),
)
def test_the_next_moment_is_the_first_on_a_day_that_is_worked_on(
    unit_day, minutes, after, week, closed
):
    after = datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(minutes=after)
    begin = timezone.localdate(after) - timedelta(days=10)
    holidays = {begin + timedelta(days=one) for one in closed}
    unit, on_day = unit_day
    at_time = time(*divmod(minutes, 60))

    def works_on(day: date) -> bool:
        return day.isoweekday() in week and day not in holidays

    def after_(moment):
        return mailed.next_moment(
            unit=unit, on_day=on_day, at_time=at_time, after=moment, works_on=works_on
        )

    found = after_(after)
    here = timezone.localtime(found)

    assert found > after
    assert works_on(here.date())
    assert here.time() == at_time
    # Nothing lies between: every moment before it leads to it, and none is skipped or repeated.
    assert after_(found - timedelta(microseconds=1)) == found
    assert after_(found) > found
    if unit == "day":
        between = (here.date() - timezone.localdate(after)).days
        days = [timezone.localdate(after) + timedelta(days=one) for one in range(1, between)]
        assert not any(works_on(day) for day in days)
    else:
        meant = (here.date() - timedelta(days=one) for one in range(70))
        assert any(_is_meant(day, unit, on_day) for day in meant)


def _is_meant(day: date, unit: str, on_day: int) -> bool:
    if unit == "week":
        return day.isoweekday() == on_day
    last = (day + timedelta(days=1)).month != day.month
    return day.day == on_day or (last and day.day < on_day)


# ── what is sent ─────────────────────────────────────────────────────────────────────────────


def test_a_list_is_mailed_in_numbers_and_says_nothing_of_a_customer(rules, case, cast):
    view = keep(cast.li, name="未办结投诉", query="state=unsettled&q=刘女士")
    asked(cast.li, view)
    actions.open_case(
        case_type="complaint", title="电梯里有异味", text="", actor=cast.wang,
        at=TEN + timedelta(hours=1), recorded_at=TEN + timedelta(hours=1), customer=case.customer,
    )  # fmt: skip

    assert sent(NEXT) == 1

    mail = OutboxMessage.objects.get(recipient=cast.li.email)
    assert mail.subject == "列表“未办结投诉”，2026-11-23"
    for said in (
        "现有 2 件", "已超时 2 件", "2026-11-20 10:00 以来：新来 1 件，关闭 0 件", "小王：2",
        f"{case.number}  2026-11-21 10:00  ", f"https://desk.example/cases/kept/{view.pk}/open/",
    ):  # fmt: skip
        assert said in mail.body, mail.body
    for said in ("刘女士", "138", "A 座", "噪音", "电梯", case.title):
        assert said not in mail.body + mail.subject


def test_what_is_due_by_the_next_working_day_is_counted_apart(rules, case, cast):
    # Written on the Friday of the case: its answer is due on Saturday, before Monday is over.
    asked(cast.he, keep(cast.he), at_time=time(10, 30))

    sent(TEN + timedelta(hours=1))

    body = OutboxMessage.objects.get(recipient=cast.he.email).body
    assert "已超时 0 件；到下一个工作日 2026-11-23 为止另有 1 件到期" in body


def test_it_is_sent_once_and_once_only_after_days_of_standing_still(case, cast):
    row = asked(cast.wang, keep(cast.wang))
    assert row.next_at == NEXT
    assert sent(NEXT - timedelta(minutes=1)) == 0

    later = NEXT + timedelta(days=9)
    stale = MailedReport.objects.select_related("member", "view").get(pk=row.pk)
    assert sent(later) == 1
    # Another watcher that had read the same row moves nothing and writes nothing.
    assert mailed._send(stale, later, LETTERS[stale.kind]) == 0
    assert sent(later) == 0

    row.refresh_from_db()
    assert (row.since, row.sent_at) == (later, later)
    assert row.next_at == datetime(2026, 12, 3, 8, 30, tzinfo=ZONE)
    assert OutboxMessage.objects.filter(recipient=cast.wang.email).count() == 1


def test_a_writer_that_dies_leaves_it_due(case, cast):
    row = asked(cast.wang, keep(cast.wang))

    def dies(_row, _now):
        raise OSError("the power went")

    with pytest.raises(OSError, match="the power"):
        mailed.send_due(now=NEXT, writers={"list": dies})
    row.refresh_from_db()
    assert row.next_at == NEXT
    assert sent(NEXT) == 1


def test_what_is_not_shared_any_more_is_not_sent_and_says_why(case, cast, client):
    view = keep(cast.li)
    row = asked(cast.wang, view)
    View.objects.filter(pk=view.pk).update(shared_with="nobody")

    assert sent(NEXT) == 0

    row.refresh_from_db()
    assert (row.fault, row.sent_at, row.since) == ("unseen", None, TEN)
    assert row.next_at == NEXT + timedelta(days=1)
    client.force_login(cast.wang)
    assert "这个列表已不再与你共享" in client.get(reverse("cases:mailed")).content.decode()
    View.objects.filter(pk=view.pk).update(shared_with="all")
    assert sent(NEXT + timedelta(days=1)) == 1
    row.refresh_from_db()
    assert row.fault == ""


def test_who_has_no_address_or_has_left_gets_nothing(case, cast):
    for member, view in ((cast.wang, keep(cast.wang)), (cast.zhang, keep(cast.zhang))):
        asked(member, view)
    people.change_contact(member=cast.wang, email="", phone="")
    people.close_account(member=cast.zhang, on=TEN.date())

    assert sent(NEXT) == 0
    kept = dict(MailedReport.objects.values_list("member__username", "fault"))
    assert kept == {"wang": "no_address", "zhang": "left"}


def test_each_sees_their_own_matters_counted(case, cast):
    for member in (cast.wang, cast.zhao):
        asked(member, keep(member))

    sent(NEXT)

    told = dict(OutboxMessage.objects.values_list("recipient", "body"))
    assert "现有 1 件" in told[cast.wang.email]
    assert "现有 0 件" in told[cast.zhao.email]
    assert case.number not in told[cast.zhao.email]


def test_it_is_written_in_the_language_of_who_reads_it(rules, case, cast):
    people.choose_language(member=cast.wang, language="en")
    asked(cast.wang, keep(cast.wang, name="Open"))

    sent(NEXT)

    mail = OutboxMessage.objects.get(recipient=cast.wang.email)
    assert mail.subject == "List “Open” on 2026-11-23"
    assert "1 matter stands in the list “Open” now." in mail.body
    assert "1 late; 0 more due by the end of 2026-11-24, the next working day." in mail.body


# ── pages and programs ───────────────────────────────────────────────────────────────────────


def test_a_member_asks_for_it_beside_the_list_and_stops_it(cast, client):
    view = keep(cast.li)
    client.force_login(cast.wang)
    ask = reverse("cases:kept_mail", args=[view.pk])

    refused = client.post(ask, {"unit": "week", "at_time": "08:30"})
    assert refused.status_code == 422
    assert "请选择星期几" in refused.content.decode()
    rhythm = {"unit": "week", "weekday": "1", "at_time": "08:30"}
    assert client.post(ask, rhythm).status_code == 302
    assert client.post(ask, {**rhythm, "weekday": "3"}).status_code == 302

    row = MailedReport.objects.get(member=cast.wang)
    assert (row.on_day, row.house) == (3, "http://testserver")
    for page in ("cases:kept", "cases:mailed"):
        assert "每周三 08:30" in client.get(reverse(page)).content.decode()
    opened = client.get(reverse("cases:kept_open", args=[view.pk]))
    assert opened["Location"].endswith(kept_views.address_of(view))
    client.force_login(cast.li)
    stop = reverse("cases:mailed_stop", args=[row.pk])
    assert client.post(stop).status_code == 404
    client.force_login(cast.wang)
    assert client.post(stop).status_code == 302
    assert not MailedReport.objects.exists()


def test_a_list_that_is_not_shared_cannot_be_asked_for(cast, client):
    view = keep(cast.li, shared_with="nobody")
    client.force_login(cast.zhao)

    for name in ("cases:kept_mail", "cases:kept_open"):
        address = reverse(name, args=[view.pk])
        call = client.post if name.endswith("mail") else client.get
        assert call(address).status_code == 404


def test_a_program_asks_lists_and_stops(cast):
    view, wang = keep(cast.wang), program_of(cast.wang)
    rhythm = {"unit": "month", "day": 31, "at_time": "09:00"}

    made = wang.send(f"/cases/lists/{view.pk}/mail", rhythm)
    assert made.status_code == 200, made.content
    assert wang.send("/targets/mail", {"unit": "day", "at_time": "09:00"}).status_code == 200
    assert wang.send(f"/cases/lists/{view.pk}/mail", {"unit": "week"}).status_code == 422
    assert program_of(cast.li).get("/cases/mailed").json()["items"] == []
    rows = wang.get("/cases/mailed").json()["items"]
    assert {(row["kind"], row["list_id"]) for row in rows} == {
        ("list", view.pk), ("targets", None),
    }  # fmt: skip
    one = f"/cases/mailed/{made.json()['id']}"
    assert program_of(cast.li).send(one, method="delete").status_code == 404
    assert wang.send(one, method="delete").status_code == 200
    assert len(wang.get("/cases/mailed").json()["items"]) == 1


def test_the_lists_page_costs_the_same_for_one_mail_and_many(cast, client):
    client.force_login(cast.wang)

    def cost():
        client.get(reverse("cases:kept"))
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            client.get(reverse("cases:kept"))
            client.get(reverse("cases:mailed"))
        return len(asked_for)

    asked(cast.wang, keep(cast.wang))
    few = cost()
    for number in range(8):
        asked(cast.wang, keep(cast.wang, name=f"列表{number}"))
    assert cost() == few
