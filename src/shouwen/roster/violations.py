"""What a plan misses, in words, each with its clause: what must be first, then what should."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shouwen.enforcement.words import of_language, page_language
from shouwen.people.models import Member
from shouwen.planning import solving
from shouwen.planning.solving import Breach, Source
from shouwen.roster.models import Plan
from shouwen.roster.problem import STREAMS, faults_of
from shouwen.roster.verdicts import clause_href

MOST = 200  # lines of a list that people still read


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One place where a plan misses something; ``source`` is said where there is no clause."""

    text: str
    who: str
    days: str
    hard: bool
    number: str
    title: str
    href: str
    source: str


def of_plan(plan: Plan) -> list[Missed]:
    """List what a plan misses, what must be first."""
    missed = (one for one in faults_of(plan) if not _is_beyond(one))
    found = sorted(missed, key=lambda b: (not b.is_hard, -(b.cost or 0)))
    return told(found[:MOST])


def _is_beyond(breach: Breach) -> bool:
    """Tell whether more are there than the demand needs: the chart of coverage shows that."""
    return breach.code == "seats_above" and breach.source.rule == STREAMS


def told(breaches: Sequence[Breach]) -> list[Missed]:
    """Say breaches in the language of the page, with everybody's name."""
    names = dict(
        Member.objects.filter(username__in={b.person for b in breaches}).values_list(
            "username", "name"
        )
    )
    return [_told(breach, names) for breach in breaches]


def _told(breach: Breach, names: dict[str, str]) -> Missed:
    clause = breach.source.clause
    return Missed(
        text=solving.say(breach, page_language()),
        who=names.get(breach.person, breach.person),
        days=days_text(breach.days),
        hard=breach.is_hard,
        number=clause.number if clause else "",
        title=clause.title if clause else "",
        href=clause_href(clause) if clause else "",
        source=source_text(breach.source),
    )


def source_text(source: Source) -> str:
    """Say where a constraint comes from."""
    if source.clause is not None:
        return str(source.clause)
    return of_language((source.text, source.text_en or source.text))


def days_text(days: Sequence[date]) -> str:
    """Write some days: one, or the first and the last."""
    if not days:
        return ""
    first, last = min(days), max(days)
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d} – {last:%m-%d}"
