"""What the database says after an import, against what the case book says.

Import this module only after ``django.setup()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebooks.data import baltimore_rows, boston_fits, boston_rows, read_rows, replies
from shouwen.cases.models import Case
from shouwen.journal.queries import verify
from shouwen.obligations.models import ObligationRow, State

_CLOSE_ENOUGH = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure: what was compared, how many agree of how many, and the least that must."""

    what: str
    agree: int
    of: int
    least: int

    @property
    def missed(self) -> bool:
        """Whether fewer agree than must."""
        return self.agree < self.least

    def __str__(self) -> str:
        verdict = f"MISSED, at least {self.least:,}" if self.missed else "met"
        share = f" ({self.agree / self.of:.2%})" if self.of else ""
        return f"{self.what}: {self.agree:,} of {self.of:,}{share}, {verdict}"


Owed = Mapping[str, ObligationRow]


def every(what: str, agree: int, of: int) -> Finding:
    """Return a figure in which all must agree."""
    return Finding(what, agree, of, of)


def same_count(what: str, ours: int, theirs: int) -> Finding:
    """Return a figure that counts equally many by the file and by the house."""
    return Finding(what, ours if ours <= theirs else -1, theirs, theirs)


def owed_by_row(prefix: str, regulation: str) -> dict[str, ObligationRow]:
    """Return the one obligation of each imported row, by the row's own number."""
    keys = dict(Case.objects.values_list("number", "opening_key"))
    found = ObligationRow.objects.filter(regulation=regulation)
    return {
        str(keys[o.about.removeprefix("case:")]).removeprefix(f"import:{prefix}:"): o
        for o in found.iterator()
    }


def baltimore() -> Iterator[Finding]:
    """Every due date, nobody else with one, and who was late by the file."""
    owed = owed_by_row("baltimore-requests", "baltimore-requests")
    numbers = {r["ServiceRequestNum"]: r["SRRecordID"] for r in _baltimore_raw()}
    rows = [(row, owed.get(numbers[row.number])) for row in baltimore_rows()]
    yield every("cases opened", Case.objects.count(), len(rows))
    dues = [(row.due, o.due_at if o else None) for row, o in rows if row.due]
    yield every("due date equal", sum(a == b for a, b in dues), len(dues))
    without = [o for row, o in rows if not row.due]
    yield every("no duty where the file has no due date", without.count(None), len(without))
    late = sum(bool(row.due and row.closed and row.closed > row.due) for row, _ in rows)
    met_late = sum(o.state == State.MET and o.late for o in owed.values())
    yield same_count("closed late", met_late, late)
    as_of = max(moment for row, _ in rows for moment in (row.created, row.closed) if moment)
    overdue = sum(bool(row.due and not row.closed and row.due < as_of) for row, _ in rows)
    lapsed = sum(o.state == State.LAPSED for o in owed.values())
    yield same_count(f"still open and overdue on {as_of:%Y-%m-%d}", lapsed, overdue)


def _baltimore_raw() -> Iterator[dict[str, str]]:
    return read_rows("cases_baltimore311", "cases.csv.gz")


def boston() -> Iterator[Finding]:
    """The targets by the fitted working days, and the on-time flag by the city's own promise."""
    fitted = owed_by_row("boston-requests", "boston-requests")
    promised = owed_by_row("boston-requests", "boston-promises")
    rows, fits = list(boston_rows()), boston_fits()
    yield every("cases opened", Case.objects.count(), len(rows))
    with_target = [(row, row.target) for row in rows if row.target]
    ours = [_close(fitted.get(row.number), target) for row, target in with_target]
    used = {(row.year, row.case_type) for row, _ in with_target}
    least = sum(fits[key].reproduced for key in used)
    yield Finding("target within 60 s of the fitted working days", sum(ours), len(ours), least)
    labelled = [row for row in rows if row.on_time is not None and row.target and row.closed]
    agree = sum(_on_time(promised.get(row.number)) == row.on_time for row in labelled)
    yield every("on-time flag by the promised time", agree, len(labelled))
    close = [row for row in labelled if row.target and _close(fitted.get(row.number), row.target)]
    agree = sum(_on_time(fitted.get(row.number)) == row.on_time for row in close)
    yield every("on-time flag by the fitted working days, where they agree", agree, len(close))


def _close(owed: ObligationRow | None, target: datetime) -> bool:
    due = owed.due_at if owed else None
    return due is not None and abs(due - target) <= _CLOSE_ENOUGH


def _on_time(owed: ObligationRow | None) -> bool | None:
    return None if owed is None or owed.state != State.MET else not owed.late


def messages() -> Iterator[Finding]:
    """Every message with its whole text, and a reply owed for each."""
    kept = dict(Case.objects.values_list("opening_key", "text"))
    rows = list(read_rows("cases_zh_citizen_messages", "unlabelled.csv.gz"))
    whole = sum(
        kept.get(f"import:citizen-messages:{row['留言编号']}") == row["留言详情"].strip()
        for row in rows
    )
    yield every("text kept in full", whole, len(rows))
    yield every("a reply is owed or overdue", ObligationRow.objects.count(), len(rows))


# The calendar alone gives this many; benchmarks/oracles.py computes it from the two columns.
IN_TIME = 1_014


def answered() -> Iterator[Finding]:
    """The share of messages answered within fifteen Chinese working days."""
    owed = owed_by_row("citizen-replies", "message-replies")
    rows = list(replies())
    in_time = sum(_on_time(owed.get(row.number)) is True for row in rows)
    yield every("a reply was owed and given", len(owed), len(rows))
    yield Finding("answered within 15 working days", in_time, len(rows), IN_TIME)


CHECKS: Mapping[str, Callable[[], Iterator[Finding]]] = {
    "baltimore": baltimore,
    "boston": boston,
    "messages": messages,
    "replies": answered,
}


def findings(name: str) -> list[Finding]:
    """Return every figure of a source; that the journal's chain holds is one of them."""
    broken = verify()
    return [*CHECKS[name](), Finding("faults in the journal's chain", -len(broken), 0, 0)]
