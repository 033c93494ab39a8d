"""Messages leave once, later if they must, and poison does not hold up the others."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction

from shouwen.journal import actions, outbox, queries
from shouwen.journal.models import OutboxMessage
from tests.floors import HOUR, MONDAY, race

__all__ = ["race"]
pytestmark = pytest.mark.django_db


def queue(recipient="wang@example.com", **given):
    return actions.queue_message(
        **{"channel": "mail", "subject": "催办", "body": "…", "at": MONDAY, **given},
        recipient=recipient,
    )


def deliver(send, now=MONDAY, **given):
    return actions.deliver_due(now=now, senders={"mail": send}, **given)


def refuse(_message):
    raise ConnectionError("451 later")


def test_a_message_is_sent_once():
    queue()
    sent: list[OutboxMessage] = []

    assert deliver(sent.append).sent == 1
    assert deliver(sent.append).sent == 0
    assert [m.recipient for m in sent] == ["wang@example.com"]
    assert OutboxMessage.objects.get().sent_at == MONDAY


def test_a_message_of_a_transaction_that_failed_never_leaves():
    with suppress(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError

    assert deliver(lambda _m: None).sent == 0


def test_a_failure_is_tried_again_later_and_later():
    queue()

    assert deliver(refuse).failed == 1
    assert deliver(refuse, MONDAY + timedelta(seconds=59)).failed == 0
    assert deliver(refuse, MONDAY + timedelta(seconds=60)).failed == 1
    assert OutboxMessage.objects.get().next_attempt_at == MONDAY + timedelta(seconds=180)
    assert "451 later" in OutboxMessage.objects.get().fault


def test_a_poison_message_is_parked_and_the_others_leave():
    poison = queue("nobody")
    for n in range(outbox.MOST_ATTEMPTS):
        last = deliver(refuse, MONDAY + n * 7 * HOUR)
    later = MONDAY + 100 * HOUR
    queue(at=later)
    sent: list[OutboxMessage] = []

    assert last.parked == 1
    assert deliver(sent.append, later).sent == 1
    assert [m.pk for m in queries.parked_messages()] == [poison.pk]
    assert queries.outbox_backlog(later) == 0


def test_a_parked_message_may_be_tried_again():
    message = queue()
    for n in range(outbox.MOST_ATTEMPTS):
        deliver(refuse, MONDAY + n * 7 * HOUR)

    assert actions.retry_parked(message_id=message.pk, at=MONDAY + 99 * HOUR)
    assert not actions.retry_parked(message_id=message.pk, at=MONDAY + 99 * HOUR)
    assert deliver(lambda _m: None, MONDAY + 99 * HOUR).sent == 1


def test_a_channel_nobody_serves_is_a_fault_that_names_those_there_are():
    queue(channel="sms")

    assert deliver(lambda _m: None).failed == 1
    assert "mail" in OutboxMessage.objects.get().fault


def test_a_round_takes_no_more_than_its_limit():
    for _n in range(3):
        queue()

    assert deliver(lambda _m: None, limit=2).sent == 2
    assert queries.outbox_backlog(MONDAY) == 1


def test_a_worker_that_died_leaves_its_message_to_the_others():
    queue()

    def die(_message):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(die)

    assert deliver(lambda _m: None, MONDAY + timedelta(minutes=9)).sent == 0
    assert deliver(lambda _m: None, MONDAY + timedelta(minutes=10)).sent == 1


@pytest.mark.parametrize("given", [{"subject": "a\nBcc: x"}, {"recipient": "a\r\nb"}])
def test_a_message_cannot_smuggle_a_header(given):
    with pytest.raises(actions.UnfitFactError):
        queue(**given)


@pytest.mark.django_db(transaction=True)
def test_messages_do_not_leave_inside_a_transaction():
    queue()

    with pytest.raises(RuntimeError), transaction.atomic():
        deliver(lambda _m: None)

    assert deliver(lambda _m: None).sent == 1


def test_racing_workers_send_each_message_once(race):
    for n in range(6):
        queue(f"m{n}@example.com")
    sent: list[OutboxMessage] = []

    race([lambda: deliver(sent.append)] * 4)

    assert sorted(m.recipient for m in sent) == [f"m{n}@example.com" for n in range(6)]
