"""Chinese words as the short names that files and tables use: as they sound, in small letters."""

from __future__ import annotations

import re
from functools import cache

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY, _LONGEST_SLUG = 40, 48


def key_of(words: str) -> str:
    """Return Chinese words as a key in small letters, as they sound; never empty."""
    return _sounded(words, "_", _LONGEST_KEY) or "x"


def slug_of(title: str) -> str:
    """Return a regulation's short name, as its title sounds."""
    slug = _sounded(title, "-", _LONGEST_SLUG)
    return slug if slug[:1].isalpha() else f"regulation-{slug}".rstrip("-")


@cache
def _phrases() -> None:
    """Load the table of whole words, which web processes leave out: 银行 is yin hang."""
    from pypinyin import load_phrases_dict  # noqa: PLC0415 - loads a large table
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - the same
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415 - the same

    if not PHRASES_DICT:
        load_phrases_dict(phrases_dict)


def _sounded(words: str, mark: str, longest: int) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - the same

    _phrases()
    spelt = mark.join(lazy_pinyin(words)).lower()
    plain = _OTHER.sub(mark, spelt).strip(mark)
    if len(plain) <= longest:
        return plain
    # Cut between two syllables.
    return plain[: longest + 1].rpartition(mark)[0] or plain[:longest]
