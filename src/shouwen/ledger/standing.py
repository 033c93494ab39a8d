"""What stands in the ledger, now or before a fact was recorded, for whoever works it out anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.ledger.models import Transfer

__all__ = ["Standing", "booked_before", "entries_of_member", "lines_between", "lines_of_facts"]

_COLUMNS = (
    *("fact_id", "regulation", "rule_id", "payer__kind", "payer__key", "payee__kind"),
    *("payee__key", "unit", "parts"),
)


class Standing(NamedTuple):
    """One line: its fact, the rule, both accounts as ``kind:key``, unit and parts."""

    fact: int
    regulation: str
    rule: str
    payer: str
    payee: str
    unit: str
    parts: int


def _standing(before_number: int | None = None) -> QuerySet[Transfer]:
    taken_back = Transfer.objects.filter(counters=OuterRef("pk"))
    found = Transfer.objects.filter(counters__isnull=True)
    if before_number is not None:
        taken_back = taken_back.filter(fact__lt=before_number)
        found = found.filter(fact__lt=before_number)
    return found.filter(~Exists(taken_back))


def lines_between(since: datetime, until: datetime) -> Iterator[Standing]:
    """Yield what stands for the facts that happened from ``since`` to before ``until``."""
    yield from _lines(_standing().filter(happened_at__gte=since, happened_at__lt=until))


def lines_of_facts(numbers: Collection[int]) -> Iterator[Standing]:
    """Yield what stands for these facts."""
    yield from _lines(_standing().filter(fact__in=list(numbers)))


def _lines(rows: QuerySet[Transfer]) -> Iterator[Standing]:
    listed = rows.order_by("pk").values_list(*_COLUMNS)
    for fact, regulation, rule, kind, key, other, other_key, unit, parts in listed.iterator(
        chunk_size=5000
    ):
        sides = f"{kind}:{key}", f"{other}:{other_key}"
        yield Standing(fact, regulation, rule, *sides, unit, parts)


def booked_before(
    kind: str,
    unit: str,
    *,
    regulation: str,
    rules: Collection[str],
    since: datetime | None,
    until: datetime,
    before_number: int | None,
) -> Iterator[tuple[int, datetime, str, int]]:
    """Yield fact, moment, holder and signed parts of what rules booked for holders of a kind.

    Facts count that happened before ``until``, and stood before the fact with the number.
    """
    rows = _standing(before_number).filter(regulation=regulation, unit=unit, happened_at__lt=until)
    if rules:
        rows = rows.filter(rule_id__in=list(rules))
    if since is not None:
        rows = rows.filter(happened_at__gte=since)
    for side, sign in (("payee", 1), ("payer", -1)):
        mine = rows.filter(Q(**{f"{side}__kind": kind}))
        for fact, at, key, parts in mine.values_list(
            "fact_id", "happened_at", f"{side}__key", "parts"
        ):
            yield fact, at, key, sign * parts


def entries_of_member(key: str, since: datetime, until: datetime) -> list[Transfer]:
    """List what stands for a member of facts from ``since`` to before ``until``, in one query."""
    mine = Q(payer__kind="member", payer__key=key) | Q(payee__kind="member", payee__key=key)
    rows = _standing().filter(mine, happened_at__gte=since, happened_at__lt=until)
    return list(rows.select_related("payer", "payee", "version").order_by("pk"))
