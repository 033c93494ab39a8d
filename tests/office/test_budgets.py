"""The office's pages cost the same number of queries for one row and for fifty."""

from __future__ import annotations

from datetime import date, timedelta

from shouwen.office.models import Attendee, Meeting, Sheet
from tests.office.conftest import MONDAY, begun, signed_in

BUDGETS = {"/office/": 20, "/office/meetings/": 8, "/office/reports/": 14}


def a_meeting(cast, number):
    meeting = Meeting.objects.create(
        about=f"meeting:m{number}",
        title=f"例会{number}",
        begins_at=MONDAY + timedelta(days=number),
        called_by=cast.li,
        chair=cast.li,
        recorder=cast.wang,
        called_at=MONDAY,
    )
    for member in (cast.li, cast.wang):
        Attendee.objects.create(meeting=meeting, member=member)
    for order in range(1, 4):
        meeting.agenda.create(order=order, text="议程")
        meeting.resolutions.create(
            number=order, about=f"resolution:m{number}-{order}", text="决议", owner=cast.li
        )
    return meeting


def a_sheet(cast, number):
    Sheet.objects.create(
        about=f"report:s{number}",
        sort="report",
        title=f"总结{number}",
        since=date(2024, 2, 1),
        until=date(2024, 2, 29),
        author=cast.li,
        begun_at=MONDAY,
    )


def cost(client, address, django_assert_max_num_queries, most):
    client.get(address)
    with django_assert_max_num_queries(most) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_lists_cost_the_same_for_one_and_for_fifty(
    cast, papers, monday, django_assert_max_num_queries
):
    client = signed_in(cast.li)
    begun("week-plan", "2024-W10", MONDAY)
    a_meeting(cast, 0)
    a_sheet(cast, 0)
    few = {a: cost(client, a, django_assert_max_num_queries, n) for a, n in BUDGETS.items()}

    for number in range(1, 51):
        a_meeting(cast, number)
        a_sheet(cast, number)
        period = f"2024-W{10 + number % 40}"
        if number < 40:
            begun("week-plan", period, MONDAY)

    assert {a: cost(client, a, django_assert_max_num_queries, n) for a, n in BUDGETS.items()} == few


def test_a_meeting_costs_the_same_whoever_comes(
    cast, papers, monday, django_assert_max_num_queries
):
    meeting = a_meeting(cast, 0)
    client = signed_in(cast.li)
    address = f"/office/meetings/{meeting.pk}/"
    few = cost(client, address, django_assert_max_num_queries, 15)

    for member in (cast.he, cast.zhao, cast.zhang):
        Attendee.objects.create(meeting=meeting, member=member)
    for order in range(4, 54):
        meeting.agenda.create(order=order, text="议程")
        meeting.resolutions.create(
            number=order, about=f"resolution:m0-{order}", text="决议", owner=cast.wang
        )
        meeting.minutes.create(version=order, text="纪要", written_by=cast.li, written_at=MONDAY)

    assert cost(client, address, django_assert_max_num_queries, 15) == few
