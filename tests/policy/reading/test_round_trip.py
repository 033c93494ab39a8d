"""Every bundled regulation, written as a Word document and read again, has the same clauses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwen.documents.reading.docx import read_docx
from shouwen.documents.writing.docx import docx_of
from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.trees import trees_of
from shouwen.policy.regulation_file import ClauseNode, Regulation, read_regulation

pytestmark = pytest.mark.once

FILES = sorted((Path(__file__).parents[3] / "src/shouwen/packs").glob("*.md"))
WIDTHS = str.maketrans("（）．", "().")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bundled_regulation_comes_back_from_word_with_its_clauses(file: Path) -> None:
    regulation = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
    assert regulation is not None

    (tree,) = trees_of(read_docx(docx_of(regulation)))

    assert plain(tree.title) == plain(regulation.title)
    assert unlike(regulation, tree) == []


def unlike(regulation: Regulation, tree: Tree) -> list[str]:
    """Return the clauses that do not come back in their place.

    A list that a clause's text prints in one sentence may become clauses below it.
    """
    nodes = iter(tree.nodes)
    return [
        clause.address
        for clause in regulation.clauses
        if not any(is_same(clause, node) for node in until_depth(nodes, clause.depth - 1))
    ]


def until_depth(nodes: Iterator[Node], depth: int) -> list[Node]:
    """Return the next node of a depth, passing over those that lie deeper."""
    for node in nodes:
        if node.depth <= depth:
            return [node]
    return []


def is_same(clause: ClauseNode, node: Node) -> bool:
    """Say whether a node is the clause: same depth, same number, and the same heading."""
    return node.depth == clause.depth - 1 and label(node).startswith(written(clause))


def label(node: Node) -> str:
    """Return a node's number and heading in one, in half width."""
    return plain(f"{node.number or ''}{node.heading}")


def written(clause: ClauseNode) -> str:
    """Return a clause's number and heading in one, in half width."""
    printed, heading = plain(clause.printed), plain(clause.heading)
    return printed if printed.endswith(heading) else printed.partition("#")[0] + heading


def plain(words: str) -> str:
    """Return words without white space and in half width."""
    return "".join(words.split()).translate(WIDTHS)
