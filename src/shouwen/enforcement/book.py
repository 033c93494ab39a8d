"""The rules, calendars and answers that judge one fact, gathered once for the fact's day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils import timezone

from shouwen.enforcement import numbers, stocks
from shouwen.enforcement.kept import Kept, kept_here
from shouwen.enforcement.parties import owner_of
from shouwen.enforcement.questions import answer_to
from shouwen.journal.actions import FactRow
from shouwen.people import queries as people
from shouwen.people.models import Member, Team
from shouwen.policy import judge
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds import Rule
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Party, Ruling
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import Hours, InForce, Shelf

ALWAYS = "always"
# A text speaks about its own adoption, announcement and reading before it is in force; ``proposed``
# names its version then.
OF_A_TEXT = frozenset(
    {"regulation_adopted", "regulation_announced", "reading_asked", "regulation_read"}
)
TEAM = "team"
HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything needed to judge a fact; ``known_at`` is when the house learned of it."""

    known_at: datetime
    shelf: Shelf
    in_force: InForce
    team_key: str | None
    kept: Kept
    # Whoever records a fact mostly owes what follows from it.
    actor: Member | None = None

    def calendar(self, name: str) -> Calendar:
        """Return the calendar a rule names, as it stood when the fact became known."""
        # The hours are only asked for by a rule that counts them.
        return always() if name == ALWAYS else calendar_named(name, self._hours)

    @property
    def calendar_id(self) -> int | None:
        """The row of the hours that count, for obligations to cite."""
        return self._hours.version_pk

    @property
    def _hours(self) -> Hours:
        key = (HOURS, self.team_key, self.known_at)
        return self.kept.once(key, lambda: regulations.hours_of(self.team_key, self.known_at))

    @property
    def team(self) -> Team | None:
        """The team the fact names, if the house has it."""
        key = self.team_key
        return self.kept.once((TEAM, key), lambda: people.team_by_key(key)) if key else None

    def owner(self, party: Party, on: date) -> Member | None:
        """Return the one member a party is on a day, as :func:`owner_of` does."""
        if party.kind == "member" and self.actor and party.key == self.actor.username:
            return self.actor
        if party.kind != "post":
            return self.kept.once(("owner", party, on), lambda: owner_of(party, on))
        held = self.kept.once(("post", party.key), lambda: people.held_by(party.key))
        holders = held.on(on)
        return holders[0] if len(holders) == 1 else None

    def book_of_version(self, pk: int) -> Rulebook:
        """Return the rules of one version, whenever it was in force."""
        return self.shelf.version(pk).rulebook

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
        book = self.in_force.rulebook
        return judge.judge(book, fact, known, self.calendar, granted=granted, brief=True)

    def numbered(self, fact: Fact, *, number: int) -> Fact:
        """Return the fact with the next number of each register it is entered in without one."""
        known = self.answers(at=fact.happened_at, number=number)
        return numbers.with_numbers(fact, self.in_force.rulebook, known)

    def keep(self, row: FactRow) -> None:
        """Keep in the tables beside the journal which numbers a fact bears and what it moved."""
        known = self.answers(at=row.happened_at, number=row.number)
        numbers.keep(row, self.in_force.rulebook, known)
        stocks.keep(row, self.in_force.rulebook, known)

    def answers(self, *, at: datetime, number: int | None = None) -> Answers:
        """Answer the judge's questions as of ``at``, each when it is asked and once."""
        book = self.in_force.rulebook
        return Answers(lambda q: answer_to(q, book=book, at=at, before_number=number))


def look_up_before(
    kept: Kept, *, team: Team | None = None, known_at: datetime | None = None
) -> None:
    """Look up now what judges a fact about to be recorded: the versions, and with a moment hours.

    ``team`` is the fact's, ``known_at`` when it is recorded.
    """
    kept.once("shelf", regulations.shelf)
    key = team.key if team else None
    if team is not None:
        kept.once((TEAM, key), lambda: team)
    if known_at is not None:
        kept.once((HOURS, key, known_at), lambda: regulations.hours_of(key, known_at))


def always() -> Calendar:
    """Return the calendar that never closes, on the house's clock."""
    return _always(timezone.get_default_timezone_name())


@cache
def _always(zone: str) -> Calendar:
    # A calendar remembers the days it worked out.
    return Calendar.always(time_zone=zone)


def bench_for(fact: Fact, *, known_at: datetime, actor: Member | None = None) -> Bench:
    """Gather what judges a fact that happened on its day and became known at ``known_at``."""
    team = fact.detail("team")
    kept = kept_here()
    shelf = kept.once("shelf", regulations.shelf)
    proposed = fact.detail("proposed") if fact.kind in OF_A_TEXT else None
    return Bench(
        known_at=known_at,
        shelf=shelf,
        in_force=shelf.on(
            timezone.localdate(fact.happened_at),
            known_at,
            also=proposed if isinstance(proposed, int) else None,
        ),
        team_key=str(team) if team else None,
        kept=kept,
        actor=actor,
    )


def calendar_named(name: str, hours: Hours) -> Calendar:
    """Return the calendar a rule names: ``always``, ``team``, or the department's."""
    if name == ALWAYS:
        return always()
    return hours.calendar(of_the_team=name == TEAM)
