"""A source while it is cleaned: repairs gather on it, and its pieces keep their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from shouwen.policy.reading.source import LeftOut, Piece, Repair, Source, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what stands between two places becomes something else, and why (a code)."""

    start: int
    end: int
    after: str
    code: str

    @property
    def grows(self) -> int:
        """How many characters longer the text becomes."""
        return len(self.after) - (self.end - self.start)


class Draft:
    """The text and pieces as they stand after the repairs so far."""

    def __init__(self, source: Source) -> None:
        """Begin with a source as it was read."""
        self._original = source
        self._edits: list[Edit] = []
        self._left_out = list(source.left_out)
        self.text = source.text
        self.pieces: tuple[Piece, ...] = source.pieces
        self.left_out: tuple[LeftOut, ...] = source.left_out

    def words(self, piece: Piece) -> str:
        """Return the text of a piece."""
        return self.text[piece.span.start : piece.span.end]

    def kept(self) -> list[Piece]:
        """Return the pieces that are not left out."""
        spans = sorted((left.span.start, left.span.end) for left in self.left_out)
        starts = [start for start, _end in spans]

        def is_out(piece: Piece) -> bool:
            at = bisect_right(starts, piece.span.start) - 1
            return at >= 0 and piece.span.start < spans[at][1]

        return [piece for piece in self.pieces if not is_out(piece)]

    def leave_out(self, pieces: Iterable[tuple[Piece, str]]) -> None:
        """Mark whole pieces as no part of a regulation; only before the first repair."""
        self._left_out += [LeftOut(piece.span, code) for piece, code in pieces]
        self._left_out.sort(key=lambda left: (left.span.start, left.span.end))
        self.left_out = tuple(self._left_out)

    def repair(self, edits: Sequence[Edit]) -> None:
        """Make changes; one that reaches into what is left out is not made."""
        if not edits:
            return
        starts = [left.span.start for left in self.left_out]
        allowed = [edit for edit in edits if self._may(edit, starts)]
        self._edits = _composed(self._edits, allowed)
        self.text = _applied(self._original.text, self._edits)
        places = _Places(self._edits)
        pieces = [replace(piece, span=places.of(piece.span)) for piece in self._original.pieces]
        self.pieces = _joined([piece for piece in pieces if self.words(piece).strip()], self.text)
        self.left_out = tuple(LeftOut(places.of(left.span), left.code) for left in self._left_out)

    def _may(self, edit: Edit, starts: Sequence[int]) -> bool:
        at = bisect_right(starts, edit.start)
        near = self.left_out[max(at - 1, 0) : at + 1]
        return not any(
            edit.start < left.span.end and left.span.start < max(edit.end, edit.start + 1)
            for left in near
        )

    def source(self) -> Source:
        """Return the cleaned source with its repairs."""
        places = _Places(self._edits)
        repairs = tuple(
            Repair(edit.code, span, self._original.text[edit.start : edit.end], edit.after)
            for edit, span in zip(self._edits, places.spans(), strict=True)
        )
        return Source(self.text, self.pieces, repairs, self.left_out)


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.after]
        at = edit.end
    return "".join((*parts, text[at:]))


def _composed(made: Sequence[Edit], more: Sequence[Edit]) -> list[Edit]:
    """Return edits of the original that do the same as those made and then those more.

    Where one of the new ones touches the inside of an older one, both become one.
    """
    composed: list[Edit] = []
    at, shift, done_to = 0, 0, 0
    for new in sorted(more, key=lambda edit: (edit.start, edit.end)):
        if new.start < done_to:
            continue
        while at < len(made) and made[at].start + shift + len(made[at].after) <= new.start:
            composed.append(made[at])
            shift += made[at].grows
            at += 1
        start, before, behind, end = new.start - shift, "", "", -1
        while at < len(made) and made[at].start + shift < new.end:
            old, first = made[at], made[at].start + shift
            if first < new.start:
                start, before = old.start, old.after[: new.start - first]
            if first + len(old.after) > new.end:
                behind, end = old.after[new.end - first :], old.end
            shift += old.grows
            at += 1
        done_to = new.end + len(behind)
        end = end if end >= 0 else new.end - shift
        composed.append(Edit(start, end, before + new.after + behind, new.code))
    return [*composed, *made[at:]]


class _Places:
    """Where places of the original lie after the edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._shifts = [0, *accumulate(edit.grows for edit in edits)]

    def spans(self) -> list[Span]:
        """Return where each edit's new text stands."""
        return [
            Span(edit.start + shift, edit.start + shift + len(edit.after))
            for edit, shift in zip(self._edits, self._shifts, strict=False)
        ]

    def of(self, span: Span) -> Span:
        """Return where a stretch lies now."""
        start = self._place(span.start, ends=False)
        return Span(start, max(start, self._place(span.end, ends=True)))

    def _place(self, place: int, *, ends: bool) -> int:
        at = bisect_right(self._starts, place) - 1
        # An edit that begins where a stretch ends is behind it.
        while at >= 0 and ends and self._edits[at].start >= place:
            at -= 1
        if at < 0:
            return place
        edit, shift = self._edits[at], self._shifts[at]
        if place >= edit.end:
            return place + self._shifts[at + 1]
        return edit.start + shift + (len(edit.after) if ends else 0)


def _joined(pieces: Sequence[Piece], text: str) -> tuple[Piece, ...]:
    """Join pieces between which no line ends any more; the first one's place holds."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last
            and not text[last.span.end : piece.span.start].strip(" ")
            and ("\n" not in text[last.span.end : piece.span.start])
        ):
            joined[-1] = replace(last, span=Span(last.span.start, piece.span.end))
        else:
            joined.append(piece)
    return tuple(_trimmed(piece, text) for piece in joined)


def _trimmed(piece: Piece, text: str) -> Piece:
    words = text[piece.span.start : piece.span.end]
    if piece.kind == "row":  # the tabs before a row's first word stand for empty cells
        return piece
    start = piece.span.start + len(words) - len(words.lstrip())
    end = piece.span.end - (len(words) - len(words.rstrip()))
    return replace(piece, span=Span(start, end)) if end - start != len(words) else piece
