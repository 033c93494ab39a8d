"""Plans and reports begin with their figures, discharge the duty, and are checked."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus

import pytest
from django.urls import reverse

from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.office.models import Sheet
from tests.api.conftest import program_of
from tests.office.conftest import (
    CHINA,
    MONDAY,
    TEXT,
    adopted,
    begun,
    key,
    recorded,
    set_clock,
    signed_in,
)

HOME = "/office/reports/"
WEDNESDAY = datetime(2024, 3, 6, 16, tzinfo=CHINA)


def begin(member, owed, **changes):
    client = signed_in(member)
    page = client.get(f"{HOME}new/?obligation={owed.pk}")
    fields = page.context["form"]
    form = {name: fields[name].value() for name in fields.fields}
    form = {name: value for name, value in form.items() if value}
    client.post(f"{HOME}new/", {"idempotency_key": key(), "obligation": owed.pk, **form, **changes})
    return Sheet.objects.get(obligation=owed)


def write(member, sheet, how="hand_in", token=None, **texts):
    form = {"idempotency_key": token or key(), how: "1", **texts}
    return signed_in(member).post(f"{HOME}{sheet.pk}/write/", form)


def check(member, sheet, how, comment=""):
    form = {"idempotency_key": key(), how: "1", "comment": comment}
    return signed_in(member).post(f"{HOME}{sheet.pk}/check/", form)


@pytest.fixture
def plan_owed(cast, papers, monday, monkeypatch):
    owed = begun("week-plan", "2024-W10", MONDAY)
    set_clock(monkeypatch, WEDNESDAY)
    return owed


def test_the_page_lists_what_is_owed_with_its_due_time(cast, papers, monday):
    begun("week-plan", "2024-W10", MONDAY)
    begun("month-report", "2024-03", MONDAY)

    due = signed_in(cast.li).get(HOME).context["found"].due

    assert [(one.title, one.sort, one.period) for one in due] == [
        ("上报上月工作总结", "report", "2024-03"),
        ("提交下周工作计划", "plan", "2024-W10"),
    ]
    assert signed_in(cast.wang).get(HOME).context["found"].due == ()


def test_a_report_owed_early_in_its_month_is_about_the_month_before(cast, papers, monday):
    sheet = begin(cast.li, begun("month-report", "2024-03", MONDAY))

    assert (sheet.since, sheet.until) == (date(2024, 2, 1), date(2024, 2, 29))


def test_a_plan_owed_late_in_its_week_is_about_the_week_after(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)

    assert (sheet.sort, sheet.since, sheet.until) == ("plan", date(2024, 3, 11), date(2024, 3, 17))


def test_a_report_begins_with_what_was_recorded_in_its_period(cast, papers, monday):
    february = datetime(2024, 2, 6, 10, tzinfo=CHINA)
    case = {"case_type": "complaint", "severity": "minor", "handler": "wang"}
    for number in range(2):
        recorded("case_opened", f"case:T-{number}", cast.wang, february, **case)
    recorded("case_opened", "case:T-9", cast.zhang, february, **case)
    recorded("case_opened", "case:T-8", cast.wang, MONDAY, **case)

    sheet = begin(cast.li, begun("month-report", "2024-03", MONDAY))
    page = signed_in(cast.li).get(f"{HOME}{sheet.pk}/").context["page"]
    told = {one.key: one.value for one, _href in page.figures}

    assert sheet.whole_team
    assert told["fact:case_opened"] == "2"
    assert told["fact:case_closed"] == "0"
    assert "受理事项：2" in page.sections[0].text


def test_each_figure_leads_to_its_rows(cast, papers, monday):
    february = datetime(2024, 2, 6, 10, tzinfo=CHINA)
    case = {"case_type": "complaint", "severity": "minor", "handler": "wang"}
    recorded("case_opened", "case:T-1", cast.wang, february, **case)
    sheet = begin(cast.li, begun("month-report", "2024-03", MONDAY))
    client = signed_in(cast.li)

    for one, href in client.get(f"{HOME}{sheet.pk}/").context["page"].figures:
        response = client.get(href)
        assert response.status_code == HTTPStatus.OK, href
        assert len(response.context["rows"]) == int(one.value)


def test_submitting_records_the_fact_that_discharges_the_duty(cast, papers, monday):
    owed = begun("month-report", "2024-03", MONDAY)
    sheet = begin(cast.li, owed)
    texts = {"done": "接待一百人次", "problems": "人手不足", "next": "招聘"}
    told = {"detail-summary": "接待一百人次", "detail-problems": "人手不足"}

    write(cast.li, sheet, **texts, **told)

    owed.refresh_from_db()
    sheet.refresh_from_db()
    fact = FactRow.objects.get(kind="month_told")
    assert owed.state == "met"
    assert sheet.state == "submitted"
    assert fact.details["period"] == "2024-03"
    assert fact.details["summary"] == "接待一百人次"


def test_the_fact_is_filled_in_from_the_sheet(cast, papers, monday):
    sheet = begin(cast.li, begun("month-report", "2024-03", MONDAY))
    write(cast.li, sheet, "save", done="接待一百人次", problems="人手不足")

    form = signed_in(cast.li).get(f"{HOME}{sheet.pk}/").context["form"]

    assert form["detail-summary"].value() == "接待一百人次"
    assert form["detail-problems"].value() == "人手不足"


def test_versions_are_kept_with_their_figures(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    for goals in ("一", "一", "二"):
        write(cast.li, sheet, "save", goals=goals)

    assert list(sheet.versions.order_by("version").values_list("version", flat=True)) == [1, 2]
    first = signed_in(cast.li).get(f"{HOME}{sheet.pk}/?version=1").context["page"]
    assert first.sections[0].text == "一"


def test_an_empty_sheet_is_not_submitted(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)

    response = write(cast.li, sheet, goals="  ")

    sheet.refresh_from_db()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sheet.state == "draft"


def test_submitting_twice_with_one_form_submits_once(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    token = key()

    write(cast.li, sheet, token=token, goals="做完")
    again = write(cast.li, sheet, token=token, goals="做完")

    assert again.status_code == HTTPStatus.FOUND
    assert FactRow.objects.filter(kind="duty_done").count() == 1


def test_what_was_submitted_is_written_no_more(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")

    response = write(cast.li, sheet, "save", goals="改")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_reviewer_lets_it_stand_with_a_comment(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")
    review = ObligationRow.objects.get(rule_id="week-plan.review")

    assert [one.pk for one in signed_in(cast.he).get(HOME).context["found"].to_check] == [sheet.pk]
    check(cast.he, sheet, "accept", "很好")

    review.refresh_from_db()
    sheet.refresh_from_db()
    assert review.state == "met"
    assert (sheet.state, sheet.comment, sheet.checked_by) == ("accepted", "很好", cast.he)


def test_what_is_sent_back_is_owed_again_and_can_be_submitted_again(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")

    check(cast.he, sheet, "back", "写细一点")

    plan_owed.refresh_from_db()
    sheet.refresh_from_db()
    assert plan_owed.ended_at is None
    assert (sheet.state, sheet.comment) == ("returned", "写细一点")

    write(cast.li, sheet, goals="做完，分三步")

    plan_owed.refresh_from_db()
    assert plan_owed.state == "met"
    assert sheet.versions.count() == 2
    assert ObligationRow.objects.filter(rule_id="week-plan.review", ended_at=None).count() == 1


def test_sending_back_needs_a_reason(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")

    assert check(cast.he, sheet, "back").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_only_who_owes_the_review_checks(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")

    assert check(cast.li, sheet, "accept").status_code == HTTPStatus.FORBIDDEN
    assert check(cast.zhao, sheet, "accept").status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_its_authors_alone(cast, plan_owed):
    sheet = begin(cast.li, plan_owed)

    assert signed_in(cast.he).get(f"{HOME}{sheet.pk}/").status_code == HTTPStatus.NOT_FOUND
    write(cast.li, sheet, goals="做完")
    assert signed_in(cast.he).get(f"{HOME}{sheet.pk}/").status_code == HTTPStatus.OK
    assert signed_in(cast.wang).get(f"{HOME}{sheet.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_anybody_may_write_a_report_that_nothing_asks_for(cast, monday):
    form = {"idempotency_key": key(), "sort": "report", "title": "活动小结",
            "since": "2024-02-26", "until": "2024-03-03"}  # fmt: skip
    signed_in(cast.wang).post(f"{HOME}new/", form)
    sheet = Sheet.objects.get()

    write(cast.wang, sheet, done="办完")

    details = FactRow.objects.get(kind="report_submitted").details
    assert details["title"] == "活动小结"
    assert "办完" not in str(details)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_sheet_is_shown_in_both_languages(cast, plan_owed, language):
    sheet = begin(cast.li, plan_owed)
    write(cast.li, sheet, goals="做完")
    for member in (cast.li, cast.he):
        client = signed_in(member, language)
        for address in (HOME, f"{HOME}{sheet.pk}/", f"{HOME}{sheet.pk}/print/", f"{HOME}new/"):
            assert client.get(address).status_code == HTTPStatus.OK, address
    assert signed_in(cast.he, language).get(f"{HOME}?team=1").status_code == HTTPStatus.OK


TARGET = """
### 3.3 办结率

