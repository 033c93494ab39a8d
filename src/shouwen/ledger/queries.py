"""Questions about points and money: a month's statement, a balance, a fact's transfers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from shouwen.ledger.models import Account, Transfer
from shouwen.people.models import Member
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.facts import Detail
from shouwen.policy.steps import Step

__all__ = [
    "HolderTotal",
    "PeriodTotal",
    "StatementLine",
    "Transfer",
    "balance",
    "booked",
    "booked_each",
    "countered_by",
    "entries_since",
    "find",
    "moved_by",
    "statement",
    "statement_of",
    "totals_by_period",
    "totals_of_members",
    "transfers_about",
    "uncountered_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One entry as an account's holder sees it: ``amount`` is positive for what they gain.

    ``balance`` is what the period has brought so far in that unit, this entry included.
    """

    id: int
    happened_at: datetime
    recorded_at: datetime
    period: str
    settled_in: str
    late_for: str
    amount: Quantity
    balance: Quantity
    other_kind: str
    other_key: str
    about: str
    fact_number: int
    fact_kind: str
    fact_details: Mapping[str, Detail]
    regulation: str
    title: str
    clause_address: str
    clause_number: str
    version_id: int
    rule_id: str
    steps: tuple[Step, ...]
    counters: int | None
    countered_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTotal:
    """What one account received and paid in one month."""

    period: str
    received: Quantity
    paid: Quantity

    @property
    def net(self) -> Quantity:
        """What is left of the month: received less paid."""
        return Quantity(self.received.unit, self.received.parts - self.paid.parts)


def find(pk: int) -> Transfer | None:
    """Return one transfer with its accounts, fact and version, or None."""
    related = ("payer", "payee", "fact", "version__regulation", "counters")
    return Transfer.objects.select_related(*related).filter(pk=pk).first()


def moved_by(fact_number: int) -> list[Transfer]:
    """Return every transfer a fact moved, counter-entries included, in order."""
    related = ("payer", "payee", "countered_by")
    found = Transfer.objects.filter(fact=fact_number).select_related(*related)
    return list(found.order_by("pk"))


def moved_by_any(fact_numbers: Collection[int]) -> list[Transfer]:
    """Return every transfer that any of these facts moved, in order, in one query."""
    related = ("payer", "payee", "countered_by")
    found = Transfer.objects.filter(fact__in=list(fact_numbers)).select_related(*related)
    return list(found.order_by("pk"))


def uncountered_of(fact_number: int) -> list[Transfer]:
    """Return the transfers of a fact that still stand: neither countered nor countering."""
    standing = Transfer.objects.filter(
        fact=fact_number, counters__isnull=True, countered_by__isnull=True
    )
    return list(standing.select_related("payer", "payee").order_by("pk"))


def transfers_about(about: str) -> list[Transfer]:
    """Return every transfer about a matter, in order, with its accounts."""
    found = Transfer.objects.filter(about=about).select_related("payer", "payee", "countered_by")
    return list(found.order_by("pk"))


def statement(member: Member, period: str) -> list[StatementLine]:
    """List a member's entries of one month in order of time, with the running balance by unit."""
    return statement_of("member", member.username, period)


def statement_of(kind: str, key: str, period: str) -> list[StatementLine]:
    """List the entries of any holder's accounts in one month, in one query."""
    return _lines(_held(kind, key).filter(period=period), kind, key)


def entries_since(member: Member, period: str) -> list[StatementLine]:
    """List a member's entries from a month on, in one query; each month's balance begins anew."""
    found = _held("member", member.username).filter(period__gte=period)
    return _lines(found, "member", member.username)


def _held(kind: str, key: str) -> QuerySet[Transfer]:
    accounts = Account.objects.filter(kind=kind, key=key).values("pk")
    return Transfer.objects.filter(Q(payer__in=accounts) | Q(payee__in=accounts))


