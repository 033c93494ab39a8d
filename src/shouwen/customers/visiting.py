"""Visits as the rules in force know them: which facts they are, and which duties they meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.access.sight import Ties
from shouwen.enforcement.words import of_language
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.policy.kinds.common import Rule
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations.queries import InForce

VISIT = "visit"
# The product's own fact of a visit, while no regulation has one.
VISITED = "customer_visited"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDuty:
    """A rule in force that a visit meets."""

    title: str
    regulation: str
    slug: str
    clause: str


def kinds_of_visits(in_force: InForce) -> list[FactKind]:
    """List the facts by which a visit is recorded: those tied to visits, and our own."""
    words = (*Ties.read().classes(VISIT, ""), VISITED)
    known = in_force.vocabulary.kinds
    return [known[word] for word in dict.fromkeys(words) if word in known]


def duties_of_visits(in_force: InForce, kinds: Iterable[FactKind]) -> list[VisitDuty]:
    """List the rules in force that wait for a visit."""
    names = {kind.kind for kind in kinds}
    return [
        VisitDuty(
            title=of_language((rule.title, rule.title_en)) or rule.title,
            regulation=rule.clause.title,
            slug=rule.clause.regulation,
            clause=rule.clause.number,
        )
        for rule in in_force.rulebook.rules
        if names & set(_met_by(rule))
    ]


def _met_by(rule: Rule) -> list[str]:
    return [each.fact for each in getattr(rule, "met_by", ())]


def owed_about(about: str) -> list[OwedRow]:
    """List what is owed about a customer now."""
    return [row for row in owed.history(about) if row.is_owed]
