"""What happens at the telephones now: at one seat, on the floor, and on a team's board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from shouwen.access import masks
from shouwen.access.choices import Level
from shouwen.access.sight import Sight
from shouwen.calls import menus, orders
from shouwen.calls.choices import UNSPOKEN, CallEnding, CallState
from shouwen.calls.measures import Measured, measured
from shouwen.calls.models import Call
from shouwen.customers import queries as customers
from shouwen.obligations import queries as obligations
from shouwen.people import queries as people
from shouwen.people.models import Member, Team
from shouwen.policy.kinds.conditions import Within
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.rulebook import Rulebook
from shouwen.seats import queries as seats
from shouwen.seats.choices import SeatState
from shouwen.seats.queries import SeatRow

CUSTOMER = "customer"
SHOWN = 100
OF_LATE = 8
LONG_CALL = timedelta(minutes=15)  # what is marked, not judged: rules have their own figures
_SEATS = ("with_seat", "rings_at", "answered_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call as its reader may see it; the caller's number is always masked."""

    pk: int
    number: str
    state: str
    ending: str
    caller: str
    phone: str
    secrecy: str
    seat: str
    queue: str
    arrived: datetime
    since: datetime
    long: bool

    @property
    def state_label(self) -> str:
        """What the call does, or how it ended, in the reader's language."""
        ended = self.state == CallState.ENDED
        return str(CallEnding(self.ending).label if ended else CallState(self.state).label)


def rows_of(calls: Iterable[Call], *, sight: Sight, now: datetime) -> list[CallRow]:
    """Return calls as rows, their customers in one query."""
    found = list(calls)
    named = {call.customer_id for call in found if call.customer_id}
    known = {row.pk: row for row in customers.rows_of(named, sight=sight)} if named else {}
    return [_row(call, known.get(call.customer_id or 0), sight, now) for call in found]


def _row(
    call: Call, customer: customers.CustomerRow | None, sight: Sight, now: datetime
) -> CallRow:
    seat = call.rings_at or call.with_seat or call.answered_by
    since = call.answered or call.arrived
    return CallRow(
        pk=call.pk, number=str(call), state=call.state, ending=call.ending,
        caller=customer.name if customer else "",
        phone=customer.phone if customer else unknown(call.number, sight),
        secrecy=customer.secrecy_label if customer else "",
        seat=seat.name if seat else "", queue=call.queue, arrived=call.arrived, since=since,
        long=call.ended is None and now - since > LONG_CALL,
    )  # fmt: skip


def unknown(number: str, sight: Sight) -> str:
    """Return the number of a caller whom nobody knows, masked as in any list."""
    if not number:
        return ""
    if sight.is_whole(CUSTOMER, Level.ORDINARY, "phone"):
        return masks.over(masks.PHONE, number)
    return sight.shown(CUSTOMER, Level.ORDINARY, "phone", number)


def to_dial(call: Call, sight: Sight) -> str:
    """Return the whole number of a caller whom nobody knows, to whoever may see such numbers.

    A customer's number stands on the customer's page, where looking at it is on record.
    """
    whole = sight.is_whole(CUSTOMER, Level.ORDINARY, "phone")
    return call.number if call.customer_id is None and whole else ""


# ── one seat ─────────────────────────────────────────────────────────────────────────────────


def call_at(member: Member) -> Call | None:
    """Return the call that somebody has or that rings at their seat, the one spoken to first."""
    open_ = Call.objects.filter(ended__isnull=True).select_related(*_SEATS, "exchange")
    here = Q(with_seat=member, answered__isnull=False) | Q(rings_at=member)
    return open_.filter(here).order_by(F("answered").desc(nulls_last=True), "-pk").first()


def lately_at(member: Member, *, sight: Sight, now: datetime) -> list[CallRow]:
    """List the calls somebody took last, for what is still to be written down."""
    found = Call.objects.filter(with_seat=member, ended__isnull=False).select_related(*_SEATS)
    return rows_of(found.order_by("-arrived")[:OF_LATE], sight=sight, now=now)


def earlier(call: Call, *, sight: Sight, now: datetime) -> list[CallRow]:
    """List the calls of the same number before this one, the latest first."""
    if not call.number:
        return []
    found = Call.objects.filter(number=call.number, arrived__lt=call.arrived).exclude(pk=call.pk)
    found = found.select_related(*_SEATS).order_by("-arrived")
    return rows_of(found[:OF_LATE], sight=sight, now=now)


