"""Tampering with the journal shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.journal import chain, queries, verification
from shouwen.journal.models import ChainHead, FactKey, FactRow
from tests.floors import HOUR, MONDAY, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def five_facts(monkeypatch):
    # Small chunks, so that the places between them are crossed.
    monkeypatch.setattr(verification, "CHUNK", 2)
    for n in range(1, 6):
        recorded(about=f"case:T-{n}", person="wang")


def erase(rows):
    # Past the models, as somebody with the database's password would.
    rows._raw_delete("default")


def numbers():
    return [fault.number for fault in queries.verify()]


def rehash(number):
    columns = FactRow.objects.values(*chain.HASHED).get(pk=number)
    FactRow.objects.filter(pk=number).update(hash=chain.hash_of(columns))


def test_an_untouched_journal_has_no_faults():
    assert queries.verify() == []


def test_an_empty_journal_has_no_faults():
    erase(FactKey.objects.all())
    erase(FactRow.objects.all())
    erase(ChainHead.objects.all())

    assert queries.verify() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "case_closed"},
        {"about": "case:T-9"},
        {"happened_at": MONDAY - HOUR},
        {"recorded_at": MONDAY + timedelta(microseconds=1)},
        {"actor_key": "li"},
        {"details": {"person": "wang", "more": 1}},
        {"idempotency_key": "k"},
        {"request_hash": ""},
        {"derived_from_id": 1},
        {"corrects_id": 1},
    ],
)
def test_an_altered_column_shows_at_its_fact(changes):
    FactRow.objects.filter(pk=3).update(**changes)

    assert numbers() == [3]


def test_an_alteration_with_a_new_hash_shows_at_the_fact_after_it():
    FactRow.objects.filter(pk=3).update(about="case:T-9")
    rehash(3)

    assert numbers() == [4]


def test_an_altered_last_fact_with_a_new_hash_shows_at_the_head():
    FactRow.objects.filter(pk=5).update(about="case:T-9")
    rehash(5)

    assert numbers() == [5]


def test_a_deleted_fact_is_a_gap():
    erase(FactKey.objects.filter(fact=3))
    erase(FactRow.objects.filter(pk=3))

    (fault,) = queries.verify()
    assert fault.number == 3
    assert "3" in str(fault)


def test_facts_deleted_at_the_end_are_missed():
    erase(FactKey.objects.filter(fact__gte=4))
    erase(FactRow.objects.filter(pk__gte=4))

    assert numbers() == [4]


def test_everything_deleted_is_missed():
    erase(FactKey.objects.all())
    erase(FactRow.objects.all())

    assert numbers() == [1]


def _insert(number):
    columns = FactRow.objects.values(*chain.HASHED).get(pk=5)
    columns |= {"number": number, "previous_hash": FactRow.objects.get(pk=5).hash}
    FactRow.objects.create(**columns, hash=chain.hash_of(columns))


def test_a_fact_put_in_behind_the_end_shows():
    _insert(6)

    assert numbers() == [6]


def test_a_fact_put_in_far_behind_the_end_shows():
    _insert(9)

    assert 9 in numbers()


def test_an_index_that_differs_from_the_details_shows():
    FactKey.objects.filter(fact=2).update(value="li")

    assert numbers() == [2]


def test_a_journal_whose_head_was_removed_has_a_fault():
    erase(ChainHead.objects.all())

    assert numbers() == [5]


def test_progress_is_told_between_chunks():
    told = []

    queries.verify(progress=lambda done, total: told.append((done, total)))

    assert told == [(2, 5), (4, 5), (5, 5)]
