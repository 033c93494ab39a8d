"""Periods that are closed for good: which entries belong to them, and where later ones go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.journal.queries import FactRow
from shouwen.ledger.models import Settlement, Transfer
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.periods import begin_of, name_of, next_first_day, per_of

__all__ = [
    "LOCKED",
    "NEXT",
    "RETURNABLE",
    "Place",
    "Settlement",
    "State",
    "begun",
    "follow",
    "is_over",
    "lines_of",
    "looked_at",
    "nets_of",
    "of_period",
    "place_of",
    "refuse_unfit",
    "seal_of",
    "sealed",
    "settled_with",
    "state_of",
    "states_of",
    "sums_of",
    "taken_of",
    "totals_of",
]

_SEALED = (
    *("pk", "fact__hash", "regulation", "rule_id", "clause_address", "because", "period"),
    *("payer__kind", "payer__key", "payee__kind", "payee__key", "unit", "parts", "counters"),
)
State = Settlement.State
LOCKED = (State.LOCKED, State.PAID)
NEXT = {
    State.OPEN: State.CALCULATED,
    State.CALCULATED: State.REVIEWED,
    State.REVIEWED: State.APPROVED,
    State.APPROVED: State.LOCKED,
    State.LOCKED: State.PAID,
}
# Sent back from here, it is open again and calculated anew.
RETURNABLE = (State.CALCULATED, State.REVIEWED, State.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry goes: the month of its account, what it is settled with, what it is late for.

    ``late_for`` is empty where it goes where it belongs.
    """

    period: str
    settled_in: str
    late_for: str = ""


def place_of(period: str, settled_in: str, at: datetime) -> Place:
    """Return where an entry goes that is booked at ``at``: a locked period takes no more."""
    names = {period, settled_in or period}
    if not any(is_over(name, at) for name in names):
        return Place(period=period, settled_in=settled_in)  # only what is over is ever locked
    locked = set(Settlement.objects.filter(state__in=LOCKED).values_list("name", flat=True))
    if not names & locked:
        return Place(period=period, settled_in=settled_in)
    return Place(
        period=_open_from(period, locked),
        settled_in=_open_from(settled_in, locked) if settled_in else "",
        late_for=settled_in or period,
    )


def _open_from(name: str, locked: set[str]) -> str:
    while name in locked:
        name = name_of(next_first_day(begin_of(name), per_of(name)), per_of(name))
    return name


def is_over(name: str, at: datetime) -> bool:
    """Return whether a period has passed by then; raise ValueError for what is no period."""
    return next_first_day(begin_of(name), per_of(name)) <= timezone.localdate(at)


def of_period(name: str) -> QuerySet[Transfer]:
    """Return the entries of a period: a month's own, or what is settled with a longer one."""
    with_it = Q(settled_in=name) & ~Q(settled_in="")
    if per_of(name) == "month":
        with_it |= Q(period=name, settled_in="")
    return Transfer.objects.filter(with_it)


def looked_at(name: str) -> tuple[int, int]:
    """Return how many entries a period has and the number of the newest.

    Entries are only ever added, so the two tell whether anything is different.
    """
    found = of_period(name).aggregate(count=Count("pk"), last=Max("pk"))
    return found["count"], found["last"] or 0


def state_of(name: str) -> State:
    """Return where the settlement of a period stands."""
    found = Settlement.objects.filter(name=name).values_list("state", flat=True).first()
    return State(found or State.OPEN)


def refuse_unfit(name: str, to: State, at: datetime) -> None:
    """Raise RefusedError, with the reason, where a settlement cannot go there now."""
    found = Settlement.objects.filter(name=name).first()
    now = State(found.state) if found else State.OPEN
    if to == State.OPEN:
        if now not in RETURNABLE:
            raise RefusedError(_("Only what is calculated and not locked yet can be sent back."))
        return
    if NEXT.get(now) != to:
        raise RefusedError(
            _("The settlement of %(period)s has moved on meanwhile; reload the page to see it.")
            % {"period": name}
        )
    if not is_over(name, at):
        raise RefusedError(
            _("%(period)s is not over yet; settle it once it has passed.") % {"period": name}
        )
    if found and now in RETURNABLE and (found.entries, found.last) != looked_at(name):
        raise RefusedError(
            _("Entries were added to %(period)s since it was calculated; send it back first.")
            % {"period": name}
        )


