"""A tree as labels: the shape in which reading is measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.source import Source, Span

Plain = str | int | Decimal | bool
HEAD = 12


def labels(tree: Tree, proposals: Iterable[Proposal]) -> dict[str, Any]:
    """Return a tree and what it is proposed to state: clauses, and rules with plain figures."""
    return {"clauses": clauses_as_labels(tree), "rules": list(rules_as_labels(tree, proposals))}


def rules_as_labels(tree: Tree, proposals: Iterable[Proposal]) -> Iterator[dict[str, Any]]:
    """Yield what a tree is proposed to state as labels, each as soon as it is proposed.

    Proposals that the text is too vague to demand are no rules and stay away. A quote is given as
    the document has it, before anything was cleaned.
    """
    given = Originals(tree.source)
    demanded = (each for each in proposals if not each.optional)
    for number, each in enumerate(demanded, 1):
        yield {"id": str(number), **rule_as_label(_alone(each)), "quote": given.cut(each.span)}


def _alone(proposal: Proposal) -> Proposal:
    """Return a proposal without the clauses that it refers to, which are no part of a label."""
    kept = {name: value for name, value in proposal.params.items() if name != "refers"}
    return replace(proposal, params=kept)


class Originals:
    """A source's stretches as they stood in the document before it was cleaned."""

    def __init__(self, source: Source) -> None:
        """Look at the repairs once."""
        self._source = source
        self._ends = [repair.span.end for repair in source.repairs]

    def cut(self, span: Span) -> str:
        """Return a stretch with every repair put back; one that it touches is put back whole."""
        told, at, text = "", span.start, self._source.text
        for repair in self._source.repairs[bisect_right(self._ends, span.start) :]:
            if repair.span.start >= span.end:
                break
            told += text[at : repair.span.start] + repair.before
            at = repair.span.end
        return told + text[at : span.end]


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
