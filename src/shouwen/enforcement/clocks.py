"""What a fact does to the clocks that already run: stop, run on, end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache

from shouwen.enforcement.book import Bench, bench_for
from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, write_waiting
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.policy import judge
from shouwen.policy.discharges import PAUSED, RESUMED, kinds_that_move
from shouwen.policy.facts import Fact
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.duty import DUTY_DONE, OBLIGATION_MET, Duty
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.policy.rulings import Obligation
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import Shelf

Pause = tuple[datetime, datetime]


def move_clocks(
    outcome: Outcome, row: FactRow, bench: Bench, running: Callable[[], list[ObligationRow]]
) -> None:
    """End what the fact fulfils, and stop or restart the clocks it pauses or resumes.

    ``running`` is what was owed about the fact's matter before it.
    """
    if row.kind not in bench.kept.once("moving", lambda: _kinds_that_move(bench.shelf)):
        return
    fact = journal.fact_of(row)
    for version, candidates in _by_version(_touched_by(row, bench, running())).items():
        book = bench.book_of_version(version)
        listed = [_as_open(place, o) for place, o in enumerate(candidates)]
        for effect in judge.discharges(book, fact, listed):
            _apply(effect, candidates[effect.number], row, outcome)


def running_before(row: FactRow) -> Callable[[], list[ObligationRow]]:
    """Return how to ask what was owed about a new fact's matter before it, once at most.

    It may be asked after the fact has opened something: that is left out.
    """
    return cache(lambda: [o for o in owed.running_about(row.about) if o.fact_id != row.number])


def _kinds_that_move(shelf: Shelf) -> frozenset[str]:
    """Return the kinds of facts that can do anything to a clock, under any version there was."""
    return frozenset().union(*(_kinds_of_version(shelf, v.marked) for v in shelf.versions))


# A version's text never changes, so what it says of clocks is worked out once in a process.
_KINDS_BY_VERSION: dict[tuple[int, str], frozenset[str]] = {}


def _kinds_of_version(shelf: Shelf, marked: tuple[int, str]) -> frozenset[str]:
    if marked not in _KINDS_BY_VERSION:
        _KINDS_BY_VERSION[marked] = kinds_that_move(shelf.version(marked[0]).rulebook)
    return _KINDS_BY_VERSION[marked]


def _touched_by(
    row: FactRow, bench: Bench, running: Iterable[ObligationRow]
) -> list[ObligationRow]:
    """Return what the fact may touch: what is owed about its matter, and duties it fulfils."""
    found = list(running)
    for regulation, rule_id in _duties_met_by(bench.in_force.rulebook, row.kind):
        more = owed.open_of_rule(regulation, rule_id)
        known = {o.pk for o in found}
        found += [o for o in more if o.pk not in known]
    return _only_the_named(row, found)


def _only_the_named(row: FactRow, found: list[ObligationRow]) -> list[ObligationRow]:
    named = row.details.get("obligation") if row.kind == DUTY_DONE else None
    return found if named is None else [o for o in found if str(o.pk) == str(named)]


@lru_cache(maxsize=256)
def _duties_met_by(book: Rulebook, kind: str) -> tuple[Key, ...]:
    return tuple(
        rule.key
        for rule in book.rules
        if isinstance(rule, Duty) and rule.every and kind != DUTY_DONE
        and any(condition.fact == kind for condition in rule.met_conditions())
    )  # fmt: skip


def _by_version(found: Iterable[ObligationRow]) -> dict[int, list[ObligationRow]]:
    grouped: dict[int, list[ObligationRow]] = {}
    for obligation in found:
        grouped.setdefault(obligation.version_id, []).append(obligation)
    return grouped


def _as_open(place: int, obligation: ObligationRow) -> judge.OpenObligation:
    return judge.OpenObligation(
        rule=obligation.rule_id,
        regulation=obligation.regulation,
        about=obligation.about,
        number=place,
        opened_at=obligation.opened_at,
        owner=_opened_for(obligation),
    )


def _opened_for(obligation: ObligationRow) -> str:
    kind, _colon, key = obligation.owed_by.partition(":")
    return key if kind == "member" else ""


def met_fact(obligation: ObligationRow, by: FactRow) -> Fact:
    """Return the fact that an obligation was met, for rules that wait for it."""
    return Fact(
        kind=OBLIGATION_MET,
        about=obligation.about,
        happened_at=by.happened_at,
        details={
            "number": str(obligation.pk),
            "rule": obligation.rule_id,
            "regulation": obligation.regulation,
            "owner": obligation.owner.username if obligation.owner else None,
            "duty": obligation.duty,
            "done_by": by.actor.username if by.actor else None,
            "late": obligation.late,
        },
    )


def _apply(
    effect: judge.Discharge, obligation: ObligationRow, row: FactRow, outcome: Outcome
) -> None:
    at = row.happened_at
    if effect.action == "met":
        outcome.met.append(obligations.meet(obligation=obligation, fact_row=row, at=at))
    elif effect.action == "not_met":
        outcome.unmet.append(_numbered(effect, obligation))
    elif effect.action == "paused" and _may_pause(obligation, at):
        write_waiting()
        obligations.pause(obligation=obligation, fact_row=row, at=at)
    elif effect.action == "resumed" and obligation.paused_at is not None:
        write_waiting()
        _resume(obligation, row)


def _numbered(effect: judge.Discharge, obligation: ObligationRow) -> judge.Discharge:
    """Return the effect with the obligation's own number for its place among those asked about."""
    if obligation.pk is None:
        write_waiting()
    return replace(effect, number=obligation.pk)


