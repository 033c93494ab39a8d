"""After a leak: who had asked for what leaked, and who of them was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.journal.queries import JournalRow
from shouwen.people import queries as people
from shouwen.policy.facts import Detail

LEAK_FOUND, ASKED, REFUSED = "leak_found", "access_requested", "access_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One time somebody asked for what leaked."""

    number: int
    name: str
    at: datetime
    refused: bool


def who_looked(row: FactRow) -> list[Look]:
    """List who asked for what a leak is about before it was found, the latest first.

    The subject decides where the leak names one, else its class; a leak that names neither, and
    any other fact, lists nobody.
    """
    wanted = _subject_of(row)
    if row.kind != LEAK_FOUND or not wanted:
        return []
    found = [
        one
        for kind in (ASKED, REFUSED)
        for one in journal.facts_of_kind(kind, until=row.happened_at, details=wanted)
    ]
    names = people.members_by_keys({_person_of(one) for one in found})
    looks = [_look(one, names[key].name if (key := _person_of(one)) in names else key)
             for one in found]  # fmt: skip
    return sorted(looks, key=lambda one: one.number, reverse=True)


def _subject_of(row: FactRow) -> dict[str, Detail]:
    for name in ("subject", "subject_class"):
        if row.details.get(name):
            return {name: row.details[name]}
    return {}


def _person_of(row: JournalRow) -> str:
    return str(row.details.get("person") or row.actor_key)


def _look(row: JournalRow, name: str) -> Look:
    return Look(number=row.number, name=name, at=row.happened_at, refused=row.kind == REFUSED)
