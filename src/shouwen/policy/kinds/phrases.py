"""Phrases that must or must not be said, and where a text has them.

Pure and quick, so that it can be asked while somebody is still typing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.kinds.figures import wrong
from shouwen.policy.kinds.words import Both

_PLACE = re.compile(r"\{(\w+)\}")
_BETWEEN = r"[\s，。！？、；：,.!?;:~…—-]"
# Inside one sentence only: what is forbidden is not put together from two.
_WITHIN = r"[ \t，、；：,.;:~…—-]"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
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
    """A phrase that must not be said: anywhere, where a sentence begins, or as a whole of its own.

    ``not_in`` are longer words of which the phrase may be a part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: Words
    at: Literal["anywhere", "beginning", "whole"] = "anywhere"
    not_in: tuple[Words, ...] = ()


def _spelled_out(value: Any) -> Any:
    """Let the bare words stand for ``{phrase: words}``."""
    return {"phrase": value} if isinstance(value, str) else value


Forbidden = Annotated[MustNotSay, BeforeValidator(_spelled_out)]


@dataclass(frozen=True, slots=True)
class TextFinding:
    """One thing wrong with a text, from ``start`` up to before ``end``.

    ``code`` is ``missing`` (a group; it could still be said at the end), ``early`` (a group said
    before the one it follows) or ``forbidden``. ``key`` is the group's key or the forbidden words,
    ``names`` what people read.
    """

    code: Literal["missing", "early", "forbidden"]
    key: str
    names: Both
    start: int
    end: int


@lru_cache(maxsize=4096)
def _pattern(
    phrase: str, values: tuple[tuple[str, str], ...], between: str = _BETWEEN
) -> re.Pattern[str]:
    known = dict(values)
    pieces: list[str] = []
    place = 0
    for found in _PLACE.finditer(phrase):
        pieces += map(re.escape, re.sub(_BETWEEN, "", phrase[place : found.start()]))
        value = known.get(found[1])
        pieces.append(re.escape(value) if value else _ANYTHING)
        place = found.end()
    pieces += map(re.escape, re.sub(_BETWEEN, "", phrase[place:]))
    words = f"{between}*".join(pieces)
    # A word in letters is a word of its own: “hi” is not said in “this”.
    first, last = phrase.strip()[:1], phrase.strip()[-1:]
    before = _NO_LETTER_BEFORE if first.isascii() and first.isalnum() else ""
    after = _NO_LETTER_AFTER if last.isascii() and last.isalnum() else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


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


def _ends(text: str, end: int) -> bool:
    after = text[end:].lstrip(" \t")
    return not after or after[0] in _ENDS_SENTENCE


class _Longer:
    """Where a text has the longer words of which a phrase may be a part; each is sought once."""

    def __init__(self, one: MustNotSay, text: str) -> None:
        spans = sorted(span for word in one.not_in for span in places_of(word, text))
        self._begins = [begins for begins, _ends in spans]
        # How far any of the words reaches that begin up to there.
        self._reach = list(accumulate((ends for _begins, ends in spans), max))

    def holds(self, start: int, end: int) -> bool:
        """Tell whether one of the words has the whole of this."""
        before = bisect_right(self._begins, start)
        return before > 0 and self._reach[before - 1] >= end


def _stands(one: MustNotSay, text: str, start: int, end: int) -> bool:
    """Tell whether the phrase stands where it must not."""
    if one.at != "anywhere" and not _begins(text, start):
        return False
    return one.at != "whole" or _ends(text, end)


def missing_groups(
    groups: tuple[MustSay, ...], text: str, values: Mapping[str, str] | None = None
) -> Iterator[TextFinding]:
    """Yield the groups of which nothing was said."""
    for group in groups:
        if not any(True for one in group.any_of for _ in places_of(one, text, values)):
            yield TextFinding("missing", group.group, group.names, len(text), len(text))


def early_groups(
    groups: tuple[MustSay, ...], text: str, values: Mapping[str, str] | None = None
) -> Iterator[TextFinding]:
    """Yield the groups that were said, but not after the one that stands above them."""
    reached = 0
    for group in groups:
        spans = sorted(span for one in group.any_of for span in places_of(one, text, values))
        following = next((span for span in spans if span[0] >= reached), None)
        if following is not None:
            reached = following[1]
        elif spans:
            yield TextFinding("early", group.group, group.names, *spans[-1])


def forbidden_words(
    phrases: tuple[MustNotSay, ...], text: str, values: Mapping[str, str] | None = None
) -> Iterator[TextFinding]:
    """Yield each place at which something was said that must not be."""
    known = tuple(sorted((values or {}).items()))
    for one in phrases:
        found = [each.span() for each in _pattern(one.phrase, known, _WITHIN).finditer(text)]
        longer = _Longer(one, text) if found and one.not_in else None
        for start, end in found:
            if _stands(one, text, start, end) and not (longer and longer.holds(start, end)):
                names = (one.phrase, one.phrase)
                yield TextFinding("forbidden", one.phrase, names, start, end)
