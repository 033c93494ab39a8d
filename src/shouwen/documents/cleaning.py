"""Cleaning a source with what needs files: the table from traditional to simplified characters."""

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


def cleaned(source: Source) -> Source:
    """Return a source with what the way here did to it undone, every repair listed."""
    return cleaning.cleaned(source, simplified=simplified)
