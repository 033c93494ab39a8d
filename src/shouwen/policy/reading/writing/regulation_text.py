"""The whole regulation file: front matter, clauses as they are printed, rules below their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.blocks import Block, block_of, note_of, written
from shouwen.policy.reading.writing.context import Surroundings
from shouwen.policy.reading.writing.lapses import Lapses
from shouwen.policy.reading.writing.words import Words

_DEEPEST = 6
_MARKS = re.compile(r"^(\s*)(#|```|~~~|<!--)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A regulation file as text, with the block that each proposal became, in the order given."""

    text: str
    blocks: tuple[Block, ...]


def regulation_text(
    tree: Tree,
    proposals: Sequence[Proposal],
    *,
    slug: str,
    in_force: date,
    words: Words,
    notes: Sequence[tuple[str, str]] = (),
) -> Written:
    """Write a tree with its confirmed proposals as a file that `shouwen check` reads.

    `notes` are sentences that a person keeps as notes, each with the id of its clause.
    """
    around = Surroundings(tree, words.posts)
    lapses, blocks = Lapses(around, slug), list[Block]()
    for proposal in proposals:
        blocks.append(block_of(around.of(lapses.heard(proposal)), words))
        if not blocks[-1].reason:
            lapses.note(proposal, blocks[-1].rule)
    below: dict[str, list[Block]] = {}
    for proposal, block in zip(proposals, blocks, strict=True):
        below.setdefault(proposal.clause, []).append(block)
    for clause, quote in notes:
        below.setdefault(clause, []).append(note_of(quote, words))
    body = "\n".join(_clause(tree, node, below.get(node.id, ())) for node in tree.nodes)
    head = written(_front(tree.title, slug, in_force, words))
    return Written(f"---\n{head}---\n\n{body}", tuple(blocks))


def _front(title: str, slug: str, in_force: date, words: Words) -> Mapping[str, Any]:
    head: dict[str, Any] = {"regulation": slug, "title": title, "in_force": in_force}
    further = {"posts": words.named_posts, "points": words.points, "facts": words.facts}
    return head | {key: table for key, table in further.items() if table}


def _clause(tree: Tree, node: Node, blocks: Sequence[Block]) -> str:
    pieces = [_heading(node), *_paragraphs(tree, node)]
    pieces += [f"```rule\n{block.text}```" for block in blocks]
    return "\n\n".join(pieces) + "\n"


def _heading(node: Node) -> str:
    marks = "#" * min(node.id.count("/") + 2, _DEEPEST)
    number = _printed(node)
    return " ".join(part for part in (marks, number, _line(node.heading)) if part)


def _printed(node: Node) -> str:
    """Return the number as the file names the clause, with the count of one that repeats."""
    last = node.id.rsplit("/", maxsplit=1)[-1]
    count = last.partition("#")[2]
    number = (node.number or "").strip()
    return f"{number}#{count}" if count and number else number


def _paragraphs(tree: Tree, node: Node) -> Iterator[str]:
    text = _without_heading(tree.text_of(node), node)
    for line in text.split("\n"):
        if line.strip():
            yield _MARKS.sub(r"\1\\\2", line.strip())


def _without_heading(text: str, node: Node) -> str:
    for part in (node.number or "", node.heading):
        begun = text.lstrip(" \t\u3000、.．）):：\n") if part is node.heading else text.lstrip()
        text = begun.removeprefix(part) if part else text
    return text.lstrip(" \t\u3000、.．\n")


def _line(words: str) -> str:
    return " ".join(words.split())
