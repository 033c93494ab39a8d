"""Meetings are called, held, minuted and filed; what they resolve is followed up."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest

from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.obligations.models import ObligationRow
from shouwen.office.models import Meeting, Resolution
from shouwen.office.reminding import remind
from shouwen.people.models import Member
from tests.office.conftest import MONDAY, TEXT, adopted, begun, key, meeting_form, signed_in

HOME = "/office/meetings/"
WEEKLY = "papers|weekly|weekly_held"


@pytest.fixture
def called(cast, papers, monday):
    signed_in(cast.li).post(f"{HOME}new/", meeting_form(cast, belongs=WEEKLY))
    return Meeting.objects.get()


def page_of(meeting):
    return f"{HOME}{meeting.pk}/"


def hold(cast, meeting, **came):
    found = {f"came-{cast.wang.pk}": "present", f"came-{cast.li.pk}": "present"}
    return signed_in(cast.li).post(
        f"{page_of(meeting)}attendance/", {"idempotency_key": key(), **found, **came}
    )


def write(cast, meeting, text="完成上周整改。"):
    return signed_in(cast.li).post(f"{page_of(meeting)}minutes/", {"text": text})


def resolve(cast, meeting, text="更新值班表", due="2024-03-08"):
    form = {"text": text, "owner": cast.wang.username, "due_on": due}
    return signed_in(cast.li).post(f"{page_of(meeting)}resolve/", form)


def filed_form(response, **changes):
    fields = response.context["form"]
    names = fields.fields if fields else ()
    found = {name: fields[name].value() or "" for name in names}
    return {"idempotency_key": key(), **found, **changes}


def file(cast, meeting, **changes):
    client = signed_in(cast.li)
    form = filed_form(client.get(f"{page_of(meeting)}file/"), **changes)
    return client.post(f"{page_of(meeting)}file/", form), form


def test_a_meeting_offers_the_rules_in_force_that_wait_for_one(cast, papers, monday):
    page = signed_in(cast.li).get(f"{HOME}new/").content.decode()

    assert "每周例会" in page
    assert WEEKLY in page
    assert "月度总结" not in page


def test_calling_a_meeting_records_who_is_called_to_it(cast, called):
    fact = FactRow.objects.get(kind="meeting_called")

    assert fact.about == called.about
    assert fact.details["called"] == 2
    assert [one.text for one in called.agenda.all()] == ["上周情况", "本周安排"]


def test_a_form_sent_twice_calls_one_meeting(cast, papers, monday):
    form = meeting_form(cast)
    client = signed_in(cast.li)

    client.post(f"{HOME}new/", form)
    client.post(f"{HOME}new/", form)

    assert Meeting.objects.count() == 1
    assert FactRow.objects.filter(kind="meeting_called").count() == 1


def test_attendance_is_a_fact_for_each_who_was_called(cast, called):
    hold(cast, called, **{f"came-{cast.wang.pk}": "late"})

    facts = FactRow.objects.filter(kind="meeting_attended").order_by("number")
    assert {f.details["person"]: f.details["attendance"] for f in facts} == {
        "li": "present", "wang": "late",
    }  # fmt: skip
    assert FactRow.objects.get(kind="meeting_held").details["late"] == 1


def test_attendance_says_of_everybody_whether_they_came(cast, called):
    response = hold(cast, called, **{f"came-{cast.wang.pk}": ""})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not FactRow.objects.filter(kind="meeting_held").exists()


def test_minutes_keep_their_versions_until_they_are_filed(cast, called):
    hold(cast, called)
    for text in ("初稿", "初稿", "定稿"):
        write(cast, called, text)

    assert list(called.minutes.order_by("version").values_list("version", "text")) == [
        (1, "初稿"), (2, "定稿"),
    ]  # fmt: skip

    file(cast, called, **{"detail-decisions": "无"})
    response = write(cast, called, "改动")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert called.minutes.count() == 2


def test_filing_meets_the_duty_in_whose_rhythm_the_meeting_is(cast, called):
    owed = begun("weekly", "2024-W10", MONDAY)
    hold(cast, called)
    write(cast, called)
    resolve(cast, called)

    response, form = file(cast, called)

    owed.refresh_from_db()
    assert response.status_code == HTTPStatus.FOUND
    assert owed.state == "met"
    assert form["detail-held_on"] == "2024-03-04"
    assert form["detail-place"] == "一号会议室"
    assert form["detail-decisions"] == "1. 更新值班表"
    assert form["detail-recorder"] == "li"
    assert FactRow.objects.get(kind="weekly_held").details["which"] == "team"


BARE = """
### 1.5 每周开早会

