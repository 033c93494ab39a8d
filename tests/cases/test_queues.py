"""Queues: where cases lie, who may read them there, and how many they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases import actions, bulk, queues, tallies
from shouwen.cases.assigning import best_for
from shouwen.cases.gates import is_open_to, may_work_on, open_to, standing
from shouwen.cases.models import Case, Queue
from shouwen.cases.queries import Filter, cases
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from tests.cases.conftest import TEN


@pytest.fixture
def refunds(cast, noise):
    return queues.keep(name="退款组", name_en="Refunds", members=[cast.zhao], categories=[])


def where(member):
    return standing(member, TEN.date())


def move(case, queue, cast, **given):
    return actions.move_to_queue(case=case, queue=queue, actor=cast.wang, at=TEN, **given)


def test_moving_is_a_fact_and_the_case_stays_with_its_handler(case, cast, refunds):
    move(case, refunds, cast, reason="要退款")

    (fact,) = journal.facts_of_kind("case_queued")
    assert (fact.details["queue"], fact.details["reason"]) == ("退款组", "要退款")
    found = Case.objects.get()
    assert (found.queue, found.handler) == (refunds, cast.wang)
    with pytest.raises(RefusedError):
        move(case, refunds, cast)


def test_its_members_may_read_and_work_on_what_lies_in_it_as_long_as_it_does(case, cast, refunds):
    case.refresh_from_db()
    assert not is_open_to(where(cast.zhao), case)

    move(case, refunds, cast)
    case.refresh_from_db()

    assert is_open_to(where(cast.zhao), case)
    assert may_work_on(where(cast.zhao), case)
    assert Case.objects.filter(open_to(where(cast.zhao))).exists()
    move(case, None, cast)
    assert not Case.objects.filter(open_to(where(cast.zhao))).exists()


def test_new_cases_come_into_the_queue_of_their_category_or_of_the_one_above(cast, noise):
    top = queues.keep(name="环境组", name_en="", members=[], categories=[noise.parent])
    noise.refresh_from_db()

    case = actions.open_case(
        case_type="complaint", title="吵", category=noise, at=TEN, recorded_at=TEN, actor=cast.wang
    ).case

    assert case.queue == top
    (fact,) = journal.facts_of_kind("case_opened")
    assert fact.details["queue"] == "环境组"


def test_the_list_by_queue_and_its_kept_number_agree(case, cast, refunds, client):
    actions.open_case(case_type="repair", title="另", at=TEN, recorded_at=TEN, actor=cast.wang)
    move(case, refunds, cast)
    wanted = Filter(state="unsettled", queue=refunds.pk)

    assert len(cases(where(cast.he), wanted, now=TEN).rows) == 1
    assert tallies.counts(where(cast.zhao), {1: wanted}) == {1: 1}
    assert tallies.differences() == []
    client.force_login(cast.zhao)
    page = client.get(reverse("cases:queues")).content.decode()
    assert '退款组</a> <span class="n">1</span>' in page


def test_the_assignment_chooses_among_the_members_of_the_queue(case, cast, refunds):
    move(case, refunds, cast)

    assert best_for(Case.objects.get(), TEN).member == cast.zhao


def test_many_are_moved_at_once(case, cast, refunds):
    run = bulk.begin(
        verb="queue", cases=[case], data={"queue": [str(refunds.pk)], "reason": ["退款"]},
        by=cast.li, at=TEN,
    )  # fmt: skip
    bulk.confirm(run=run, at=TEN)

    assert Case.objects.get().queue == refunds


def test_whoever_keeps_the_lists_makes_changes_and_ends_a_queue(client, cast, noise):
    page = reverse("cases:queues")
    client.force_login(cast.wang)
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "英语"}).status_code == 404
    client.force_login(cast.he)
    client.post(page, {"name": "英语", "members": [cast.wang.pk], "categories": [noise.pk]})
    queue = Queue.objects.get()
    one = reverse("cases:queue", args=[queue.pk])

    assert client.post(page, {"name": "英语"}).status_code == 422
    client.post(one, {"name": "外语", "members": [cast.li.pk]})
    noise.refresh_from_db()

    assert queues.rows(where(cast.he))[0].members == ("李班长",)
    assert noise.queue is None
    client.post(one, {"do": "end"})
    assert client.get(one).status_code == 404


def test_the_queues_page_costs_the_same_with_many(client, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.he)
    queues.keep(name="零", name_en="", members=[cast.li], categories=[])
    client.get(reverse("cases:queues"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("cases:queues"))
    for number in range(20):
        queues.keep(name=f"组 {number}", name_en="", members=[cast.wang], categories=[])
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("cases:queues"))

    assert len(many) == len(one)
