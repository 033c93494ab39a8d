"""A subscription, a receiver and a clock that a test turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from shouwen.enforcement.actions import record_fact
from shouwen.policy.facts import Fact
from shouwen.webhooks import actions
from shouwen.webhooks.following import follow
from shouwen.webhooks.models import Delivery, Subscription
from shouwen.webhooks.sending import send_due
from tests.cast import Cast
from tests.webhooks.receiver import Receiver, listening

NOON = datetime(2024, 5, 6, 4, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The time of a test; ``work`` does what the background process does."""

    now: datetime = NOON

    def pass_by(self, **length: float) -> None:
        self.now += timedelta(**length)

    def work(self) -> int:
        follow(now=self.now)
        return send_due(clock=lambda: self.now, chance=lambda: 0.5)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Listen on loopback, which the house is told to allow."""
    with listening() as found:
        settings.SHOUWEN_WEBHOOK_INTERNAL_HOSTS = [f"127.0.0.1:{found.port}"]
        settings.SHOUWEN_WEBHOOK_HTTP = True
        settings.SHOUWEN_WEBHOOK_SECONDS = 5
        yield found


def subscribe(owner: Any, address: str, **more: Any) -> tuple[Subscription, str]:
    wish = {"name": "报表", "address": address, "events": [], "matters": [], **more}
    return actions.subscribe(
        wish=actions.Wish(**wish), owner=owner, token=str(timezone.now().timestamp()), at=NOON
    )


@pytest.fixture
def hook(cast: Cast, receiver: Receiver) -> SimpleNamespace:
    """Return a subscription of the manager to every fact, with its secret."""
    made, secret = subscribe(cast.he, receiver.address)
    return SimpleNamespace(subscription=made, secret=secret)


def happen(cast: Cast, text: str = "复印纸用完了", about: str = "case:T20240506-0001") -> int:
    """Record a note, and return its number."""
    fact = Fact(kind="case_noted", about=about, happened_at=NOON, details={"text": text},
                actor=cast.wang.username)  # fmt: skip
    return record_fact(fact, actor=cast.wang, recorded_at=NOON).row.number


def stages() -> list[str]:
    return list(Delivery.objects.order_by("sequence").values_list("stage", flat=True))
