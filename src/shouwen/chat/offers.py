"""What is offered while somebody answers: clauses of the regulations in force that fit."""

from __future__ import annotations

from datetime import datetime

from shouwen.adoption.searching import KIND
from shouwen.cases.drafts import MOST_OFFERED, Offer
from shouwen.people.models import Member
from shouwen.search import queries as search
from shouwen.search.sources import reader_of

_LONGEST = 400


def clauses(member: Member, words: str, now: datetime) -> list[Offer]:
    """List clauses in which the words stand, best first, by their number with their text."""
    if not words:
        return []
    wanted = search.Wanted(text=words, kinds=(KIND,))
    found = search.find(reader_of(member, now, wanted.kinds), wanted, limit=MOST_OFFERED)
    return [Offer(name=hit.head[:80], text=hit.body[:_LONGEST]) for hit in found.hits]
