"""The settlement of a period on paper: everybody with a place to sign, and who took which step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as approvals
from shouwen.approvals.queries import RequestRow, State
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.ledger import settling
from shouwen.pay import settlements
from shouwen.pay.actions import KINDS
from shouwen.pay.queries import unit_name
from shouwen.pay.settlements import PeriodRow
from shouwen.people import queries as people
from shouwen.people.refusals import RefusedError
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.regulations import queries as regulations

# Laying out more takes longer than anybody waits for a page; the Excel file holds any number.
LONGEST = 1000
RETURNED = "settlement_returned"
Sums = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a period brought in one unit; ``lost`` is negative."""

    gained: Quantity
    lost: Quantity
    net: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person of the sheet, with figures for each of its units or None."""

    key: str
    name: str
    figures: tuple[Figures | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who took a step of the settlement, or signed for it under ``clause``; empty: to be signed."""

    kind: str
    name: str
    at: datetime | None
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The sheet: its units (None is money), people, sums of all, and places to sign."""

    row: PeriodRow
    units: tuple[str | None, ...]
    people: tuple[PersonLine, ...]
    sums: tuple[Figures, ...]
    signatures: tuple[Signature, ...]


def of_period(name: str, now: datetime) -> Paper:
    """Return the sheet of a period; raise RefusedError where too many people are on it."""
    sums = settling.totals_of(name)
    if len({key for key, _unit in sums}) > LONGEST:
        raise RefusedError(_("Too many people for a sheet to sign; take the Excel file."))
    told = regulations.words_on(timezone.localdate(now))
    units = sorted({unit for _key, unit in sums}, key=lambda unit: (unit == YUAN, unit))
    return Paper(
        row=settlements.period_of(name, now),
        units=tuple(unit_name(unit, told) for unit in units),
        people=_people(sums, units),
        sums=tuple(_all(sums, unit) for unit in units),
        signatures=tuple(signatures_of(name)),
    )


def _people(sums: Sums, units: list[str]) -> tuple[PersonLine, ...]:
    keys = sorted({key for key, _unit in sums})
    names = people.members_by_keys(keys)
    return tuple(
        PersonLine(
            key=key,
            name=names[key].name if key in names else key,
            figures=tuple(_figures(unit, sums.get((key, unit))) for unit in units),
        )
        for key in keys
    )


def _figures(unit: str, moved: tuple[int, int] | None) -> Figures | None:
    return None if moved is None else _summed(unit, *moved)


def _all(sums: Sums, unit: str) -> Figures:
    got, gave = zip(*(moved for (_key, of), moved in sums.items() if of == unit), strict=True)
    return _summed(unit, sum(got), sum(gave))


def _summed(unit: str, got: int, gave: int) -> Figures:
    return Figures(
        gained=Quantity(unit, got), lost=Quantity(unit, -gave), net=Quantity(unit, got - gave)
    )


def signatures_of(name: str) -> list[Signature]:
    """List each step with who took it and who signed for it since it was last sent back, in order.

    A step nobody took yet is listed without a name.
    """
    about = f"{settlements.MATTER}:{name}"
    log = journal.timeline(about, newest_first=True)
    back = next((row for row in log if row.kind == RETURNED), None)
    taken = {row.kind: row for row in log if back is None or row.number > back.number}
    granted = [
        row
        for row in approvals.requests_about(about)
        if row.state == State.GRANTED and (back is None or row.opened_at > back.recorded_at)
    ]
    steps = [kind for kind in KINDS if kind != RETURNED]
    return [each for kind in steps for each in _of_step(kind, taken.get(kind), granted)]


def _of_step(kind: str, row: JournalRow | None, granted: list[RequestRow]) -> list[Signature]:
    asked = {each.id: each for each in granted if each.proposed_kind == kind}
    under = approvals.decisions_under(asked) if asked else {}
    signed = [
        Signature(
            kind=kind,
            name=one.member_name,
            at=one.at,
            clause=f"《{asked[pk].title}》{asked[pk].clause_number}",
        )
        for pk, decisions in under.items()
        for one in decisions
    ]
    own = Signature(
        kind=kind, name=row.actor_name if row else "", at=row.happened_at if row else None
    )
    return [*signed, own]
