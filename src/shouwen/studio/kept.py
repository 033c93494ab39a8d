"""What reading found, as rows and back: clause trees, proposals, uncovered sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from operator import itemgetter
from typing import Any

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal, Uncovered
from shouwen.policy.reading.source import LeftOut, Source, Span
from shouwen.studio.models import Document, FoundText, Sentence, Suggestion


def begin_text(document: Document, order: int, tree: Tree) -> FoundText:
    """Write one regulation that was found, its clauses not looked through yet."""
    return FoundText.objects.create(
        document=document,
        order=order,
        title=tree.title[:200],
        nodes=[asdict(node) for node in tree.nodes],
        title_spans=[asdict(span) for span in tree.title_spans],
        left_out=[asdict(one) for one in tree.left_out],
    )


def keep_proposals(text: FoundText, found: Sequence[Proposal], clauses: int) -> None:
    """Write what some more clauses seem to state; so many were looked through by now."""
    Suggestion.objects.bulk_create(suggestion_of(text, proposal) for proposal in found)
    FoundText.objects.filter(pk=text.pk).update(clauses=clauses)


def keep_uncovered(text: FoundText, nodes: Sequence[Node], open_: Sequence[Uncovered]) -> None:
    """Write the sentences that no proposal covers."""
    places = _Places(nodes)
    Sentence.objects.bulk_create(
        Sentence(
            text=text,
            clause=places.clause_at(each.span.start),
            start=each.span.start,
            end=each.span.end,
            introductory=each.introductory,
        )
        for each in open_
    )


def suggestion_of(text: FoundText, proposal: Proposal) -> Suggestion:
    """Return a proposal as a row that was not stored yet."""
    lead, params = proposal.from_lead_in, kept_figures(proposal.params)
    return Suggestion(
        text=text,
        clause=proposal.clause,
        kind=proposal.kind,
        quote=proposal.quote,
        start=proposal.span.start,
        end=proposal.span.end,
        params=params,
        params_read=params,
        actor=proposal.actor[:100],
        sure=proposal.sure,
        why=proposal.why[:60],
        optional=proposal.optional,
        lead_start=lead.start if lead else None,
        lead_end=lead.end if lead else None,
    )


class _Places:
    """Which clause a place of the text belongs to."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        spans = ((span.start, node.id) for node in nodes for span in node.own)
        self._starts = sorted(spans)

    def clause_at(self, place: int) -> str:
        earlier = bisect_right(self._starts, place, key=itemgetter(0))
        return self._starts[earlier - 1][1] if earlier else ""


def kept_figures(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return figures as JSON holds them; none of a text's has more than fifteen digits."""
    return {key: _plain(value) for key, value in params.items()}


def _plain(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def exact_figures(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return figures from JSON, every broken one as the Decimal that is printed."""
    return {k: Decimal(str(v)) if isinstance(v, float) else v for k, v in params.items()}


def tree_of(text: FoundText) -> Tree:
    """Return the clause tree as it was kept."""
    source = Source(text.document.text, ())
    return Tree(
        source,
        text.title,
        tuple(Span(**span) for span in text.title_spans),
        tuple(_node(kept) for kept in text.nodes),
        tuple(LeftOut(Span(**one["span"]), one["code"]) for one in text.left_out),
    )


def _node(kept: dict[str, Any]) -> Node:
    return Node(**{**kept, "own": tuple(Span(**span) for span in kept["own"])})


def proposal_of(row: Suggestion) -> Proposal:
    """Return a suggestion as it stands now, with what a person changed of it."""
    return Proposal(
        clause=row.clause,
        kind=row.kind,  # type: ignore[arg-type]  # kept from a proposal, or chosen from its kinds
        quote=row.quote,
        span=Span(row.start, row.end),
        params=exact_figures(row.params),
        sure=row.sure,  # type: ignore[arg-type]  # the same
        why=row.why,
        actor=row.actor,
        optional=row.optional,
    )
