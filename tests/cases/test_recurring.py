"""Recurring cases: once for each day, on working days, caught up with, paused and ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import recurring
from shouwen.cases.models import Case, Recurrence
from shouwen.cases.rhythm import Rhythm, shifted
from shouwen.journal import queries as journal
from tests.cases.conftest import TEN, ZONE


def series(cast, **given):
    return recurring.begin(
        by=cast.he, at=TEN,
        **{
            "title": "电梯维保 {{month}}", "case_type": "service", "owner": cast.zhang, "every": 1,
            "unit": "month", "on_day": 31, "shift": "stays", "at_time": time(8, 30),
            "starts_on": date(2026, 11, 1), **given,
        },
    )  # fmt: skip


def days(rhythm, count=5):
    found = [rhythm.first()]
    while len(found) < count:
        found.append(rhythm.after(found[-1]))
    return [f"{day:%m-%d}" for day in found]


@pytest.mark.once
@pytest.mark.parametrize(
    ("unit", "every", "on_day", "starts", "expected"),
    [
        ("month", 1, 31, date(2026, 11, 1), ["11-30", "12-31", "01-31", "02-28", "03-31"]),
        ("month", 3, 5, date(2026, 11, 6), ["12-05", "03-05", "06-05", "09-05", "12-05"]),
        ("week", 2, 3, date(2026, 11, 20), ["11-25", "12-09", "12-23", "01-06", "01-20"]),
        ("day", 10, None, date(2026, 11, 20), ["11-20", "11-30", "12-10", "12-20", "12-30"]),
    ],
)
def test_the_days_of_a_rhythm(unit, every, on_day, starts, expected):
    assert days(Rhythm(every=every, unit=unit, on_day=on_day, starts_on=starts)) == expected


@pytest.mark.once
@pytest.mark.parametrize(("shift", "day"), [("stays", 21), ("next", 23), ("before", 20)])
def test_a_day_that_is_not_worked_on_moves(shift, day):
    saturday = date(2026, 11, 21)

    assert shifted(saturday, shift, lambda d: d.isoweekday() < 6).day == day


def test_each_is_opened_once_and_says_for_which_day(cast):
    row = series(cast)
    at = datetime(2026, 11, 30, 8, 30, tzinfo=ZONE)

    assert row.next_at == at
    assert recurring.open_due(now=at - timedelta(seconds=1)) == 0
    assert [recurring.open_due(now=at) for _ in range(2)] == [1, 0]
    case = Case.objects.get()
    assert (case.title, case.handler, case.opened_at) == ("电梯维保 2026-11", cast.zhang, at)
    (fact,) = journal.facts_of_kind("case_opened")
    assert (fact.details["period"], fact.actor_key) == ("2026-11-30", "")
    assert Recurrence.objects.get().last_number == case.number


def test_what_was_missed_is_opened_late_each_once_and_not_dated_back(cast):
    series(cast)
    late = datetime(2027, 2, 10, 12, 0, tzinfo=ZONE)

    assert recurring.open_due(now=late) == 3
    assert set(Case.objects.values_list("title", "opened_at")) == {
        (f"电梯维保 {month}", late) for month in ("2026-11", "2026-12", "2027-01")
    }


def test_what_falls_into_a_pause_is_not_opened(cast):
    row = series(cast)
    recurring.pause(row)
    back = datetime(2027, 1, 10, 12, 0, tzinfo=ZONE)
    assert recurring.open_due(now=back) == 0

    recurring.go_on(Recurrence.objects.get(), back)

    assert timezone.localdate(Recurrence.objects.get().next_at) == date(2027, 1, 31)
    recurring.end(row, back)
    assert recurring.open_due(now=back + timedelta(days=90)) == 0


def test_one_that_cannot_be_opened_says_why_and_is_tried_again(cast, monkeypatch):
    from shouwen.people.refusals import RefusedError

    def refuse(**_given):
        raise RefusedError("制度不允许")

    row = series(cast)
    with monkeypatch.context() as patched:
        patched.setattr(recurring, "open_case", refuse)
        assert recurring.open_due(now=row.next_at) == 0
    assert Recurrence.objects.get().fault == "制度不允许"

    assert recurring.open_due(now=row.next_at) == 1
    assert Recurrence.objects.get().fault == ""


def test_whoever_keeps_the_lists_begins_pauses_and_ends_a_series(client, cast):
    page = reverse("cases:recurring")
    given = {
        "title": "电梯维保", "case_type": "service", "owner": cast.zhang.pk, "every": 1,
        "unit": "month", "day": 5, "shift": "next", "at_time": "08:30", "starts_on": "2030-01-01",
    }  # fmt: skip
    client.force_login(cast.wang)
    assert client.get(page).status_code == 404
    client.force_login(cast.he)

    assert client.post(page, {**given, "day": ""}).status_code == 422
    client.post(page, given)
    text = client.get(page).content.decode()
    pk = Recurrence.objects.get().pk
    client.post(reverse("cases:recurring_change", args=[pk, "pause"]))

    assert "每月 5 日 08:30；顺延至下一工作日" in text
    assert "已暂停" in client.get(page).content.decode()
    client.post(reverse("cases:recurring_change", args=[pk, "end"]))
    assert client.post(reverse("cases:recurring_change", args=[pk, "go-on"])).status_code == 404


def form_of(cast, **given):
    return {
        "title": "电梯维保 {{month}}", "case_type": "service", "owner": cast.zhang.pk, "every": 1,
        "unit": "month", "day": 31, "shift": "stays", "at_time": "08:30",
        "starts_on": "2026-11-01", **given,
    }  # fmt: skip


def test_a_change_holds_from_the_next_one_on_and_is_kept_with_what_was(client, cast):
    row = series(cast)
    first = datetime(2026, 11, 30, 8, 30, tzinfo=ZONE)
    recurring.open_due(now=first)
    page = reverse("cases:recurring_one", args=[row.pk])
    client.force_login(cast.he)

    assert client.post(page, form_of(cast, day="")).status_code == 422
    client.post(page, form_of(cast, title="电梯保养", owner=cast.li.pk))
    recurring.open_due(now=datetime(2026, 12, 31, 8, 30, tzinfo=ZONE))

    told = Case.objects.order_by("pk").values_list("title", "handler__username")
    assert list(told) == [("电梯维保 2026-11", "zhang"), ("电梯保养", "li")]
    text = client.get(page).content.decode()
    assert "<del>电梯维保 {{month}}</del>" in text
    assert text.index("首问责任人</span>") > text.index("标题</span>")
    # Sent again, it changes nothing and writes no history.
    client.post(page, form_of(cast, title="电梯保养", owner=cast.li.pk))
    assert Recurrence.objects.get().changes.count() == 1


@pytest.mark.parametrize(
    ("moved", "following"),
    [
        # Today's was opened at half past eight; it does not come again at ten.
        ({"day": 30, "at_time": "10:00"}, datetime(2026, 12, 30, 10, 0, tzinfo=ZONE)),
        ({"unit": "week", "weekday": 3, "day": ""}, datetime(2026, 12, 2, 8, 30, tzinfo=ZONE)),
        ({"day": 5}, datetime(2026, 12, 5, 8, 30, tzinfo=ZONE)),
        ({"starts_on": "2027-03-01"}, datetime(2027, 3, 31, 8, 30, tzinfo=ZONE)),
        ({"text": "照旧"}, datetime(2026, 12, 31, 8, 30, tzinfo=ZONE)),
    ],
)
def test_another_rhythm_opens_no_day_a_second_time(cast, moved, following):
    from shouwen.cases.recurring_forms import RecurrenceForm

    row = series(cast)
    at = datetime(2026, 11, 30, 8, 30, tzinfo=ZONE)
    recurring.open_due(now=at)
    form = RecurrenceForm(form_of(cast, **moved))
    assert form.is_valid(), form.errors

    recurring.change(row, by=cast.he, at=at + timedelta(minutes=5), **form.wanted())

    assert Recurrence.objects.get().next_at == following


def test_what_is_overdue_is_not_lost_by_other_words_and_a_pause_stays_one(cast):
    row = series(cast)
    late = datetime(2026, 12, 2, 9, 0, tzinfo=ZONE)
    recurring.change(row, by=cast.he, at=late, title="电梯保养")
    assert recurring.open_due(now=late) == 1

    recurring.pause(row)
    recurring.change(row, by=cast.he, at=late, every=2)

    assert Recurrence.objects.get().next_at is None


def test_a_program_reads_and_changes_a_series(cast):
    from tests.api.conftest import program_of

    row, he = series(cast), program_of(cast.he)
    read = he.get(f"/cases/recurring/{row.pk}")
    holds = read.json()["holds"]

    stale = he.send(f"/cases/recurring/{row.pk}", {**holds, "every": 2}, **{"If-Match": '"x"'})
    done = he.send(f"/cases/recurring/{row.pk}", {**holds, "every": 2})

    assert (stale.status_code, done.status_code) == (412, 200), done.content
    after = he.get(f"/cases/recurring/{row.pk}").json()
    assert after["changes"][0]["changes"][0][0] == "Rhythm"
    assert program_of(cast.wang).get(f"/cases/recurring/{row.pk}").status_code == 404
