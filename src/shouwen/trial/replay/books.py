"""The two rulebooks of a trial: the regulation as in force and as drafted, and what touches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from shouwen.policy.discharges import PAUSED, RESUMED, kinds_that_move
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.duty import PERIOD_BEGAN, Duty
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.regulations import queries as regulations
from shouwen.regulations.models import RuleRow, Version
from shouwen.trial.replay.court import EXCUSED, MADE, RAISED

_CORRECTED = "fact_corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Both rulebooks, and what has to be known about how they differ.

    ``differing`` are the rules that are not the same in both; ``anew`` the recurring duties among
    them, whose periods are worked out and not taken from the journal.
    """

    regulation: str
    now: Rulebook
    drafted: Rulebook
    differing: frozenset[str]
    anew: frozenset[Key]

    @property
    def streamed(self) -> frozenset[str]:
        """The kinds of recorded facts that either rulebook, or any clock under it, listens to."""
        kinds = {PAUSED, RESUMED, EXCUSED, _CORRECTED}
        for book in (self.now, self.drafted):
            kinds |= {kind for rule in book.rules for kind in rule.fact_kinds()}
            kinds |= kinds_that_move(book)
        return frozenset(kinds - set(RAISED))


def books_of(
    regulation: str,
    drafted: Iterable[Rule],
    definitions: Mapping[str, Mapping[str, Any]],
    versions: Iterable[Version],
) -> Books:
    """Return the rulebooks of a trial; ``versions`` are those in force, its own among them.

    ``definitions`` are the drafted rules as they are written, by their names.
    """
    listed = list(versions)
    mine = [version for version in listed if version.regulation.slug == regulation]
    others = regulations.rules_of(v for v in listed if v not in mine)
    ours, theirs = tuple(drafted), regulations.rules_of(mine)
    touching = _touching((*ours, *theirs), others)
    zone = timezone.get_default_timezone()
    now, then = Rulebook((*theirs, *touching), zone), Rulebook((*ours, *touching), zone)
    differing = _differing(mine, definitions)
    return Books(
        regulation=regulation, now=now, drafted=then, differing=differing,
        anew=frozenset(_duties(regulation, differing, now, then)),
    )  # fmt: skip


def _touching(ours: Iterable[Rule], others: Iterable[Rule]) -> list[Rule]:
    """Return the rules of other regulations on which ours may have an effect."""
    followed = {*MADE, *RAISED}
    settled = {rule.question_key() for rule in ours if rule.settles}
    return [
        rule
        for rule in others
        if followed & set(rule.fact_kinds()) or (rule.settles and rule.question_key() in settled)
    ]


def _differing(
    mine: Iterable[Version], definitions: Mapping[str, Mapping[str, Any]]
) -> frozenset[str]:
    rows = RuleRow.objects.filter(version__in=list(mine))
    before = dict(rows.values_list("rule_id", "definition"))
    names = before.keys() | definitions.keys()
    return frozenset(n for n in names if before.get(n) != definitions.get(n))


def _duties(regulation: str, differing: frozenset[str], *books: Rulebook) -> Iterable[Key]:
    for book in books:
        for rule in book.rules:
            mine = rule.clause.regulation == regulation and rule.id in differing
            if mine and isinstance(rule, Duty) and PERIOD_BEGAN in rule.fact_kinds():
                yield rule.key
