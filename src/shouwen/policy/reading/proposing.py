"""What rules a clause tree seems to state, and which of its sentences nobody has understood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.approvals import approvals
from shouwen.policy.reading.extract.conditions import with_conditions
from shouwen.policy.reading.extract.deadlines import deadlines, warnings
from shouwen.policy.reading.extract.deduping import once_each
from shouwen.policy.reading.extract.duties import duties
from shouwen.policy.reading.extract.forms import forms
from shouwen.policy.reading.extract.heads import heads
from shouwen.policy.reading.extract.leads import (
    as_items,
    carried,
    carried_on,
    ends_open,
    leads,
    opens_items,
)
from shouwen.policy.reading.extract.made import Taken
from shouwen.policy.reading.extract.manners import manners
from shouwen.policy.reading.extract.notes import is_introductory, is_title, organising
from shouwen.policy.reading.extract.pays import pays
from shouwen.policy.reading.extract.references import References
from shouwen.policy.reading.extract.rosters import rosters
from shouwen.policy.reading.extract.scores import scores, thresholds
from shouwen.policy.reading.extract.sentences import Sentence, sentences_of
from shouwen.policy.reading.extract.shorthand import doubled, sanctions, scales, shorthand
from shouwen.policy.reading.extract.steps import steps
from shouwen.policy.reading.extract.tables import Roles, cells_of, of_row, roles_of
from shouwen.policy.reading.extract.targets import limits, targets
from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import Proposal, Uncovered
from shouwen.policy.reading.source import Span

_EXAMPLE = re.compile("比如|例如|举例|譬如|假设")
_BARRED = re.compile("未经|非经|不经|未[征获得取]|没有?经|[方才]可|方能|才能")
_ABOVE = 120


def propose(tree: Tree) -> tuple[Proposal, ...]:
    """Return the rules that a tree's clauses seem to state, in the order of the text."""
    return tuple(each for _, found in propose_by_clause(tree) for each in found)


def propose_by_clause(tree: Tree) -> Iterator[tuple[Node, tuple[Proposal, ...]]]:
    """Yield each clause with its proposals, clause by clause, so that a reader can show them."""
    seen: set[str] = set()
    above: dict[str | None, tuple[str, tuple[Proposal, ...]]] = {None: (tree.title, ())}
    parents = {node.parent for node in tree.nodes}
    references = References(tree)
    for node in tree.nodes:
        heading, lead = above.get(node.parent, ("", ()))
        sentences = sentences_of(tree, node, heading)
        found, handed = _of_node(sentences, lead, seen, has_items=node.id in parents)
        told = "".join(each.text for each in sentences[-1:])
        above[node.id] = (f"{heading} {node.heading} {told}"[-_ABOVE:], handed)
        yield node, tuple(_referring(references, sentences, once_each(found)))


def uncovered(tree: Tree, proposals: Iterable[Proposal]) -> tuple[Uncovered, ...]:
    """Return the sentences that no proposal covers, in the order of the text; titles aside."""
    covered: dict[str, list[Span]] = {}
    parents = {node.id: node.parent or "" for node in tree.nodes}
    for each in proposals:
        covered.setdefault(each.clause, []).append(each.span)
        if each.from_lead_in is not None:
            covered.setdefault(parents[each.clause], []).append(each.from_lead_in)
    return tuple(
        Uncovered(span, is_introductory(sentence))
        for node in tree.nodes
        for sentence in sentences_of(tree, node, "")
        if not is_title(sentence)
        if not _meets(span := sentence.span(0, len(sentence.text)), covered.get(node.id, []))
    )


def of_sentence(sentence: Sentence, seen: set[str], columns: Roles = ()) -> tuple[Proposal, ...]:
    """Return what one sentence or table row states; each figure is taken by one kind only."""
    taken = Taken()
    found = list(of_row(sentence, columns, taken))
    asked = tuple(approvals(sentence, taken))
    found += [*asked, *forms(sentence, taken, seen), *thresholds(sentence, taken)]
    found += warnings(sentence, taken)
    found += [*scores(sentence, taken), *sanctions(sentence, taken), *scales(sentence)]
    found += doubled(sentence)
    found += [*shorthand(sentence, columns, taken)]
    found += [*pays(sentence, taken), *targets(sentence, taken)]
    found += [*rosters(sentence, taken), *duties(sentence, taken), *deadlines(sentence, taken)]
    found += [*heads(sentence, taken), *steps(sentence, taken), *limits(sentence, taken)]
    found += manners(sentence, told=tuple(found), approved=any(map(_bars, asked)))
    found = list(with_conditions(sentence, found, taken))
    if _EXAMPLE.search(sentence.narrow):
        found = [replace(each, sure="low", optional=True) for each in found]
    return tuple(found) or tuple(organising(sentence))


def _bars(asked: Proposal) -> bool:
    """Say whether an approval says a prohibition too: 未经主任同意不得查阅."""
    return bool(asked.params.get("by") and _BARRED.search(asked.quote))


def _referring(
    references: References, sentences: tuple[Sentence, ...], found: tuple[Proposal, ...]
) -> Iterator[Proposal]:
    """Yield proposals with the clauses that their own sentences refer to."""
    starts = [each.start for each in sentences]
    for each in found:
        place = bisect_right(starts, each.span.start) - 1
        yield from references.carried(sentences[max(place, 0)], (each,))


def _of_node(
    sentences: tuple[Sentence, ...], lead: tuple[Proposal, ...], seen: set[str], *, has_items: bool
) -> tuple[list[Proposal], tuple[Proposal, ...]]:
    """Return a node's proposals, and what it hands down to the items below it."""
    found: list[Proposal] = []
    handed: tuple[Proposal, ...] = ()
    columns: Roles = ()
    opened = False
    for at, sentence in enumerate(sentences):
        columns = roles_of(sentence) or columns if cells_of(sentence) else ()
        own = of_sentence(sentence, seen, columns)
        handed = () if at and sentence.goes_on and not has_items else handed
        if handed and not has_items:
            own = as_items(handed, sentence, own)
        below = has_items or at + 1 < len(sentences)
        if below and leads(sentence) and (more := carried(sentence, own)):
            handed = more
            own = own if opens_items(sentence) else tuple(p for p in own if p not in more)
        elif (handed or opened) and has_items and ends_open(sentence):
            more = carried_on(own)
            handed += more
            own = tuple(p for p in own if p not in more)
        opened = opened or leads(sentence)
        found += own
    if lead and sentences:
        found = list(as_items(lead, sentences[0], found))
    return found, handed if has_items else ()


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(each.start < span.end and span.start < each.end for each in others)
