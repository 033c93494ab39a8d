"""Sending what waits: claimed, logged before it leaves, tried again later, given up after a day.

One sender at a time works for a subscription (``lease_until``), in the order of the sequence; what
failed waits for its next time and does not hold up what comes after it. After five failures in a
row, whichever they were, nothing is tried for a while and then one delivery as a probe; after a day
of failures the subscription is stopped, its owner told, and everything kept for the next start.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from shouwen.regulations import queries as regulations
from shouwen.webhooks import bodies, breaking, groups, signing
from shouwen.webhooks.choices import Fault, Manner, Stage, State
from shouwen.webhooks.limits import AT_ONCE, DELAYS, JITTER, LEASE, LONGEST_WISH, limits
from shouwen.webhooks.models import Attempt, Delivery, Subscription
from shouwen.webhooks.wire import Answer, call

LOG = structlog.get_logger("shouwen.webhooks")
Clock = Callable[[], datetime]
Chance = Callable[[], float]
Head = dict[str, str]
Sent = tuple[str, bytes, Head]
AGENT = "Shouwen-Webhooks/1"
JSON = "application/json; charset=utf-8"
BUSY = (429, 503)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round works with: ``clock`` tells the time, ``chance`` a number from 0 to 1."""

    clock: Clock
    chance: Chance


def send_due(*, clock: Clock, chance: Chance, hands: int = 4) -> int:
    """Send what is due for every subscription, several at once; return how many attempts.

    Never call this inside a request or a transaction.
    """
    now, this = clock(), Round(clock=clock, chance=chance)
    waiting = Delivery.objects.filter(subscription=OuterRef("pk"), next_attempt_at__lte=now)
    due = _free(now).filter(Exists(waiting)).select_related("owner").order_by("pk")
    held = [each for each in due if _hold(each, now)]
    if len(held) < 2:  # noqa: PLR2004 - one alone needs no second hand
        return sum(_send_for(each, this) for each in held)
    with ThreadPoolExecutor(min(hands, len(held))) as pool:
        return sum(pool.map(lambda each: _by_itself(each, this), held))


def _by_itself(subscription: Subscription, this: Round) -> int:
    try:
        return _send_for(subscription, this)
    finally:
        # A thread of its own has a connection of its own.
        connection.close()


# ── the lease of a subscription ──────────────────────────────────────────────────────────────


def _free(now: datetime) -> QuerySet[Subscription]:
    ready = Q(blocked_until__isnull=True) | Q(blocked_until__lte=now)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Subscription.objects.filter(ready, free, state=State.ON)


def _hold(subscription: Subscription, now: datetime) -> bool:
    """Take or renew the lease; say whether it is ours and the subscription is still on."""
    seen = Subscription.objects.filter(
        pk=subscription.pk, lease_until=subscription.lease_until, state=State.ON
    )
    until = now + LEASE
    if not seen.update(lease_until=until):
        return False
    subscription.lease_until = until
    return True


def _let_go(subscription: Subscription) -> None:
    ours = Subscription.objects.filter(pk=subscription.pk, lease_until=subscription.lease_until)
    ours.update(lease_until=None)


def _send_for(subscription: Subscription, this: Round) -> int:
    done = 0
    try:
        while done < AT_ONCE and _hold(subscription, this.clock()):
            delivery = _next(subscription, this.clock())
            if delivery is None or not _send(subscription, delivery, this):
                break
            done += 1
            if subscription.blocked_until is not None:
                break
    finally:
        _let_go(subscription)
    return done


def _next(subscription: Subscription, now: datetime) -> Delivery | None:
    due = Delivery.objects.filter(subscription=subscription, next_attempt_at__lte=now)
    return due.order_by("sequence").first()


# ── one attempt ──────────────────────────────────────────────────────────────────────────────


def _send(subscription: Subscription, delivery: Delivery, this: Round) -> bool:
    """Make one attempt and write down what came of it; False where somebody else has it."""
    attempt = _claim(delivery, this.clock())
    if attempt is None:
        return False
    begun = time.monotonic()
    answer = _attempt(subscription, delivery, attempt, this.clock())
    attempt.milliseconds = round((time.monotonic() - begun) * 1000)
    _finish(subscription, delivery, attempt, answer, this)
    return True


def _claim(delivery: Delivery, now: datetime) -> Attempt | None:
    """Write down that an attempt begins, so that the log knows even if we die in it."""
    # Durable: this is committed before anything leaves the house.
    with transaction.atomic(durable=True):
        seen = Delivery.objects.filter(
            pk=delivery.pk, attempts=delivery.attempts, next_attempt_at=delivery.next_attempt_at
        )
        number, until = delivery.attempts + 1, now + LEASE
        if not seen.update(attempts=number, next_attempt_at=until):
            return None
        unfinished = Attempt.objects.filter(delivery=delivery, ended_at=None, fault=Fault.NONE)
        unfinished.update(fault=Fault.CUT_OFF)
        delivery.attempts, delivery.next_attempt_at = number, until
        return Attempt.objects.create(delivery=delivery, number=number, begun_at=now)


