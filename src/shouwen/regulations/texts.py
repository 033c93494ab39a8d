"""Regulation files read once for several pages: a text never changes, so its reading never does."""

from __future__ import annotations

from functools import lru_cache

from shouwen.policy.regulation_file import Reading, read_regulation

# A draft is read for each of its pages and once more when it is adopted.
KEPT = 12


@lru_cache(maxsize=KEPT)
def reading_of_text(text: str, file_name: str) -> Reading:
    """Read a regulation file with all its faults; kept in this process for the next who asks."""
    return read_regulation(text, file_name)
