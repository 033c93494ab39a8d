"""A text as its room hands it in, and what the index keeps of it.

A text has shelves. What stands on the open ones, its head and its body, is found by everybody who
may read the matter. Names, numbers and places that may be covered stand on shelves of their own,
one for each level of secrecy, and are taken out of the open text: whoever may not see them cannot
find by them either.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.search.pinyin import sounds_of
from shouwen.search.words import Term, holds, plain, tokens_of

HEAD, BODY = "h", "t"
# Names, numbers (telephones), places and notes, each followed by a digit for the level of secrecy.
NAME, NUMBER, PLACE, NOTE = "n", "p", "a", "b"
# What is longer is found by its beginning; PostgreSQL keeps no more of one row.
LONGEST = 40_000
_UNSAFE = re.compile(r"[^0-9a-z\u0080-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on a covered shelf: ``n0`` is a name of the first level."""

    shelf: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One matter's text. ``seen_by`` are keys of which a reader needs one; ``facets`` narrow."""

    about: str
    kind: str
    head: str
    body: str = ""
    parts: Sequence[Part] = ()
    facets: Mapping[str, str | int] = field(default_factory=dict)
    seen_by: Collection[str] = ()
    happened_at: datetime | None = None


def open_text(text: str, parts: Iterable[Part]) -> str:
    """Return a text without what stands on covered shelves; single signs are in many words."""
    values = {part.text for part in parts if len(part.text) > 1}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, " ")
    return text[:LONGEST]


def readable(shelf: str, text: str) -> str:
    """Return what is looked for on a covered shelf: a name also by its sound."""
    return f"{text} {sounds_of(text)}" if shelf[:1] == NAME else text


def shelves_of(head: str, body: str, parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Return every shelf with what stands on it; the body holds the head as well."""
    shown = open_text(head, parts)
    covered = [(part.shelf, readable(part.shelf, part.text)) for part in parts]
    return [(HEAD, shown), (BODY, f"{shown}\n{open_text(body, parts)}"), *covered]


def index_of(text: Text) -> list[str]:
    """Return every token of a text: words by shelf, facets, kind, and who may see it."""
    shelves = shelves_of(text.head, text.body, text.parts)
    found = {f"{shelf}{token}" for shelf, words in shelves for token in tokens_of(words)}
    found |= {facet_token(name, value) for name, value in text.facets.items() if value != ""}
    found |= {seen_token(key) for key in text.seen_by}
    return sorted(found | {kind_token(text.kind)})


def facet_token(name: str, value: str | int) -> str:
    """Return the token that narrows by a facet."""
    return f"f{_safe(name)}·{_safe(str(value))}"


def seen_token(key: str) -> str:
    """Return the token of those who may see."""
    return f"s{_safe(key)}"


def kind_token(kind: str) -> str:
    """Return the token of a kind of matter."""
    return f"k{_safe(kind)}"


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda sign: f"·{ord(sign[0]):x}·", text.lower())


def matches(
    term: Term, head: str, body: str, parts: Sequence[Part], shelves: Collection[str]
) -> bool:
    """Return whether a term is found on one of these shelves; the meaning both databases keep."""
    kept = shelves_of(head, body, parts)
    return any(holds(plain(words), term) for shelf, words in kept if shelf in shelves)
