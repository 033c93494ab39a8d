"""Whether a member may read why something is due, was moved or has to be signed."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement.matters import matter_open_to
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as ledger
from shouwen.ledger.actions import Transfer
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.people import queries as people
from shouwen.people.models import Member


def obligation_open_to(member: Member, pk: int, on: date) -> ObligationRow:
    """Return an obligation to whoever owes it, leads who owes it or may read its matter.

    Whoever recorded the fact it follows from may read it as well: they are told that it does.
    """
    found = owed.find(pk)
    if found is None:
        raise Http404
    if found.owner_id == member.pk:
        return found
    if found.owed_by in _parties_of(member, on):
        return found
    if found.owner is not None and people.leads(member, found.owner, on):
        return found
    # What a period or a department owes, nobody in particular owes.
    if _is_everybodys(found) and people.may(member, "cases.view_all", on):
        return found
    if matter_open_to(member, found.about, on) or found.fact.actor_id == member.pk:
        return found
    raise Http404


def _is_everybodys(obligation: ObligationRow) -> bool:
    return obligation.about.startswith("duty:") or obligation.owner_id is None


def _parties_of(member: Member, on: date) -> set[str]:
    posts = {f"post:{key}" for key in people.posts_of(member.username, on)}
    team = people.team_of(member, on)
    department = team.department if team else None
    return {*posts, f"department:{department.key}"} if department else posts


def transfer_open_to(member: Member, pk: int, on: date) -> Transfer:
    """Return a transfer to whom it concerns, their superiors, its recorder, and the auditors."""
    found = ledger.find(pk)
    if found is None or not may_read_transfer(member, found, on):
        raise Http404
    return found


def may_read_transfer(member: Member, transfer: Transfer, on: date) -> bool:
    """Return whether what somebody paid or received is any of this member's business."""
    keys = [a.key for a in (transfer.payer, transfer.payee) if a.kind == "member"]
    if member.username in keys:
        return True
    if transfer.fact.actor_id == member.pk:
        return True
    if people.may(member, "ledger.view_all", on):
        return True
    concerned = people.members_by_keys(keys).values()
    return any(people.leads(member, one, on) for one in concerned)


def request_open_to(member: Member, pk: int, on: date) -> Request:
    """Return a request to its proposer, to whoever may sign it and to readers of its matter."""
    found = requests.find(pk)
    if found is None:
        raise Http404
    if found.proposer_id == member.pk:
        return found
    if requests.may_decide(found, member, on):
        return found
    if people.leads(member, found.proposer, on):
        return found
    if any(d.member_key == member.username for d in requests.decisions_of(pk)):
        return found
    if matter_open_to(member, found.about, on):
        return found
    raise Http404


def fact_open_to(member: Member, number: int, on: date) -> FactRow:
    """Return a fact to whoever recorded it, is named in it, or may read its matter."""
    row = journal.find(number)
    if row is None:
        raise Http404
    if row.actor_id == member.pk:
        return row
    if member.username in {str(value) for value in row.details.values()}:
        return row
    if people.may(member, "facts.record", on):
        return row
    if matter_or_member(member, row.about, on):
        return row
    raise Http404


def matter_or_member(member: Member, about: str, on: date) -> bool:
    """Return whether a matter, or what is kept about a member, may be read by this member."""
    kind, _colon, key = about.partition(":")
    if kind != "member":
        return matter_open_to(member, about, on) or people.may(member, "facts.record", on)
    if key == member.username:
        return True
    concerned = people.member_by_key(key)
    if concerned is None:
        return False
    return people.leads(member, concerned, on) or people.may(member, "ledger.view_all", on)
