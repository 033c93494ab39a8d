"""Rows with cells that reach over columns and down over rows, each said once."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_COLUMNS, _MOST_ROWS = 64, 1000


class Grid:
    """Remembers which columns are still taken by a cell of an earlier row."""

    def __init__(self) -> None:
        self._taken: dict[int, int] = {}

    def row(self, cells: Iterable[tuple[str, int, int]]) -> str:
        """Return a row's text with a tab between its columns; a cell is text, width, height."""
        words: list[str] = []
        below = {column: left - 1 for column, left in self._taken.items() if left > 1}
        for text, width, height in cells:
            while len(words) in self._taken:
                words.append("")
            wide = min(max(width, 1), _MOST_COLUMNS)
            for column in range(len(words), len(words) + wide):
                if height > 1:
                    below[column] = min(height, _MOST_ROWS) - 1
            words += [text.replace("\t", " "), *[""] * (wide - 1)]
        self._taken = below
        return "\t".join(words).rstrip()
