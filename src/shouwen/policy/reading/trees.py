"""A source's regulations as clause trees: every character in one node, the title, or left out."""

from __future__ import annotations

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.source import Source
from shouwen.policy.reading.tree_contents import contents_of
from shouwen.policy.reading.tree_growing import Growth
from shouwen.policy.reading.tree_lines import Ahead, lines_of


def trees_of(source: Source) -> tuple[Tree, ...]:
    """Return the regulations that a source holds, in order; several where titles begin anew."""
    left_out = sorted((*source.left_out, *contents_of(source)), key=lambda one: one.span.start)
    lines = lines_of(source, left_out)
    ahead = Ahead(lines)
    growths: list[Growth] = []
    for at in range(len(lines)):
        if not growths or growths[-1].ends_before(lines, at):
            growths.append(Growth(source.text, ahead))
        growths[-1].take(lines, at)
    starts = [growth.start for growth in growths[1:]]
    return tuple(
        growth.tree(source, [one for one in left_out if first <= one.span.start < last])
        for growth, first, last in zip(
            growths, [0, *starts], [*starts, len(source.text)], strict=True
        )
    )
