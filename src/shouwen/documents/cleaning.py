"""Cleaning a source with what needs files: tables of simplified characters and of readings."""

from __future__ import annotations

from functools import cache

import opencc

from shouwen.policy.reading import cleaning
from shouwen.policy.reading.source import Source


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Return text in simplified characters."""
    return str(_converter().convert(text))


def sounds(sign: str) -> frozenset[str]:
    """Return a character's readings with their tones: 數 is shù, shǔ and shuò."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - loads a large table

    told = pinyin(sign, style=Style.TONE, heteronym=True, errors="ignore") if sign else []
    return frozenset(reading for each in told for reading in each)


def cleaned(source: Source) -> Source:
    """Return a source with what the way here did to it undone, every repair listed."""
    return cleaning.cleaned(source, simplified=simplified, sounds=sounds)
