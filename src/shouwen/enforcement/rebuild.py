"""Work everything out again from the journal alone, and say where the house differs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.approvals import queries as requests
from shouwen.enforcement.actions import granted_to
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.clocks import due_again
from shouwen.enforcement.parties import account_of
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as moved
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.policy.rulings import Obligation, Ruling, Transfer

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where what is stored is not what the journal says."""

    fact: int
    rule: str
    what: str
    stored: str
    worked_out: str

    def __str__(self) -> str:
        """Write the difference on one line."""
        return (
            f"fact {self.fact}, rule {self.rule}: {self.what} is {self.stored}, "
            f"the journal says {self.worked_out}"
        )


def check(progress: Callable[[int], None] | None = None) -> Iterator[Difference]:
    """Judge every fact again as it was known when it was recorded; yield each difference.

    ``progress`` is called with each fact's number.
    """
    last = 0
    while rows := journal.facts_after(last, CHUNK):
        for row in rows:
            yield from _differences(row)
            if progress is not None:
                progress(row.number)
        last = rows[-1].number


def _differences(row: FactRow) -> Iterator[Difference]:
    rulings = judge_again(row)
    yield from _of_obligations(row, [r for r in rulings if isinstance(r, Obligation)])
    yield from _of_transfers(row, [r for r in rulings if isinstance(r, Transfer)])


def judge_again(row: FactRow) -> tuple[Ruling, ...]:
    """Return what the judge says of a fact as it was known when it was recorded."""
    fact = journal.fact_of(row)
    bench = bench_for(fact, known_at=row.recorded_at)
    approval = fact.detail("approval")
    granted = granted_to(requests.find(int(approval))) if approval else frozenset()
    return bench.judge(fact, number=row.number, granted=granted)


def _of_obligations(row: FactRow, rulings: list[Obligation]) -> Iterator[Difference]:
    opened = owed.opened_by(row.number)
    stored = {(o.regulation, o.rule_id, o.owed_by): o for o in opened}
    for ruling in rulings:
        key = (ruling.cites.regulation, ruling.rule)
        obligation = stored.pop((*key, str(ruling.owed_by)), None)
        if obligation is not None:
            yield from _of_due_time(row, obligation)
        elif not owed.was_owed(row.about, *key, before=row.number):
            yield _difference(row, ruling.rule, "obligation", "missing", _when(ruling.due_at))
    for obligation in stored.values():
        yield _difference(
            row, obligation.rule_id, "obligation", _when(obligation.due_at), "nothing"
        )


def _of_due_time(row: FactRow, obligation: ObligationRow) -> Iterator[Difference]:
    ended_by = obligation.ended_by_fact_id
    worked_out = due_again(obligation, until=ended_by).due_at
    if obligation.due_at != worked_out:
        yield _difference(
            row, obligation.rule_id, "due time", _when(obligation.due_at), _when(worked_out)
        )


def _of_transfers(row: FactRow, rulings: list[Transfer]) -> Iterator[Difference]:
    on = timezone.localdate(row.happened_at)
    expected = {
        (r.rule, str(account_of(r.payer, on)), str(account_of(r.payee, on))): r.quantity.parts
        for r in rulings
    }
    stored = {
        (t.rule_id, f"{t.payer.kind}:{t.payer.key}", f"{t.payee.kind}:{t.payee.key}"): t.parts
        for t in moved.moved_by(row.number)
        if t.counters_id is None
    }
    for key in sorted(expected.keys() | stored.keys()):
        if expected.get(key) != stored.get(key):
            yield _difference(
                row, key[0], f"transfer from {key[1]} to {key[2]}",
                str(stored.get(key, "missing")), str(expected.get(key, "nothing")),
            )  # fmt: skip


def _difference(row: FactRow, rule: str, what: str, stored: str, worked_out: str) -> Difference:
    return Difference(fact=row.number, rule=rule, what=what, stored=stored, worked_out=worked_out)


def _when(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else "without limit"
