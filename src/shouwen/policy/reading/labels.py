"""A tree as labels: the shape in which reading is measured."""

from __future__ import annotations

from shouwen.policy.reading.nodes import Node, Tree

HEAD = 12


def clauses_as_labels(tree: Tree) -> list[dict[str, str | None]]:
    """Return a tree's nodes as labels: id, number, parent and the first characters after it."""
    return [
        {"id": node.id, "num": node.number, "parent": node.parent, "head": head_of(tree, node)}
        for node in tree.nodes
    ]


def head_of(tree: Tree, node: Node) -> str:
    """Return the first 12 characters after a node's number, white space left away."""
    return "".join(body_of(tree, node)[:200].split())[:HEAD]


def body_of(tree: Tree, node: Node) -> str:
    """Return a node's own text without its number and the mark that closes it."""
    text = tree.text_of(node)
    at = 0
    for sign in node.number or "":
        found = text.find(sign, at)
        at = found + 1 if found >= 0 else at
    return text[at:].lstrip("、.．:：，, \t\u3000") if node.number else text