def follow(*, name: str, to: State, fact_row: FactRow) -> Settlement:
    """Keep where a fact brought the settlement of a period."""
    entries, last = looked_at(name)
    stands = {
        "state": to,
        "since": fact_row.happened_at,
        "fact": fact_row,
        "entries": entries,
        "last": last,
    }
    made, _created = Settlement.objects.update_or_create(name=name, defaults=stands)
    return made


def states_of(names: list[str]) -> dict[str, Settlement]:
    """Return the settlements of these periods that have begun, in one query."""
    found = Settlement.objects.filter(name__in=names).select_related("fact__actor")
    return {each.name: each for each in found}


def settled_with() -> list[str]:
    """List the days, weeks, quarters, half-years and years that something is settled with."""
    found = Transfer.objects.exclude(settled_in="").order_by("settled_in")
    return list(found.values_list("settled_in", flat=True).distinct())


def begun() -> list[str]:
    """List the periods whose settlement has begun."""
    return list(Settlement.objects.order_by("name").values_list("name", flat=True))


def sums_of(name: str) -> dict[str, int]:
    """Return what moved in a period by unit, taken back or not, in one query."""
    rows = of_period(name).order_by("unit").values_list("unit").annotate(sum=Sum("parts"))
    return {unit: int(parts) for unit, parts in rows}


def nets_of(name: str, keys: Collection[str]) -> dict[tuple[str, str], int]:
    """Return what a period leaves each of these members, by key and unit, in two queries."""
    nets: dict[tuple[str, str], int] = {}
    for side, sign in (("payee", 1), ("payer", -1)):
        mine = {f"{side}__kind": "member", f"{side}__key__in": list(keys)}
        rows = of_period(name).filter(**mine).order_by()
        for key, unit, parts in rows.values_list(f"{side}__key", "unit").annotate(sum=Sum("parts")):
            nets[key, unit] = nets.get((key, unit), 0) + sign * int(parts)
    return nets


def totals_of(name: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what every member received and paid in a period, by key and unit, in two queries.

    A transfer and its counter of the same period add nothing to either side.
    """
    own = of_period(name).values("pk")
    standing = of_period(name).exclude(counters__in=own).exclude(countered_by__in=own)
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for side in ("payee", "payer"):
        rows = standing.filter(**{f"{side}__kind": "member"}).order_by()
        for key, unit, parts in rows.values_list(f"{side}__key", "unit").annotate(sum=Sum("parts")):
            got, gave = sums.get((key, unit), (0, 0))
            more = int(parts)
            sums[key, unit] = (got + more, gave) if side == "payee" else (got, gave + more)
    return sums


def taken_of(name: str, unit: str) -> dict[str, int]:
    """Return what the standing entries of a period take from each member, by key, in one query."""
    standing = of_period(name).filter(counters=None, countered_by=None, unit=unit)
    rows = standing.filter(payer__kind="member").order_by().values_list("payer__key")
    return {key: int(parts) for key, parts in rows.annotate(sum=Sum("parts"))}


def lines_of(name: str) -> Iterator[Transfer]:
    """Yield the entries of a period in the order they were booked, however many they are."""
    found = of_period(name).select_related("payer", "payee", "fact").order_by("pk")
    yield from found.iterator(chunk_size=2000)


def seal_of(name: str) -> str:
    """Return a fingerprint of every entry of a period; the fact that locks it carries it."""
    seal = sha256()
    rows = of_period(name).order_by("pk").values_list(*_SEALED)
    for row in rows.iterator(chunk_size=2000):
        seal.update(repr(row).encode())
    return seal.hexdigest()


def sealed() -> Iterator[Settlement]:
    """Yield the locked periods with the facts that locked or paid them, in order of their names."""
    found = Settlement.objects.filter(state__in=LOCKED).select_related("fact")
    yield from found.order_by("name")
