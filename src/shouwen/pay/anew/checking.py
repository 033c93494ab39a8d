"""What the ledger holds of a period beside what the journal says, person by person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils import timezone

from shouwen.enforcement.rebuild import judge_again
from shouwen.journal import queries as journal
from shouwen.ledger import settling as periods
from shouwen.pay.anew import lines
from shouwen.pay.anew.lines import KEY, LINES
from shouwen.pay.anew.settling import Days
from shouwen.pay.anew.staff import Accounts
from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.periods import begin_of, next_first_day, per_of
from shouwen.policy.rulings import Transfer

_BATCH = 500


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A line of the ledger that is not what the journal says; ``members`` are those it concerns."""

    members: tuple[str, ...]
    fact: int
    regulation: str
    rule: str
    payer: str
    payee: str
    stored: Quantity
    worked_out: Quantity

    def __str__(self) -> str:
        """Write the difference on one line."""
        return (
            f"{', '.join(self.members) or 'nobody'}: fact {self.fact}, {self.regulation} "
            f"{self.rule}, from {self.payer} to {self.payee}: the ledger has {self.stored}, "
            f"the journal says {self.worked_out}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A period compared: how many lines were worked out, and where the ledger differs."""

    lines: int
    differences: tuple[Difference, ...]


def check(name: str, progress: Callable[[int, int], None] | None = None) -> Checked:
    """Work a period out anew and compare it to the fen; nothing is written.

    Every fact of the period's days counts, and every other one that has a line in the period. What
    differs is put before the judge by itself, with what was known when it was recorded: only what
    differs then, too, is listed. ``progress`` is told how many of the days are read.
    """
    first, end = begin_of(name), next_first_day(begin_of(name), per_of(name))
    whole = (end - first).days
    told = (lambda day: progress((day - first).days + 1, whole)) if progress else None
    days = Days(first, end, progress=told)
    anew = days.settle()
    stored = lines.of_ledger(days.since, days.until)
    suspect = {*_differing(anew, stored), *_elsewhere(name, days.since, days.until)}
    return Checked(lines=len(anew), differences=tuple(sorted(_judged_by_themselves(suspect))))


def _differing(one: pl.DataFrame, other: pl.DataFrame) -> Iterable[int]:
    """Return the numbers of the facts of which the two do not have the same lines."""
    on = [*KEY, "parts"]
    ours, theirs = one.select(on), other.select(on)
    apart = (ours.join(theirs, on=on, how="anti"), theirs.join(ours, on=on, how="anti"))
    return set(pl.concat([each["number"] for each in apart]).to_list())


def _elsewhere(name: str, since: datetime, until: datetime) -> Iterable[int]:
    """Return the facts of other days that have a line in the period, such as late ones."""
    rows = periods.of_period(name).filter(counters__isnull=True)
    others = rows.exclude(happened_at__gte=since, happened_at__lt=until)
    return set(others.values_list("fact_id", flat=True))


def _judged_by_themselves(numbers: Iterable[int]) -> Iterator[Difference]:
    listed, accounts = sorted(numbers), Accounts()
    for place in range(0, len(listed), _BATCH):
        batch = listed[place : place + _BATCH]
        stored: dict[int, dict[tuple[str, ...], int]] = {}
        for number, *key, parts in lines.of_facts(batch).select(*LINES).iter_rows():
            stored.setdefault(number, {})[tuple(key)] = parts
        for number in batch:
            yield from _of_fact(number, stored.get(number, {}), accounts)


def _of_fact(
    number: int, stored: dict[tuple[str, ...], int], accounts: Accounts
) -> Iterator[Difference]:
    row = journal.find(number)
    if row is None:
        return
    says: dict[tuple[str, ...], int] = {}
    taken_back = row.corrections.exists()
    day = timezone.localdate(row.happened_at)
    for one in () if taken_back else judge_again(row):
        if isinstance(one, Transfer):
            sides = (accounts.named(str(party), day) for party in (one.payer, one.payee))
            key = (one.cites.regulation, one.rule, *sides, one.quantity.unit)
            says[key] = says.get(key, 0) + one.quantity.parts
    for key in sorted({*says, *stored}):
        if says.get(key, 0) != stored.get(key, 0) and key[2] != key[3]:
            yield _difference(number, key, stored.get(key, 0), says.get(key, 0))


def _difference(number: int, key: tuple[str, ...], stored: int, says: int) -> Difference:
    regulation, rule, payer, payee, unit = key
    named = (party.partition(":") for party in (payee, payer))
    members = tuple(who for kind, _, who in named if kind == "member")
    return Difference(
        members, number, regulation, rule, payer, payee, Quantity(unit, stored),
        Quantity(unit, says),
    )  # fmt: skip
