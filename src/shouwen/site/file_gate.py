"""Who may see a kept file: asked of the room that keeps the matter naming it."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.enforcement import gates, matters
from shouwen.people.models import Member
from shouwen.rounds import gates as rounds

FACT, OBLIGATION, CASE, CHAT = "fact", "obligation", "case", "chat"
COACHING = "coaching"


def may_see(member: Member, about: str, on: date) -> bool:
    """Return whether a member may read the fact, the obligation or the matter that names a file."""
    sort, _colon, key = about.partition(":")
    if sort == FACT and key.isdecimal():
        return _fact_is_open(member, int(key), on)
    if sort == OBLIGATION and key.isdecimal():
        return rounds.evidence_open_to(member, int(key), on)
    if sort in (CASE, CHAT, COACHING):
        # What a customer sent is for whoever may read the case, not for all who record facts; and
        # what a coaching note brings along for the person and who leads them.
        return matters.matter_open_to(member, about, on)
    return gates.matter_or_member(member, about, on)


def _fact_is_open(member: Member, number: int, on: date) -> bool:
    try:
        gates.fact_open_to(member, number, on)
    except Http404:
        return False
    return True