def _lines(found: QuerySet[Transfer], kind: str, key: str) -> list[StatementLine]:
    running: dict[tuple[str, str], int] = {}
    lines = []
    ordered = found.order_by("period", "happened_at", "pk")
    for transfer in ordered.select_related("payer", "payee", "countered_by", "fact"):
        gains = (transfer.payee.kind, transfer.payee.key) == (kind, key)
        parts = transfer.parts if gains else -transfer.parts
        month = transfer.period, transfer.unit
        running[month] = running.get(month, 0) + parts
        lines.append(_line(transfer, parts, running[month]))
    return lines


def _accounts(kind: str, key: str, unit: str | None = None) -> Collection[int]:
    found = Account.objects.filter(kind=kind, key=key)
    if unit is not None:
        found = found.filter(unit=unit)
    return list(found.values_list("pk", flat=True))


def _touching(accounts: Collection[int]) -> QuerySet[Transfer]:
    return Transfer.objects.filter(Q(payer__in=accounts) | Q(payee__in=accounts))


def _line(transfer: Transfer, parts: int, running: int) -> StatementLine:
    other = transfer.payer if parts > 0 else transfer.payee
    return StatementLine(
        id=transfer.pk,
        happened_at=transfer.happened_at,
        recorded_at=transfer.recorded_at,
        period=transfer.period,
        settled_in=transfer.settled_in,
        late_for=transfer.late_for,
        amount=Quantity(transfer.unit, parts),
        balance=Quantity(transfer.unit, running),
        other_kind=other.kind,
        other_key=other.key,
        about=transfer.about,
        fact_number=transfer.fact_id,
        fact_kind=transfer.fact.kind,
        fact_details=transfer.fact.details,
        regulation=transfer.regulation,
        title=transfer.title,
        clause_address=transfer.clause_address,
        clause_number=transfer.clause_number,
        version_id=transfer.version_id,
        rule_id=transfer.rule_id,
        steps=tuple(Step.from_json(step) for step in transfer.steps),
        counters=transfer.counters_id,
        countered_by=countered_by(transfer),
    )


def countered_by(transfer: Transfer) -> int | None:
    """Return the number of the entry that takes this one back, or None while it stands."""
    counter = getattr(transfer, "countered_by", None)
    return counter.pk if counter else None


def balance(kind: str, key: str, unit: str, period: str | None = None) -> Quantity:
    """Return what an account holds, or what one month brought it; zero if it never moved."""
    accounts = _accounts(kind, key, unit)
    found = _touching(accounts)
    if period is not None:
        found = found.filter(period=period)
    return Quantity(unit, int(found.aggregate(parts=_signed_sum(accounts))["parts"]))


