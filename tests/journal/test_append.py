"""Facts are recorded once, in order, exactly, or not at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.journal import actions, chain, queries
from shouwen.journal.models import ChainHead, FactKey, FactRow
from tests.floors import HOUR, MONDAY, a_fact, race, recorded

__all__ = ["race"]
pytestmark = pytest.mark.django_db


def with_details(**details: Any):
    return replace(a_fact(), details=details)


def test_facts_are_numbered_without_gaps():
    rows = [recorded(about=f"case:T-{n}") for n in range(3)]

    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]


def test_a_fact_reads_back_as_it_was_recorded(cast):
    fact = a_fact(severity="major", count=3, signed=False, amount="12200.00", category=None)

    row = actions.append(fact=fact, actor=cast.wang, recorded_at=MONDAY)

    row.refresh_from_db()
    read = queries.fact_of(row)
    assert read.details == fact.details
    assert read.happened_at == fact.happened_at
    assert (row.actor, read.actor) == (cast.wang, "wang")


def test_the_hash_covers_every_other_column():
    columns = {f.attname for f in FactRow._meta.concrete_fields}

    assert columns - {"hash"} == set(chain.HASHED)


def test_the_canonical_text_is_fixed_for_good():
    at = datetime.fromisoformat("2024-05-06T09:00:00+08:00")

    assert chain.canonical({"b": "问", "a": at}) == (
        '{"a":"2024-05-06T01:00:00.000000+00:00","b":"问"}'.encode()
    )


def test_a_transaction_that_fails_leaves_no_gap():
    recorded()

    with suppress(ZeroDivisionError), transaction.atomic():
        recorded(about="case:T-2")
        raise ZeroDivisionError

    assert recorded(about="case:T-3").number == 2
    assert queries.verify() == []


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (a_fact(at=datetime(2024, 5, 6, 9, 0)), "happened_at"),  # noqa: DTZ001
        (a_fact(at=MONDAY + timedelta(minutes=6)), "happened_at"),
        (a_fact(kind=""), "kind"),
        (a_fact(about="x" * 201), "about"),
        (with_details(amount=1.5), "amount"),
        (a_fact(count=2**63), "count"),
        (a_fact(text="a\x00b"), "text"),
        (a_fact(text="\ud800"), "text"),
        (with_details(a__b=1), "details"),
        (with_details(**{"": 1}), "details"),
        (with_details(people=["wang"]), "people"),
    ],
)
def test_what_cannot_be_recorded_exactly_is_refused_with_its_place(fact, field):
    with pytest.raises(actions.UnfitFactError) as refusal:
        actions.append(fact=fact, actor=None, recorded_at=MONDAY)

    assert refusal.value.field == field
    assert str(refusal.value)
    assert not FactRow.objects.exists()


def test_a_senders_clock_may_run_a_little_ahead():
    fact = a_fact(at=MONDAY + timedelta(minutes=5))

    assert actions.append(fact=fact, actor=None, recorded_at=MONDAY).number == 1


def test_a_moment_of_recording_without_time_zone_is_refused():
    with pytest.raises(actions.UnfitFactError):
        actions.append(fact=a_fact(), actor=None, recorded_at=MONDAY.replace(tzinfo=None))


def test_the_same_request_again_is_told_its_fact():
    first = actions.append(
        fact=a_fact(severity="major"), actor=None, recorded_at=MONDAY, idempotency_key="k"
    )

    with pytest.raises(actions.IdempotentRepeat) as repeat:
        actions.append(
            fact=a_fact(severity="major"),
            actor=None,
            recorded_at=MONDAY + HOUR,
            idempotency_key="k",
        )

    assert repeat.value.row == first
    assert FactRow.objects.count() == 1
    assert ChainHead.objects.get().number == 1


def test_a_used_key_does_not_take_another_request(cast):
    actions.append(fact=a_fact(), actor=None, recorded_at=MONDAY, idempotency_key="k")

    for other in (a_fact(about="case:T-2"), a_fact(at=MONDAY - HOUR), a_fact(severity="major")):
        with pytest.raises(actions.IdempotencyConflictError):
            queries.find_repeat("k", queries.request_hash_of(other, None))
    with pytest.raises(actions.IdempotencyConflictError):
        actions.append(fact=a_fact(), actor=cast.wang, recorded_at=MONDAY, idempotency_key="k")


def test_a_key_nobody_used_finds_nothing():
    assert queries.find_repeat("k", queries.request_hash_of(a_fact(), None)) is None


def test_a_caller_may_say_what_counts_as_the_same_request():
    actions.append(
        fact=a_fact(), actor=None, recorded_at=MONDAY, idempotency_key="k", request_hash="a" * 64
    )

    assert queries.find_repeat("k", "a" * 64) is not None


def _correct(row):
    fact = a_fact("fact_corrected", f"fact:{row.number}", number=row.number)
    return actions.append(fact=fact, actor=None, recorded_at=MONDAY, corrects=row)


def test_a_fact_is_corrected_once():
    row = recorded()
    correction = _correct(row)

    with pytest.raises(actions.AlreadyCorrectedError):
        _correct(row)
    with pytest.raises(actions.AlreadyCorrectedError):
        _correct(correction)

    assert FactRow.objects.count() == 2


def test_the_database_itself_keeps_a_second_correction_out():
    row = recorded()
    correction = _correct(row)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactRow.objects.filter(pk=recorded().number).update(corrects=row)
    assert correction.corrects == row


def test_a_fact_remembers_what_it_was_derived_from():
    fine = actions.append(
        fact=a_fact("fine_imposed"), actor=None, recorded_at=MONDAY, derived_from=recorded()
    )

    assert fine.derived_from_id == 1
    assert queries.verify() == []


def test_nothing_is_recorded_on_a_chain_without_head():
    recorded()
    ChainHead.objects.all().delete()

    with pytest.raises(actions.ChainBrokenError):
        recorded()


def test_details_that_name_members_are_indexed():
    row = recorded(person="wang", handler="li", text="客户来电", count=1)
    actions.append(
        fact=a_fact(driver="zhang", seats=4),
        actor=None,
        recorded_at=MONDAY,
        keys=["driver", "seats"],
    )

    names = FactKey.objects.order_by("name").values_list("name", "value")
    assert list(names) == [("driver", "zhang"), ("handler", "li"), ("person", "wang")]
    assert row.number == 1


def test_older_facts_are_indexed_when_a_detail_begins_to_matter():
    recorded(driver="zhang")
    recorded(kind="case_closed", driver="zhang")

    assert actions.index_details(kind="case_opened", names=["driver"]) == 1
    assert actions.index_details(kind="case_opened", names=["driver"]) == 0
    assert [row.number for row in queries.facts_naming("driver", "zhang")] == [1]


names = st.from_regex(r"[a-z]+(_[a-z]+)?", fullmatch=True).filter(lambda n: len(n) <= 100)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
values = st.one_of(st.none(), st.booleans(), st.integers(-(2**63) + 1, 2**63 - 1), texts)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(details=st.dictionaries(names, values, max_size=6))
def test_whatever_is_recorded_reads_back_the_same_and_verifies(details):
    row = recorded(**{k: v for k, v in details.items() if k not in {"kind", "about", "at"}})

    again = FactRow.objects.get(pk=row.pk)
    assert again.details == row.details
    assert queries.verify() == []


def test_racing_writers_get_every_number_once(race):
    calls = [lambda n=n: recorded(about=f"case:T-{n}").number for n in range(8)]

    numbers = race(calls)

    assert sorted(numbers) == list(range(1, 9))
    assert queries.verify() == []


def test_of_racing_repeats_one_is_recorded_and_the_others_are_told_which(race):
    def once():
        return actions.append(
            fact=a_fact(), actor=None, recorded_at=MONDAY, idempotency_key="k"
        ).number

    results = race([once] * 6)

    assert results.count(1) == 1
    assert [r.row.number for r in results if isinstance(r, actions.IdempotentRepeat)] == [1] * 5
    assert FactRow.objects.count() == 1
