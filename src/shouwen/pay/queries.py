"""A month's statement of one member, and the totals of everybody, in rows ready to show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.appeals import queries as appeals
from shouwen.appeals.queries import Appeal
from shouwen.enforcement import matters, words
from shouwen.ledger import queries as ledger
from shouwen.ledger.queries import HolderTotal, StatementLine
from shouwen.pay.months import Month
from shouwen.people.models import Member
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.sentences.wording import Pen
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce
from shouwen.ui import words as ui

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a statement; amounts are signed from the member's side.

    ``countered_by`` and ``counters`` are where the other half of a correction is explained.
    ``settled_in`` names the quarter, half-year or year with which it is settled, if any;
    ``late_for`` the locked period it came too late for. ``appeal`` is the newest about its fact.
    """

    pk: int
    happened_at: datetime
    label: str
    details: str
    book: str
    clause_number: str
    why_href: str
    fact_number: int
    settled_in: str
    late_for: str
    amount: Quantity
    balance: Quantity
    counters: int | None
    countered_by: int | None
    appeal: Appeal | None

    @property
    def may_be_questioned(self) -> bool:
        """Whether it stands and nobody has questioned it yet."""
        return self.counters is None and self.countered_by is None and self.appeal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What happened in one unit: ``unit`` is its printed name, None for money.

    ``gained`` and ``lost`` leave out what was taken back; ``net`` is the balance, ``last`` that of
    the month before.
    """

    unit: str | None
    gained: Quantity
    lost: Quantity
    net: Quantity
    last: Quantity
    entries: tuple[Entry, ...]

    @property
    def figures(self) -> dict[str, str]:
        """The sums with their signs, and the word for the unit."""
        sums = {"gained": self.gained, "lost": self.lost, "net": self.net, "last": self.last}
        signed = {name: ui.figure(amount, signed=True) for name, amount in sums.items()}
        return {**signed, "word": ui.unit_name(self.net)}

    @property
    def tone(self) -> str:
        """How the net sum looks: good, bad or plain."""
        return "fine" if self.net.parts > 0 else "late" if self.net.parts < 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A member's month, points before money."""

    member: Member
    month: Month
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(section.entries) for section in self.sections)


def statement_of(member: Member, month: Month, now: datetime) -> Statement:
    """Return a member's month, in at most eight queries however many lines it has."""
    lines = _covered(ledger.statement(member, month.period), now)
    known = regulations.words_on(_last_day(month, now))
    names = words.names_in(known.vocabulary, [(e.fact_kind, e.fact_details) for e in lines])
    appealed = appeals.of_facts({line.fact_number for line in lines})
    words_ = _Words(known, names, member.username, appealed)
    by_unit: dict[str, list[StatementLine]] = {}
    for line in lines:
        by_unit.setdefault(line.amount.unit, []).append(line)
    units = sorted(by_unit, key=lambda unit: (unit == YUAN, unit))
    totals = ledger.totals_of_members([member.username], month.moved(-1).period)
    last = {total.net.unit: total.net for total in totals}
    return Statement(
        member=member,
        month=month,
        sections=tuple(
            _section(by_unit[unit], last.get(unit, Quantity(unit, 0)), words_, now)
            for unit in units
        ),
    )


