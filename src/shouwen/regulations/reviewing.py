"""A review of the house: what it has adopted, beside drafts, and who holds which post.

What the texts say is kept in this process under the versions it was found in; who holds which post
is asked anew each time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count

from shouwen.people.models import Holding, Post
from shouwen.people.queries import holding_on
from shouwen.policy.kinds import rule_from_definition
from shouwen.policy.regulation_file import ClauseNode, Regulation
from shouwen.policy.review import Finding, review
from shouwen.regulations import queries
from shouwen.regulations.cards import printed_number
from shouwen.regulations.models import CalendarVersion, ClauseRow, RuleRow, Version

Marked = frozenset[tuple[int, str]]
_RULE_BLOCK = re.compile(r"^```rule[ \t]*\r?\n(.*?)^```", re.DOTALL | re.MULTILINE)
_ID = re.compile(r"^id:[ \t]*([\w-]+)", re.MULTILINE)


def review_house(*, on: date, drafts: Sequence[Regulation] = ()) -> tuple[Finding, ...]:
    """Review drafts beside what is in force on a day; a draft stands for its own regulation.

    Findings come by regulation, conflicts first. That the house has no opening hours is no longer
    said once a calendar is set.
    """
    holders = holders_by_post(on)
    if drafts:
        redrafted = {read.slug for read in drafts}
        adopted = [read for read in in_force(on) if read.slug not in redrafted]
        found = review((*drafts, *adopted), holders=holders)
    else:
        found = tuple(one for one in _found(_marked(on))[1] if not _held(one, holders))
    if not CalendarVersion.objects.filter(team__isnull=True).exists():
        return found
    return tuple(one for one in found if one.about != "calendar")


def conflicts_in_force(on: date) -> int:
    """Count the conflicts between clauses that are in force on a day."""
    return sum(one.sort == "conflict" for one in _found(_marked(on))[1])


def _held(one: Finding, holders: Mapping[str, int]) -> bool:
    return one.sort == "post" and bool(holders.get(one.about))


@lru_cache(maxsize=4)
def _found(marked: Marked) -> tuple[tuple[Regulation, ...], tuple[Finding, ...]]:
    """Return some versions' regulations and what is to be said while nobody holds a post."""
    regulations = tuple(_rebuilt(marked))
    return regulations, review(regulations, holders={})


def in_force(on: date) -> list[Regulation]:
    """Return the regulations in force on a day, by short name, without their worked cases."""
    return list(_found(_marked(on))[0])


def _marked(on: date) -> Marked:
    versions = queries.shelf().versions
    return frozenset(version.marked for version in versions if version.holds(on, None))


def _rebuilt(marked: Marked) -> list[Regulation]:
    """Make regulations of their rows, in three queries: reading the texts takes far longer."""
    pks = [pk for pk, _sha256 in marked]
    versions = Version.objects.filter(pk__in=pks).select_related("regulation")
    clauses: dict[int, list[ClauseRow]] = defaultdict(list)
    for clause in ClauseRow.objects.filter(version__in=pks).order_by("version", "order"):
        clauses[clause.version_id].append(clause)
    rules: dict[int, list[RuleRow]] = defaultdict(list)
    for rule in RuleRow.objects.filter(version__in=pks).order_by("version", "order"):
        rules[rule.version_id].append(rule)
    return [
        _regulation(version, clauses[version.pk], rules[version.pk])
        for version in versions.order_by("regulation__slug")
    ]


def _regulation(
    version: Version, clauses: Sequence[ClauseRow], rules: Iterable[RuleRow]
) -> Regulation:
    words, by_pk = queries.words_of(version), {row.pk: row for row in clauses}
    read, definitions, stands_in = {}, {}, {}
    for row in rules:
        clause = by_pk[row.clause_id]
        cited = queries.clause_cited(clause, version)
        read[row.rule_id] = rule_from_definition(row.definition, cited, words)
        definitions[row.rule_id] = row.definition
        stands_in[row.rule_id] = clause.address
    return Regulation(
        slug=version.regulation.slug,
        title=version.title,
        in_force=version.in_force,
        ended=version.ended,
        source=version.source,
        file_name=version.file_name,
        clauses=tuple(map(_node, clauses)),
        rules=read,
        definitions=definitions,
        written=definitions,
        rule_lines=rule_lines(version.source),
        rule_clauses=stands_in,
        **_front(version.front),
    )


def _front(front: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("posts", "parties", "departments", "points", "facts", "working_hours")
    return {key: front.get(key) or {} for key in kept} | {"names": front.get("values") or {}}


def _node(row: ClauseRow) -> ClauseNode:
    return ClauseNode(
        address=row.address,
        number=row.number,
        printed=printed_number(row.number, row.address),
        heading=row.heading,
        text=row.text,
        depth=row.depth,
        line=row.line,
        order=row.order,
    )


def rule_lines(source: str) -> dict[str, int]:
    """Return the line of a file on which each rule's block begins."""
    found = ((_ID.search(block[1]), block.start(1)) for block in _RULE_BLOCK.finditer(source))
    return {name[1]: source.count("\n", 0, at) + 1 for name, at in found if name}


def holders_by_post(on: date) -> dict[str, int]:
    """Count who holds each post on a day."""
    held = Holding.objects.filter(holding_on(on), member__is_active=True)
    counted = held.values_list("post__key").annotate(Count("member", distinct=True)).order_by()
    return {**dict.fromkeys(Post.objects.values_list("key", flat=True), 0), **dict(counted)}
