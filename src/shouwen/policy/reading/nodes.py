"""The clause tree of a source, as reading finds it."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.policy.reading.source import LeftOut, Source, Span


@dataclass(frozen=True, slots=True)
class Node:
    """One clause or heading with the stretches of the source that are its own, children aside.

    `id` is the path of numbers joined by "/", with "#2" where a number repeats under one parent;
    `number` is as printed without its closing mark ("第三条", "（1）", "3.2"), None for a heading
    without one; `own` covers number, heading, text and unnumbered paragraphs below it, in order.
    """

    id: str
    number: str | None
    parent: str | None
    heading: str
    own: tuple[Span, ...]
    depth: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """One regulation found in a source: its title and nodes in reading order.

    Every character of its part of the source that is not white space lies in exactly one node's
    `own`, in the title, or in `left_out`.
    """

    source: Source
    title: str
    title_spans: tuple[Span, ...]
    nodes: tuple[Node, ...]
    left_out: tuple[LeftOut, ...]

    def text_of(self, node: Node) -> str:
        """Return a node's own text, its stretches joined by line ends."""
        return "\n".join(self.source.cut(span) for span in node.own)
