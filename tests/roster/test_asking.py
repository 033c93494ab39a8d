"""Swaps, leave, open shifts: what the rules refuse, who signs, what becomes of the shifts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.approvals import queries as approvals
from shouwen.enforcement.actions import decide_request
from shouwen.journal.models import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.roster.actions import leaves, swaps
from shouwen.roster.models import Leave, Shift, Swap
from shouwen.roster.verdicts import fact_of, verdict_on
from tests.roster.conftest import CHINA, NOW, Floor, colleague, signed_in

DAY = date(2024, 3, 11)


@pytest.fixture
def sun(floor: Floor) -> Member:
    """Return a colleague of 小王."""
    return colleague(floor.cast, "sunhao", "孙浩")


def pair(floor: Floor, sun: Member, day: date = DAY) -> tuple[Shift, Shift]:
    """Plan 小王 for a day and 孙浩 two days later."""
    return floor.put(floor.cast.wang, day), floor.put(sun, day + timedelta(days=2))


def proposed(floor: Floor, sun: Member, shifts: tuple[Shift, Shift], token: str = "p") -> Swap:
    """小王 asks 孙浩."""
    return swaps.propose(
        person=floor.cast.wang, partner=sun, shift=shifts[0], payback=shifts[1], reason="家事",
        sent=floor.sent(floor.cast.wang, token=token),
    )  # fmt: skip


def granted(pk: int | None, by: Member) -> None:
    """Sign what waits."""
    request = approvals.find(pk or 0)
    assert request is not None
    decide_request(request=request, member=by, verdict="granted", comment="", at=NOW)


def swapped(floor: Floor, sun: Member, day: date) -> Swap:
    """Swap two shifts with everybody's word."""
    made = proposed(floor, sun, pair(floor, sun, day), f"p{day}")
    swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token=f"a{day}"))
    made.refresh_from_db()
    granted(made.request, floor.cast.li)
    made.refresh_from_db()
    return made


def test_a_swap_is_in_effect_once_the_lead_has_signed(floor: Floor, sun: Member):
    shifts = pair(floor, sun)
    floor.publish()
    made = proposed(floor, sun, shifts)

    outcome = swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token="a"))

    assert outcome is not None
    assert outcome.held is not None
    made.refresh_from_db()
    assert made.state == "held"
    granted(made.request, floor.cast.li)
    first, back = Shift.objects.get(pk=shifts[0].pk), Shift.objects.get(pk=shifts[1].pk)
    assert (first.member, back.member) == (sun, floor.cast.wang)
    assert {first.state, back.state} == {"swapped"}
    made.refresh_from_db()
    assert made.state == "done"


def test_the_fourth_swap_of_a_month_is_refused_with_its_clause(floor: Floor, sun: Member):
    days = [date(2024, 3, 5) + timedelta(days=6 * n) for n in range(4)]
    for day in days:
        pair(floor, sun, day)
    floor.publish()
    for day in days[:3]:
        own = Shift.objects.get(member=floor.cast.wang, day=day)
        back = Shift.objects.get(member=sun, day=day + timedelta(days=2))
        made = proposed(floor, sun, (own, back), f"p{day}")
        swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token=f"a{day}"))
        made.refresh_from_db()
        granted(made.request, floor.cast.li)
    own = Shift.objects.get(member=floor.cast.wang, day=days[3])
    back = Shift.objects.get(member=sun, day=days[3] + timedelta(days=2))

    with pytest.raises(RefusedError, match=r"《排班考勤制度》1\.1"):
        proposed(floor, sun, (own, back), "fourth")
    page = signed_in(floor.cast.wang).post(
        f"/roster/shifts/{own.pk}/swap/",
        {"partner": "sunhao", "payback": back.pk, "do": "try", "idempotency_key": "try"},
    )

    assert "1.1" in page.text
    assert "disabled" in page.text


def test_a_swap_that_leaves_no_rest_is_refused_at_once(floor: Floor, sun: Member):
    own = floor.put(floor.cast.wang, DAY)
    floor.put(sun, DAY - timedelta(days=1), floor.night)
    back = floor.put(sun, DAY + timedelta(days=3))
    floor.publish()

    with pytest.raises(RefusedError, match=r"1\.2"):
        proposed(floor, sun, (own, back))


def test_a_partner_who_declines_leaves_everything_as_it_is(floor: Floor, sun: Member):
    shifts = pair(floor, sun)
    floor.publish()
    made = proposed(floor, sun, shifts)

    assert swaps.answer(swap=made, agrees=False, sent=floor.sent(sun, token="no")) is None
    made.refresh_from_db()
    assert (made.state, Shift.objects.get(pk=shifts[0].pk).member) == ("refused", floor.cast.wang)
    with pytest.raises(RefusedError):
        swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token="late"))