```rule
id: morning
kind: duty
title: 早会
title_en: Morning meeting
every: week
owed_by: {post: team_leader}
duty: 召开早会
duty_en: Hold the morning meeting
```
"""


def test_filing_reports_a_plain_duty_to_meet_as_done(cast, monday):
    adopted(cast, TEXT.replace("## 2 通知", f"{BARE}\n## 2 通知"))
    owed = begun("morning", "2024-W10", MONDAY)
    form = meeting_form(cast, belongs="papers|morning|duty_done")
    signed_in(cast.li).post(f"{HOME}new/", form)
    meeting = Meeting.objects.get()
    hold(cast, meeting)
    write(cast, meeting)

    file(cast, meeting)

    owed.refresh_from_db()
    assert owed.state == "met"


def test_what_a_form_in_force_refuses_is_not_filed(cast, called):
    hold(cast, called)
    write(cast, called)

    response, _form = file(cast, called, **{"detail-decisions": ""})

    called.refresh_from_db()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert called.filed_at is None
    assert not FactRow.objects.filter(kind="minutes_filed").exists()


def test_filing_twice_with_one_form_files_once(cast, called):
    hold(cast, called)
    write(cast, called)
    _response, form = file(cast, called, **{"detail-decisions": "无"})

    again = signed_in(cast.li).post(f"{page_of(called)}file/", form)

    assert again.status_code == HTTPStatus.FOUND
    assert FactRow.objects.filter(kind="minutes_filed").count() == 1
    assert FactRow.objects.filter(kind="weekly_held").count() == 1


def test_a_resolution_becomes_an_obligation_where_a_rule_listens(cast, called):
    hold(cast, called)
    write(cast, called)
    resolve(cast, called)
    file(cast, called)
    owed = ObligationRow.objects.get(rule_id="resolved")
    one = Resolution.objects.get()

    assert one.followed
    assert owed.owner == cast.wang

    signed_in(cast.wang).post(f"/office/resolutions/{one.pk}/done/", {"idempotency_key": key()})

    owed.refresh_from_db()
    one.refresh_from_db()
    assert owed.state == "met"
    assert one.done_at == MONDAY


def test_a_plain_resolution_reminds_its_owner_on_the_desk(cast, monday):
    signed_in(cast.li).post(f"{HOME}new/", meeting_form(cast))
    meeting = Meeting.objects.get()
    hold(cast, meeting)
    write(cast, meeting)
    resolve(cast, meeting)
    file(cast, meeting)

    desk = signed_in(cast.wang).get("/office/desk/").content.decode()

    assert "更新值班表" in desk
    assert "更新值班表" not in signed_in(cast.zhao).get("/office/desk/").content.decode()

    Member.objects.filter(pk=cast.wang.pk).update(email="wang@example.com")
    assert remind(now=MONDAY) == 0
    # 2024-03-08 is the day it is due.
    assert [remind(now=MONDAY + timedelta(days=4)) for _ in range(2)] == [1, 0]
    (message,) = OutboxMessage.objects.filter(recipient="wang@example.com")
    assert "更新值班表" not in message.subject + message.body


def test_another_may_not_report_somebodys_resolution(cast, called):
    hold(cast, called)
    write(cast, called)
    resolve(cast, called)
    file(cast, called, **{"detail-decisions": "无"})
    one = Resolution.objects.get()

    response = signed_in(cast.zhang).post(
        f"/office/resolutions/{one.pk}/done/", {"idempotency_key": key()}
    )

    assert response.status_code == HTTPStatus.FORBIDDEN


def test_only_those_called_and_their_superiors_read_a_confidential_meeting(cast, papers, monday):
    signed_in(cast.li).post(f"{HOME}new/", meeting_form(cast, confidential="on"))
    meeting = Meeting.objects.get()

    seen = {
        who.username: signed_in(who).get(page_of(meeting)).status_code
        for who in (cast.wang, cast.li, cast.he, cast.zhao, cast.zhang)
    }

    assert seen == {"wang": 200, "li": 200, "he": 200, "zhao": 404, "zhang": 404}
    assert "第十周班组例会" not in signed_in(cast.zhao).get(HOME).content.decode()
    assert "title" not in FactRow.objects.get(kind="meeting_called").details


def test_a_confidential_meeting_gives_nothing_of_what_was_said_to_the_journal(cast, papers, monday):
    form = meeting_form(cast, confidential="on", belongs=WEEKLY)
    signed_in(cast.li).post(f"{HOME}new/", form)
    meeting = Meeting.objects.get()
    hold(cast, meeting)
    write(cast, meeting, "绝密的话")
    resolve(cast, meeting, "绝密的事")
    file(cast, meeting)

    told = str([row.details for row in FactRow.objects.all()])

    assert FactRow.objects.filter(kind="weekly_held").exists()
    assert "绝密" not in told


def test_who_only_attends_changes_nothing(cast, called):
    client = signed_in(cast.wang)

    assert client.get(f"{page_of(called)}change/").status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{page_of(called)}cancel/").status_code == HTTPStatus.FORBIDDEN


def test_other_facts_of_the_regulation_are_recorded_from_the_meeting(cast, called):
    client = signed_in(cast.li)
    page = client.get(page_of(called)).content.decode()
    assert "缺席例会" in page

    client.post(
        f"{page_of(called)}record/weekly_missed/",
        {"idempotency_key": key(), "detail-person": "wang"},
    )

    fact = FactRow.objects.get(kind="weekly_missed")
    assert fact.details == {"person": "wang", "which": "team"}
    assert ObligationRow.objects.get(rule_id="explain-absence").owner == cast.wang


def test_a_meeting_that_was_called_off_is_not_held(cast, called):
    signed_in(cast.li).post(f"{page_of(called)}cancel/")

    assert hold(cast, called).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_meeting_is_shown_in_both_languages(cast, called, language):
    hold(cast, called)
    write(cast, called)
    resolve(cast, called)
    client = signed_in(cast.li, language)

    for address in (HOME, f"{HOME}new/", page_of(called), f"{page_of(called)}file/",
                    f"{page_of(called)}print/", "/office/", "/office/desk/"):  # fmt: skip
        assert client.get(address).status_code == HTTPStatus.OK, address