def _attempt(
    subscription: Subscription, delivery: Delivery, attempt: Attempt, now: datetime
) -> Answer:
    is_program = subscription.manner == Manner.PROGRAM
    try:
        sent = (_to_program if is_program else _to_group)(subscription, delivery, now)
    except bodies.HiddenError:
        return Answer(fault=Fault.HIDDEN)
    except signing.KeyChangedError:
        return Answer(fault=Fault.KEY)
    except Exception as fault:  # noqa: BLE001 - a poison message must not stop the others
        LOG.warning("webhook not written", delivery=delivery.pk, fault=type(fault).__name__)
        return Answer(fault=Fault.OURS)
    address, body, head = sent
    attempt.seal = hashlib.sha256(body).hexdigest()
    attempt.sent_head = head
    if is_program:
        return call(address, body=body, headers=head, limits=limits())
    keep = groups.LONGEST_ANSWER
    return groups.judged(call(address, body=body, headers=head, limits=limits(), keep=keep))


def _to_program(subscription: Subscription, delivery: Delivery, now: datetime) -> Sent:
    body = bodies.written(delivery, subscription.owner, now)
    return subscription.address, body, head_of(subscription, delivery, body, now)


def _to_group(subscription: Subscription, delivery: Delivery, now: datetime) -> Sent:
    words = regulations.words_on(timezone.localdate(now)).vocabulary
    secret = signing.unsealed(subscription.sealed)
    address, body = groups.written(subscription, delivery, secret, words, now)
    return address, body, {"Content-Type": JSON, "User-Agent": AGENT, "Accept-Encoding": "identity"}


def head_of(subscription: Subscription, delivery: Delivery, body: bytes, now: datetime) -> Head:
    """Return the headers of a call; while an old secret counts, it signs beside the new one."""
    timestamp = str(int(now.timestamp()))
    signed = [signing.signature(each, timestamp, body) for each in secrets_of(subscription, now)]
    return {
        "Content-Type": JSON,
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
        "Shouwen-Timestamp": timestamp,
        "Shouwen-Signature": ", ".join(signed),
        "Shouwen-Delivery": str(delivery.uid),
        "Shouwen-Sequence": str(delivery.sequence),
        "Shouwen-Event": delivery.event,
        "Shouwen-Attempt": str(delivery.attempts),
    }


def secrets_of(subscription: Subscription, now: datetime) -> list[str]:
    """Return the secrets that sign now, the new one first; raise KeyChangedError."""
    newest = signing.secret_of(subscription.salt)
    if signing.fingerprint_of(newest) != subscription.fingerprint:
        raise signing.KeyChangedError
    if subscription.old_salt and subscription.old_until and subscription.old_until > now:
        return [newest, signing.secret_of(subscription.old_salt)]
    return [newest]


# ── what came of it ──────────────────────────────────────────────────────────────────────────


def _finish(
    subscription: Subscription, delivery: Delivery, attempt: Attempt, answer: Answer, this: Round
) -> None:
    now = this.clock()
    probing = subscription.blocked_until is not None
    with transaction.atomic():
        _note(attempt, answer, now)
        claimed = Delivery.objects.filter(
            pk=delivery.pk, attempts=delivery.attempts, next_attempt_at=delivery.next_attempt_at
        )
        # Only our own claim is finished: after a lease ran out the delivery is somebody else's.
        if not claimed.update(**_follows(delivery, answer, now, this.chance(), probing=probing)):
            return
        if answer.fault != Fault.HIDDEN:
            breaking.note(subscription, answer, now)


def _note(attempt: Attempt, answer: Answer, now: datetime) -> None:
    attempt.ended_at, attempt.status = now, answer.status
    attempt.fault, attempt.answer = answer.fault, answer.beginning
    attempt.answer_head = dict(answer.head)
    Attempt.objects.filter(pk=attempt.pk).update(
        ended_at=now, milliseconds=attempt.milliseconds, status=attempt.status,
        fault=attempt.fault, answer=attempt.answer, answer_head=attempt.answer_head,
        sent_head=attempt.sent_head, seal=attempt.seal,
    )  # fmt: skip


def _follows(
    delivery: Delivery, answer: Answer, now: datetime, chance: float, *, probing: bool
) -> dict[str, object]:
    if answer.arrived:
        return {"stage": Stage.DONE, "next_attempt_at": None, "ended_at": now}
    if answer.fault == Fault.HIDDEN:
        return {"stage": Stage.WITHHELD, "next_attempt_at": None, "ended_at": now}
    if probing or answer.fault == Fault.KEY:
        # The receiver is down for everybody: that is no fault of this delivery.
        return {"next_attempt_at": now}
    if delivery.tries >= len(DELAYS):
        return {"stage": Stage.GIVEN_UP, "next_attempt_at": None, "ended_at": now}
    later = now + wait_after(delivery.tries, chance, _wish(answer))
    return {"tries": delivery.tries + 1, "next_attempt_at": later}


def wait_after(tries: int, chance: float, wish: timedelta = timedelta(0)) -> timedelta:
    """Return how long to wait after so many earlier tries; ``chance`` is from 0 to 1."""
    delay = DELAYS[min(tries, len(DELAYS) - 1)]
    return max(delay * (1 + JITTER * (2 * chance - 1)), min(wish, LONGEST_WISH))


def _wish(answer: Answer) -> timedelta:
    asked = answer.head.get("retry-after", "")
    # At most nine digits: more is no wish but an attempt on our arithmetic.
    if answer.status in BUSY and asked.isascii() and asked.isdecimal() and len(asked) < 10:  # noqa: PLR2004
        return timedelta(seconds=int(asked))
    return timedelta(0)
