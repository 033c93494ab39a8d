"""The rules, calendars and answers that judge one fact, gathered once for the fact's day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement.questions import answer_to
from shouwen.policy import judge
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds import Rule
from shouwen.policy.rulings import Ruling
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

ALWAYS = "always"
TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything needed to judge a fact; ``known_at`` is when the house learned of it."""

    known_at: datetime
    in_force: InForce
    team_key: str | None

    def calendar(self, name: str) -> Calendar:
        """Return the calendar a rule names, as it stood when the fact became known."""
        return calendar_named(name, team_key=self.team_key, known_at=self.known_at)

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
        known = self.answers(at=fact.happened_at, number=number)
        return judge.judge(self.in_force.rulebook, fact, known, self.calendar, granted=granted)

    def answers(self, *, at: datetime, number: int | None = None) -> Answers:
        """Answer the judge's questions as of ``at``, each when it is asked and once."""
        book = self.in_force.rulebook
        return Answers(lambda q: answer_to(q, book=book, at=at, before_number=number))


def bench_for(fact: Fact, *, known_at: datetime) -> Bench:
    """Gather what judges a fact that happened on its day and became known at ``known_at``."""
    day = timezone.localdate(fact.happened_at)
    team = fact.detail("team")
    return Bench(
        known_at=known_at,
        in_force=regulations.in_force_on(day, known_at),
        team_key=str(team) if team else None,
    )


def calendar_named(name: str, *, team_key: str | None, known_at: datetime) -> Calendar:
    """Return the calendar a rule names: ``always``, ``team``, or the department's."""
    if name == ALWAYS:
        return Calendar.always()
    return regulations.calendar_for(team_key if name == TEAM else None, known_at)