# ── the floor ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Seats beside the roster, and every call that goes on; ``listen`` are those to listen to."""

    seats: list[SeatRow]
    calls: list[CallRow]
    waiting: list[CallRow]
    listen: frozenset[int]
    long: int
    longest_wait: int


def floor_of(members: Collection[int], *, watcher: Member, sight: Sight, now: datetime) -> Floor:
    """Return what happens now at these members' seats, and who waits for anybody."""
    open_ = Call.objects.filter(ended__isnull=True).select_related(*_SEATS, "exchange")
    here = Q(with_seat__in=members) | Q(rings_at__in=members) | Q(answered__isnull=True)
    calls = list(open_.filter(here).order_by("arrived")[:SHOWN])
    found = rows_of(calls, sight=sight, now=now)
    waiting = [row for row in found if row.state in {CallState.WAITING, CallState.RINGING}]
    return Floor(
        seats=seats.seats_of(members, now=now),
        calls=[row for row in found if row not in waiting],
        waiting=waiting,
        listen=frozenset(
            call.pk
            for call in calls
            if call.with_seat_id in members and orders.may_listen(call, watcher)
        ),
        long=sum(row.long for row in found),
        longest_wait=_longest((row.arrived for row in waiting), now),
    )


def _longest(arrived: Iterable[datetime], now: datetime) -> int:
    waits = [max(0, int((now - at).total_seconds())) for at in arrived]
    return max(waits, default=0)


# ── a team's board ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A team's day in a few figures; shares are of one, None where there is nothing to share.

    ``within`` is the seconds of the rule by which the service level counts; without such a rule
    there is no service level.
    """

    waiting: int
    longest_wait: int
    today: Measured
    within: int | None
    states: list[tuple[str, str, int]]
    planned: int
    present: int
    backlog: int
    lapses: int

    @property
    def connected(self) -> float | None:
        """The share of offered calls that somebody answered."""
        return self.today.answered / self.today.offered if self.today.offered else None

    @property
    def service_level(self) -> float | None:
        """The share answered within what the rule says."""
        return self.today.service_level if self.within is not None else None


def board_of(team: Team, book: Rulebook, *, now: datetime) -> Board:
    """Return a team's board: its queue by its name, its members as of today."""
    today = timezone.localdate(now)
    members = [m for m in people.active_members() if people.team_of(m, today) == team]
    rows = seats.seats_of([m.pk for m in members], now=now)
    queues = menus.queues_under(team.name)
    waits = Call.objects.filter(ended__isnull=True, answered__isnull=True, queue__in=queues)
    arrived = list(waits.order_by("arrived").values_list("arrived", flat=True)[:SHOWN])
    begins = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    within = answered_within(book, now)
    counted = Counter(row.state for row in rows)
    return Board(
        waiting=len(arrived),
        longest_wait=_longest(arrived, now),
        today=measured(first=begins, until=now, within=within or 0, queue=team.name),
        within=within,
        states=[(s.value, str(s.label), counted[s.value]) for s in SeatState],
        planned=sum(row.on_shift for row in rows),
        present=sum(row.on_shift and row.state != SeatState.OFFLINE for row in rows),
        **_owed(queues),
    )


def _owed(queues: list[str]) -> dict[str, int]:
    back = Call.objects.filter(queue__in=queues, ending__in=UNSPOKEN, returned_at__isnull=True)
    open_ = [f"call:{pk}" for pk in back.order_by("-ended").values_list("pk", flat=True)[:SHOWN]]
    owed = obligations.soonest_about(open_)
    return {"backlog": len(open_), "lapses": sum(row.late for row in owed.values())}


def answered_within(book: Rulebook, now: datetime) -> int | None:
    """Return within how many seconds the rules in force want a call answered; None where none does.

    Where several say so the shortest counts.
    """
    day = timezone.localdate(now)
    rules = (rule for rule in book.rules if isinstance(rule, Conduct) and rule.is_in_force(day))
    return min((found for rule in rules for found in _seconds(rule)), default=None)


def _seconds(rule: Conduct) -> Iterator[int]:
    if rule.measured is None or not any(each.fact == "call_answered" for each in rule.when):
        return
    test = rule.measured.tests.get("seconds")
    for name, bound in test.bounds if isinstance(test, Within) else ():
        if name == "at_most" and bound is not None:
            yield int(bound)
