"""What was recorded can be found again, in pages, by kind, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.journal import actions, queries
from tests.floors import HOUR, MONDAY, a_fact, recorded, scans

pytestmark = pytest.mark.django_db


def correct(row):
    fact = a_fact("fact_corrected", f"fact:{row.number}", number=row.number)
    return actions.append(fact=fact, actor=None, recorded_at=row.recorded_at, corrects=row)


def missed(**details):
    return recorded("visit_missed", **details)


def test_a_timeline_is_read_in_pages(cast):
    for n in range(5):
        fact = a_fact("case_noted", "case:T-1", note=f"第{n}条")
        actions.append(fact=fact, actor=cast.wang, recorded_at=MONDAY)
    recorded(about="case:T-2")

    first = queries.timeline("case:T-1", limit=3)
    second = queries.timeline("case:T-1", after=first[-1].number, limit=3)

    assert [row.number for row in first + second] == [1, 2, 3, 4, 5]
    assert (first[0].actor_name, first[0].details) == ("小王", {"note": "第0条"})


def test_a_timeline_may_begin_with_the_newest():
    for _n in range(3):
        recorded()

    first = queries.timeline("case:T-1", limit=2, newest_first=True)
    second = queries.timeline("case:T-1", first[-1].number, newest_first=True)

    assert [row.number for row in first + second] == [3, 2, 1]


def test_a_timeline_shows_what_was_corrected_by_what():
    row = recorded()
    correction = correct(row)

    (shown,) = queries.timeline("case:T-1")
    (mending,) = queries.timeline("fact:1")
    assert (shown.corrected_by, mending.corrects) == (correction.number, 1)


@pytest.mark.parametrize("facts", [1, 20])
def test_a_timeline_costs_one_query(facts, django_assert_num_queries):
    for _n in range(facts):
        recorded()

    with django_assert_num_queries(1):
        queries.timeline("case:T-1")


def test_facts_of_a_kind_are_found_by_time_and_details():
    early = missed(person="wang", room="A")
    missed(person="li", room="A")
    recorded("visit_missed", at=MONDAY + HOUR, person="wang", room="B")

    found = queries.facts_of_kind("visit_missed", since=MONDAY, until=MONDAY + HOUR)
    of_wang = queries.facts_of_kind("visit_missed", details={"person": "wang", "room": "A"})

    assert [row.number for row in found] == [1, 2]
    assert [row.number for row in of_wang] == [early.number]
    assert [r.number for r in queries.facts_of_kind("visit_missed", after=1, limit=1)] == [2]
    assert queries.facts_of_kind("visit_missed", about="case:T-9") == []


def test_occurrences_are_counted_by_what_must_be_the_same():
    for person, signed in (("wang", True), ("wang", False), ("li", True)):
        missed(person=person, signed=signed, times=2)

    def count(**matches):
        return queries.count_occurrences(kind="visit_missed", matches=matches)

    assert (count(), count(person="wang"), count(person="wang", signed=False)) == (3, 2, 1)
    assert (count(times=2), count(times="2"), count(times=True), count(room=None)) == (3, 0, 0, 3)


def test_a_detail_may_be_called_like_a_lookup():
    details: dict[str, Any] = {"in": "A", "range": 3, "isnull": None}
    row = recorded("visit_missed", **details)

    for name, value in row.details.items():
        assert queries.count_occurrences(kind="visit_missed", matches={name: value}) == 1


def test_a_long_text_is_matched_though_it_is_not_indexed():
    missed(person="长" * 300)

    assert queries.count_occurrences(kind="visit_missed", matches={"person": "长" * 300}) == 1


def test_what_was_corrected_does_not_count():
    wrong = missed(person="wang")
    missed(person="wang")
    correct(wrong)

    assert queries.count_occurrences(kind="visit_missed", matches={"person": "wang"}) == 1


def test_only_earlier_facts_in_the_period_count():
    for n in range(4):
        recorded("visit_missed", at=MONDAY + n * HOUR, person="wang")

    found = queries.count_occurrences(
        kind="visit_missed",
        matches={"person": "wang"},
        since=MONDAY + HOUR,
        until=MONDAY + 4 * HOUR,
        before_number=4,
    )

    assert found == 2


def test_facts_that_name_a_member_are_found_newest_first():
    for n in range(3):
        missed(person="wang", n=n)
    missed(person="li")

    found = queries.facts_naming("person", "wang", limit=2)
    older = queries.facts_naming("person", "wang", kind="visit_missed", before=found[-1].number)

    assert [row.number for row in found + older] == [3, 2, 1]


def test_a_fact_is_found_by_its_number():
    row = recorded()

    assert queries.find(row.number) == row
    assert queries.find(99) is None


def test_the_whole_journal_is_walked_in_pages():
    assert queries.last_recorded_at() is None
    rows = [recorded(about=f"case:T-{n}", at=MONDAY + n * HOUR) for n in range(3)]

    first = queries.facts_after(0, limit=2)

    assert first + queries.facts_after(2, limit=2) == rows
    assert queries.last_recorded_at() == MONDAY + 2 * HOUR


def test_an_earlier_count_is_the_same_after_a_later_correction():
    first, second = missed(person="wang"), missed(person="wang")

    def count():
        return queries.count_occurrences(
            kind="visit_missed", matches={"person": "wang"}, before_number=second.number
        )

    before = count()
    correct(first)

    assert (before, count()) == (1, 1)
    third = missed(person="wang")
    counted = queries.count_occurrences(
        kind="visit_missed", matches={"person": "wang"}, before_number=third.number
    )
    assert counted == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda: queries.timeline("case:T-1"),
        lambda: queries.timeline("case:T-1", 9, newest_first=True),
        lambda: queries.facts_of_kind("visit_missed", since=MONDAY),
        lambda: queries.facts_of_kind("visit_missed", about="case:T-1"),
        lambda: queries.facts_naming("person", "wang"),
        lambda: queries.facts_after(1, 10),
        lambda: queries.find_repeat("k", ""),
        lambda: queries.count_occurrences(
            kind="visit_missed", matches={"person": "wang", "room": "A"}, before_number=9
        ),
    ],
)
def test_no_question_reads_the_whole_journal(ask):
    missed(person="wang")

    assert scans("journal_factrow", "journal_factkey", call=ask) == []
