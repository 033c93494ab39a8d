"""Characters: pinyin put behind them, traditional ones, and letters as wide as characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from shouwen.policy.reading.cleaning_draft import Draft, Edit

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[(（]([a-zü{_TONED}]{{1,7}})[)）]")
_PLAIN = re.compile(r"(?:zh|ch|sh|[b-df-hj-np-tw-z])?[aeiouvü]{1,3}(?:ng|n|r)?")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]+|(?<=[\d０-９])．(?=[\d０-９])")
_HALF = {0xFF10 + place: 0x30 + place for place in range(10)} | {
    wide: wide - 0xFEE0 for wide in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0E)
}
_HABIT = 5  # so many readings with a tone, and those without one are readings as well
_TRADITIONAL = 0.02
_LONGEST = 4000  # letters of a line of other length that is still compared one by one
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def without_pinyin(draft: Draft) -> list[Edit]:
    """Take away readings in brackets behind characters: 準(zhǔn)."""
    found = list(_PINYIN.finditer(draft.text))
    toned = [each for each in found if set(each[1]) & set(_TONED)]
    if len(toned) >= _HABIT:
        plain = (each for each in found if len(each[1]) > 1 and _PLAIN.fullmatch(each[1]))
        toned = sorted({each.start(): each for each in (*toned, *plain)}.values(), key=_start)
    return [Edit(each.start(), each.end(), "", "pinyin") for each in toned]


def _start(found: re.Match[str]) -> int:
    return found.start()


def in_simplified(draft: Draft, simplified: Callable[[str], str]) -> list[Edit]:
    """Write traditional characters as simplified ones, where the document is traditional."""
    text = simplified(draft.text)
    edits = list(_differences(draft.text, text))
    changed = sum(edit.end - edit.start for edit in edits)
    return edits if changed > _TRADITIONAL * len(_CHINESE.findall(draft.text)) else []


def _differences(before: str, after: str) -> Iterator[Edit]:
    """Yield what differs, line by line; a line's length may change with it."""
    lines, others = before.split("\n"), after.split("\n")
    if len(lines) != len(others):
        return
    at = 0
    for line, other in zip(lines, others, strict=True):
        if line != other:
            yield from _in_line(line, other, at)
        at += len(line) + 1


def _in_line(line: str, other: str, at: int) -> Iterator[Edit]:
    if len(line) != len(other) and max(len(line), len(other)) > _LONGEST:
        yield Edit(at, at + len(line), other, "traditional")
    elif len(line) != len(other):
        for tag, first, last, start, end in SequenceMatcher(
            None, line, other, autojunk=False
        ).get_opcodes():
            if tag != "equal":
                yield Edit(at + first, at + last, other[start:end], "traditional")
    else:
        yield from _runs(line, other, at)


def _runs(line: str, other: str, at: int) -> Iterator[Edit]:
    """Yield the runs of characters that differ between two lines of one length."""
    places = [place for place in range(len(line)) if line[place] != other[place]]
    for _key, run in groupby(enumerate(places), key=lambda each: each[1] - each[0]):
        found = [place for _count, place in run]
        first, last = found[0], found[-1] + 1
        yield Edit(at + first, at + last, other[first:last], "traditional")


def half_width(draft: Draft) -> list[Edit]:
    """Write digits and letters that are as wide as characters in their usual form."""
    return [
        Edit(each.start(), each.end(), each[0].translate(_HALF), "full_width")
        for each in _WIDE.finditer(draft.text)
    ]
