from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.cases.numbers import take_all, take_numbers

from .conftest import TEN


def open_one(n):
    try:
        return actions.open_case(
            case_type="complaint", title=f"投诉 {n}", at=TEN, recorded_at=TEN, actor=None,
            key=f"key-{n % 8}",
        ).case.number  # fmt: skip
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_no_twins_when_many_open_at_once():
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(open_one, range(16)))

    assert sorted(set(numbers)) == [f"T20261120-{n:04d}" for n in range(1, 9)]
    assert Case.objects.count() == 8


def test_a_rolled_back_number_is_given_again(db):
    day = TEN.date()
    with transaction.atomic():
        next(take_numbers("repair", day))
        transaction.set_rollback(True)

    assert list(take_numbers("repair", day, 2)) == ["W20261120-0001", "W20261120-0002"]


def test_a_batch_takes_its_numbers_in_four_queries(db, django_assert_max_num_queries):
    days = [TEN.date() + timedelta(days=n) for n in range(60)]

    with django_assert_max_num_queries(6):
        taken = take_all({("repair", day): 2 for day in days})

    assert [list(taken["repair", day])[-1][-4:] for day in days] == ["0002"] * 60


def test_a_day_with_more_than_9999_goes_on(db):
    list(take_numbers("praise", TEN.date(), 9999))

    assert next(take_numbers("praise", TEN.date())) == "B20261120-10000"
