"""Phrases that must or must not be said, and where a text has them.

Pure and quick, so that it can be asked while somebody is still typing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.words import Both

_PLACE = re.compile(r"\{(\w+)\}")
_BETWEEN = r"[\s，。！？、；：,.!?;:~…—-]"
_ENDS_SENTENCE = frozenset("，。！？、；：,.!?;:~…—-\n")
# What may stand where a phrase has a placeholder: a name, a number, a time.
_ANYTHING = r"[^。！？!?\n]{1,30}?"


def _not_empty(value: str) -> str:
    if not _PLACE.sub("", value).strip():
        raise wrong("The phrase is empty.", "Write the words, with placeholders such as {name}.")
    return value


Words = Annotated[str, AfterValidator(_not_empty)]


class MustSay(BaseModel):
    """A group of phrases of which one must be said; ``group`` is its key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    name_en: str = ""
    any_of: tuple[Words, ...] = Field(min_length=1)

    @property
    def names(self) -> Both:
        """The group's name in both languages."""
        return self.name, self.name_en or self.name


class MustNotSay(BaseModel):
    """A phrase that must not be said: anywhere, or only where a sentence begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: Words
    at: Literal["anywhere", "beginning"] = "anywhere"


def _spelled_out(value: Any) -> Any:
    """Let the bare words stand for ``{phrase: words}``."""
    return {"phrase": value} if isinstance(value, str) else value


Forbidden = Annotated[MustNotSay, BeforeValidator(_spelled_out)]


@dataclass(frozen=True, slots=True)
class TextFinding:
    """One thing wrong with a text, from ``start`` up to before ``end``.

    ``code`` is ``missing`` (a group; it could still be said at the end) or ``forbidden``. ``key``
    is the group's key or the forbidden words, ``names`` what people read.
    """

    code: Literal["missing", "forbidden"]
    key: str
    names: Both
    start: int
    end: int


@lru_cache(maxsize=4096)
def _pattern(phrase: str, values: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    known = dict(values)
    pieces: list[str] = []
    place = 0
    for found in _PLACE.finditer(phrase):
        pieces += map(re.escape, re.sub(_BETWEEN, "", phrase[place : found.start()]))
        value = known.get(found[1])
        pieces.append(re.escape(value) if value else _ANYTHING)
        place = found.end()
    pieces += map(re.escape, re.sub(_BETWEEN, "", phrase[place:]))
    return re.compile(f"{_BETWEEN}*".join(pieces), re.IGNORECASE)


def places_of(
    phrase: str, text: str, values: Mapping[str, str] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield where a text has a phrase; blanks and punctuation between its words do not count.

    A placeholder such as ``{company}`` stands for its value, or for anything while none is known.
    """
    known = tuple(sorted((values or {}).items()))
    yield from (found.span() for found in _pattern(phrase, known).finditer(text))


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t")
    return not before or before[-1] in _ENDS_SENTENCE


def missing_groups(
    groups: tuple[MustSay, ...], text: str, values: Mapping[str, str] | None = None
) -> Iterator[TextFinding]:
    """Yield the groups of which nothing was said."""
    for group in groups:
        if not any(True for one in group.any_of for _ in places_of(one, text, values)):
            yield TextFinding("missing", group.group, group.names, len(text), len(text))


def forbidden_words(
    phrases: tuple[MustNotSay, ...], text: str, values: Mapping[str, str] | None = None
) -> Iterator[TextFinding]:
    """Yield each place at which something was said that must not be."""
    for one in phrases:
        for start, end in places_of(one.phrase, text, values):
            if one.at == "anywhere" or _begins(text, start):
                names = (one.phrase, one.phrase)
                yield TextFinding("forbidden", one.phrase, names, start, end)
