"""Punches belong to a shift's window; what nobody came for is judged once it has passed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.policy.rulings import Classed
from shouwen.roster import feed, seats
from shouwen.roster.actions import punches
from shouwen.roster.models import Punch
from tests.roster.conftest import CHINA, Floor, signed_in

DAY = date(2024, 3, 5)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def punched(floor: Floor, way: str, when: datetime):
    return punches.punch(way=way, sent=floor.sent(floor.cast.wang, when, token=f"{way}{when}"))


def kinds() -> list[str]:
    found = FactRow.objects.exclude(kind__in=("roster_published", "shift_planned"))
    return list(found.order_by("number").values_list("kind", flat=True))


def test_a_night_shift_across_midnight_is_attended_and_nobody_is_absent(floor: Floor):
    shift = floor.put(floor.cast.wang, DAY, floor.night)
    floor.publish()
    came, _outcome = punched(floor, "in", at(21, 55))
    went, _outcome = punched(floor, "out", at(6, 5, DAY + timedelta(days=1)))

    assert punches.judge_due(now=at(8, 0, DAY + timedelta(days=3))) == 1

    assert {came.shift, went.shift} == {shift}
    assert kinds() == ["clocked_in", "clocked_out", "shift_worked"]
    worked = FactRow.objects.get(kind="shift_worked").details
    assert (worked["crosses_midnight"], worked["extra_minutes"]) == (True, "5")


def test_a_shift_that_nobody_came_for_is_absence_once(floor: Floor):
    floor.put(floor.cast.wang, DAY)
    floor.publish()
    later = at(8, 0, DAY + timedelta(days=2))

    assert punches.judge_due(now=at(16, 30)) == 0
    assert punches.judge_due(now=later) == 1
    assert punches.judge_due(now=later) == 0

    assert kinds() == ["absent", "attendance_classed"] or kinds() == ["absent"]


def test_one_missing_punch_is_said_and_corrected(floor: Floor):
    shift = floor.put(floor.cast.wang, DAY)
    floor.publish()
    punched(floor, "in", at(7, 58))
    sent = floor.sent(floor.cast.wang, at(10, 0, DAY + timedelta(days=1)), token="fix")

    made = punches.correct(shift=shift, way="out", at=at(16, 1), reason="忘记签退", sent=sent)

    assert made.state == "done"
    assert Punch.objects.get(way="out").source == "mended"
    punches.judge_due(now=at(8, 0, DAY + timedelta(days=3)))
    assert "punch_missed" not in kinds()
    with pytest.raises(RefusedError):
        punches.correct(shift=shift, way="out", at=at(16, 1), reason="再来", sent=sent)


def test_coming_late_is_classed_at_once_with_its_clause(floor: Floor):
    floor.put(floor.cast.wang, DAY)
    floor.publish()

    _made, outcome = punched(floor, "in", at(8, 12))

    assert outcome is not None
    classed = next(r for r in outcome.rulings if isinstance(r, Classed))
    assert (classed.name, classed.minutes, classed.cites.number) == ("late", "12", "1.4")


def test_the_page_clocks_in_and_the_code_at_a_seat_says_where(floor: Floor, clock):
    floor.put(floor.cast.wang, DAY)
    floor.publish()
    clock(at(8, 3))
    browser = signed_in(floor.cast.wang)
    token = seats.token_of("desk", "A-01")

    assert "A-01" in browser.get(f"/roster/seat/{token}/").text
    page = browser.post(
        "/roster/punch/", {"do": "in", "seat": token, "idempotency_key": "seat"}, follow=True
    )

    assert "1.4" in page.text
    assert Punch.objects.get().place == "A-01"
    assert browser.get("/roster/seat/forged/").status_code == 404


def test_punches_of_another_clock_are_brought_in_once(floor: Floor, clock):
    floor.put(floor.cast.wang, DAY)
    floor.publish()
    clock(at(18))
    rows = "wang,2024-03-05 07:59,in\nwang,2024-03-05 16:02,out\nnobody,x,in"
    lead = signed_in(floor.cast.li)

    for key in ("one", "two"):
        page = lead.post(
            "/roster/teams/desk/attendance/import/",
            {"rows": rows, "idempotency_key": key},
            follow=True,
        )

    assert Punch.objects.count() == 2
    assert "nobody" in page.text
    assert "小王" in lead.get("/roster/teams/desk/attendance/?day=2024-03-05").text


def test_the_feed_shows_shifts_at_its_secret_address_until_taken_back(floor: Floor, client):
    floor.put(floor.cast.wang, DAY, floor.night)
    floor.publish()
    browser = signed_in(floor.cast.wang)
    browser.post("/roster/subscription/", {"do": "give"})
    token = feed.address_of(floor.cast.wang)

    found = client.get(f"/roster/feed/{token}.ics")

    assert found.status_code == 200
    assert b"BEGIN:VEVENT" in found.content
    browser.post("/roster/subscription/", {"do": "end"})
    assert client.get(f"/roster/feed/{token}.ics").status_code == 404
