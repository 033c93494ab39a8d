"""Chinese words as the short names that files and tables use: as they sound, in small letters."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY, _LONGEST_SLUG = 40, 48


def key_of(words: str) -> str:
    """Return Chinese words as a key in small letters, as they sound; never empty."""
    return _sounded(words, "_", _LONGEST_KEY) or "x"


def slug_of(title: str) -> str:
    """Return a regulation's short name, as its title sounds."""
    slug = _sounded(title, "-", _LONGEST_SLUG)
    return slug if slug[:1].isalpha() else f"regulation-{slug}".rstrip("-")


def _sounded(words: str, mark: str, longest: int) -> str:
    spelt = mark.join(lazy_pinyin(words)).lower()
    plain = _OTHER.sub(mark, spelt).strip(mark)
    if len(plain) <= longest:
        return plain
    # Cut between two syllables.
    return plain[: longest + 1].rpartition(mark)[0] or plain[:longest]
