"""Why something is due, was moved or has to be signed: clause, facts, steps, version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from shouwen.approvals.actions import Request
from shouwen.enforcement import matters, words
from shouwen.enforcement.sheets import vocabulary_of
from shouwen.journal.actions import FactRow
from shouwen.ledger.actions import Transfer
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.policy import sentences
from shouwen.policy.clauses import Clause
from shouwen.policy.steps import Step
from shouwen.regulations import queries as regulations
from shouwen.regulations.models import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact as an explanation quotes it."""

    number: int
    label: str
    about: str
    happened_at: datetime
    recorded_by: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """The version of the regulation that spoke."""

    number: int
    slug: str
    title: str
    in_force: date
    ended: date | None
    adopted_by: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything the page behind a clause chip shows."""

    clause: Clause
    rule_title: str
    reading: str
    facts: tuple[FactLine, ...]
    steps: tuple[sentences.Line, ...]
    version: VersionLine


def explain(
    row: ObligationRow | Transfer | Request, *, now: datetime, reader: Member | None = None
) -> Explanation:
    """Gather the explanation of one row that cites a clause, as its reader may see it."""
    clause = regulations.clause_of(row.version_id, row.clause_address)
    if clause is None:
        raise LookupError(f"Version {row.version_id} has no clause at {row.clause_address}.")
    rule = regulations.definition_of(row.version_id, row.rule_id)
    return Explanation(
        clause=clause,
        rule_title=_title(rule),
        reading=str(rule.get("reading") or ""),
        facts=(fact_line(row.fact, now=now, reader=reader),),
        steps=sentences.lines(
            words.with_names(map(Step.from_json, row.steps)),
            words.page_language(),
            year=timezone.localtime(now).year,
        ),
        version=_version_line(row.version),
    )


def _title(rule: Mapping[str, object]) -> str:
    titles = (str(rule.get("title") or ""), str(rule.get("title_en") or ""))
    return words.of_language(titles) or titles[0]


def fact_line(fact: FactRow, *, now: datetime, reader: Member | None = None) -> FactLine:
    """Write a fact the way people read it, in the words of the rules of its day.

    Without a reader, it is written for whoever may see least.
    """
    known = regulations.in_force_on(timezone.localdate(fact.happened_at), fact.recorded_at)
    vocabulary = vocabulary_of(fact.kind, fact.details, known)
    names = words.names_in(vocabulary, [(fact.kind, fact.details)])
    (told,) = matters.covered([(fact.about, fact.details)], reader, now)
    lines = words.detail_lines(vocabulary, fact.kind, told, names, now=now)
    return FactLine(
        number=fact.number,
        label=words.kind_label(vocabulary, fact.kind),
        about=fact.about,
        happened_at=fact.happened_at,
        recorded_by=fact.actor.name if fact.actor else "",
        details=tuple(lines),
    )


def _version_line(version: Version) -> VersionLine:
    return VersionLine(
        number=version.number,
        slug=version.regulation.slug,
        title=version.title,
        in_force=version.in_force,
        ended=version.ended,
        adopted_by=version.adopted_by.name,
        adopted_at=version.adopted_at,
    )
