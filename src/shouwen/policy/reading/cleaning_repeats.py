"""Passages that a document holds twice by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.policy.reading.cleaning_draft import Draft
from shouwen.policy.reading.cleaning_marks import begins_clause
from shouwen.policy.reading.source import Piece

_WORTH = 6  # letters of a line that counts
# What must be the same on end: regulations repeat sentences, and two of one collection share some.
_LINES, _LETTERS = 3, 120  # where the copy follows at once
_MANY_LINES, _MANY_LETTERS = 10, 800  # wherever it stands
_NEAR = 2


def repeats(draft: Draft) -> Iterator[tuple[Piece, str]]:
    """Yield the pieces that only say again what was said."""
    pieces = draft.kept()
    said = ["".join(draft.words(piece).split()) for piece in pieces]
    first: dict[str, int] = {}
    at = 0
    while at < len(pieces):
        length = _length(said, first.get(said[at]), at)
        for piece in pieces[at : at + length]:
            yield piece, "repeated"
        if not length:
            first.setdefault(said[at], at)
        at += length or 1


def _length(said: list[str], earlier: int | None, at: int) -> int:
    """Return how many lines from here were said before on end, 0 where that is no repetition."""
    if earlier is None or len(said[at]) < _WORTH:
        return 0
    length = 0
    while at + length < len(said) and earlier + length < at:
        if said[at + length] != said[earlier + length]:
            break
        length += 1
    letters = sum(map(len, said[at : at + length]))
    near = at - earlier <= length + _NEAR
    if near and length >= _LINES and letters >= _LETTERS:
        return length
    if length >= _MANY_LINES and letters >= _MANY_LETTERS:
        return length
    # The same line twice on end is a title over its own copy, but never a clause.
    return 1 if earlier == at - 1 and not begins_clause(said[at]) else 0
