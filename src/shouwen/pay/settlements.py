"""Periods and how far each is settled, in rows ready to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.enforcement import words
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.ledger import settling
from shouwen.ledger.books import books_of_funds
from shouwen.ledger.queries import Transfer
from shouwen.ledger.settling import NEXT, RETURNABLE, Settlement, State
from shouwen.pay import fines, wanting
from shouwen.pay.exporting import number
from shouwen.pay.fines import Fined
from shouwen.pay.months import LENGTHS, Month, is_settled
from shouwen.pay.queries import PAGE, unit_name
from shouwen.pay.wanting import Wanted
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.moves import HOUSE
from shouwen.policy.kinds.periods import begin_of, next_first_day, per_of
from shouwen.policy.sentences.wording import Pen
from shouwen.regulations import queries as regulations
from shouwen.ui.tables import Cell

MONTHS = 13
FINED_SHOWN = 5
MATTER = "settlement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One period; ``by`` and ``since`` are empty while nobody has begun with it."""

    name: str
    label: str
    state: State
    since: datetime | None
    by: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What a period leaves one member, points before money; ``after`` leads to the next page."""

    key: str
    name: str
    nets: tuple[tuple[str | None, Quantity], ...]
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Some members with what a period leaves them; ``next`` leads on where there are more."""

    rows: tuple[PersonRow, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow:
    """The book of a fund over a period: what stood, came, went and stands."""

    name: str
    unit: str | None
    before: Quantity
    received: Quantity
    paid: Quantity
    after: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The settlement of one period: where it stands, what it holds, and what is still asked."""

    row: PeriodRow
    entries: int
    changed: bool
    sums: tuple[tuple[str | None, Quantity], ...]
    people: tuple[PersonRow, ...]
    next_cursor: str
    funds: tuple[FundRow, ...]
    fined: tuple[Fined, ...]
    wanted: tuple[Wanted, ...]
    log: tuple[JournalRow, ...]

    @property
    def next(self) -> State | None:
        """The step that comes next, once the period has passed."""
        return NEXT.get(self.row.state) if self.row.is_over else None

    @property
    def is_month(self) -> bool:
        """Whether it is a month, of which each member has a statement."""
        return per_of(self.row.name) == "month"

    @property
    def returnable(self) -> bool:
        """Whether it can be sent back."""
        return self.row.state in RETURNABLE


def periods(now: datetime, after: str = "") -> tuple[list[PeriodRow], str]:
    """List a page of the last months and of every period that something is settled with.

    The name that leads on comes second, empty where there is nothing further.
    """
    this = Month.of(timezone.localdate(now))
    names = {this.moved(-n).period for n in range(MONTHS)}
    names |= {*settling.settled_with(), *settling.begun()}
    listed = sorted(names, key=_order, reverse=True)
    if is_settled(after):
        listed = [name for name in listed if _order(name) < _order(after)]
    shown = listed[:PAGE]
    return _rows(shown, now), shown[-1] if len(listed) > PAGE else ""


def period_of(name: str, now: datetime) -> PeriodRow:
    """Return one period."""
    (row,) = _rows([name], now)
    return row


def _order(name: str) -> tuple[date, int]:
    return next_first_day(begin_of(name), per_of(name)), LENGTHS.index(per_of(name))


def _last_day(name: str) -> date:
    return next_first_day(begin_of(name), per_of(name)) - timedelta(days=1)


def _rows(names: Sequence[str], now: datetime) -> list[PeriodRow]:
    stands = settling.states_of(list(names))
    return [_row(name, stands.get(name), now) for name in names]


def _row(name: str, stands: Settlement | None, now: datetime) -> PeriodRow:
    actor = stands.fact.actor if stands else None
    return PeriodRow(
        name=name,
        label=Pen(words.page_language()).period(name),
        state=State(stands.state) if stands else State.OPEN,
        since=stands.since if stands else None,
        by=actor.name if actor else "",
        is_over=settling.is_over(name, now),
    )


def sheet_of(name: str, now: datetime, after: str = "") -> Sheet:
    """Return the settlement of one period, in a number of queries that never grows."""
    stands = settling.states_of([name]).get(name)
    row = _row(name, stands, now)
    entries, last = settling.looked_at(name)
    found = people_of(name, now, after)
    return Sheet(
        row=row,
        entries=entries,
        changed=stands is not None
        and row.state in RETURNABLE
        and (entries, last) != (stands.entries, stands.last),
        sums=_by_unit(settling.sums_of(name), now),
        people=found.rows,
        next_cursor=found.next,
        funds=tuple(_funds(name, now)),
        fined=tuple(fines.of_period(name)[:FINED_SHOWN]),
        wanted=wanting.of_period(name, now),
        log=tuple(journal.timeline(f"{MATTER}:{name}", newest_first=True)),
    )


def _funds(name: str, now: datetime) -> Iterator[FundRow]:
    if per_of(name) in ("day", "week"):
        return  # a fund's book is kept by the month
    begins, last = begin_of(name), _last_day(name)
    told = regulations.words_on(timezone.localdate(now))
    company = pgettext("fund", "The company")
    for book in books_of_funds(f"{begins:%Y-%m}", f"{last:%Y-%m}"):
        yield FundRow(
            name=told.parties.get(book.key, company if book.key == HOUSE.fund else book.key),
            unit=unit_name(book.before.unit, told),
            before=book.before,
            received=book.received,
            paid=book.paid,
            after=book.after,
        )


def _by_unit(parts: dict[str, int], now: datetime) -> tuple[tuple[str | None, Quantity], ...]:
    told = regulations.words_on(timezone.localdate(now))
    units = sorted(parts, key=lambda unit: (unit == YUAN, unit))
    return tuple((unit_name(unit, told), Quantity(unit, parts[unit])) for unit in units)


def people_of(name: str, now: datetime, after: str = "") -> PeoplePage:
    """List a page of members with what a period leaves each, in four queries."""
    found = _people(name, now, after)
    return PeoplePage(
        rows=tuple(found[:PAGE]), next=str(found[PAGE - 1].after) if len(found) > PAGE else ""
    )


def _people(name: str, now: datetime, after: str) -> list[PersonRow]:
    members = Member.objects.filter(is_system=False).order_by("pk")
    if after.isdecimal():
        members = members.filter(pk__gt=int(after))
    found = list(members.values_list("pk", "username", "name")[: PAGE + 1])
    nets = settling.nets_of(name, [key for _pk, key, _name in found])
    mine: dict[str, dict[str, int]] = {}
    for (key, unit), parts in nets.items():
        mine.setdefault(key, {})[unit] = parts
    return [
        PersonRow(key=key, name=who, nets=_by_unit(mine.get(key, {}), now), after=pk)
        for pk, key, who in found
    ]


def lines(name: str, now: datetime) -> Iterator[list[Cell]]:
    """Yield the period's entries as payroll takes them: a line for each member concerned."""
    told, yuan = regulations.words_on(timezone.localdate(now)), pgettext("unit", "yuan")
    yield [
        _("Member"), pgettext("person", "Name"), _("Unit"), _("Amount"), _("Regulation"),
        _("Clause"), _("Date"), _("Fact number"), _("Entry"), _("Counters entry"), _("Late for"),
    ]  # fmt: skip
    names = {member.username: member.name for member in people.active_members()}
    for transfer in settling.lines_of(name):
        unit = unit_name(transfer.unit, told) or yuan
        yield from _lines(transfer, names, unit)


def _lines(transfer: Transfer, names: dict[str, str], unit: str) -> Iterator[list[Cell]]:
    for account, sign in ((transfer.payee, 1), (transfer.payer, -1)):
        if account.kind != "member":
            continue
        yield [
            account.key, names.get(account.key, account.key), unit,
            number(Quantity(transfer.unit, sign * transfer.parts)), transfer.title,
            transfer.clause_number, f"{timezone.localtime(transfer.happened_at):%Y-%m-%d}",
            transfer.fact_id, transfer.pk, transfer.counters_id or "", transfer.late_for,
        ]  # fmt: skip


def title_of(name: str) -> str:
    """Return what a settlement is called."""
    return _("Settlement of %(period)s") % {"period": Pen(words.page_language()).period(name)}


def matter_link(name: str) -> tuple[str, str]:
    """Return what a settlement is called and where it is read."""
    if not is_settled(name):
        return name, ""
    return title_of(name), reverse("pay:settlement", args=[name])
