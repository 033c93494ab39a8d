"""Two background processes at once tell everything once, and what is killed is told again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from shouwen.site import background
from shouwen.webhooks.following import follow
from shouwen.webhooks.models import Attempt, Delivery
from shouwen.webhooks.sending import send_due
from tests.cast import come_to_work
from tests.webhooks.conftest import NOON, happen, subscribe

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_senders_tell_each_thing_once_and_in_order(receiver):
    cast = come_to_work()
    subscribe(cast.he, receiver.address)
    subscribe(cast.he, f"{receiver.address}/second")
    for n in range(6):
        happen(cast, f"第 {n} 条")
    together = Barrier(2)

    def work(_: int) -> None:
        together.wait()
        try:
            for _round in range(3):
                follow(now=NOON)
                send_due(clock=lambda: NOON, chance=lambda: 0.5)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    assert Delivery.objects.filter(stage="done").count() == 12
    assert Attempt.objects.count() == 12
    for path in ("/hook", "/hook/second"):
        told = [call.said["sequence"] for call in receiver.calls if call.path == path]
        assert told == [1, 2, 3, 4, 5, 6]


def test_the_worker_tells_what_waits_before_it_rests(receiver):
    cast = come_to_work()
    subscribe(cast.he, receiver.address)
    happen(cast)

    background.work(until_idle=True)

    assert receiver.sequences == [1]
