"""A period is checked against the journal in the background, and its page says how it went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from shouwen.ledger.models import Transfer
from shouwen.pay import checks
from shouwen.pay.models import Check
from tests.api.conftest import program_of
from tests.enforcement.conftest import at

pytestmark = pytest.mark.usefixtures("rules")
PAGE = "/statement/periods/2024-03/"
NOW = at("2024-04-02 10:00")


@pytest.fixture
def praised(record, clock):
    outcome = record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")
    clock("2024-04-02 10:00")
    return outcome.row.number


def _asked(cast, at=NOW) -> Check:
    checks.ask(name="2024-03", by=cast.he, at=at)
    return Check.objects.get()


def test_the_manager_has_march_checked_on_its_page(cast, praised, client, page_of):
    assert "与日志核对" in page_of(cast.he, PAGE)

    client.post(f"{PAGE}check/")

    assert "正在逐日重算" in page_of(cast.he, PAGE)
    checks.work(Check.objects.get().pk, by="a-worker")
    page = page_of(cast.he, PAGE)
    assert "均与日志一致" in page
    assert "再次核对" in page


def test_a_line_that_was_meddled_with_is_shown_with_its_fact(cast, praised, client, page_of):
    Transfer.objects.filter(fact=praised).update(parts=F("parts") + 1)

    checks.work(_asked(cast).pk, by="a-worker")

    page = page_of(cast.he, PAGE)
    assert "行与日志不一致" in page
    assert f"#{praised}" in page
    assert "→ 小王" in page
    (told,) = program_of(cast.he).get("/ledger/settlements/2024-03/check").json()["differences"]
    assert (told["fact"], told["ledger"], told["journal"]) == (praised, "300.01", "300")


def test_a_check_is_old_once_an_entry_came_after_it(cast, praised, record):
    checks.work(_asked(cast).pk, by="a-worker")
    assert not checks.of_period("2024-03", NOW).is_stale

    record("praised", "2024-03-05 10:00", "member:wang", person="wang", amount="300")

    assert checks.of_period("2024-03", NOW).is_stale


def test_what_is_under_way_is_not_begun_twice_but_what_was_lost_is(cast, praised):
    mine = _asked(cast)

    assert _asked(cast, NOW + timedelta(minutes=1)).asked_at == mine.asked_at
    held = {"state": "running", "held_by": "gone", "held_until": NOW + timedelta(minutes=2)}
    Check.objects.update(**held)
    assert _asked(cast, NOW + timedelta(minutes=1)).asked_at == mine.asked_at
    assert checks.of_period("2024-03", NOW + timedelta(minutes=3)).state == "failed"
    assert _asked(cast, NOW + timedelta(minutes=3)).asked_at > mine.asked_at


def test_a_check_that_breaks_off_says_so(cast, praised, monkeypatch, page_of):
    monkeypatch.setattr(checks, "_work", lambda _lease: 1 / 0)

    checks.work(_asked(cast).pk, by="a-worker")

    assert "核对中断" in page_of(cast.he, PAGE)


def test_whoever_may_not_read_a_settlement_has_none_checked(cast, praised, client, page_of):
    page_of(cast.wang, PAGE, status=404)

    assert client.post(f"{PAGE}check/").status_code == 404
    assert not Check.objects.exists()
