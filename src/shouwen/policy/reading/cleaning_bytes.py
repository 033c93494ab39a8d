"""Text that a program tore between the two bytes of a character while it put readings in.

Such a program looked for the bytes of a character, found them across two others (謹的 holds those
of 數), and put the reading between: 謹?shù)墓. What follows is shifted by a byte until a byte that
stands alone. The lost byte is the one that makes a character of that reading; of several the one
that leaves everyday characters behind it. Only traditional texts are torn so, and what is put
together is written in simplified characters at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from shouwen.policy.reading.cleaning_draft import Draft, Edit

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
_TORN = re.compile(rf"[?？]([a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}})[)）]")
_READING = re.compile(rf"[(（][a-zü{_TONED}]{{1,7}}[)）]$")
_LEADS = range(0x81, 0xFF)
_LONGEST = 80
_CODE = "gb18030"
Sounds = Callable[[str], Collection[str]]


def torn(draft: Draft, sounds: Sounds, simplified: Callable[[str], str]) -> list[Edit]:
    """Put characters together that were torn; `sounds` returns a character's readings."""
    edits: list[Edit] = []
    done = 0
    for match in _TORN.finditer(draft.text):
        if match.start() < done:
            continue
        found = _mended(draft.text, match, sounds)
        plain = [replace(edit, after=simplified(edit.after)) for edit in found]
        if plain:
            edits.append(max(plain, key=lambda edit: _common(edit.after)))
            done = edits[-1].end
    return edits


def _mended(text: str, match: re.Match[str], sounds: Sounds) -> list[Edit]:
    """Return the mendings of one tear that make sense; none where no byte does."""
    found = []
    before = _READING.sub("", text[max(0, match.start() - 9) : match.start()])
    for lost in _lost(_second(before[-1:]), match[1], sounds):
        run = _run(text, match.end(), lost, sounds)
        if run is not None:
            found.append(Edit(match.start(), run[1], run[0], "pinyin"))
    return found


def _second(sign: str) -> int:
    code = sign.encode(_CODE)
    return code[1] if len(code) == 2 else 0  # noqa: PLR2004


def _lost(first: int, reading: str, sounds: Sounds) -> list[int]:
    """Return the bytes that make a character of a reading behind another byte."""
    return [each for each in _LEADS if first and reading in sounds(_sign(first, each))]


def _sign(first: int, second: int) -> str:
    try:
        return bytes((first, second)).decode(_CODE)
    except UnicodeDecodeError:
        return ""


def _run(text: str, at: int, lost: int, sounds: Sounds) -> tuple[str, int] | None:
    """Return the characters of a shifted stretch and where it ends, each pair of bytes anew."""
    told = ""
    for place in range(at, min(len(text), at + _LONGEST)):
        again = _TORN.match(text, place)
        if again:
            last = next(iter(_lost(lost, again[1], sounds)), 0)
            return (told + _sign(lost, last), again.end()) if last else None
        code = text[place].encode(_CODE, "replace")
        sign = _sign(lost, code[0])
        if not _is_text(sign) or len(code) > 2:  # noqa: PLR2004
            return None
        told += sign
        if len(code) == 1:
            return told, place + 1
        lost = code[1]
    return None


def _is_text(sign: str) -> bool:
    wide = "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef"
    return wide or "\u3400" <= sign <= "\u9fff"


def _common(text: str) -> int:
    """Return how many characters are everyday ones, those of the first Chinese table."""
    return sum(len(sign.encode("gb2312", "ignore")) == 2 for sign in text) - len(text)  # noqa: PLR2004