def _may_pause(obligation: ObligationRow, at: datetime) -> bool:
    in_time = obligation.due_at is None or obligation.due_at >= at
    return obligation.state == owed.State.OPEN and obligation.pausable and in_time


def _resume(obligation: ObligationRow, row: FactRow) -> None:
    ruling = due_again(obligation, until=row.number)
    obligations.resume(
        obligation=obligation,
        fact_row=row,
        at=row.happened_at,
        new_due_at=ruling.due_at,
        new_warn_at=ruling.warn_at,
        new_escalations=ruling.escalations,
        steps=ruling.steps,
    )


def bench_of(obligation: ObligationRow) -> Bench:
    """Return the rules under which an obligation was opened: those of its fact's day."""
    opened_by = obligation.fact
    return bench_for(journal.fact_of(opened_by), known_at=opened_by.recorded_at)


def rule_of(obligation: ObligationRow) -> Rule:
    """Return the rule that opened an obligation, in the version it was opened under."""
    book = regulations.book_of_version(obligation.version_id).rulebook
    return book.rule(obligation.regulation, obligation.rule_id)


def due_again(obligation: ObligationRow, *, until: int | None = None) -> Obligation:
    """Work an obligation's times out again from the journal, with the pauses up to a fact."""
    bench = bench_of(obligation)
    opened_by = journal.fact_of(obligation.fact)
    return judge.due_again(
        rule_of(obligation),
        opened_by,
        _pauses_of(obligation, until),
        bench.calendar,
        known=bench.answers(at=opened_by.happened_at, number=obligation.fact_id),
        zone=bench.in_force.rulebook.zone,
    )


def _pauses_of(obligation: ObligationRow, until: int | None) -> tuple[Pause, ...]:
    if not obligation.pausable:
        return ()
    return pauses_about(obligation.about, since=obligation.opened_at, until=until)


def pauses_about(about: str, *, since: datetime, until: int | None = None) -> tuple[Pause, ...]:
    """Return the pauses of a matter that have ended, from the journal alone, in order."""
    stopped: datetime | None = None
    pauses: list[Pause] = []
    for row in _stops_and_starts(about, until):
        if row.kind == PAUSED and stopped is None:
            stopped = row.happened_at
        elif row.kind == RESUMED and stopped is not None:
            if row.happened_at > since:
                pauses.append((max(stopped, since), row.happened_at))
            stopped = None
    return tuple(pauses)


def _stops_and_starts(about: str, until: int | None) -> list[journal.JournalRow]:
    rows = [
        *journal.facts_of_kind(PAUSED, about=about),
        *journal.facts_of_kind(RESUMED, about=about),
    ]
    return sorted((r for r in rows if until is None or r.number <= until), key=lambda r: r.number)
