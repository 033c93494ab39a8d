"""Lines that a page cut: numbers of pages inside sentences, lines broken in mid-sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from shouwen.policy.reading.cleaning_draft import Draft, Edit
from shouwen.policy.reading.cleaning_marks import (
    begins_clause,
    cites_clause,
    ends_sentence,
    is_open,
    is_title,
)
from shouwen.policy.reading.source import Piece

_CUT = re.compile(r"(\d{1,4})、")
_FEWEST_PAGES, _LONG, _MID = 3, 200, 0.6
_GAP = r"[ \t\u3000]{0,4}"  # bounded, so that a line of spaces is looked at once
_WORDED = re.compile(
    rf"{_GAP}[-–—]{{0,3}}{_GAP}第{_GAP}\d{{1,4}}{_GAP}页{_GAP}[,，/]?{_GAP}"
    rf"共{_GAP}\d{{1,4}}{_GAP}页{_GAP}[-–—]{{0,3}}{_GAP}"
)
_DASHED = re.compile(
    rf"(?<=[\u4e00-\u9fff，、]){_GAP}[-–—]{_GAP}(\d{{1,4}}){_GAP}[-–—]{_GAP}(?=[\u4e00-\u9fff])"
)
_NARROWEST, _WIDEST, _RAGGED = 36, 160, 6
_SHARE, _FEWEST_LINES = 0.25, 4
_LONE = re.compile(r"\d{1,6}(?:\.\d{1,2})?[%％]?")
_UNIT = re.compile(
    r"[元分天日次小个周月年人名件项条份倍秒万百千层楼户辆台张]|工作日|以[上下内]|[，,、；;。）)]"
)
_JOINING = frozenset({"paragraph", "item"})


def page_cuts(draft: Draft) -> list[Edit]:
    """Take away the running numbers of a preview's pages, with the line ends around them."""
    found = _preview(draft)
    edits = []
    for before, piece in pairwise((None, *found)):
        mark = _CUT.match(draft.words(piece)) if piece else None
        if piece and mark:
            start = before.span.end if before else piece.span.start
            edits.append(Edit(start, piece.span.start + mark.end(), "", "page_number"))
    return edits


def _preview(draft: Draft) -> list[Piece]:
    """Return pieces numbered 1、2、3、 on end that are pages: long, and cut in mid-sentence."""
    best: list[Piece] = []
    run: list[Piece] = []
    for piece in draft.kept():
        number = _CUT.match(draft.words(piece))
        run = [*run, piece] if number and int(number[1]) == len(run) + 1 else []
        best = run if len(run) > len(best) else best
    if len(best) < _FEWEST_PAGES:
        return []
    words = [draft.words(piece) for piece in best]
    cut = sum(not ends_sentence(line) for line in words[:-1])
    long = sum(map(len, words)) >= _LONG * len(words)
    return best if long and cut >= _MID * (len(words) - 1) else []


def page_marks(draft: Draft) -> list[Edit]:
    """Take away numbers of pages that stand inside a sentence."""
    dashed = list(_DASHED.finditer(draft.text))
    numbers = [int(each[1]) for each in dashed]
    rising = len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))
    found = [*_WORDED.finditer(draft.text), *(dashed if rising else ())]
    return [
        Edit(each.start(), each.end(), "", "page_number") for each in found if "\n" not in each[0]
    ]


def broken_lines(draft: Draft) -> list[Edit]:
    """Join lines that a page's width or a copy broke in mid-sentence."""
    kept = draft.kept()
    words = [draft.words(piece) for piece in kept]
    width = _page_width(words)
    alone = {place for place in range(len(words)) if _stands_alone(words, place)}
    edits = []
    for place, (before, after) in enumerate(pairwise(kept)):
        goes_on = place in alone or place + 1 in alone
        goes_on = goes_on or _continues(words[place], words[place + 1], width)
        if goes_on and _both_join(before, after):
            between = draft.text[before.span.end : after.span.start]
            if between.strip():
                continue
            space = " " if _latin(draft.text, before.span.end, after.span.start) else ""
            edits.append(Edit(before.span.end, after.span.start, space, "broken_line"))
    return edits


def _stands_alone(words: Sequence[str], place: int) -> bool:
    """Tell whether a line is a figure that was put on a line of its own, its unit on the next."""
    if not _LONE.fullmatch(words[place].strip()) or not 0 < place < len(words) - 1:
        return False
    return not ends_sentence(words[place - 1]) and bool(_UNIT.match(words[place + 1]))


def _both_join(before: Piece, after: Piece) -> bool:
    return before.kind in _JOINING and after.kind == "paragraph" and not after.number


def _continues(before: str, after: str, width: int | None) -> bool:
    """Tell whether a line goes on in the next one."""
    if ends_sentence(before) or is_title(after):
        return False
    full = width is not None and _wide(before) >= width - _RAGGED
    if begins_clause(after):
        return full and cites_clause(after)
    return full or before[-1] in "，,、" or is_open(before)


def _page_width(lines: Sequence[str]) -> int | None:
    """Return the width at which a page broke its lines, None where it did not."""
    widths = sorted(map(_wide, lines))
    usable = [width for width in widths if _NARROWEST <= width <= _WIDEST]
    if len(usable) < _FEWEST_LINES or len(usable) < len(widths) / 2:
        return None
    edge = usable[max(0, int(len(usable) * 0.97) - 1)]
    full = sum(edge - _RAGGED <= width <= edge + 2 for width in usable)
    return edge if full >= max(_FEWEST_LINES, _SHARE * len(usable)) else None


def _wide(line: str) -> int:
    """Return how many half characters wide a line is."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def _latin(text: str, end: int, start: int) -> bool:
    """Tell whether a word would grow together with the next one."""
    first, last = text[end - 1 : end], text[start : start + 1]
    return first.isascii() and last.isascii() and first.isalpha() and last.isalpha()
