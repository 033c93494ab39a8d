"""What stands in a letter as it came: who wrote, what, as an answer to what, and what is attached.

Nothing here believes a letter: its texts are cut to a length and freed of control signs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from imap_tools import MailMessage

from shouwen.customers.phones import addressed
from shouwen.mail.choices import Why
from shouwen.portal.forms import without_controls

LONGEST, LONGEST_SUBJECT, LONGEST_ID = 20_000, 200, 255
MOST_FILES, MOST_REFERENCES = 10, 50
_ID = re.compile(r"<[^<>\s]{1,253}>")
_BLANKS = re.compile(r"\n{3,}")
_NAMES_QUOTE = re.compile(
    r"^(?:在.{1,120}写道|.{1,160}wrote|-{2,}\s*(?:原始邮件|Original Message)\s*-{2,})\s*[:：]?\s*$",
    re.IGNORECASE,
)
_QUOTED = ">"
_BULK = frozenset({"bulk", "junk", "list"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """One file that came with a letter."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A letter as it was read; ``tokens`` are what stood behind a ``+`` in addresses it went to."""

    key: str
    message_id: str
    address: str
    name: str
    subject: str
    text: str
    refers_to: tuple[str, ...]
    tokens: tuple[str, ...]
    files: tuple[Attached, ...]
    size: int
    at: datetime
    why_not: str = ""


def read(message: MailMessage, *, own: str, now: datetime) -> Read:
    """Read a letter; ``own`` is the address customers write to, ``now`` when it was fetched."""
    head = _head(message)
    sender = message.reply_to_values or ((message.from_values,) if message.from_values else ())
    who = next((each for each in sender if addressed(each.email)), None)
    address = addressed(who.email) if who else ""
    message_id = _first_id(head.get("message-id", ()))
    return Read(
        key=_key(message_id, addressed(message.from_), message),
        message_id=message_id,
        address=address,
        name=plain(who.name if who else "")[:60],
        subject=" ".join(plain(message.subject).split())[:LONGEST_SUBJECT],
        text=_text(message),
        refers_to=_references(head),
        tokens=_tokens(head, own),
        files=tuple(
            Attached(name=plain(each.filename), data=each.payload)
            for each in message.attachments[:MOST_FILES]
            if each.filename
        ),
        size=message.size_rfc822 or message.size,
        at=arrived(head, now),
        why_not=_why_not(head, address, addressed(message.from_), own),
    )


def key_of_head(message: MailMessage) -> str:
    """Return the key of a letter of which only the head was fetched."""
    head = _head(message)
    return _key(_first_id(head.get("message-id", ())), addressed(message.from_), message)


def _head(message: MailMessage) -> dict[str, tuple[str, ...]]:
    headers: Mapping[str, tuple[str, ...]] = message.headers
    return {name.lower(): values for name, values in headers.items()}


def plain(text: str) -> str:
    """Return a text without control signs and halves of signs, which no database takes."""
    return without_controls(text.encode("utf-8", "replace").decode("utf-8"))


def _key(message_id: str, sender: str, message: MailMessage) -> str:
    # Somebody else's letter under the same identification is another letter.
    said = f"{message_id}\n{sender}" if message_id else message.obj.as_string()
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _first_id(values: tuple[str, ...]) -> str:
    found = _ID.search(values[0]) if values else None
    return found[0][:LONGEST_ID] if found else ""


def _references(head: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what the letter answers, the nearest first."""
    said = [
        *head.get("in-reply-to", ()),
        *reversed(_ID.findall(" ".join(head.get("references", ())))),
    ]
    found = [each for line in said for each in _ID.findall(line)]
    return tuple(dict.fromkeys(found))[:MOST_REFERENCES]


def _tokens(head: Mapping[str, tuple[str, ...]], own: str) -> tuple[str, ...]:
    name, _at, house = own.partition("@")
    found = re.compile(
        rf"{re.escape(name)}\+([A-Za-z0-9]{{8,32}})@{re.escape(house)}", re.IGNORECASE
    )
    where = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
    said = " ".join(value for each in where for value in head.get(each, ()))
    return tuple(dict.fromkeys(each.lower() for each in found.findall(said)))


def arrived(head: Mapping[str, tuple[str, ...]], now: datetime) -> datetime:
    """Return when our own server took the letter, as its topmost line says; else now."""
    line = next(iter(head.get("received", ())), "")
    try:
        at = parsedate_to_datetime(line.rpartition(";")[2].strip())
    except ValueError:
        return now
    return min(at, now) if at.tzinfo else now


def _why_not(head: Mapping[str, tuple[str, ...]], address: str, sender: str, own: str) -> str:
    said = {name: " ".join(head.get(name, ())).strip().lower() for name in _GUARDED}
    if said["auto-submitted"] not in ("", "no") or said["return-path"] == "<>":
        return Why.AUTOMATIC
    if said["x-autoreply"] or said["x-autorespond"] or said["x-failed-recipients"]:
        return Why.AUTOMATIC
    if said["list-id"] or said["precedence"] in _BULK:
        return Why.LIST
    if own and own.lower() in (_without_token(address), _without_token(sender)):
        return Why.OURS
    return "" if address else Why.NO_SENDER


_GUARDED = (
    "auto-submitted", "return-path", "x-autoreply", "x-autorespond", "x-failed-recipients",
    "list-id", "precedence",
)  # fmt: skip


def _without_token(address: str) -> str:
    name, _at, house = address.partition("@")
    return f"{name.partition('+')[0]}@{house}"


# ── texts ────────────────────────────────────────────────────────────────────────────────────


def _text(message: MailMessage) -> str:
    said = message.text if message.text.strip() else text_of_html(message.html)
    return without_quote(plain(said).strip())[:LONGEST]


def without_quote(text: str) -> str:
    """Return a text without what it quotes at its end; whole where nothing else would be left."""
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(_QUOTED)):
        end -= 1
    if end < len(lines) and end and _NAMES_QUOTE.match(lines[end - 1].strip()):
        end -= 1
    left = _BLANKS.sub("\n\n", "\n".join(lines[:end])).strip()
    return left or text


class _Words(HTMLParser):
    """Collects what a reader of a page would see."""

    HIDDEN = frozenset({"script", "style", "head", "title", "template"})
    ENDS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 the library's
        """Begin a line, or stop listening."""
        self.hidden += tag in self.HIDDEN
        if tag == "br":
            self.found.append("\n")
        elif tag == "blockquote":
            self.found.append("\n> ")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or listen again."""
        self.hidden -= tag in self.HIDDEN and self.hidden > 0
        if tag in self.ENDS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self.hidden:
            self.found.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def text_of_html(html: str) -> str:
    """Return the words of a letter that has only a page."""
    words = _Words()
    words.feed(html)
    words.close()
    return _BLANKS.sub("\n\n", "".join(words.found)).strip()