def booked(
    kind: str,
    key: str,
    unit: str,
    *,
    regulation: str,
    rules: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> Quantity:
    """Return what rules of a regulation booked for a holder net, in one query.

    Without ``rules`` every rule of the regulation counts. Facts count that happened from ``since``
    to before ``until`` and, with ``before_number``, were recorded before that fact; what was taken
    back by then does not count, nor does the counter-entry.
    """
    accounts = _accounts(kind, key, unit)
    stood = _stood(regulation, rules, since, until, before_number)
    found = _touching(accounts).filter(stood)
    return Quantity(unit, int(found.aggregate(parts=_signed_sum(accounts))["parts"]))


def booked_each(
    members: Collection[str],
    unit: str,
    *,
    regulation: str,
    rules: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> dict[str, Quantity]:
    """Return what :func:`booked` returns for each of these members, in one query for each side."""
    held = Account.objects.filter(kind="member", key__in=list(members), unit=unit)
    keys = dict(held.values_list("pk", "key"))
    stood = _stood(regulation, rules, since, until, before_number)
    sums = dict.fromkeys(members, 0)
    for side, sign in (("payee", 1), ("payer", -1)):
        found = Transfer.objects.filter(stood, **{f"{side}__in": list(keys)}).order_by()
        for account, parts in found.values_list(side).annotate(sum=Sum("parts")):
            sums[keys[account]] += sign * int(parts)
    return {key: Quantity(unit, parts) for key, parts in sums.items()}


def taken_from(
    member: str,
    unit: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> list[Transfer]:
    """List what stood to a member's loss before a fact, under any regulation, oldest first."""
    stood = _stood("", (), since, until, before_number)
    mine = Q(payer__kind="member", payer__key=member, unit=unit)
    found = Transfer.objects.filter(stood, mine).select_related("payer", "fact__actor")
    return list(found.order_by("fact", "pk"))


def points_of(
    member: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> list[Transfer]:
    """List the points that stood to a member's gain or loss before a fact, oldest fact first.

    What followed from other movements of the same fact is left out.
    """
    stood = _stood("", (), since, until, before_number)
    mine = Q(payer__kind="member", payer__key=member) | Q(payee__kind="member", payee__key=member)
    found = Transfer.objects.filter(stood, mine, because="").exclude(unit=YUAN)
    return list(found.select_related("payer", "payee").order_by("fact", "unit", "pk"))


def _stood(
    regulation: str,
    rules: Collection[str],
    since: datetime | None,
    until: datetime | None,
    before_number: int | None,
) -> Q:
    """Return which bookings of a regulation stood before a fact: see :func:`booked`."""
    taken_back = Transfer.objects.filter(counters=OuterRef("pk"))
    # Said the other way round, so that nobody looks up all that counter nothing by their index.
    stood = ~Q(counters__isnull=False)
    if regulation:
        stood &= Q(regulation=regulation)
    if before_number is not None:
        stood &= Q(fact__lt=before_number)
        taken_back = taken_back.filter(fact__lt=before_number)
    if rules:
        stood &= Q(rule_id__in=list(rules))
    if since is not None:
        stood &= Q(happened_at__gte=since)
    if until is not None:
        stood &= Q(happened_at__lt=until)
    return stood & ~Q(Exists(taken_back))


def _signed_sum(accounts: Collection[int]) -> Coalesce:
    signed = Case(
        When(payee__in=accounts, then=F("parts")),
        default=-F("parts"),
        output_field=BigIntegerField(),
    )
    return Coalesce(Sum(signed), 0, output_field=BigIntegerField())


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTotal:
    """What one holder received and paid of one unit in a month."""

    key: str
    received: Quantity
    paid: Quantity

    @property
    def net(self) -> Quantity:
        """What is left: received less paid."""
        return Quantity(self.received.unit, self.received.parts - self.paid.parts)


def totals_of_members(keys: Collection[str], period: str) -> list[HolderTotal]:
    """List what each of these members received and paid in a month, by unit, in two queries.

    A transfer and its counter of the same month add nothing to either side.
    """
    stands = ~Q(countered_by__period=period) & ~Q(counters__period=period)
    standing = Coalesce(Sum("parts", filter=stands), 0, output_field=BigIntegerField())
    sums: dict[tuple[str, str], list[int]] = {}
    for place, side in enumerate(("payee", "payer")):
        found = Transfer.objects.filter(
            **{f"{side}__kind": "member", f"{side}__key__in": list(keys)}, period=period
        )
        by_holder = found.order_by().values_list(f"{side}__key", "unit").annotate(sum=standing)
        for key, unit, parts in by_holder:
            sums.setdefault((key, unit), [0, 0])[place] = int(parts)
    return [
        HolderTotal(key=key, received=Quantity(unit, got), paid=Quantity(unit, gave))
        for (key, unit), (got, gave) in sorted(sums.items())
    ]


def totals_by_period(kind: str, key: str) -> list[PeriodTotal]:
    """List what a holder received and paid by month and unit, oldest month first."""
    accounts = _accounts(kind, key)
    sums = (
        _touching(accounts)
        .values("period", "unit")
        .annotate(
            received=Coalesce(Sum("parts", filter=Q(payee__in=accounts)), 0),
            given=Coalesce(Sum("parts", filter=Q(payer__in=accounts)), 0),
        )
    )
    return [
        PeriodTotal(
            period=row["period"],
            received=Quantity(row["unit"], int(row["received"])),
            paid=Quantity(row["unit"], int(row["given"])),
        )
        for row in sums.order_by("period", "unit")
    ]
