"""Lines in columns: what facts move when they are settled anew, and what the ledger holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl

from shouwen.ledger import standing
from shouwen.pay.anew.staff import Accounts
from shouwen.pay.many.balances import Bookings
from shouwen.pay.many.classes import CLASS
from shouwen.pay.many.days import numbered
from shouwen.pay.many.settled import Part, Settled

KEY = ("number", "regulation", "rule", "payer", "payee", "unit")
LINES: dict[str, Any] = {
    "number": pl.Int64, "regulation": pl.String, "rule": pl.String, "payer": pl.String,
    "payee": pl.String, "unit": pl.String, "parts": pl.Int64,
}  # fmt: skip
_BOOKED: dict[str, Any] = {
    "number": pl.Int64, "at": pl.Datetime("us", "UTC"), "holder": pl.String, "parts": pl.Int64,
}  # fmt: skip


def of_settled(done: Settled) -> pl.DataFrame:
    """Return every line that facts move: its fact's number, rule, accounts, unit and parts."""
    accounts = Accounts()
    found = [_alone(done), *(one for part in done.parts for one in _of_part(part))]
    lines = pl.concat(found)
    return summed(_with_accounts(lines, accounts, done).select(*LINES))


def _of_part(part: Part) -> Iterator[pl.DataFrame]:
    sides = {(one.payer_in, one.payee_in) for one in part.moved}
    frame = part.columns.frame
    for payer_in, payee_in in sorted(sides):
        mine = [one for one in part.moved if (one.payer_in, one.payee_in) == (payer_in, payee_in)]
        rows = [(m.klass, m.regulation, m.rule, m.payer, m.payee, m.unit, m.parts) for m in mine]
        moved = pl.DataFrame(rows, schema={CLASS: pl.UInt32, **_without("number")}, orient="row")
        names = [name for name in (payer_in, payee_in) if name]
        joined = frame.select("number", "at", CLASS, *dict.fromkeys(names)).join(moved, on=CLASS)
        yield joined.select(
            "number", "regulation", "rule", _party(payer_in, "payer"), _party(payee_in, "payee"),
            "unit", "parts", "at",
        )  # fmt: skip


def _without(name: str) -> dict[str, Any]:
    return {key: sort for key, sort in LINES.items() if key != name}


def _party(column: str, name: str) -> pl.Expr:
    if not column:
        return pl.col(name)
    return pl.concat_str(pl.lit("member:"), pl.col(column).cast(pl.String)).alias(name)


def _alone(done: Settled) -> pl.DataFrame:
    rows = [
        (number, one.cites.regulation, one.rule, str(one.payer), str(one.payee),
         one.quantity.unit, one.quantity.parts, fact.happened_at.astimezone(UTC))
        for number, fact, one in done.alone
    ]  # fmt: skip
    return pl.DataFrame(rows, schema={**LINES, "at": _BOOKED["at"]}, orient="row")


def _with_accounts(lines: pl.DataFrame, accounts: Accounts, done: Settled) -> pl.DataFrame:
    """Write whose account it is where a rule names a post or a superior."""
    named = pl.any_horizontal(
        pl.col(side).str.contains("^(post|superior):") for side in ("payer", "payee")
    )
    some = lines.filter(named)
    if some.is_empty():
        return lines
    place, days = numbered(some["at"], "day", done.zone)
    told = [days[one] for one in place.to_list()]
    for side in ("payer", "payee"):
        pairs = zip(some[side].to_list(), told, strict=True)
        some = some.with_columns(pl.Series(side, [accounts.named(*pair) for pair in pairs]))
    return pl.concat([lines.filter(~named), some])


def summed(lines: pl.DataFrame) -> pl.DataFrame:
    """Add up what one rule moves several times for a fact between the same two."""
    whole = lines.filter(pl.col("payer") != pl.col("payee"))
    return whole.group_by(KEY).agg(pl.col("parts").sum()).filter(pl.col("parts") != 0)


# ── the ledger's ─────────────────────────────────────────────────────────────────────────────


def of_ledger(since: datetime, until: datetime) -> pl.DataFrame:
    """Return the standing lines of the facts that happened from ``since`` to before ``until``."""
    return summed(_read(standing.lines_between(since, until)))


def of_facts(numbers: Collection[int]) -> pl.DataFrame:
    """Return the standing lines of these facts."""
    return summed(_read(standing.lines_of_facts(numbers)))


def _read(rows: Iterable[standing.Standing]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=LINES, orient="row")


def booked_before(asked: Bookings, until: datetime, before_number: int | None) -> pl.DataFrame:
    """Return what the ledger holds of some bookings for facts before a moment, line by line."""
    rows = standing.booked_before(
        asked.kind, asked.unit, regulation=asked.regulation, rules=asked.rules,
        since=asked.since, until=until, before_number=before_number,
    )  # fmt: skip
    found = [(fact, at.astimezone(UTC), key, parts) for fact, at, key, parts in rows]
    return pl.DataFrame(found, schema=_BOOKED, orient="row")
