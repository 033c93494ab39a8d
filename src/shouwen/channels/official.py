"""What an official account of WeChat sends: signatures checked, bodies opened, words read.

Sources among WeChat's documents: "消息加解密说明" (signature and safe mode; its own example is
among the tests), "接收普通消息" (the kinds of messages and their fields).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# What is older was not just sent, whoever sends it.
FRESH = timedelta(minutes=5)
LONGEST_BODY = 65_536
_KEY = re.compile(r"[A-Za-z0-9]{43}")
_BLOCK = 32  # to which safe mode fills up, though the cipher's own blocks are shorter
_HEAD = 16  # random bytes in front


class NotTheirsError(Exception):
    """The signature is wrong or old, or the body is none of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the house and the platform share; with ``aes_key`` bodies come encrypted."""

    app_id: str
    token: str
    aes_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a follower; ``sort`` is text, image and so on, ``text`` only what is text."""

    key: str
    follower: str
    sort: str
    text: str


def signature(token: str, *parts: str) -> str:
    """Return SHA-1 over the token and the parts, sorted and put together."""
    joined = "".join(sorted([token, *parts]))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def check(sent: Mapping[str, str], secrets: Secrets, now: datetime) -> None:
    """Raise NotTheirsError unless an address was called by the platform within minutes."""
    _compare(sent, "signature", secrets, ())
    moment = sent.get("timestamp", "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 12):  # noqa: PLR2004
        raise NotTheirsError
    if abs(now.timestamp() - int(moment)) > FRESH.total_seconds():
        raise NotTheirsError


def _compare(sent: Mapping[str, str], name: str, secrets: Secrets, more: tuple[str, ...]) -> None:
    parts = (sent.get("timestamp", ""), sent.get("nonce", ""), *more)
    ours = signature(secrets.token, *parts).encode()
    if not secrets.token or not hmac.compare_digest(ours, sent.get(name, "").encode()):
        raise NotTheirsError


def read(body: bytes, sent: Mapping[str, str], secrets: Secrets) -> Said | None:
    """Return what a checked call tells, or None for what is no follower's message.

    Raises NotTheirsError. Where a key for safe mode is set, a plain body is refused.
    """
    told = _fields(body)
    if secrets.aes_key:
        _compare(sent, "msg_signature", secrets, (told.get("Encrypt", ""),))
        told = _fields(opened(told.get("Encrypt", ""), secrets))
    if told.get("MsgType", "event") == "event" or not told.get("MsgId"):
        return None
    return Said(
        key=told["MsgId"][:64], follower=told.get("FromUserName", "")[:64],
        sort=told["MsgType"], text=told.get("Content", ""),
    )  # fmt: skip


def _fields(body: bytes) -> dict[str, str]:
    try:
        text = body.decode()
        # Nothing of theirs declares entities; with none, the parser has nothing to unfold.
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise NotTheirsError
        root = ET.fromstring(text)  # noqa: S314 - see above
    except (ValueError, ET.ParseError):
        raise NotTheirsError from None
    return {each.tag: (each.text or "").strip() for each in root}


def is_key(text: str) -> bool:
    """Return whether a text can be the key of safe mode: 43 letters and digits."""
    return _KEY.fullmatch(text) is not None


def opened(encrypted: str, secrets: Secrets) -> bytes:
    """Return the body that safe mode holds: AES-256-CBC, the account's id behind it."""
    try:
        plain = _decrypted(base64.b64decode(encrypted, validate=True), secrets.aes_key)
    except ValueError:
        raise NotTheirsError from None
    end = _HEAD + 4 + int.from_bytes(plain[_HEAD : _HEAD + 4])
    if plain[end:] != secrets.app_id.encode():
        raise NotTheirsError
    return plain[_HEAD + 4 : end]


def _decrypted(data: bytes, aes_key: str) -> bytes:
    key = base64.b64decode(aes_key + "=")
    turn = Cipher(algorithms.AES(key), modes.CBC(key[:_HEAD])).decryptor()
    plain = turn.update(data) + turn.finalize()
    filled = plain[-1] if plain else 0
    if not 1 <= filled <= _BLOCK:
        raise NotTheirsError
    return plain[:-filled]
