"""Everything the desk shows, gathered in a fixed number of queries however many rows there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.approvals.queries import RequestRow
from shouwen.desk import counting
from shouwen.desk.rows import Asked, Decided, Line, Maker, Question, Sum
from shouwen.enforcement import matters, targets, words
from shouwen.enforcement import queries as enforcement
from shouwen.enforcement.matters import summaries_of
from shouwen.enforcement.queries import QuestionRow
from shouwen.enforcement.targets import TargetRow
from shouwen.ledger import queries as ledger
from shouwen.ledger.queries import StatementLine
from shouwen.obligations import lists
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import Counts, OwedRow
from shouwen.people.models import Member
from shouwen.people.standing import Standing, below_each, standing_today
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import House

PAGE = 50
LATELY = 5
TARGETS_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One member's desk at one moment; ``after`` is the cursor of the next page."""

    standing: Standing
    house: House
    counts: Counts
    targets: tuple[TargetRow, ...]
    sums: tuple[Sum, ...]
    owed: tuple[Line, ...]
    after: str
    waiting: tuple[Asked, ...]
    escalated: tuple[Line, ...]
    questions: tuple[Question, ...]
    lately: tuple[Decided, ...]

    @property
    def urgent(self) -> Line | None:
        """What falls due next, else what is overdue; None when nothing has a due time."""
        dated = sorted((line for line in self.owed if line.due_at), key=attrgetter("due_at"))
        return next((line for line in dated if line.state == "open"), dated[0] if dated else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the floors said, before anything is worded."""

    owed: list[OwedRow]
    after: str
    escalated: list[OwedRow]
    waiting: list[RequestRow]
    questions: list[QuestionRow]
    entries: list[StatementLine]


def desk_of(member: Member, now: datetime, after: str = "", sort: str = "") -> Desk:
    """Gather a member's desk, what is owed in an order of ``SORTING``.

    ``member`` was read for this one request.
    """
    today = timezone.localdate(now)
    standing = standing_today(member, today)
    house = regulations.house_on(today)
    found = _covered(_found(member, standing, now, after, sort), member, now)
    maker = _maker(found, member, standing, house, now)
    if not after and not found.after:
        counting.remember(member, counting.counts_in(found.owed, now))
    return Desk(
        standing=standing,
        house=house,
        counts=counting.counts_now(member, now),
        targets=targets_for(standing, house, now),
        sums=tuple(_sums(found.entries, maker, _period(now))),
        owed=tuple(maker.owed(row) for row in found.owed),
        after=found.after,
        waiting=tuple(maker.asked(row) for row in found.waiting),
        escalated=tuple(maker.owed(row) for row in found.escalated),
        questions=tuple(maker.question(row) for row in found.questions),
        lately=tuple(maker.decided(line) for line in _latest(found.entries)),
    )


def _found(member: Member, standing: Standing, now: datetime, after: str, sort: str) -> _Found:
    own = standing.own
    mine, further = lists.owed(
        member, posts=own.posts, team_ids=own.team_ids, sort=sort, cursor=after, limit=PAGE
    )
    if after:
        return _Found(owed=mine, after=further, escalated=[], waiting=[], questions=[],
                      entries=ledger.entries_since(member, _period(now)))  # fmt: skip
    return _Found(
        owed=mine,
        after=further,
        escalated=_told(member, standing),
        waiting=approvals.waiting_for(member, timezone.localdate(now), standing=standing),
        questions=enforcement.open_questions_of(member),
        entries=ledger.entries_since(member, _period_before(now)),
    )


def _covered(found: _Found, member: Member, now: datetime) -> _Found:
    """Cover in what people wrote what the reader may not see of a customer."""
    lately = _latest(found.entries)
    facts = [(row.about, row.proposed.details) for row in found.waiting]
    told = matters.covered([*facts, *((e.about, e.fact_details) for e in lately)], member, now)
    waiting = [
        replace(row, proposed=replace(row.proposed, details=details))
        for row, details in zip(found.waiting, told[: len(facts)], strict=True)
    ]
    said = dict(zip((entry.id for entry in lately), told[len(facts) :], strict=True))
    entries = [replace(e, fact_details=said.get(e.id, e.fact_details)) for e in found.entries]
    return replace(found, waiting=waiting, entries=entries)


def _told(member: Member, standing: Standing) -> list[OwedRow]:
    """List what was escalated to the member, without what they owe themselves anyway."""
    own = standing.own
    parties = {
        f"member:{member.username}",
        *(f"post:{key}" for key in own.posts),
        *(f"superior:{report.key}" for report in own.reports),
        *(f"department:{key}" for key in own.departments),
    }
    return [row for row in owed.escalated_to(parties) if row.owner_key != member.username]


def _maker(found: _Found, member: Member, standing: Standing, house: House, now: datetime) -> Maker:
    abouts = [row.about for row in (*found.owed, *found.escalated)]
    abouts += [row.about for row in found.questions]
    abouts += [row.about for row in found.waiting]
    vocabulary = house.words.vocabulary
    facts = [
        *((row.proposed.kind, row.proposed.details) for row in found.waiting),
        *((line.fact_kind, line.fact_details) for line in _latest(found.entries)),
    ]
    return Maker(
        house=house,
        standing=standing,
        summaries=summaries_of(abouts, vocabulary),
        names=words.names_in(vocabulary, facts),
        now=now,
        reader=member.username,
    )


def targets_for(standing: Standing, house: House, now: datetime) -> tuple[TargetRow, ...]:
    """Return the targets worth a tile: shares with a figure, for everybody or for my posts."""
    found = (
        rule
        for rule in targets.targets_in(house.in_force, timezone.localdate(now))
        if rule.metric.share and rule.bound is not None
        and (not rule.for_ or set(rule.for_) & standing.own.posts.keys())
    )  # fmt: skip
    return tuple(targets.measured_lately(house.in_force, islice(found, TARGETS_SHOWN), now))


def _sums(entries: Iterable[StatementLine], maker: Maker, period: str) -> list[Sum]:
    parts: dict[str, int] = {}
    for line in entries:
        if line.period == period:
            parts[line.amount.unit] = parts.get(line.amount.unit, 0) + line.amount.parts
    units = sorted(parts, key=lambda unit: (unit == YUAN, unit))
    return [Sum(amount=Quantity(unit, parts[unit]), unit=maker.unit(unit)) for unit in units]


def _latest(entries: list[StatementLine]) -> list[StatementLine]:
    newest = sorted(entries, key=lambda line: (line.happened_at, line.id), reverse=True)
    return newest[:LATELY]


def _period(now: datetime) -> str:
    return f"{timezone.localdate(now):%Y-%m}"


def _period_before(now: datetime) -> str:
    day = timezone.localdate(now)
    year, month = (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
    return f"{year}-{month:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How somebody who answers to the reader stands, with those ``below`` them."""

    name: str
    below: int
    late: int
    soon: int
    owed: int


def team_of(standing: Standing, now: datetime) -> list[Report]:
    """List those who answer to the member with what they and theirs owe, in two queries.

    Whoever is late with most stands first.
    """
    reports = standing.own.reports
    if not reports:
        return []
    below = below_each([report.pk for report in reports], timezone.localdate(now))
    counts = owed.late_by_owner({pk for pks in below.values() for pk in pks}, now)
    found = [
        _report(report.name, [counts[pk] for pk in below[report.pk] if pk in counts],
                len(below[report.pk]) - 1)
        for report in reports
    ]  # fmt: skip
    return sorted(found, key=lambda report: (-report.late, -report.soon))


def _report(name: str, counts: Collection[Counts], below: int) -> Report:
    return Report(
        name=name,
        below=below,
        late=sum(c.late for c in counts),
        soon=sum(c.soon for c in counts),
        owed=sum(c.owed for c in counts),
    )


def changes_since(member: Member, now: datetime) -> tuple[Counts, int]:
    """Return what the member owes and how much waits for their signature, in three queries."""
    today = timezone.localdate(now)
    standing = standing_today(member, today)
    waiting = approvals.waiting_count(member, today, standing=standing)
    return counting.counts_now(member, now), waiting
