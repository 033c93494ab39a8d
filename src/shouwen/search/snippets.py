"""The place in a text where something was found, marked, as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from shouwen.search.words import Term, fold

_AROUND, _LONGEST = 36, 150


def marked(text: str, looked: Sequence[Term]) -> SafeString:
    """Return a whole text with what was looked for marked."""
    return _drawn(text, _spans(text, looked))


def snippet(text: str, looked: Sequence[Term]) -> SafeString:
    """Return the part of a text around what was found first, marked; its beginning if nothing."""
    line = " ".join(text.split())
    spans = _spans(line, looked)
    begin = max(0, spans[0][0] - _AROUND) if spans else 0
    end = begin + _LONGEST
    inside = [(a - begin, min(b, end) - begin) for a, b in spans if a < end]
    shown = _drawn(line[begin:end], inside)
    before, after = "…" if begin else "", "…" if end < len(line) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 - every piece is escaped


def _drawn(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        at = end
    return mark_safe("".join([*pieces, escape(text[at:])]))  # noqa: S308 - every piece is escaped


def _spans(text: str, looked: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where the runs of what was looked for stand, in order, none over another."""
    folded, places = _with_places(text)
    words = [_pattern(term) for term in looked]
    found = sorted(
        (places[m.start()], places[m.end() - 1] + 1)
        for word in words
        for m in re.finditer(word, folded)
    )
    merged: list[tuple[int, int]] = []
    for begin, end in found:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _pattern(term: Term) -> str:
    """Return what to mark: the runs as they follow one another, whatever stands between them."""
    runs = (r"-?".join(re.escape(sign) for sign in run) for run in term.runs)
    begin = r"(?<![^\W_])" if term.needle.startswith(" ") and term.runs[0].isascii() else ""
    return begin + r"[\W_]*".join(runs)


@lru_cache(maxsize=65_536)
def _folded(sign: str) -> str:
    return fold(sign)


def _with_places(text: str) -> tuple[str, list[int]]:
    pieces, places = [], []
    for place, sign in enumerate(text):
        piece = _folded(sign)
        pieces.append(piece)
        places += [place] * len(piece)
    return "".join(pieces), places
