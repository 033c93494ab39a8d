"""Group chats of DingTalk, Feishu and WeCom: a line of text, signed the way each of them asks.

What is told names the event, the matter's number and the time limit, never a detail of the fact:
a group may hold people who see less than the webhook's owner, and leaves its history to newcomers.

Sources, as their makers document them (read November 2026): DingTalk "自定义机器人安全设置" (加签),
Feishu "自定义机器人使用指南" (签名校验), WeCom "群机器人配置说明".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote_plus

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwen.policy.vocabulary import Vocabulary
from shouwen.webhooks import bodies, queries
from shouwen.webhooks.choices import Fault, Manner
from shouwen.webhooks.models import Delivery, Subscription
from shouwen.webhooks.wire import KEPT_OF_ANSWER, Answer

# A group's answer is a line of JSON.
LONGEST_ANSWER = 4_096
Call = tuple[str, bytes]


def written(
    subscription: Subscription, delivery: Delivery, secret: str, words: Vocabulary, now: datetime
) -> Call:
    """Return the address to call for a delivery, and the body.

    Raises HiddenError where the subscription's owner may not see what there is to tell.
    """
    line = text_of(subscription, delivery, words, now)
    return _WRITERS[Manner(subscription.manner)](subscription.address, line, secret, now)


def text_of(
    subscription: Subscription, delivery: Delivery, words: Vocabulary, now: datetime
) -> str:
    """Return what the group reads, in the house's language; raise HiddenError."""
    told = bodies.of_delivery(delivery, subscription.owner, now)
    with translation.override(settings.LANGUAGE_CODE):
        lines = [queries.event_label(delivery.event, words)]
        if "fact" in told:
            lines[0] += f" · {told['fact']['about'].partition(':')[2]}"
            lines += limit_of(told.get("obligation"))
            lines.append(f"{subscription.house}/facts/{told['fact']['number']}/")
        else:
            lines.append(_("This group is told what happens at the desk from now on."))
    return "\n".join(lines)


def limit_of(obligation: bodies.Body | None) -> list[str]:
    """Return until when what is due, and by which clause."""
    if obligation is None:
        return []
    clause = f"{obligation['duty']} · {obligation['clause']}"
    if obligation["due_at"] is None:
        return [clause]
    due = timezone.localtime(datetime.fromisoformat(obligation["due_at"]))
    return [clause, _("Until %(at)s") % {"at": date_format(due, "SHORT_DATETIME_FORMAT")}]


# ── what each of them wants ──────────────────────────────────────────────────────────────────


def dingtalk(address: str, text: str, secret: str, now: datetime) -> Call:
    """Sign by two parameters: base64(HMAC-SHA256(secret, milliseconds + newline + secret))."""
    body = _json({"msgtype": "text", "text": {"content": text}})
    if not secret:
        return address, body
    moment = str(int(now.timestamp() * 1000))
    sign = _signed(secret, f"{moment}\n{secret}")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={moment}&sign={quote_plus(sign)}", body


def feishu(address: str, text: str, secret: str, now: datetime) -> Call:
    """Sign in the body: base64(HMAC-SHA256(seconds + newline + secret, nothing))."""
    said: bodies.Body = {"msg_type": "text", "content": {"text": text}}
    if secret:
        moment = str(int(now.timestamp()))
        said |= {"timestamp": moment, "sign": _signed(f"{moment}\n{secret}", "")}
    return address, _json(said)


def wecom(address: str, text: str, secret: str, now: datetime) -> Call:  # noqa: ARG001 - the key stands in the address
    """Sign nothing: the address holds the key."""
    return address, _json({"msgtype": "text", "text": {"content": text}})


_WRITERS: dict[Manner, Callable[[str, str, str, datetime], Call]] = {
    Manner.DINGTALK: dingtalk, Manner.FEISHU: feishu, Manner.WECOM: wecom,
}  # fmt: skip


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _json(said: bodies.Body) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def judged(answer: Answer) -> Answer:
    """Return an answer with its fault: these say in a 200 that they did not take it."""
    if not answer.arrived or _code(answer.body) == 0:
        return answer
    beginning = answer.body.decode("utf-8", errors="replace")[:KEPT_OF_ANSWER]
    return replace(answer, fault=Fault.REFUSED, beginning=beginning)


def _code(body: bytes) -> object:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said.get("errcode", said.get("code")) if isinstance(said, dict) else None
