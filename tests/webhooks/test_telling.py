"""What happens is told once to each, in order, signed, and as the owner may see it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from django.db import transaction

from shouwen.people import actions as people
from shouwen.webhooks import actions
from shouwen.webhooks.following import follow
from shouwen.webhooks.models import Attempt, Delivery, Subscription
from tests.webhooks.conftest import NOON, happen, stages, subscribe


def test_a_fact_is_told_with_its_details(cast, hook, receiver, clock):
    number = happen(cast)

    clock.work()

    (call,) = receiver.calls
    assert call.said["event"] == "case_noted"
    assert call.said["fact"]["number"] == number
    assert call.said["fact"]["details"] == {"text": "复印纸用完了"}
    assert call.said["fact"]["happened_at"] == "2024-05-06T12:00:00+08:00"
    assert call.head["User-Agent"] == "Shouwen-Webhooks/1"
    assert call.head["Shouwen-Event"] == "case_noted"
    assert call.head["Shouwen-Sequence"] == "1"
    assert call.head["Shouwen-Delivery"] == call.said["delivery"]


def test_the_signature_covers_time_and_body(cast, hook, receiver, clock):
    happen(cast)

    clock.work()

    (call,) = receiver.calls
    signed = call.head["Shouwen-Timestamp"].encode() + b"." + call.body
    digest = hmac.new(hook.secret.encode(), signed, hashlib.sha256).digest()
    assert call.head["Shouwen-Signature"] == base64.b64encode(digest).decode()


def test_nothing_is_sent_while_a_fact_is_recorded(cast, hook, receiver):
    happen(cast)

    assert receiver.calls == []
    assert not Delivery.objects.exists()


def test_what_happened_before_is_not_told(cast, receiver, clock):
    happen(cast)
    subscribe(cast.he, receiver.address)
    later = happen(cast)

    clock.work()

    assert [call.said["fact"]["number"] for call in receiver.calls] == [later]


def test_many_are_told_in_the_order_they_happened(cast, hook, receiver, clock):
    numbers = [happen(cast, f"第 {n} 条") for n in range(5)]

    clock.work()

    assert [call.said["fact"]["number"] for call in receiver.calls] == numbers
    assert receiver.sequences == [1, 2, 3, 4, 5]


def test_only_the_kinds_and_matters_asked_for_are_told(cast, receiver, clock):
    subscribe(cast.he, receiver.address, events=["case_noted"], matters=["case:T2024"])
    happen(cast, about="member:wang")
    wanted = happen(cast)
    happen(cast, about="case:T20230101-0001")

    clock.work()

    assert [call.said["fact"]["number"] for call in receiver.calls] == [wanted]


def test_what_was_taken_back_with_its_transaction_is_never_told(cast, hook, receiver, clock):
    with transaction.atomic():
        happen(cast)
        transaction.set_rollback(True)
    kept = happen(cast)

    clock.work()

    assert [call.said["fact"]["number"] for call in receiver.calls] == [kept]


def test_two_followers_write_a_delivery_once(cast, hook, monkeypatch):
    happen(cast)
    seen = Subscription.objects.select_related("owner").get()

    assert follow(now=NOON) == 1
    monkeypatch.setattr(
        "shouwen.webhooks.following.Subscription.objects.filter",
        Subscription.objects.filter,
    )
    from shouwen.webhooks import following

    assert following._follow_one(seen, NOON, 10) == 0
    assert Delivery.objects.count() == 1


# ── what the owner may see ───────────────────────────────────────────────────────────────────


def test_what_its_owner_may_not_see_is_not_told(cast, receiver, clock):
    people.grant(post=cast.posts["service_engineer"], permission="webhooks.manage")
    subscribe(cast.zhang, receiver.address)
    happen(cast, about="member:wang")

    clock.work()

    assert receiver.calls == []
    assert not Delivery.objects.exists()


def test_what_its_owner_may_no_longer_see_is_withheld(cast, receiver, clock, monkeypatch):
    people.grant(post=cast.posts["team_leader"], permission="webhooks.manage")
    subscribe(cast.li, receiver.address)
    happen(cast)
    follow(now=clock.now)
    people.withdraw_grant(post=cast.posts["team_leader"], permission="facts.record")

    clock.work()

    assert receiver.calls == []
    assert stages() == ["withheld"]
    assert Attempt.objects.get().fault == "hidden"


def test_an_owner_without_the_permission_is_told_nothing_more(cast, hook, receiver, clock):
    people.withdraw_grant(post=cast.posts["manager"], permission="webhooks.manage")
    happen(cast)

    clock.work()

    assert receiver.calls == []
    assert Subscription.objects.get().why == "owner"


# ── secrets ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_secret_signs_beside_the_old_one_for_a_day(cast, hook, receiver, clock):
    fresh = actions.rotate(subscription=hook.subscription, by=cast.he, at=clock.now)
    happen(cast)
    clock.work()
    clock.pass_by(days=1, seconds=1)
    happen(cast)
    clock.work()

    both, alone = (call.head["Shouwen-Signature"].split(", ") for call in receiver.calls)
    assert fresh != hook.secret
    assert len(both) == 2
    assert len(alone) == 1


def test_a_secret_is_not_in_the_database(cast, hook):
    row = Subscription.objects.values().get()

    assert hook.secret.startswith("whsec_")
    assert hook.secret not in str(row)


def test_another_key_of_the_house_stops_the_webhook_instead_of_signing_wrongly(
    cast, hook, receiver, clock, settings
):
    happen(cast)
    settings.SECRET_KEY = "another" * 8

    clock.work()

    assert receiver.calls == []
    assert Subscription.objects.get().why == "key"
    assert stages() == ["waiting"]


@pytest.mark.parametrize("hours", [1, 30])
def test_a_paused_webhook_goes_on_where_it_stood(cast, hook, receiver, clock, hours):
    actions.pause(subscription=hook.subscription, by=cast.he, at=clock.now)
    numbers = [happen(cast), happen(cast)]
    clock.work()
    assert receiver.calls == []
    clock.now += timedelta(hours=hours)

    actions.start(subscription=hook.subscription, by=cast.he, at=clock.now)
    clock.work()

    assert [call.said["fact"]["number"] for call in receiver.calls] == numbers
