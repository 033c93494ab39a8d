"""Receivers that refuse, dawdle, redirect or vanish: everything is tried again, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from shouwen.journal.models import OutboxMessage
from shouwen.people.refusals import RefusedError
from shouwen.webhooks import actions, breaking, sending
from shouwen.webhooks.following import follow
from shouwen.webhooks.limits import DELAYS, OPENS_AFTER
from shouwen.webhooks.models import Attempt, Delivery, Subscription
from shouwen.webhooks.wire import Answer, Limits, call
from tests.webhooks.conftest import happen, stages
from tests.webhooks.receiver import dribbling, listening


def let_in(settings, port):
    settings.SHOUWEN_WEBHOOK_INTERNAL_HOSTS = [f"127.0.0.1:{port}"]


# ── tried again ──────────────────────────────────────────────────────────────────────────────


def test_a_refused_delivery_is_tried_again_later_under_the_same_id(cast, hook, receiver, clock):
    receiver.answers, receiver.body = [500], "数据库忙".encode()
    happen(cast)
    clock.work()
    assert clock.work() == 0
    clock.pass_by(minutes=1)

    clock.work()

    first, second = receiver.calls
    assert first.head["Shouwen-Delivery"] == second.head["Shouwen-Delivery"]
    assert (first.head["Shouwen-Attempt"], second.head["Shouwen-Attempt"]) == ("1", "2")
    assert stages() == ["done"]
    assert list(Attempt.objects.order_by("number").values_list("status", "answer")) == [
        (500, "数据库忙"),
        (204, ""),
    ]


def test_one_that_fails_does_not_hold_up_the_next(cast, hook, receiver, clock):
    receiver.answers = [500]
    happen(cast), happen(cast)

    clock.work()

    assert stages() == ["waiting", "done"]


def test_it_is_given_up_after_a_day_of_trying(cast, hook, receiver, clock):
    bad = happen(cast)
    clock.work()
    receiver.calls.clear()
    Delivery.objects.update(stage="waiting", next_attempt_at=clock.now, ended_at=None)
    begun = clock.now
    for _ in range(len(DELAYS) + 1):
        # Others arrive meanwhile, so it is no fault of the receiver.
        Subscription.objects.update(failures=0, failing_since=None)
        receiver.answers = [400]
        clock.work()
        clock.now = Delivery.objects.get().next_attempt_at or clock.now

    assert stages() == ["given_up"]
    assert [each.said["fact"]["number"] for each in receiver.calls] == [bad] * (len(DELAYS) + 1)
    assert timedelta(hours=20) < clock.now - begun < timedelta(hours=28)


def test_the_wait_grows_and_is_spread(db):
    spread = [(sending.wait_after(n, 0.0), sending.wait_after(n, 1.0)) for n in range(len(DELAYS))]

    assert all(low < delay < high for (low, high), delay in zip(spread, DELAYS, strict=True))
    assert all(one[1] < other[0] for one, other in pairwise(spread))


def test_a_busy_receiver_says_when_to_come_back(cast, hook, receiver, clock):
    receiver.answers, receiver.head = [429], {"Retry-After": "600"}
    happen(cast)

    clock.work()

    assert Delivery.objects.get().next_attempt_at == clock.now + timedelta(minutes=10)


# ── the breaker ──────────────────────────────────────────────────────────────────────────────


def break_it(cast, receiver, clock):
    receiver.answers = [503] * OPENS_AFTER
    for _ in range(OPENS_AFTER + 2):
        happen(cast)
    clock.work()


def test_after_five_failures_nothing_is_tried_for_a_while(cast, hook, receiver, clock):
    break_it(cast, receiver, clock)

    assert len(receiver.calls) == OPENS_AFTER
    assert clock.work() == 0
    assert set(stages()) == {"waiting"}


def test_its_owner_is_told_once_and_without_what_was_in_it(cast, hook, receiver, clock):
    break_it(cast, receiver, clock)

    (message,) = OutboxMessage.objects.all()
    assert message.recipient == cast.he.email
    assert "报表" in message.subject
    assert "复印纸" not in message.body


def test_one_probe_closes_the_breaker_and_all_that_waited_follows(cast, hook, receiver, clock):
    break_it(cast, receiver, clock)
    clock.pass_by(minutes=1)

    clock.work()

    assert Subscription.objects.get().failures == 0
    clock.pass_by(hours=1)
    clock.work()
    assert set(stages()) == {"done"}
    assert sorted(set(receiver.sequences)) == list(range(1, OPENS_AFTER + 3))


def test_a_failed_probe_keeps_it_open_for_longer_and_costs_the_delivery_nothing(
    cast, hook, receiver, clock
):
    break_it(cast, receiver, clock)
    tries = Delivery.objects.get(sequence=OPENS_AFTER + 1).tries
    receiver.answers = [503] * 9
    clock.pass_by(minutes=1)

    assert clock.work() == 1

    assert Subscription.objects.get().blocked_until == clock.now + breaking.break_after(6)
    assert Delivery.objects.get(sequence=OPENS_AFTER + 1).tries == tries
    assert breaking.break_after(99) == timedelta(minutes=30)


def test_while_it_is_open_the_journal_keeps_what_happens(cast, hook, receiver, clock):
    break_it(cast, receiver, clock)
    happen(cast)

    assert follow(now=clock.now) == 0


def test_after_a_day_of_failures_it_stops_and_started_again_loses_nothing(
    cast, hook, receiver, clock
):
    receiver.answers = [500] * 999
    happen(cast), happen(cast)
    for _ in range(60):
        clock.work()
        clock.pass_by(minutes=30)
    stopped = Subscription.objects.get()
    assert (stopped.state, stopped.why) == ("stopped", "failing")
    assert OutboxMessage.objects.count() == 2
    receiver.answers = []

    actions.start(subscription=stopped, by=cast.he, at=clock.now)
    clock.pass_by(hours=13)
    clock.work()

    assert set(receiver.sequences) == {1, 2}
    assert set(stages()) == {"done"}


def test_a_receiver_that_is_gone_stops_it_at_once(cast, hook, receiver, clock):
    receiver.answers = [410]
    happen(cast)

    clock.work()

    assert Subscription.objects.get().why == "gone"


# ── replay and test ──────────────────────────────────────────────────────────────────────────


def test_a_span_is_sent_again_under_the_same_numbers_and_ids(cast, hook, receiver, clock):
    for n in range(4):
        happen(cast, f"第 {n} 条")
    clock.work()
    before = {told.said["sequence"]: told.body for told in receiver.calls}
    receiver.calls.clear()

    count = actions.replay(
        subscription=Subscription.objects.get(), first=2, last=3, by=cast.he, at=clock.now
    )
    clock.work()

    assert count == 2
    assert {told.said["sequence"]: told.body for told in receiver.calls} == {
        n: before[n] for n in (2, 3)
    }


@pytest.mark.parametrize(("first", "last"), [(7, 9), (1, 5000)])
def test_a_span_of_nothing_or_too_much_is_refused(cast, hook, first, last):
    with pytest.raises(RefusedError):
        actions.replay(
            subscription=hook.subscription,
            first=first,
            last=last,
            by=cast.he,
            at=hook.subscription.made_at,
        )


def test_a_test_is_sent_by_the_background_only(cast, hook, receiver, clock):
    actions.test(subscription=hook.subscription, by=cast.he, at=clock.now)
    assert receiver.calls == []

    clock.work()

    assert receiver.calls[0].said["event"] == "test"
    assert "fact" not in receiver.calls[0].said


def test_a_second_test_waits_for_the_first(cast, hook, clock):
    actions.test(subscription=hook.subscription, by=cast.he, at=clock.now)

    with pytest.raises(RefusedError):
        actions.test(subscription=hook.subscription, by=cast.he, at=clock.now)


# ── killed in the middle ─────────────────────────────────────────────────────────────────────


def test_a_sender_that_dies_leaves_its_delivery_and_a_true_log(
    cast, hook, receiver, clock, monkeypatch
):
    class Killed(BaseException):
        """Nothing catches a SIGKILL."""

    def die(*_args, **_more):
        raise Killed

    happen(cast)
    monkeypatch.setattr(sending, "_finish", die)
    monkeypatch.setattr(sending, "_let_go", lambda _: None)
    with pytest.raises(Killed):
        clock.work()
    monkeypatch.undo()
    assert len(receiver.calls) == 1
    assert clock.work() == 0

    clock.pass_by(minutes=3)
    receiver_port(receiver)
    clock.work()

    assert len({told.said["delivery"] for told in receiver.calls}) == 1
    assert len(receiver.calls) == 2
    assert list(Attempt.objects.order_by("number").values_list("fault", "status")) == [
        ("cut_off", None),
        ("", 204),
    ]


def receiver_port(receiver):
    from django.conf import settings

    settings.SHOUWEN_WEBHOOK_INTERNAL_HOSTS = [f"127.0.0.1:{receiver.port}"]


# ── receivers that misbehave ─────────────────────────────────────────────────────────────────


def ask(port: int, seconds: float = 1.0, path: str = "/") -> Answer:
    limits = Limits(internal=frozenset({"127.0.0.1"}), ports=frozenset({port}), http=True,
                    seconds=seconds)  # fmt: skip
    return call(f"http://127.0.0.1:{port}{path}", body=b"{}", headers={}, limits=limits)


def test_a_redirect_is_not_followed():
    with listening() as elsewhere, listening() as here:
        here.answers, here.head = [302], {"Location": elsewhere.address}

        answer = ask(here.port)

        assert (answer.status, answer.fault) == (302, "redirect")
        assert elsewhere.calls == []


def test_a_head_that_dribbles_in_for_ever_ends_in_time():
    with dribbling(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n") as port:
        assert ask(port, seconds=0.3).fault == "time"


def test_a_refusal_whose_body_never_ends_is_cut():
    with dribbling(b"HTTP/1.1 500 No\r\n\r\n", b"x" * 1000) as port:
        answer = ask(port, seconds=3)

    assert answer.status == 500
    assert len(answer.beginning) == 500


def test_a_success_counts_by_its_head_whatever_follows():
    with dribbling(b"HTTP/1.1 200 OK\r\n\r\n", b"x") as port:
        assert ask(port).arrived


@pytest.mark.parametrize("said", [b"hello\r\n\r\n", b"HTTP/1.1 999999 ?\r\n\r\n", b"\x00" * 9])
def test_what_is_no_http_is_a_fault_of_the_connection(said):
    with dribbling(said, b"\r\n") as port:
        assert ask(port).fault in ("broken", "time")


def test_nobody_at_the_address_is_a_fault_that_says_so():
    with listening() as receiver:
        port = receiver.port

    assert ask(port).fault == "connect"
