"""The optional assistant: which endpoint, what may be sent there, the words it is asked with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from shouwen.people.models import Member
from shouwen.studio.kinds import ASKED
from shouwen.studio.models import FoundText, Sentence
from shouwen.webhooks import wire

AT_ONCE = 20
LONGEST_ANSWER = 400_000
_PORTS = frozenset({443, 8443})
# Telephone and paper numbers, mail addresses: whatever could be somebody's.
_PERSONAL = re.compile(r"(?<!\d)\d[\d\- ]{6,}\d(?!\d)|\d{15,17}[\dXx]|[^\s@]+@[^\s@]+")
_TASK = (
    "你是制度条文的阅读助手。下面是若干编号的句子。请找出其中写明的规则，只输出一个 JSON 对象，"
    '形如 {"rules": [{"sentence": 1, "kind": "deadline", "quote": "句中原文", "actor": "岗位", '
    '"params": {}}]}。quote 必须是该句中一字不差的连续原文；params 里的数字必须出现在该句中；'
    "没有规则的句子不要输出，不要猜测。kind 及其 params 只能取自下表：\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """An endpoint that may be asked: its address, the model, its key, and how long it may take."""

    url: str
    model: str
    key: str
    seconds: float
    limits: wire.Limits

    @property
    def host(self) -> str:
        """Where what is sent goes."""
        return httpx.URL(self.url).host


def assistant() -> Assistant | None:
    """Return the endpoint that whoever runs the house named; None where there is none."""
    base, model = settings.SHOUWEN_ASSISTANT_URL, settings.SHOUWEN_ASSISTANT_MODEL
    if not base or not model:
        return None
    internal = frozenset(host.lower() for host in settings.SHOUWEN_ASSISTANT_INTERNAL_HOSTS)
    seconds = settings.SHOUWEN_ASSISTANT_SECONDS
    url = f"{base.rstrip('/')}/chat/completions"
    limits = wire.Limits(
        ports=_PORTS, internal=internal, http=_is_inside(url, internal), seconds=seconds
    )
    return Assistant(
        url=url, model=model, key=settings.SHOUWEN_ASSISTANT_KEY, seconds=seconds, limits=limits
    )


def _is_inside(address: str, internal: frozenset[str]) -> bool:
    """Return whether an address is one that was named; only those are called without TLS."""
    url = httpx.URL(address)
    return wire.is_named(url.host, url.port or (443 if url.scheme == "https" else 80), internal)


# ── what may leave the machine ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """The sentences of a text that would be sent, and how many stay here and why."""

    rows: Sequence[tuple[Sentence, str]]
    personal: int
    later: int


def to_send(text: FoundText) -> ToSend:
    """Return the uncovered sentences that may be sent, so many at once, none about a person."""
    names = [name for name in Member.objects.values_list("name", flat=True) if len(name) > 1]
    source = text.document.text
    open_ = [row for row in text.sentences.all() if row.verdict == "open"]
    said = [(row, source[row.start : row.end]) for row in open_]
    fit = [(row, words) for row, words in said if not is_personal(words, names)]
    return ToSend(
        rows=fit[:AT_ONCE], personal=len(said) - len(fit), later=max(len(fit) - AT_ONCE, 0)
    )


def is_personal(words: str, names: Iterable[str]) -> bool:
    """Tell whether a sentence holds a number or address of somebody, or names a member."""
    return bool(_PERSONAL.search(words)) or any(name in words for name in names)


def body_of(asked: Assistant, sentences: Sequence[tuple[int, str]]) -> bytes:
    """Return what is sent: the task, the kinds of rules, and the numbered sentences; no more."""
    numbered = "\n".join(f"{number}. {words}" for number, words in sentences)
    told = {
        "model": asked.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _TASK + _kinds()},
            {"role": "user", "content": numbered},
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _kinds() -> str:
    return "\n".join(f"{kind}: {_keys(kind)}" for kind in ASKED)


def _keys(kind: str) -> str:
    named = (
        f"{one.key}({'|'.join(value for value, _label in one.choices)})" if one.choices else one.key
        for one in ASKED[kind]
    )
    return ", ".join(named) or "-"


def ask(asked: Assistant, sentences: Sequence[tuple[int, str]]) -> tuple[Any, str]:
    """Send sentences once; return what was answered as JSON, or None with the code of why not."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if asked.key:
        headers["Authorization"] = f"Bearer {asked.key}"
    answer = wire.call(
        asked.url, body=body_of(asked, sentences), headers=headers, limits=asked.limits,
        keep=LONGEST_ANSWER,
    )  # fmt: skip
    if not answer.arrived:
        return None, str(answer.fault)
    found = _told(answer.body)
    return (found, "") if isinstance(found, dict) else (None, "nonsense")


def _told(body: bytes) -> Any:
    """Return the JSON inside an answer, freed from the fence that models like to put around it."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
        inner = re.sub(r"^\s*```(?:json)?\s*|\s*```\s*$", "", content)
        return json.loads(inner)
    except (ValueError, LookupError, TypeError):
        return None