```rule
id: settled
kind: target
title: 投诉办结率
title_en: Complaints settled
every: month
metric:
  share:
    of: {fact: case_opened, case_type: complaint}
    having: {fact: case_resolved}
at_least: 90 %
```
"""


def test_targets_in_force_are_measured_over_the_period(cast, monday):
    adopted(cast, TEXT + TARGET)
    february = datetime(2024, 2, 6, 10, tzinfo=CHINA)
    case = {"case_type": "complaint", "severity": "minor", "handler": "wang"}
    for number in range(2):
        recorded("case_opened", f"case:T-{number}", cast.wang, february, **case)
    recorded("case_resolved", "case:T-0", cast.wang, february, resolution="办妥")
    sheet = begin(cast.li, begun("month-report", "2024-03", MONDAY))
    client = signed_in(cast.he)
    write(cast.li, sheet, done="办完", **{"detail-summary": "办完", "detail-problems": "无"})

    figures = dict(client.get(f"{HOME}{sheet.pk}/").context["page"].figures)

    (found,) = [one for one in figures if one.sort == "target"]
    assert (found.label, found.value, found.met) == ("投诉办结率", "50 %", False)
    assert client.get(figures[found]).status_code == HTTPStatus.OK


def test_a_click_does_not_hand_in_a_plan_that_was_not_written(cast, plan_owed):
    client = signed_in(cast.li)

    answer = client.post(reverse("enforcement:finish", args=[plan_owed.pk]), {"evidence": "交了"})
    desk = client.get("/").content.decode()

    assert answer["Location"] == f"{HOME}new/?obligation={plan_owed.pk}"
    plan_owed.refresh_from_db()
    assert plan_owed.ended_at is None
    assert f"{HOME}new/?obligation={plan_owed.pk}" in desk


def test_a_program_lists_what_is_owed_and_writes_it_and_hands_it_in(cast, papers, monday):
    owed = begun("month-report", "2024-03", MONDAY)
    li, he = (program_of(member, at=MONDAY) for member in (cast.li, cast.he))

    (due,) = li.get("/office/reports/owed").json()["items"]
    pk = begin(cast.li, owed).pk
    wrong = li.send(f"/office/reports/{pk}/submit", {"sections": {}})
    texts = {"done": "接待一百人次", "problems": "人手不足"}
    details = {"summary": "接待一百人次", "problems": "人手不足"}
    sent = li.send(f"/office/reports/{pk}/submit", {"sections": texts, "details": details})

    assert (due["obligation"], due["sort"], due["sheet"]) == (owed.pk, "report", None)
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sent.status_code == HTTPStatus.OK, sent.text
    owed.refresh_from_db()
    assert owed.state == "met"
    assert FactRow.objects.get(kind="month_told").details["period"] == "2024-03"
    (mine,) = li.get("/office/reports?paper=report").json()["items"]
    assert (mine["id"], mine["state"]) == (pk, "submitted")
    assert li.get(f"/office/reports/{pk}").json()["sections"]["done"] == "接待一百人次"
    assert not li.get("/office/reports?paper=plan").json()["items"]
    assert [row["id"] for row in he.get("/office/reports?team=true").json()["items"]] == [pk]
    assert li.get("/office/reports/to-check").json()["items"] == []
