"""What followers write becomes a conversation, and answers go back while the window is open."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.channels import actions, sending
from shouwen.channels.models import OfficialAccount, Thread
from shouwen.channels.official import signature
from shouwen.chat.choices import Side, Source
from shouwen.chat.models import Conversation, Message
from shouwen.people.refusals import RefusedError
from tests.channels.conftest import AES, APP, TOKEN, WeChat, later, signed
from tests.chat.conftest import NOW, Chat


def said(one: Conversation, side: str = Side.CUSTOMER) -> list[str]:
    rows = Message.objects.filter(conversation=one, side=side).order_by("number")
    return list(rows.values_list("text", flat=True))


def test_the_address_is_proved_as_documented(wechat: WeChat):
    moment = str(int(NOW.timestamp()))
    asked = {"timestamp": moment, "nonce": "n", "echostr": "42"}
    right = {**asked, "signature": signed(TOKEN, moment, "n")}

    assert Client().get("/channels/wechat/", right).content == b"42"
    assert Client().get("/channels/wechat/", {**asked, "signature": "0" * 40}).status_code == 401
    wechat.now = later(minutes=6)
    assert Client().get("/channels/wechat/", right).status_code == 401


def test_what_a_follower_writes_finds_somebody_and_is_taken_once(wechat: WeChat, chat: Chat):
    assert wechat.write("水管漏了", key="1").content == b"success"
    wechat.write("水管漏了", key="1")
    wechat.write("在吗", key="2")

    one = Conversation.objects.get()
    assert (one.source, one.handler) == (Source.WECHAT, chat.cast.wang)
    assert said(one) == ["水管漏了", "在吗"]
    assert one.reply_until == later(hours=48)


@pytest.mark.parametrize("altered", [{"msg_signature": "0" * 40}, {"signature": "0" * 40}])
def test_a_wrong_signature_is_refused(wechat: WeChat, altered: dict[str, str]):
    assert wechat.tell("<xml><MsgType>text</MsgType></xml>", **altered).status_code == 401


def test_another_accounts_and_a_plain_body_are_refused(wechat: WeChat):
    body = "<xml><MsgType>text</MsgType><MsgId>1</MsgId><Content>x</Content></xml>"
    moment = str(int(NOW.timestamp()))
    asked = {"timestamp": moment, "nonce": "n", "signature": signed(TOKEN, moment, "n")}

    assert wechat.tell(body, app="wxother").status_code == 401
    told = Client().post(
        "/channels/wechat/", body, content_type="text/xml", query_params=asked
    )  # fmt: skip
    assert told.status_code == 401
    assert not Conversation.objects.exists()


def test_an_answer_reaches_the_follower_in_chinese(wechat: WeChat, chat: Chat):
    wechat.write("水管漏了")
    chat.answer(Conversation.objects.get(), "师傅半小时内到")

    sending.send_due(clock=lambda: NOW)
    sending.send_due(clock=lambda: NOW)

    asked, sent = wechat.platform.calls
    assert asked.path == "/cgi-bin/stable_token"
    assert asked.said == {
        "grant_type": "client_credential", "appid": APP, "secret": "s3cret"
    }  # fmt: skip
    assert sent.path == "/cgi-bin/message/custom/send?access_token=ACCESS"
    assert sent.said == {
        "touser": "oFan", "msgtype": "text", "text": {"content": "师傅半小时内到"}
    }  # fmt: skip
    assert "师傅" in sent.body.decode()
    kept = OfficialAccount.objects.get()
    assert not {"s3cret", TOKEN, AES, "ACCESS"} & set(vars(kept).values())


def test_a_refused_answer_is_tried_again_and_a_final_one_noted(wechat: WeChat, chat: Chat):
    wechat.write("水管漏了")
    one = Conversation.objects.get()
    chat.answer(one, "好的")
    wechat.platform.answers = [503] * 2
    sending.send_due(clock=lambda: NOW)
    assert Thread.objects.get().told < Message.objects.filter(side=Side.OPERATOR).get().number

    wechat.answers(errcode=0, access_token="ACCESS", expires_in=7200)
    sending.send_due(clock=lambda: later(seconds=30))
    assert wechat.platform.calls[-1].said["text"] == {"content": "好的"}

    chat.answer(one, "还在吗", after=40)
    wechat.answers(errcode=45015, errmsg="response out of time limit")
    sending.send_due(clock=lambda: later(seconds=60))
    assert "还在吗" in said(one, Side.NOTE)[0]
    assert "45015" in OfficialAccount.objects.get().fault


def test_after_the_window_an_answer_is_refused_until_the_customer_writes(
    wechat: WeChat, chat: Chat
):
    wechat.write("水管漏了")
    one = Conversation.objects.get()
    chat.answer(one, "好的", after=48 * 3600 - 1)
    with pytest.raises(RefusedError):
        chat.answer(one, "还在吗", after=48 * 3600)

    wechat.now = later(hours=49)
    wechat.write("在", key="2")
    assert chat.answer(one, "您好", after=49 * 3600 + 1).text == "您好"


def test_the_page_keeps_secrets_and_shows_none(wechat: WeChat, chat: Chat):
    browser = Client()
    browser.force_login(chat.cast.he)

    page = browser.post("/channels/settings/", {"is_on": "on", "app_id": "wxnew"}, follow=True)

    kept = OfficialAccount.objects.get()
    assert (kept.app_id, bool(kept.secret)) == ("wxnew", True)
    assert not [each for each in (TOKEN, AES, "s3cret") if each in page.content.decode()]
    refused = browser.post("/channels/settings/", {"is_on": "on", "new_aes_key": "short"})
    assert refused.status_code == 422


def test_a_forgotten_conversation_names_no_follower(wechat: WeChat):
    wechat.write("水管漏了")
    Conversation.objects.update(forgotten_at=NOW)

    actions.forget_due(now=later(days=2), limit=10)

    assert Thread.objects.get().follower == ""


@pytest.mark.once
def test_the_signature_is_that_of_the_platforms_own_example():
    told = signature("AAAAA", "1714037059", "486452656")
    assert told == "899cf89e464efb63f54ddac96b0a0a235f53aa78"
