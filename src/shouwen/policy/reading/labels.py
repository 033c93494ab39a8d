"""A tree as labels: the shape in which reading is measured."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal

Plain = str | int | Decimal | bool
HEAD = 12


def labels(tree: Tree, proposals: Iterable[Proposal]) -> dict[str, Any]:
    """Return a tree and what it is proposed to state: clauses, and rules with plain figures.

    Proposals that the text is too vague to demand are no rules and stay away.
    """
    demanded = [each for each in proposals if not each.optional]
    return {
        "clauses": clauses_as_labels(tree),
        "rules": [
            {"id": str(number), **rule_as_label(each)} for number, each in enumerate(demanded, 1)
        ],
    }


def rule_as_label(proposal: Proposal) -> dict[str, Any]:
    """Return one proposal as a label: clause, kind, quote, figures as numbers."""
    params = {name: _plain(name, value) for name, value in proposal.params.items()}
    if proposal.from_lead_in is not None:
        params["leadin"] = True
    return {
        "clause": proposal.clause,
        "kind": proposal.kind,
        "quote": proposal.quote,
        "params": params,
    }


def _plain(name: str, value: Plain) -> object:
    if name == "by" and isinstance(value, str):
        return [each for each in value.split("、") if each]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


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