def _covered(lines: list[StatementLine], now: datetime) -> list[StatementLine]:
    """Cover in what people wrote what not everybody may see: a statement has several readers."""
    told = matters.covered([(line.about, line.fact_details) for line in lines], None, now)
    return [replace(line, fact_details=details) for line, details in zip(lines, told, strict=True)]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words a statement is written in; ``reader`` is whose it is; what was questioned."""

    known: InForce
    names: words.Names
    reader: str
    appealed: Mapping[int, Appeal]


def _last_day(month: Month, now: datetime) -> date:
    """Return the day whose words a month is read in: its last, or today."""
    return min(timezone.localdate(now), month.moved(1).first - timedelta(days=1))


def _section(lines: list[StatementLine], last: Quantity, said: _Words, now: datetime) -> Section:
    unit = last.unit
    # A correction undoes itself within a month; across months each half belongs to its own.
    shown = {line.id for line in lines}
    standing = [e.amount.parts for e in lines if not shown & {e.countered_by, e.counters}]
    return Section(
        unit=unit_name(unit, said.known),
        gained=Quantity(unit, sum(parts for parts in standing if parts > 0)),
        lost=Quantity(unit, sum(parts for parts in standing if parts < 0)),
        net=Quantity(unit, sum(line.amount.parts for line in lines)),
        last=last,
        entries=tuple(_entry(line, said, now) for line in lines),
    )


def unit_name(unit: str, known: InForce) -> str | None:
    """Return the printed name of a kind of points; None for money, which the page words."""
    return None if unit == YUAN else known.points.get(unit, unit)


def _entry(line: StatementLine, said: _Words, now: datetime) -> Entry:
    vocabulary = said.known.vocabulary
    # Whose statement it is stands above it.
    told = {name: value for name, value in line.fact_details.items() if value != said.reader}
    details = words.detail_lines(vocabulary, line.fact_kind, told, said.names, now=now)
    return Entry(
        pk=line.id,
        happened_at=line.happened_at,
        label=words.kind_label(vocabulary, line.fact_kind),
        details=" · ".join(
            _("%(label)s: %(value)s") % {"label": n, "value": v} for n, v in details
        ),
        book=line.title,
        clause_number=line.clause_number,
        why_href=reverse("enforcement:why_transfer", args=[line.id]),
        fact_number=line.fact_number,
        settled_in=_settled(line.settled_in),
        late_for=_settled(line.late_for),
        amount=line.amount,
        balance=line.balance,
        counters=line.counters,
        countered_by=line.countered_by,
        appeal=said.appealed.get(line.fact_number),
    )


def _settled(period: str) -> str:
    """Name the period with which an entry is settled, in the language of the page."""
    return Pen(words.page_language()).period(period) if period else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a month brought somebody of one unit; ``last`` is the net of the month before."""

    unit: str | None
    gained: Quantity
    lost: Quantity
    net: Quantity
    last: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One member of the list of everybody; ``after`` is the cursor to the next."""

    key: str
    name: str
    is_active: bool
    totals: tuple[Total, ...]
    after: int


def everybody(
    month: Month,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
    *,
    among: Collection[int] | None = None,
) -> list[MemberRow]:
    """List members in the order they came with what the month brought them, in six queries.

    ``among`` keeps to these members, by id. One more than ``limit`` is returned where there are
    further ones.
    """
    members = Member.objects.filter(is_system=False).order_by("pk")
    if among is not None:
        members = members.filter(pk__in=list(among))
    if after.isdecimal():
        members = members.filter(pk__gt=int(after))
    found = list(members.values_list("pk", "username", "name", "is_active")[: limit + 1])
    known = regulations.words_on(_last_day(month, now))
    keys = [key for _pk, key, *_ in found]
    totals = _by_key(ledger.totals_of_members(keys, month.period))
    before = ledger.totals_of_members(keys, month.moved(-1).period)
    last = {(total.key, total.net.unit): total.net for total in before}
    return [
        MemberRow(
            key=key,
            name=name,
            is_active=is_active,
            totals=tuple(_total(total, last, known) for total in totals.get(key, ())),
            after=pk,
        )
        for pk, key, name, is_active in found
    ]


def all_members(month: Month, now: datetime) -> Iterator[MemberRow]:
    """Yield every member with what the month brought them, a page at a time."""
    after = ""
    while True:
        rows = everybody(month, now, after)
        yield from rows[:PAGE]
        if len(rows) <= PAGE:
            return
        after = str(rows[PAGE - 1].after)


def _by_key(totals: Iterable[HolderTotal]) -> dict[str, list[HolderTotal]]:
    found: dict[str, list[HolderTotal]] = {}
    for total in sorted(totals, key=lambda t: (t.net.unit == YUAN, t.net.unit)):
        found.setdefault(total.key, []).append(total)
    return found


def _total(total: HolderTotal, last: Mapping[tuple[str, str], Quantity], known: InForce) -> Total:
    return Total(
        unit=unit_name(total.net.unit, known),
        gained=total.received,
        lost=-total.paid,
        net=total.net,
        last=last.get((total.key, total.net.unit), Quantity(total.net.unit, 0)),
    )
