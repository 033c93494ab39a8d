from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from shouwen.cases import actions, gates, queries, timeline
from shouwen.enforcement import watch
from shouwen.people import actions as people
from shouwen.people.models import Member

from .conftest import TEN

DAY = timedelta(days=1)


def where(member):
    return gates.standing(member, TEN.date())


def newcomer(key, name):
    return people.add_member(key=key, name=name, email=f"{key}@example.com")


def opens(member, case):
    """Return whether gate and list agree that the case is open to the member, and what they say."""
    listed = bool(queries.cases(where(member), queries.Filter(), now=TEN).rows)
    try:
        gates.case_open_to(where(member), case.number)
    except Http404:
        assert not listed
        return False
    assert listed
    return True


def test_the_handler_reaches_the_case(case, cast):
    assert opens(cast.wang, case)


def test_the_first_owner_still_reaches_it_when_somebody_else_handles_it(case, cast):
    actions.assign(case=case, to=cast.zhang, actor=cast.he, at=TEN)

    assert opens(cast.wang, case)
    assert opens(cast.zhang, case)


def test_everybody_above_the_handler_reaches_it(case, cast):
    assert opens(cast.li, case)
    assert opens(cast.he, case)


def test_the_lead_of_another_team_does_not(case, cast):
    assert not opens(cast.zhao, case)


def test_a_colleague_of_the_same_team_does_not(case, cast):
    sun = newcomer("sun", "小孙")
    people.appoint(member=sun, post=cast.posts["agent"], team=cast.desk, since=TEN.date())

    assert not opens(sun, case)


def test_the_responsible_department_reaches_it_once_it_is_forwarded(case, cast, engineering):
    qian = newcomer("qian", "钱工")
    repair = people.add_team(key="repair", name="维修组", department=engineering)
    people.appoint(member=qian, post=cast.posts["service_engineer"], team=repair, since=TEN.date())
    before = opens(qian, case)

    actions.forward(case=case, department=engineering, actor=cast.wang, at=TEN)

    assert (before, opens(qian, case)) == (False, True)


def test_a_substitute_reaches_what_the_absent_member_handles(case, cast):
    sun = newcomer("sun", "小孙")
    people.substitute(member=cast.wang, substitute=sun, since=TEN.date(), until=None)

    assert opens(sun, case)


def test_who_owes_something_in_it_reaches_it(rules, case, cast):
    sun = newcomer("sun", "小孙")
    people.appoint(member=sun, post=cast.posts["agent"], team=None, since=TEN.date())
    before = opens(sun, case)
    actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN)

    # The callback is owed by the agents together, and so by the newcomer as well.
    assert not before
    assert gates.case_open_to(where(sun), case.number) == case


def test_who_only_looks_may_not_change(case, cast):
    auditor = people.add_post(key="auditor", name="稽核")
    people.grant(post=auditor, permission="cases.view_all")
    sun = newcomer("sun", "孙稽核")
    people.appoint(member=sun, post=auditor, team=None, since=TEN.date())

    assert opens(sun, case)
    with pytest.raises(PermissionDenied):
        gates.case_workable_by(where(sun), case.number)


def test_a_number_nobody_gave_does_not_exist(cast):
    with pytest.raises(Http404):
        gates.case_open_to(where(cast.he), "T19990101-0001")


def test_the_list_goes_on_by_cursor_without_losing_or_repeating_a_case(cast):
    for n in range(7):
        # Two of each moment, so that the moment alone would not tell them apart.
        at = TEN + timedelta(minutes=n // 2)
        actions.open_case(
            case_type="praise", title=f"表扬 {n}", at=at, recorded_at=TEN + DAY, actor=cast.wang
        )
    for oldest_first in (False, True):
        titles, after = [], ""
        while True:
            page = queries.cases(
                where(cast.he), queries.Filter(), now=TEN, after=after, limit=3,
                order="oldest" if oldest_first else "",
            )  # fmt: skip
            titles += [row.title for row in page.rows]
            after = page.after
            if not after:
                break

        order = [f"表扬 {n}" for n in range(7)]
        assert titles == (order if oldest_first else order[::-1])


def test_only_what_is_overdue_is_listed_when_asked(rules, case, cast):
    late = queries.Filter(late=True)

    before = queries.cases(where(cast.he), late, now=TEN + timedelta(hours=23))
    after = queries.cases(where(cast.he), late, now=TEN + timedelta(hours=25))

    assert [len(before.rows), len(after.rows)] == [0, 1]


def test_a_lapse_stands_in_the_history_in_words(rules, case, cast):
    watch.watch_once(now=TEN + 2 * DAY)

    with translation.override("zh-hans"):
        chinese = timeline.history(case.about).events[0]
    with translation.override("en"):
        english = timeline.history(case.about).events[0]

    assert (chinese.title, chinese.tone) == ("逾期：“答复客户”，责任人小王", "late")
    assert english.title == "Overdue: “答复客户”, owed by 小王"


def test_a_standing_costs_one_query_and_a_second_for_whoever_leads(cast, django_assert_num_queries):
    wang, he = (Member.objects.get(pk=member.pk) for member in (cast.wang, cast.he))

    with django_assert_num_queries(1):
        assert gates.standing(wang, TEN.date()).below == frozenset()
    with django_assert_num_queries(2):
        assert gates.standing(he, TEN.date()).below