def test_a_held_swap_can_be_withdrawn_and_a_refused_one_ends(floor: Floor, sun: Member):
    shifts = pair(floor, sun)
    floor.publish()
    made = proposed(floor, sun, shifts)
    swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token="a"))
    made.refresh_from_db()

    swaps.withdraw(swap=made, sent=floor.sent(floor.cast.wang, token="w"))

    made.refresh_from_db()
    assert made.state == "withdrawn"
    again = proposed(floor, sun, shifts, "again")
    swaps.answer(swap=again, agrees=True, sent=floor.sent(sun, token="b"))
    again.refresh_from_db()
    request = approvals.find(again.request or 0)
    assert request is not None
    decide_request(
        request=request, member=floor.cast.li, verdict="refused", comment="人手不够", at=NOW
    )
    again.refresh_from_db()
    assert again.state == "refused"


def asked(floor: Floor, first: date, length: int, token: str = "leave") -> Leave:
    """小王 asks for some days of leave."""
    begins = datetime.combine(first, datetime.min.time(), CHINA)
    wang = floor.cast.wang
    leave = leaves.asked(
        person=wang, by=wang, leave_type="personal", begins=begins,
        ends=begins + timedelta(days=length), reason="家事", at=NOW,
    )  # fmt: skip
    return leaves.ask(leave=leave, sent=floor.sent(wang, token=token))


def test_leave_of_two_days_waits_for_two_levels_and_then_empties_the_calendar(floor: Floor):
    first = floor.put(floor.cast.wang, DAY)
    floor.put(floor.cast.wang, DAY + timedelta(days=1))
    floor.publish()

    made = asked(floor, DAY, 2)

    assert made.state == "held"
    assert made.days == 2
    granted(made.request, floor.cast.li)
    made.refresh_from_db()
    assert made.state == "held"
    granted(made.request, floor.cast.he)
    made.refresh_from_db()
    first.refresh_from_db()
    assert (made.state, first.state, first.leave) == ("done", "cancelled", made)
    with pytest.raises(RefusedError, match="请假"):
        floor.put(floor.cast.wang, DAY)

    leaves.withdraw(leave=made, sent=floor.sent(floor.cast.wang, token="back"))
    first.refresh_from_db()
    assert first.state == "published"
    assert FactRow.objects.filter(kind="leave_withdrawn").exists()


def test_a_swapped_shift_gives_no_leave(floor: Floor, sun: Member):
    shifts = pair(floor, sun)
    floor.publish()
    made = proposed(floor, sun, shifts)
    swaps.answer(swap=made, agrees=True, sent=floor.sent(sun, token="a"))
    made.refresh_from_db()
    granted(made.request, floor.cast.li)

    with pytest.raises(RefusedError, match=r"1\.6"):
        asked(floor, DAY + timedelta(days=2), 1)


def test_the_leave_page_shows_the_rules_and_the_coverage_before_it_is_sent(floor: Floor):
    floor.put(floor.cast.wang, DAY, floor.night)
    floor.put(floor.cast.li, DAY, floor.night)
    floor.publish()
    said = {"leave_type": "sick", "begins": "2024-03-11T00:00", "ends": "2024-03-13T00:00",
            "do": "try", "idempotency_key": "try"}  # fmt: skip

    page = signed_in(floor.cast.wang).post("/roster/leave/", said)

    assert page.status_code == 200
    assert "1.3" in page.text
    assert not Leave.objects.exists()
    done = signed_in(floor.cast.wang).post("/roster/leave/", {**said, "do": "ask"}, follow=True)
    assert "待签字" in done.text
    assert Leave.objects.get().state == "held"


def test_an_open_shift_goes_to_whoever_is_first(floor: Floor, sun: Member):
    shift = floor.put(None, DAY)
    floor.publish()
    browser = signed_in(floor.cast.wang)

    assert "早班" in browser.get("/roster/requests/").text
    browser.post(f"/roster/shifts/{shift.pk}/take/", {"idempotency_key": "mine"})
    shift.refresh_from_db()
    assert shift.member == floor.cast.wang
    with pytest.raises(RefusedError):
        swaps.take(shift=shift, sent=floor.sent(sun, token="second"))


def test_without_rules_nothing_is_refused_and_the_page_says_so(cast):
    fact = fact_of("shift_swap_requested", "wang", {"partner": "li"}, at=NOW, actor="wang")

    assert verdict_on(fact, now=NOW).state == "silent"
