"""The rules, calendars and answers that judge one fact, gathered once for the fact's day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement.questions import answers_to
from shouwen.policy import judge
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.kinds import Rule
from shouwen.policy.rulings import Ruling
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

ALWAYS = "always"
DEPARTMENT = "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything needed to judge a fact; ``known_at`` is when the house learned of it."""

    known_at: datetime
    in_force: InForce
    team_key: str | None

    def calendar(self, name: str) -> Calendar:
        """Return the calendar a rule names, as it stood when the fact became known."""
        if name == ALWAYS:
            return Calendar.always()
        team = None if name == DEPARTMENT else self.team_key
        return regulations.calendar_for(team, self.known_at)

    def version_id(self, regulation: str) -> int:
        """Return the version of a regulation that was in force on the fact's day."""
        return self.in_force.versions[regulation]

    def rule(self, regulation: str, rule_id: str) -> Rule:
        """Return a rule in force on the fact's day."""
        return self.in_force.rulebook.rule(regulation, rule_id)

    def judge(
        self,
        fact: Fact,
        *,
        number: int | None = None,
        granted: Collection[tuple[str, str]] = (),
    ) -> tuple[Ruling, ...]:
        """Judge a fact by the rules in force on its day, asking what has to be known besides.

        ``number`` is the fact's place in the journal: only earlier facts count as earlier.
        """
        book = self.in_force.rulebook
        questions = judge.questions(book, fact)
        known = answers_to(
            questions, book=book, at=fact.happened_at, before_number=number
        )
        return judge.judge(book, fact, known, self.calendar, granted=granted)


def bench_for(fact: Fact, *, known_at: datetime) -> Bench:
    """Gather what judges a fact that happened on its day and became known at ``known_at``."""
    day = timezone.localdate(fact.happened_at)
    team = fact.detail("team")
    return Bench(
        known_at=known_at,
        in_force=regulations.in_force_on(day, known_at),
        team_key=str(team) if team else None,
    )
