"""The small regulation of enforcement's tests, a clock that stands still, and a signed-in page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from tests.cast import Cast
from tests.enforcement.conftest import at, fact, rules

__all__ = ["rules"]

Record = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """Let pages read this moment from the clock."""

    def stop(when: str) -> datetime:
        moment = at(when)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return stop


@pytest.fixture
def record(cast: Cast) -> Record:
    """Record a fact as 李班长 when it happens."""

    def do(kind: str, when: str, about: str = "case:T-1", **details: Detail) -> Outcome:
        return record_fact(fact(kind, when, about, **details), actor=cast.li, recorded_at=at(when))

    return do


@pytest.fixture
def page_of(client: Client) -> Callable[..., str]:
    """Open an address as a member and return the page; ``status`` is what it should answer."""

    def open_page(member: Member, address: str = "/", status: int = 200) -> str:
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(address)
        assert answer.status_code == status
        body = b"".join(answer) if answer.streaming else answer.content
        return body.decode()

    return open_page
