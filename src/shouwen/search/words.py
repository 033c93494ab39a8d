"""What is looked for and what is found, as words: folding, terms, tokens.

A term is found in a text exactly if its *needle* stands in the text's *plain* form. Both databases
and the tests hold themselves to that sentence. Tokens only make it quick: whatever holds the needle
holds the term's tokens, and where the tokens alone decide, nothing is looked at twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
# 138-1234-5678 and T20261120-0001 are looked for with and without their hyphens.
_CODE = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)+")
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"[\"“”「『]([^\"“”」』]*)[\"“”」』]")
_LONGEST_WORD = 40
_PAIR = 2
MOST_TERMS, LONGEST_QUERY = 8, 120


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified sign for each traditional one; sign by sign, whatever stands beside."""
    signs = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    shown = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(a): b for a, b in zip(signs, shown, strict=True) if a != b}


def fold(text: str) -> str:
    """Return a text with widths, cases and traditional signs made one."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", wide).translate(_simplified())


def _joined(folded: str) -> str:
    return _CODE.sub(_as_one_code, folded)


def _as_one_code(found: re.Match[str]) -> str:
    return found[0].replace("-", "") if _DIGIT.search(found[0]) else found[0]


def _cut(run: str) -> Iterator[str]:
    if _IS_HAN.match(run):
        yield run
        return
    for begin in range(0, len(run), _LONGEST_WORD):
        yield run[begin : begin + _LONGEST_WORD]


def runs(text: str) -> list[str]:
    """Return the runs of Chinese signs and the words of a text, folded, in their order."""
    return [piece for run in _RUN.findall(_joined(fold(text))) for piece in _cut(run)]


def plain(text: str) -> str:
    """Return a text as needles are looked for in it: runs and words, a blank around each."""
    return f" {' '.join(runs(text))} "


# ── what is looked for ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Token:
    """One entry of the index; ``begins`` looks for all that begin with it."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: ``runs`` in this order; ``whole`` ends a quoted phrase at a word."""

    runs: tuple[str, ...]
    whole: bool = False

    @property
    def needle(self) -> str:
        """What has to stand in a plain text; letters only where a word begins."""
        text = " ".join(self.runs)
        before = " " if _kind(self.runs[0]) == "w" else ""
        after = " " if self.whole and _kind(self.runs[-1]) == "w" else ""
        return f"{before}{text}{after}"

    @property
    def tokens(self) -> tuple[Token, ...]:
        """What the index must hold of a text in which the term is found."""
        last = len(self.runs) - 1
        found = [t for i, run in enumerate(self.runs) for t in self._of(run, i == 0, i == last)]
        return tuple(dict.fromkeys(found))

    @property
    def is_told_by_tokens(self) -> bool:
        """Whether the tokens alone decide, so that no text need be read."""
        return len(self.runs) == 1 and (_kind(self.runs[0]) != "h" or len(self.runs[0]) <= _PAIR)

    def _of(self, run: str, is_first: bool, is_last: bool) -> Iterator[Token]:  # noqa: FBT001
        kind = _kind(run)
        if kind == "h":
            yield from _of_signs(run, is_last=is_last)
        elif kind == "w":
            yield Token(f"w{run}", begins=is_last and not self.whole)
        elif is_first:
            yield Token(f"d{run}", begins=is_last)
        else:
            yield Token(f"w{run}", begins=is_last)


def _of_signs(run: str, *, is_last: bool) -> Iterator[Token]:
    if len(run) == 1:
        yield Token(f"h{run}", begins=is_last)
    for place in range(len(run) - 1):
        yield Token(f"h{run[place : place + 2]}")
    if not is_last and len(run) > 1:
        yield Token(f"h{run[-1]}")


def _kind(run: str) -> str:
    """Tell signs (h), words of letters (w) and what holds a digit (d) apart."""
    if _IS_HAN.match(run):
        return "h"
    return "d" if _DIGIT.search(run) else "w"


@lru_cache(maxsize=512)
def terms(query: str) -> tuple[Term, ...]:
    """Return what a query looks for; all of it has to be found. “…” keeps words in their order."""
    text = query[:LONGEST_QUERY]
    found = [Term(tuple(r), whole=True) for q in _QUOTED.findall(text) if (r := runs(q))]
    for piece in _QUOTED.sub(" ", text).replace('"', " ").split():
        found += [Term(tuple(group)) for group in _beside(_joined(fold(piece)))]
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _beside(folded: str) -> Iterator[list[str]]:
    """Yield the runs that stand side by side with nothing between them: A座1203."""
    group: list[str] = []
    end = -1
    for match in _RUN.finditer(folded):
        if match.start() != end and group:
            yield group
            group = []
        group += _cut(match[0])
        end = match.end()
    if group:
        yield group


# ── what is found ────────────────────────────────────────────────────────────────────────────


def tokens_of(text: str) -> set[str]:
    """Return what the index holds of a text."""
    return {token for run in runs(text) for token in _indexed(run)}


def _indexed(run: str) -> Iterable[str]:
    kind = _kind(run)
    if kind == "h":
        # The last sign stands alone, so that what begins with a sign finds it too.
        return [f"h{run[place : place + 2]}" for place in range(len(run))]
    if kind == "w":
        return [f"w{run}"]
    return [f"w{run}", *(f"d{run[place:]}" for place in range(len(run)))]


def holds(plain_text: str, wanted: Term) -> bool:
    """Return whether a term is found in a plain text."""
    return wanted.needle in plain_text
