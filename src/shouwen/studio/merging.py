"""Two changes of one regulation file brought together piece by piece; no word of either is lost.

A piece is a paragraph, a block between fences, or a line of the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_ID = re.compile(r"^id: *(\S+) *\n", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(```|~~~)")
_EDGE = "---"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file; ``is_head`` for a line of the front matter, which none follows blank."""

    text: str
    is_head: bool = False

    @property
    def key(self) -> str:
        """What the piece says; the name of a rule is not part of it, since names are counted."""
        return _ID.sub("", self.text, count=1) if self.text.startswith("```rule") else self.text


def rule_ids(text: str) -> set[str]:
    """Return the names of the rules that a text or a part of it writes down."""
    return set(_ID.findall(text))


def pieces_of(text: str) -> list[Piece]:
    """Return a file in pieces; blank lines between them are not kept."""
    lines = text.split("\n")
    head = _head_length(lines)
    found = [Piece(line, is_head=place < head - 1) for place, line in enumerate(lines[:head])]
    return [*found, *(Piece(said) for said in _body(lines[head:]))]


def _head_length(lines: Sequence[str]) -> int:
    if lines[0].strip() != _EDGE:
        return 0
    ends = (n for n, line in enumerate(lines[1:], 2) if line.strip() == _EDGE)
    return next(ends, 0)


def _body(lines: Sequence[str]) -> Iterator[str]:
    kept: list[str] = []
    is_fenced = False
    for line in lines:
        if _FENCE.match(line):
            is_fenced = not is_fenced
        if line.strip() or is_fenced:
            kept.append(line)
        elif kept:
            yield "\n".join(kept)
            kept = []
    if kept:
        yield "\n".join(kept)


def joined(pieces: Sequence[Piece]) -> str:
    """Return pieces as a file."""
    said = "".join(piece.text + ("\n" if piece.is_head else "\n\n") for piece in pieces)
    return said.rstrip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class Merged:
    """A file in which two changes stand; ``clashes`` where both changed the same words.

    There the typed words stand.
    """

    text: str
    clashes: bool


def merged(base: str, typed: str, fresh: str) -> Merged:
    """Bring what was typed and what was decided together, both begun from one base."""
    if fresh in (base, typed):
        return Merged(typed, clashes=False)
    if typed == base:
        return Merged(fresh, clashes=False)
    sides = [pieces_of(text) for text in (base, typed, fresh)]
    names = {name for piece in sides[1] for name in rule_ids(piece.text)}
    found: list[Piece] = []
    clashes = False
    for was, mine, theirs, is_same in _regions(*sides):
        if is_same or _keys(mine) == _keys(was):
            found += theirs
        elif _keys(theirs) in (_keys(was), _keys(mine)):
            found += mine
        else:
            new = _new_in(theirs, was, mine, names)
            clashes = clashes or _is_lost(theirs, was, new) or not _all_in(was, theirs)
            found += [*mine, *new]
    return Merged(joined(found), clashes)


Region = tuple[Sequence[Piece], Sequence[Piece], Sequence[Piece], bool]


def _regions(
    base: Sequence[Piece], typed: Sequence[Piece], fresh: Sequence[Piece]
) -> Iterator[Region]:
    """Yield the stretches in order: what is between two places that nobody changed, and these."""
    at_typed, at_fresh = _places(base, typed), _places(base, fresh)
    shared = [n for n in range(len(base)) if n in at_typed and n in at_fresh]
    fixed = [(-1, -1, -1), *((n, at_typed[n], at_fresh[n]) for n in shared)]
    ends = (len(base), len(typed), len(fresh))
    for (b, t, f), (b2, t2, f2) in pairwise([*fixed, ends]):
        yield base[b + 1 : b2], typed[t + 1 : t2], fresh[f + 1 : f2], False
        if b2 < len(base):
            yield base[b2 : b2 + 1], typed[t2 : t2 + 1], fresh[f2 : f2 + 1], True


def _places(base: Sequence[Piece], other: Sequence[Piece]) -> dict[int, int]:
    blocks = SequenceMatcher(None, _keys(base), _keys(other), autojunk=False).get_matching_blocks()
    return {one.a + n: one.b + n for one in blocks for n in range(one.size)}


def _keys(pieces: Sequence[Piece]) -> list[str]:
    return [piece.key for piece in pieces]


def _new_in(
    theirs: Sequence[Piece], was: Sequence[Piece], mine: Sequence[Piece], names: set[str]
) -> list[Piece]:
    known = {*_keys(was), *_keys(mine)}
    return [
        piece for piece in theirs if piece.key not in known and not rule_ids(piece.text) & names
    ]


def _is_lost(theirs: Sequence[Piece], was: Sequence[Piece], new: Sequence[Piece]) -> bool:
    kept = {*_keys(was), *_keys(new)}
    return not kept >= set(_keys(theirs))


def _all_in(was: Sequence[Piece], theirs: Sequence[Piece]) -> bool:
    return set(_keys(was)) <= set(_keys(theirs))
