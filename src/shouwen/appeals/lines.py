"""What is questioned: the fact behind a line, the clause it cites, and who decided it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as moved
from shouwen.ledger.actions import Transfer
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.regulations import queries as regulations

LAPSED = "obligation_lapsed"
# A rule said no: these facts carry the rule and its regulation among their details.
REFUSALS = ("attempt_refused", "access_refused")
Citing = Transfer | ObligationRow | Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that somebody questions; ``name`` is its own, ``version_id`` the text it cites."""

    name: str
    row: FactRow
    regulation: str
    rule_id: str
    version_id: int
    address: str


def of_transfer(pk: int) -> Line:
    """Return an entry of the ledger; raise RefusedError for one that there is nothing to ask of."""
    found = moved.find(pk)
    if found is None:
        raise RefusedError(_("There is no such entry."))
    if found.counters_id is not None:
        raise RefusedError(_("This entry takes another back; question that one instead."))
    return _line(f"transfer:{pk}", found.fact, found)


def of_duty(pk: int) -> Line:
    """Return a duty that lapsed, with the fact of its lapse."""
    found, lapse = owed.find(pk), journal.recorded_under(f"lapse:{pk}")
    if found is None or lapse is None:
        raise RefusedError(_("This duty did not lapse, so there is nothing to question."))
    return _line(f"duty:{pk}", lapse, found)


def of_fact(number: int) -> Line:
    """Return a fact; raise RefusedError where nothing followed from it."""
    row = journal.find(number)
    if row is None:
        raise RefusedError(_("There is no fact %(number)s.") % {"number": number})
    if row.kind == LAPSED:
        return of_duty(int(str(row.details.get("number") or 0)))
    found = next(_citing(row), None)
    if found is not None:
        return _line(f"fact:{number}", row, found)
    if row.kind in REFUSALS:
        return _refusal(row)
    raise RefusedError(_("Nothing followed from this fact, so there is nothing to question."))


def _citing(row: FactRow) -> Iterator[Citing]:
    """Yield what cites a clause because of a fact."""
    request = _request_in(row, "request")
    if row.kind == "approval_refused" and request is not None:
        yield request
    yield from moved.moved_by(row.number)
    yield from owed.opened_by(row.number)


def _line(name: str, row: FactRow, found: Citing) -> Line:
    return Line(
        name=name,
        row=row,
        regulation=found.regulation,
        rule_id=found.rule_id,
        version_id=found.version_id,
        address=found.clause_address,
    )


def _refusal(row: FactRow) -> Line:
    regulation, rule_id = str(row.details["regulation"]), str(row.details["rule"])
    known = regulations.in_force_on(row.happened_at.date(), row.recorded_at)
    rule = known.rulebook.find(regulation, rule_id)
    if rule is None:
        raise RefusedError(_("The clause that refused it is not in force any more."))
    return Line(
        name=f"fact:{row.number}",
        row=row,
        regulation=regulation,
        rule_id=rule_id,
        version_id=known.versions[regulation],
        address=rule.clause.address,
    )


def _request_in(row: FactRow, detail: str) -> Request | None:
    number = str(row.details.get(detail) or "")
    return requests.find(int(number)) if number.isdecimal() else None


# ── who is concerned, and who decided ────────────────────────────────────────────────────────


def concerns(line: Line, member: Member) -> bool:
    """Return whether a line is about a member: named in its fact, paying, receiving or owing."""
    row = line.row
    if row.about == f"member:{member.username}":
        return True
    if member.username in {str(value) for value in row.details.values()}:
        return True
    if any(_is_party(entry, member) for entry in moved.moved_by(row.number)):
        return True
    asked = _request_in(row, "request")
    if asked is not None and asked.proposer_id == member.pk:
        return True
    return any(one.owner_id == member.pk for one in owed.opened_by(row.number))


def _is_party(entry: Transfer, member: Member) -> bool:
    both = {(entry.payer.kind, entry.payer.key), (entry.payee.kind, entry.payee.key)}
    return ("member", member.username) in both


def deciders_of(row: FactRow) -> tuple[str, ...]:
    """Return the keys of those who decided a fact: its recorder, and whoever signed it before."""
    found: dict[str, None] = {}
    each: FactRow | None = row
    while each is not None:
        found.update(dict.fromkeys((each.actor_key, *_signers(each))))
        each = journal.find(each.derived_from_id) if each.derived_from_id else None
    return tuple(key for key in found if key)


def _signers(row: FactRow) -> Iterator[str]:
    asked = _request_in(row, "approval") or _request_in(row, "request")
    for decision in requests.decisions_of(asked.pk) if asked else ():
        yield decision.member_key
        yield decision.acting_for_key
