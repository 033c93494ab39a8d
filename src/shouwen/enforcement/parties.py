"""Which member, post or account a ruling's party is on the day of the fact."""

from __future__ import annotations

from datetime import date

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.rulings import Party


def owner_of(party: Party, on: date) -> Member | None:
    """Return the one member who owes; None when every holder of a post owes until one acts."""
    if party.kind == "member":
        return people.member_by_key(party.key)
    if party.kind == "superior":
        return people.superior_of(party.key, on)
    if party.kind == "post":
        holders = people.holders_of(party.key, on)
        return holders[0] if len(holders) == 1 else None
    return None


def members_of(party: Party, on: date) -> list[Member]:
    """Return everybody a party stands for on that day."""
    if party.kind == "post":
        return people.holders_of(party.key, on)
    if party.kind == "department":
        return people.members_of_department(party.key, on)
    owner = owner_of(party, on)
    return [owner] if owner else []


def account_of(party: Party, on: date) -> Party:
    """Return whose account pays or receives for a party on that day."""
    if party.kind in ("superior", "post"):
        owner = owner_of(party, on)
        if owner is not None:
            return Party("member", owner.username)
    return party
