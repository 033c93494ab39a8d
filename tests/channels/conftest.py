"""An official account of the small department, and a platform on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.test import Client

from shouwen.channels import actions
from shouwen.channels.models import OfficialAccount
from tests.chat.conftest import NOW, Chat, chat
from tests.webhooks.conftest import receiver
from tests.webhooks.receiver import Receiver

__all__ = ["chat", "receiver"]

APP, TOKEN = "wx5823bf96d3bd56c7", "QDG6eK"
AES = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@dataclass
class WeChat:
    """The platform: it calls the house, signed as documented, and is called by it."""

    platform: Receiver
    now: datetime = NOW

    def write(self, text: str, *, key: str = "1", more: str = "", follower: str = "oFan") -> Any:
        """Tell of a follower's message in safe mode."""
        body = (
            f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{follower}</FromUserName>"
            f"<CreateTime>1</CreateTime><MsgType>text</MsgType>"
            f"<Content><![CDATA[{text}]]></Content><MsgId>{key}</MsgId>{more}</xml>"
        )
        return self.tell(body)

    def tell(self, body: str, *, app: str = APP, **altered: str) -> Any:
        hidden = encrypted(body.encode(), app)
        moment = str(int(self.now.timestamp()))
        asked = {
            "timestamp": moment, "nonce": "n", "signature": signed(TOKEN, moment, "n"),
            "msg_signature": signed(TOKEN, moment, "n", hidden), "encrypt_type": "aes", **altered,
        }  # fmt: skip
        return Client().post(
            "/channels/wechat/", f"<xml><Encrypt><![CDATA[{hidden}]]></Encrypt></xml>".encode(),
            content_type="text/xml", query_params=asked,
        )  # fmt: skip

    def answers(self, **said: Any) -> None:
        self.platform.answers = [200] * 20
        self.platform.body = json.dumps(said).encode()


def signed(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypted(body: bytes, app: str) -> str:
    """Hide a body as the platform documents it: random, length, body, id, filled to 32."""
    key = base64.b64decode(AES + "=")
    plain = b"r" * 16 + len(body).to_bytes(4, "big") + body + app.encode()
    fill = 32 - len(plain) % 32
    turn = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(turn.update(plain + bytes([fill]) * fill) + turn.finalize()).decode()


@pytest.fixture
def wechat(
    chat: Chat, receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> WeChat:
    settings.SHOUWEN_WECHAT_ADDRESS = f"http://127.0.0.1:{receiver.port}"
    secrets = {"secret": "s3cret", "token": TOKEN, "aes_key": AES}
    actions.keep_account(account=OfficialAccount(is_on=True, app_id=APP), secrets=secrets)
    chat.ready(chat.cast.wang)
    found = WeChat(receiver)
    monkeypatch.setattr("shouwen.channels.views.timezone.now", lambda: found.now)
    found.answers(errcode=0, access_token="ACCESS", expires_in=7200)
    return found


def later(**length: float) -> datetime:
    return NOW + timedelta(**length)
