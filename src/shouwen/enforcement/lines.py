"""Rows of the explanation pages: consequences, accounts, tiers, and what would meet a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals.actions import Request
from shouwen.enforcement import gates, words
from shouwen.enforcement.clocks import rule_of
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as moved
from shouwen.ledger.actions import Transfer
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.rulings import Party
from shouwen.regulations import queries as regulations

DONE_BY_HAND = "duty_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One thing that followed from a fact, with the clause and where it is explained.

    ``obligation`` is there for a duty that is no longer simply open; ``stands`` is False for what
    was taken back. ``countered_by`` and ``counters`` are entries of the ledger.
    """

    text: str
    clause_number: str
    title: str
    href: str
    due_at: datetime | None = None
    quantity: Quantity | None = None
    unit: str = ""
    obligation: ObligationRow | None = None
    stands: bool = True
    countered_by: int | None = None
    counters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A kind of fact that would meet an obligation, and where it is recorded."""

    label: str
    href: str
    by_hand: bool


def consequences_of(row: FactRow, reader: Member, on: date) -> list[Consequence]:
    """List what a fact led to, duties first, then the points and money the reader may see."""
    return [
        *(_of_obligation(o) for o in owed.opened_by(row.number)),
        *(
            _of_transfer(t)
            for t in moved.moved_by(row.number)
            if gates.may_read_transfer(reader, t, on)
        ),
    ]


def _of_obligation(obligation: ObligationRow) -> Consequence:
    return Consequence(
        text=words.of_language((obligation.duty, obligation.duty_en or obligation.duty)),
        clause_number=obligation.clause_number,
        title=obligation.title,
        href=reverse("enforcement:why_obligation", args=[obligation.pk]),
        due_at=obligation.due_at,
        obligation=None if obligation.state == owed.State.OPEN else obligation,
        stands=obligation.state != owed.State.WITHDRAWN,
    )


def _of_transfer(transfer: Transfer) -> Consequence:
    both = (account_name(transfer.payer), account_name(transfer.payee))
    countered_by = moved.countered_by(transfer)
    return Consequence(
        text=_("%(payer)s → %(payee)s") % {"payer": both[0], "payee": both[1]},
        clause_number=transfer.clause_number,
        title=transfer.title,
        href=reverse("enforcement:why_transfer", args=[transfer.pk]),
        quantity=Quantity(transfer.unit, transfer.parts),
        unit=unit_name(transfer.unit, transfer.happened_at),
        stands=countered_by is None,
        countered_by=countered_by,
        counters=transfer.counters_id,
    )


def unit_name(unit: str, at: datetime) -> str:
    """Return the printed name of a kind of points; empty for money, which the page words."""
    if unit == YUAN:
        return ""
    names = regulations.in_force_on(timezone.localdate(at)).points
    return names.get(unit, unit)


def account_name(account: object) -> str:
    """Return the name of an account's holder, as people call it."""
    return party_name(Party(account.kind, account.key))  # type: ignore[attr-defined]


def party_name(party: Party) -> str:
    """Return what people call a party: a member's name, a post's, a department's, a fund's."""
    if party.kind == "member":
        found = people.member_by_key(party.key)
        return found.name if found else party.key
    today = timezone.localdate()  # clock: the name people use today
    known = regulations.words_on(today)
    if party.kind == "post":
        return people.post_names().get(party.key) or known.posts.get(party.key, party.key)
    if party.kind == "department":
        department = people.department_by_key(party.key)
        return department.name if department else known.departments.get(party.key, party.key)
    if party.key == "company":
        return _("the company")
    return known.parties.get(party.key, party.key)


def party_text(text: str) -> str:
    """Return what people call a party written ``kind:key``; empty stays empty."""
    kind, _colon, key = text.partition(":")
    return party_name(Party(kind, key)) if key else text


def tier_lines(asked: Request) -> list[str]:
    """Write each tier of a request: of whom any one signs, or all together, or in person."""
    return [_tier_line(asked, number) for number in range(len(asked.tiers))]


def _tier_line(asked: Request, number: int) -> str:
    names = [party_text(party) for party in asked.tiers[number]]
    text = (_(" and ") if number in asked.joint else _(" or ")).join(names)
    return _("%(who)s, in person") % {"who": text} if number in asked.personal else text


def how_to_meet(obligation: ObligationRow) -> list[Meeting]:
    """Name the facts that would meet an obligation; facts of a room are recorded there."""
    rule = rule_of(obligation)
    if not isinstance(rule, Clocked):
        return []
    vocabulary = rule.words.facts
    return [
        Meeting(
            label=words.of_language(vocabulary.kind_labels(condition.fact)),
            href=f"{reverse('enforcement:record', args=[condition.fact])}?about={obligation.about}",
            by_hand=condition.fact == DONE_BY_HAND,
        )
        for condition in _met_by(rule)
    ]


def _met_by(rule: Clocked) -> tuple[Condition, ...]:
    return rule.met_conditions() if isinstance(rule, Duty) else rule.met_by


def correction_of(row: FactRow) -> int | None:
    """Return the number of the fact that took this one back, or None."""
    rows = journal.timeline(row.about, after=row.number - 1, limit=1)
    return rows[0].corrected_by if rows else None
