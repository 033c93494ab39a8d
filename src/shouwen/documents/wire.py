"""A source as lines of JSON and back: how the process that reads hands over what it found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from shouwen.policy.reading.source import LeftOut, Piece, Repair, Source, Span

Line = dict[str, Any]


def lines_of(source: Source) -> Iterator[str]:
    """Yield a source line by line."""
    yield _written({"text": source.text})
    for piece in source.pieces:
        place = [piece.span.start, piece.span.end, piece.kind, piece.level, piece.number]
        yield _written({"piece": [*place, piece.page]})
    for repair in source.repairs:
        span = [repair.span.start, repair.span.end]
        yield _written({"repair": [repair.code, *span, repair.before, repair.after]})
    for left in source.left_out:
        yield _written({"left_out": [left.span.start, left.span.end, left.code]})


def _written(line: Line) -> str:
    # A letter that no encoding can write, such as half of a pair, must not end the reading.
    return json.dumps(line, ensure_ascii=True) + "\n"


def source_of_lines(lines: Iterable[Line]) -> Source:
    """Put a source together again."""
    text, pieces, repairs, left_out = "", [], [], []
    for line in lines:
        if "text" in line:
            text = line["text"]
        elif "piece" in line:
            start, end, kind, level, number, page = line["piece"]
            pieces.append(Piece(Span(start, end), kind, level, number, page))
        elif "repair" in line:
            code, start, end, before, after = line["repair"]
            repairs.append(Repair(code, Span(start, end), before, after))
        elif "left_out" in line:
            start, end, code = line["left_out"]
            left_out.append(LeftOut(Span(start, end), code))
    return Source(text, tuple(pieces), tuple(repairs), tuple(left_out))
