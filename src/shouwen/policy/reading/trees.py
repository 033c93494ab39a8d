"""A source's regulations as clause trees: every character in one node, the title, or left out."""

from __future__ import annotations

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.source import LeftOut, Source
from shouwen.policy.reading.tree_contents import contents_of
from shouwen.policy.reading.tree_growing import Growth
from shouwen.policy.reading.tree_lines import Ahead, holes_in, lines_of, without


def trees_of(source: Source) -> tuple[Tree, ...]:
    """Return the regulations that a source holds, in order; several where titles begin anew."""
    left_out = _left_out(source)
    lines = lines_of(source, left_out)
    if not lines:
        return (Tree(source, "", (), (), tuple(left_out)),) if left_out else ()
    ahead = Ahead(lines)
    growths: list[Growth] = []
    for at in range(len(lines)):
        if not growths or growths[-1].ends_before(lines, at):
            growths.append(Growth(source.text, ahead))
        growths[-1].take(lines, at)
    said = [growth for growth in growths if growth.says_something] or growths[:1]
    empty = [growth for growth in growths if growth not in said]
    passed = [LeftOut(span, "no_clauses") for growth in empty for span in growth.front]
    return _told(said, source, sorted((*left_out, *passed), key=lambda one: one.span.start))


def _left_out(source: Source) -> list[LeftOut]:
    """Return what the source leaves out and its pages of contents, in order, each place once."""
    given = sorted(source.left_out, key=lambda one: one.span.start)
    holes = [one.span for one in given]
    contents = [
        LeftOut(part, one.code)
        for one in contents_of(source)
        for part in without(one.span, holes_in(one.span, holes))
    ]
    return sorted((*given, *contents), key=lambda one: one.span.start)


def _told(said: list[Growth], source: Source, left_out: list[LeftOut]) -> tuple[Tree, ...]:
    starts = [growth.start for growth in said[1:]]
    parts = zip(said, [0, *starts], [*starts, len(source.text)], strict=True)
    return tuple(
        growth.tree(source, [one for one in left_out if first <= one.span.start < last])
        for growth, first, last in parts
    )
