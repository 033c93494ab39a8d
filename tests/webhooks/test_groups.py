"""Group chats: a line of text, signed as each asks, and arrived only where the answer says so."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from shouwen.people.refusals import RefusedError
from shouwen.webhooks import actions, groups, signing
from shouwen.webhooks.choices import Fault, Manner
from shouwen.webhooks.models import Attempt, Change, Subscription
from tests.cast import Cast
from tests.webhooks.conftest import NOON, Clock, happen, stages, subscribe
from tests.webhooks.receiver import Receiver

TOOK = {"dingtalk": b'{"errcode":0,"errmsg":"ok"}', "feishu": b'{"code":0,"msg":"success"}',
        "wecom": b'{"errcode":0,"errmsg":"ok"}'}  # fmt: skip
HOUSE = "https://desk.example.cn"


def group(cast: Cast, address: str, manner: str = "dingtalk", **more: Any) -> Subscription:
    wish = {"events": ["case_noted"], "manner": manner, "house": HOUSE, **more}
    return subscribe(cast.he, address, **wish)[0]


# The figures were made with openssl, from what the makers' pages say.
def test_dingtalk_is_signed_in_its_address() -> None:
    address, body = groups.dingtalk("https://d.cn/send?access_token=x", "好", "SECabc", NOON)
    asked = parse_qs(urlsplit(address).query)
    assert asked["timestamp"] == ["1714968000000"]
    assert asked["sign"] == ["+1GHqonzoV4H3TAcmck6BCqtU2HfUAVWNbAFd4cxRzA="]
    assert json.loads(body) == {"msgtype": "text", "text": {"content": "好"}}
    assert groups.dingtalk("https://d.cn/send", "好", "", NOON)[0] == "https://d.cn/send"


def test_feishu_is_signed_in_its_body() -> None:
    address, body = groups.feishu("https://f.cn/hook", "好", "demo", NOON)
    assert address == "https://f.cn/hook"
    assert json.loads(body) == {
        "timestamp": "1714968000", "sign": "N2EQ0wgSGsx6BkrrXO061YXQLuvgdIirOGoavydMCMg=",
        "msg_type": "text", "content": {"text": "好"},
    }  # fmt: skip


@pytest.mark.parametrize("manner", ["dingtalk", "feishu", "wecom"])
def test_a_group_reads_what_happened_and_nothing_a_customer_said(
    cast: Cast, clock: Clock, receiver: Receiver, manner: str
) -> None:
    receiver.body, receiver.answers = TOOK[manner], [200]
    group(cast, receiver.address, manner, secret="SECabc")
    number = happen(cast, "业主电话 13912345678")
    clock.work()

    (call,) = receiver.calls
    said = call.body.decode()
    assert "T20240506-0001" in said
    assert f"{HOUSE}/facts/{number}/" in said
    assert "13912345678" not in said
    assert "Shouwen-Signature" not in call.head
    assert stages() == ["done"]


def test_a_time_limit_is_told_with_its_clause() -> None:
    told = {"duty": "回复", "clause": "第三条", "due_at": "2024-05-06T17:00:00+08:00"}
    assert groups.limit_of(None) == []
    assert groups.limit_of({**told, "due_at": None}) == ["回复 · 第三条"]
    assert "17:00" in groups.limit_of(told)[1]


@pytest.mark.parametrize(
    "answer", [b'{"errcode":310000,"errmsg":"sign not match"}', b"<html>", b"[]", b""]
)
def test_a_200_that_refuses_is_tried_again(
    cast: Cast, clock: Clock, receiver: Receiver, answer: bytes
) -> None:
    receiver.body, receiver.answers = answer, [200]
    group(cast, receiver.address)
    happen(cast)
    clock.work()

    assert stages() == ["waiting"]
    assert (Attempt.objects.get().fault, Attempt.objects.get().answer) == (
        Fault.REFUSED, answer.decode(),
    )  # fmt: skip


def test_a_secret_lies_sealed_and_stays_when_none_is_entered(cast: Cast) -> None:
    made = group(cast, "https://d.cn/send?access_token=k", secret="SECabc")
    wish = actions.Wish(
        name="值班群", address="https://d.cn/send?access_token=k", events=["case_noted"],
        matters=[], manner=Manner.DINGTALK,
    )  # fmt: skip
    actions.change(subscription=made, wish=wish, by=cast.he, at=NOON)

    kept = Subscription.objects.get()
    assert "SECabc" not in kept.sealed
    assert signing.unsealed(kept.sealed) == "SECabc"
    assert not Change.objects.filter(note__contains="access_token").exists()


def test_another_key_of_the_house_sends_nothing(
    cast: Cast, clock: Clock, receiver: Receiver, settings: Any
) -> None:
    group(cast, receiver.address, secret="SECabc")
    happen(cast)
    settings.SECRET_KEY = "another key of more than thirty-two signs"
    clock.work()
    assert receiver.calls == []
    assert Attempt.objects.get().fault == Fault.KEY


def test_no_group_is_told_every_fact(cast: Cast) -> None:
    with pytest.raises(RefusedError) as refused:
        group(cast, "https://d.cn/send", events=[])
    assert refused.value.field == "events"


def test_its_page_has_no_secret_to_show(client: Any, cast: Cast) -> None:
    client.force_login(cast.he)
    form = {"name": "值班群", "address": "https://d.cn/send?access_token=k", "manner": "feishu",
            "events": ["case_noted"], "secret": "SECabc", "token": "t"}  # fmt: skip
    made = client.post(reverse("webhooks:new"), form, follow=True)
    page = made.content.decode()
    assert made.status_code == 200
    assert "飞书群" in page
    assert "SECabc" not in page
    assert "whsec_" not in page
    assert reverse("webhooks:rotate", args=[Subscription.objects.get().pk]) not in page
