"""Calls to WeChat's platform: the access token, and a line of text to a follower.

Sources among WeChat's documents: "获取稳定版接口调用凭据" (cgi-bin/stable_token), "客服消息"
(cgi-bin/message/custom/send, the codes for a window that ended and lines used up).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from shouwen.channels.models import OfficialAccount
from shouwen.webhooks import signing, wire
from shouwen.webhooks.limits import limits

LONGEST_ANSWER = 4_096
# A line has at most 2,048 bytes; a Chinese sign takes three.
PIECE = 600
# Renewed so much before it ends: clocks differ, and a call takes its time.
EARLY = timedelta(minutes=5)
_STALE = (40001, 40014, 42001)
# The window has ended or the customer left; the window's lines are used up; nobody of that id.
FINAL = (45015, 45047, 40003)
Told = dict[str, Any]


class NotTakenError(Exception):
    """The platform did not take a call; ``final`` says that it never will."""

    def __init__(self, fault: str, *, code: int = 0) -> None:
        super().__init__(fault)
        self.code, self.final = code, code in FINAL


def send(account: OfficialAccount, follower: str, text: str, now: datetime) -> None:
    """Send a text to a follower; raise NotTakenError or KeyChangedError."""
    for start in range(0, len(text), PIECE):
        body = {
            "touser": follower, "msgtype": "text", "text": {"content": text[start : start + PIECE]}
        }  # fmt: skip
        try:
            _call(f"message/custom/send?access_token={_access(account, now)}", body)
        except NotTakenError as fault:
            if fault.code not in _STALE:
                raise
            account.access_until = None
            _call(f"message/custom/send?access_token={_access(account, now)}", body)


def _access(account: OfficialAccount, now: datetime) -> str:
    """Return the access token, asked for anew shortly before it ends."""
    if account.access_until is None or account.access_until - EARLY <= now:
        told = _call("stable_token", {
            "grant_type": "client_credential", "appid": account.app_id,
            "secret": signing.unsealed(account.secret),
        })  # fmt: skip
        if not isinstance(told.get("access_token"), str):
            raise NotTakenError("stable_token")
        account.access = signing.sealed(told["access_token"])
        account.access_until = now + timedelta(seconds=int(told.get("expires_in", 0)))
        account.save(update_fields=["access", "access_until"])
    return signing.unsealed(account.access)


def _call(path: str, body: Told) -> Told:
    answer = wire.call(
        f"{settings.SHOUWEN_WECHAT_ADDRESS}/cgi-bin/{path}",
        # Escaped Chinese would reach the customer as it stands.
        body=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        limits=limits(), keep=LONGEST_ANSWER,
    )  # fmt: skip
    if not answer.arrived:
        raise NotTakenError(f"{answer.fault} {answer.status or ''}".strip())
    told = _read(answer.body)
    code = told.get("errcode", 0)
    if code != 0:
        raise NotTakenError(f"{code} {told.get('errmsg', '')}"[:200], code=code)
    return told


def _read(body: bytes) -> Told:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise NotTakenError("no JSON")
    return told
