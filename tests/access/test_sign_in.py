from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.access import sign_in
from shouwen.enforcement.actions import record_fact
from shouwen.journal.models import FactRow
from shouwen.policy.facts import Fact
from tests.access.conftest import TEN


def plan(member, begins, ends):
    fact = Fact(
        kind="shift_planned", about=f"member:{member.username}",
        happened_at=begins - timedelta(days=2), actor="he",
        details={"person": member.username, "begins": begins.isoformat(), "ends": ends.isoformat()},
    )  # fmt: skip
    record_fact(fact, actor=None, recorded_at=begins - timedelta(days=2))


def test_without_a_class_tied_to_signing_in_nothing_is_asked(cast, rules):
    assert sign_in.check(cast.wang, TEN) == sign_in.Answer()
    assert not FactRow.objects.filter(kind="access_requested").exists()


@pytest.mark.parametrize(
    ("begins", "allowed"),
    [(timedelta(hours=-2), True), (timedelta(minutes=10), True), (timedelta(minutes=20), False)],
)
def test_signing_in_follows_the_shift_with_the_grace_of_the_rule(cast, tied, begins, allowed):
    plan(cast.wang, TEN + begins, TEN + begins + timedelta(hours=8))

    answer = sign_in.check(cast.wang, TEN)

    assert answer.allowed is allowed
    kind = "access_requested" if allowed else "access_refused"
    assert FactRow.objects.filter(kind=kind, details__action="log_in").count() == 1
    assert ("《保密规定》" in answer.sentence) is not allowed


def test_the_nearest_shift_counts(cast, tied):
    plan(cast.wang, TEN - timedelta(hours=20), TEN - timedelta(hours=12))
    plan(cast.wang, TEN - timedelta(hours=1), TEN + timedelta(hours=7))

    assert sign_in.check(cast.wang, TEN).allowed


def test_an_unknown_shift_is_said_and_keeps_nobody_out(cast, tied):
    answer = sign_in.check(cast.wang, TEN)

    assert answer.allowed
    assert "班次" in answer.sentence


def test_an_unknown_shift_is_asked_about_once_a_day(cast, tied):
    for hours in range(3):
        sign_in.check(cast.wang, TEN + timedelta(hours=hours))

    assert FactRow.objects.filter(kind="access_requested").count() == 1


def test_whoever_holds_the_keys_of_the_installation_gets_in_and_is_told(cast, tied):
    cast.wang.is_superuser = True
    plan(cast.wang, TEN + timedelta(hours=5), TEN + timedelta(hours=13))

    answer = sign_in.check(cast.wang, TEN)

    assert answer.allowed
    assert answer.sentence


def test_who_is_refused_is_signed_out_with_the_sentence_and_its_clause(cast, tied, client):
    now = timezone.now()
    plan(cast.wang, now + timedelta(hours=5), now + timedelta(hours=13))
    client.force_login(cast.wang)

    page = client.get("/")

    assert page.status_code == 403
    assert "《保密规定》" in page.content.decode()
    assert client.get("/").status_code == 302
    assert reverse("account_login") in client.get("/")["Location"]


def test_what_is_unknown_is_told_once_on_the_first_page(cast, tied, client):
    client.force_login(cast.wang)

    assert "没有登记您的班次" in client.get("/").content.decode()
    assert "没有登记您的班次" not in client.get("/").content.decode()
