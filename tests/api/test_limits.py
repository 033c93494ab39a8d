"""Processes that begin a minute at the same moment all get their share of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection

from shouwen.api import limits
from shouwen.api.callers import Caller
from tests.cast import come_to_work

MINUTE = datetime(2024, 5, 6, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
MANY = 6


def together(caller: Caller, now: datetime) -> list[int]:
    """Spend one request each at the same moment; return what was left for each."""
    at_once = Barrier(MANY)

    def spend(_: int) -> int:
        at_once.wait()
        try:
            return limits.spend(caller, now).requests
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(spend, range(MANY)))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_refused_who_comes_with_others_at_the_beginning_of_a_minute():
    caller = Caller(member=come_to_work().wang)

    for minutes in range(5):
        assert len(together(caller, MINUTE + timedelta(minutes=minutes))) == MANY


@pytest.mark.django_db
def test_who_read_the_clock_just_before_the_minute_ended_is_not_refused(cast):
    caller = Caller(member=cast.wang)
    limits.spend(caller, MINUTE)
    cache.clear()

    assert limits.spend(caller, MINUTE - timedelta(seconds=1)).requests > 0
