"""A team's calendar: what is put, moved and published, what the rules say, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.journal.models import FactRow
from shouwen.people.models import Holding, Member
from shouwen.people.refusals import RefusedError
from shouwen.roster.actions import plans
from shouwen.roster.models import Plan, Shift
from shouwen.roster.views import team
from tests.cast import SINCE
from tests.roster.conftest import FIRST, LAST, Floor, colleague, signed_in

SHIFT = '<span class="shift '
MONTH = f"/roster/teams/desk/?from={FIRST}&span=month"


def test_a_shift_that_crosses_midnight_belongs_to_the_day_it_begins(floor: Floor):
    shift = floor.put(floor.cast.wang, date(2024, 3, 5), floor.night)

    assert shift.day == date(2024, 3, 5)
    assert shift.ends - shift.begins == timedelta(hours=8)
    assert shift.ends.date() > shift.begins.date() or shift.ends.hour < shift.begins.hour


def test_nobody_works_two_shifts_at_once(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5), floor.late)

    with pytest.raises(RefusedError, match="2024-03-05"):
        floor.put(floor.cast.wang, date(2024, 3, 5), floor.night)


def test_a_rule_refuses_one_shift_too_many_with_its_clause(floor: Floor):
    for n in range(26):
        floor.put(floor.cast.wang, FIRST + timedelta(days=n))

    with pytest.raises(RefusedError, match=r"《排班考勤制度》1\.5"):
        floor.put(floor.cast.wang, LAST)


def test_a_draft_is_seen_by_the_lead_only_and_a_published_plan_by_all(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))
    wang, li = signed_in(floor.cast.wang), signed_in(floor.cast.li)

    assert SHIFT not in wang.get(MONTH).text
    assert SHIFT in li.get(MONTH).text
    li.post(f"/roster/teams/desk/publish/{floor.plan.pk}/", {"idempotency_key": "one"})
    assert SHIFT in wang.get(MONTH).text
    assert Plan.objects.get().digest
    told = FactRow.objects.get(kind="roster_published")
    assert (told.about, told.details["shifts"]) == (f"roster:{floor.plan.pk}", "1")


def test_dragging_answers_with_the_lines_that_changed(floor: Floor):
    sun = colleague(floor.cast, "sunhao", "孙浩")
    shift = floor.put(floor.cast.wang, date(2024, 3, 5))
    drag = {"do": "move", "drag": "1", "shift": shift.pk, "day": "2024-03-06", "member": "sunhao",
            "span": "week", "from": "2024-03-04", "idempotency_key": "two"}  # fmt: skip

    answer = signed_in(floor.cast.li).post("/roster/teams/desk/put/", drag)

    assert answer.status_code == 200
    assert f'id="row-{sun.pk}"' in answer.text
    assert f'id="row-{floor.cast.wang.pk}"' in answer.text
    assert Shift.objects.get().member == sun


def test_a_cell_shows_what_the_rules_say_to_each_kind_of_shift(floor: Floor):
    page = signed_in(floor.cast.li).get("/roster/teams/desk/cell/?day=2024-03-05&member=wang").text

    assert page.count("1.5") >= 3
    assert "允许" in page


def test_a_change_after_publishing_is_a_fact_and_taking_out_keeps_the_row(floor: Floor):
    shift = floor.put(floor.cast.wang, date(2024, 3, 5))
    floor.publish()

    plans.remove(shift=shift, sent=floor.sent(token="three"), reason="调整")

    shift.refresh_from_db()
    assert shift.state == "cancelled"
    assert FactRow.objects.get(kind="shift_changed").details["change"] == "removed"


def test_everybody_acknowledges_their_own_shifts_once(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))
    floor.publish()
    sent = floor.sent(floor.cast.wang, token="four")

    assert plans.acknowledge(plan=floor.plan, member=floor.cast.wang, sent=sent) == 1
    assert plans.acknowledge(plan=floor.plan, member=floor.cast.wang, sent=sent) == 0


def test_whoever_is_not_of_the_team_finds_nothing(floor: Floor):
    assert signed_in(floor.cast.zhao).get(MONTH).status_code == 404
    assert signed_in(floor.cast.wang).get("/roster/teams/desk/cell/").status_code == 404
    assert signed_in(floor.cast.wang).post("/roster/teams/desk/put/").status_code == 404


def test_the_calendar_asks_as_much_for_one_as_for_fifty(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))
    li = signed_in(floor.cast.li)
    li.get(MONTH)
    with CaptureQueriesContext(connection) as few:
        li.get(MONTH)
    members = [colleague(floor.cast, f"m{n}", f"员工{n}") for n in range(49)]
    Shift.objects.bulk_create(
        plans.built(floor.plan, floor.early, FIRST + timedelta(days=n % 28), member)
        for member in members
        for n in range(28)
    )

    with CaptureQueriesContext(connection) as many:
        page = li.get(MONTH)

    assert len(few) == len(many)
    assert len(many) <= 30, [q["sql"][:90] for q in many.captured_queries]
    assert page.text.count("data-shift=") == 49 * 28 + 1


def test_the_sheet_and_the_book_say_what_the_calendar_says(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))
    li = signed_in(floor.cast.li)

    assert "小王" in li.get(f"/roster/teams/desk/sheet/?from={FIRST}").text
    answer = li.get(f"/roster/teams/desk/book/?from={FIRST}")
    assert b"".join(answer).startswith(b"PK")


def test_coverage_shows_who_is_missing_at_night_with_the_clause(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))

    page = signed_in(floor.cast.li).get("/roster/teams/desk/coverage/?day=2024-03-05").text

    assert "1.5" in page
    assert 'class="there' in page


def test_own_shifts_are_shown_and_acknowledged_on_the_page(floor: Floor):
    floor.put(floor.cast.wang, date(2024, 3, 5))
    floor.publish()
    page = signed_in(floor.cast.wang).get("/roster/?from=2024-03-05").text

    assert "早班" in page


def test_a_month_of_three_hundred_is_read_in_as_many_questions_and_stays_small(floor: Floor):
    members = Member.objects.bulk_create(
        [Member(username=f"p{n}", name=f"员工{n}") for n in range(300)]
    )
    Holding.objects.bulk_create(
        [
            Holding(member=m, post=floor.cast.posts["agent"], team=floor.cast.desk, since=SINCE)
            for m in members
        ]
    )
    kinds = (floor.early, floor.late, floor.night)
    Shift.objects.bulk_create(
        plans.built(floor.plan, kinds[(n + d) % 3], floor.plan.first + timedelta(days=d), member)
        for n, member in enumerate(members)
        for d in range(28)
        if (n + d) % 4
    )
    li = signed_in(floor.cast.li)
    address = "/roster/teams/desk/?span=month&from=2024-03-04"
    li.get(address)
    with CaptureQueriesContext(connection) as asked:
        first = li.get(address)
    assert len(asked) <= 17
    assert first.text.count('draggable="true"') == 58 * 21
    assert f"start={team.LINES}" in first.text
    parts = [li.get(f"{address}&start={n}").text for n in range(0, 302, team.LINES)]
    assert sum(part.count('draggable="true"') for part in parts) == 6300
    assert "hx-get" not in parts[-1]

    with CaptureQueriesContext(connection) as asked:
        page = li.get(f"{address}&all=1")

    assert len(asked) <= 17, [q["sql"][:90] for q in asked.captured_queries]
    assert page.text.count('draggable="true"') == 6300
    # What one cell takes, with its shift and its link.
    assert len(page.content) < 8400 * 300
