"""Versions are adopted, succeed each other, are retired, and are never edited."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from shouwen.people.models import Post
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.deadline import Deadline
from shouwen.regulations import actions, queries
from shouwen.regulations.models import CalendarVersion, Regulation, Version
from tests.regulations.texts import faulty, replies

AT = datetime(2024, 1, 1, 1, tzinfo=UTC)
MAY = date(2024, 5, 1)
APRIL_15 = datetime(2024, 4, 15, 1, tzinfo=UTC)


def limit_on(day, known_at=None):
    rule = queries.rulebook_on(day, known_at).rule("replies", "reply")
    assert isinstance(rule, Deadline)
    return str(rule.within)


def test_a_faulty_text_is_not_adopted_and_every_fault_comes_back(cast):
    faults = actions.adopt(text=faulty(), file_name="replies.md", by=cast.he, at=AT)

    assert not isinstance(faults, Version)
    errors = [fault for fault in faults if fault.severity == "error"]
    lines = [faulty().splitlines()[fault.line - 1] for fault in errors]
    assert any("fortnights" in line for line in lines)
    assert any("kind: poem" in line for line in lines)
    assert not Version.objects.exists()


def test_the_export_is_the_text_to_the_character(adopt):
    text = replies().replace("\n", "\r\n") + "\r\n  末尾的空格  \n"

    version = adopt(text)

    assert queries.export(Version.objects.get(pk=version.pk)) == text


def test_an_adopted_text_keeps_clauses_rules_and_counts(adopt):
    version = adopt(replies())

    addresses = list(version.clauses.values_list("address", flat=True))
    assert addresses == ["第一章", "第一章/1.1", "第一章/1.2"]
    assert version.clauses.get(address="第一章/1.1").text == "收到投诉后 24 小时内答复客户。"
    assert version.counts["kinds"] == {"deadline": 1, "note": 1}
    assert version.counts["cases"] == 2


def test_a_new_version_counts_only_from_its_day(adopt):
    adopt(replies(hours=24))
    adopt(replies(MAY, hours=2), at=APRIL_15)

    assert limit_on(date(2024, 4, 30)) == "24 hours"
    assert limit_on(MAY) == "2 hours"


def test_before_the_first_version_there_is_no_rule(adopt):
    adopt(replies())

    assert len(queries.rulebook_on(date(2023, 12, 31))) == 0


def test_a_backdated_version_is_unknown_before_it_was_adopted(adopt):
    adopt(replies(hours=24))
    adopt(replies(date(2024, 4, 1), hours=2), at=APRIL_15)
    day = date(2024, 4, 10)

    assert limit_on(day, known_at=datetime(2024, 4, 14, tzinfo=UTC)) == "24 hours"
    assert limit_on(day, known_at=APRIL_15) == "2 hours"
    assert limit_on(day) == "2 hours"


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2023, 6, 1)])
def test_a_version_that_does_not_begin_later_is_refused(adopt, day):
    adopt(replies())

    with pytest.raises(RefusedError, match="2024-01-02"):
        adopt(replies(day, hours=2))

    assert Version.objects.count() == 1


def test_the_same_text_is_not_adopted_twice(adopt):
    adopt(replies())

    with pytest.raises(RefusedError):
        adopt(replies())


def test_a_retired_regulation_counts_no_longer_and_may_come_back(adopt, cast):
    adopt(replies())
    regulation = Regulation.objects.get()

    actions.retire(regulation=regulation, ended=MAY, by=cast.he, at=APRIL_15)

    assert limit_on(date(2024, 4, 30)) == "24 hours"
    assert len(queries.rulebook_on(MAY)) == 0
    # As far as anybody knew in January it was still in force in May.
    assert limit_on(MAY, known_at=AT) == "24 hours"
    adopt(replies(date(2024, 6, 1), hours=2), at=APRIL_15)
    assert limit_on(date(2024, 6, 1)) == "2 hours"


def test_an_end_is_filled_only_once(adopt, cast):
    adopt(replies())
    regulation = Regulation.objects.get()
    actions.retire(regulation=regulation, ended=MAY, by=cast.he, at=APRIL_15)

    with pytest.raises(RefusedError):
        actions.retire(regulation=regulation, ended=date(2024, 6, 1), by=cast.he, at=APRIL_15)
    with pytest.raises(RefusedError, match="2024-05-01"):
        adopt(replies(date(2024, 4, 20), hours=2), at=APRIL_15)


def test_a_version_withdrawn_before_its_day_never_counted(adopt, cast):
    adopt(replies(MAY), at=APRIL_15)

    actions.retire(regulation=Regulation.objects.get(), ended=MAY, by=cast.he, at=APRIL_15)

    assert len(queries.rulebook_on(MAY)) == 0
    adopt(replies(MAY, hours=2), at=APRIL_15)
    assert limit_on(MAY) == "2 hours"


def test_the_rulebook_costs_one_query_when_it_was_built_before(adopt, django_assert_num_queries):
    adopt(replies())
    queries.rulebook_on(MAY)

    with django_assert_num_queries(1):
        queries.rulebook_on(date(2024, 7, 1))


def test_a_version_rolled_back_leaves_no_rulebook_behind(adopt):
    with transaction.atomic():
        adopt(replies(hours=24))
        assert limit_on(MAY) == "24 hours"
        transaction.set_rollback(True)
    adopt(replies(hours=2))

    assert limit_on(MAY) == "2 hours"


def test_the_posts_a_text_names_can_be_held_from_then_on(adopt):
    adopt(replies())

    assert Post.objects.get(key="duty_officer").name == "值班员"
    assert Post.objects.filter(key="agent").count() == 1


@pytest.mark.parametrize("slug", ["adopt", "calendar"])
def test_the_address_of_a_page_cannot_be_a_regulation(adopt, slug):
    with pytest.raises(RefusedError):
        adopt(replies().replace("regulation: replies", f"regulation: {slug}"))


def test_rules_that_except_each_other_in_a_circle_are_refused(adopt):
    circle = (
        replies()
        .replace("kind: note", "kind: note\nexcepts: reply")
        .replace("within: 24 hours", "within: 24 hours\nexcepts: patience")
    )

    with pytest.raises(RefusedError):
        adopt(circle)


def test_the_database_allows_one_open_version(adopt):
    version = adopt(replies())
    version.pk, version.number = None, 2

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_first_working_hours_become_the_calendar_of_the_house(adopt):
    adopt(replies())
    adopt(replies(MAY, hours=2).replace("18:00", "17:00"), at=APRIL_15)

    assert CalendarVersion.objects.count() == 1
    monday = queries.calendar_for().day(date(2024, 3, 4))
    assert monday.hours == ((510, 720), (810, 1080))
