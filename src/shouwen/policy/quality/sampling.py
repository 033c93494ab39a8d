"""Samples (抽样): which contacts are checked, drawn by a recorded seed, and by whom.

Chance is a keyed digest of the seed and the contact's own key: the order in which contacts are
handed in does not matter, the same seed draws the same sample on every machine, and a contact
that comes later changes nothing among those that were there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from hashlib import blake2b
from math import ceil
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One conversation that could be checked; what is None was not recorded and selects nothing.

    ``newcomer`` tells that its person was new on that day, ``silence`` its longest pause. ``sort``
    is what it is, such as a call; the word is the caller's own.
    """

    key: str
    sort: str = ""
    person: str
    channel: str
    happened_at: datetime
    customer: str = ""
    newcomer: bool = False
    seconds: int | None = None
    silence: int | None = None
    satisfaction: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of a plan: of which contacts how many, of each person, channel or of all.

    ``share`` is rounded up and never yields fewer than ``at_least`` where there are so many.
    Limits include their edge: ``longest`` takes calls of at least so many seconds. A ``sort``
    takes contacts of that sort alone, and counts repeats among them.
    """

    name: str
    sort: str = ""
    of_each: Literal["person", "channel", "all"] = "all"
    share: Fraction = Fraction(0)
    at_least: int = 0
    newcomers: bool = False
    satisfaction_up_to: int | None = None
    seconds_up_to: int | None = None
    seconds_from: int | None = None
    silence_from: int | None = None
    repeats_within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A contact of the sample, and the parts of the plan that drew it."""

    contact: Contact
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Who checks what; ``left`` are the contacts that nobody may check."""

    checker_of: Mapping[str, str]
    left: tuple[str, ...]


def draw(parts: Sequence[Part], contacts: Iterable[Contact], *, seed: str) -> tuple[Drawn, ...]:
    """Draw the sample of a plan; a contact drawn by several parts is checked once, for all."""
    known = tuple(contacts)
    drawn: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for contact in _of_part(part, known, seed):
            drawn[contact.key].append(part.name)
    found = [Drawn(contact=one, parts=tuple(drawn[one.key])) for one in known if one.key in drawn]
    return tuple(sorted(found, key=lambda one: _chance(seed, one.contact.key)))


def _of_part(part: Part, contacts: Sequence[Contact], seed: str) -> Iterator[Contact]:
    groups: dict[str, list[Contact]] = defaultdict(list)
    contacts = [one for one in contacts if part.sort in ("", one.sort)]
    again = _repeats(contacts, part.repeats_within)
    for contact in contacts:
        if _fits(part, contact) and (again is None or contact.key in again):
            groups[_group(part, contact)].append(contact)
    for group in groups.values():
        wanted = max(ceil(part.share * len(group)), part.at_least)
        yield from sorted(group, key=lambda one: _chance(seed, one.key))[:wanted]


def _group(part: Part, contact: Contact) -> str:
    own = {"person": contact.person, "channel": contact.channel}
    return own.get(part.of_each, "")


def _fits(part: Part, contact: Contact) -> bool:
    if part.newcomers and not contact.newcomer:
        return False
    return all(
        limit is None or (value is not None and holds(value, limit))
        for value, limit, holds in (
            (contact.satisfaction, part.satisfaction_up_to, _up_to),
            (contact.seconds, part.seconds_up_to, _up_to),
            (contact.seconds, part.seconds_from, _from),
            (contact.silence, part.silence_from, _from),
        )
    )


def _up_to(value: int, limit: int) -> bool:
    return value <= limit


def _from(value: int, limit: int) -> bool:
    return value >= limit


def _repeats(contacts: Iterable[Contact], within: timedelta | None) -> set[str] | None:
    """Return the contacts that follow another of the same customer; None where nobody asks."""
    if within is None:
        return None
    last: dict[str, datetime] = {}
    found = set()
    for contact in sorted(contacts, key=lambda one: (one.happened_at, one.key)):
        before = last.get(contact.customer) if contact.customer else None
        if before is not None and contact.happened_at - before <= within:
            found.add(contact.key)
        last[contact.customer] = contact.happened_at
    return found


def _chance(*words: str) -> bytes:
    # A length before each word: ("ab", "c") is not ("a", "bc").
    told = "".join(f"{len(word)}:{word}" for word in words)
    return blake2b(told.encode(), digest_size=16).digest()


# ── who checks ───────────────────────────────────────────────────────────────────────────────


def share_out(
    drawn: Iterable[Drawn],
    checkers: Collection[str],
    *,
    barred: Mapping[str, Collection[str]],
    seed: str,
) -> Assigned:
    """Give each contact to a checker so that work is as even as the bars let it be.

    Nobody checks themselves. ``barred`` are who else may not check a person: the own superiors.
    Work is even when no contact could go to somebody who has at least two fewer.
    """
    persons = {one.contact.key: one.contact.person for one in drawn}
    may = {person: _may(person, checkers, barred) for person in set(persons.values())}
    loads: dict[str, list[str]] = {checker: [] for checker in checkers}
    left = []
    for key, person in persons.items():
        if not may[person]:
            left.append(key)
            continue
        # Equally busy checkers are chosen between by chance, lest one always has the same people.
        least = min(may[person], key=lambda who: (len(loads[who]), _chance(seed, key, who)))
        loads[least].append(key)
        _evened(least, loads, lambda each: may[persons[each]])
    given = {key: checker for checker, keys in loads.items() for key in keys}
    return Assigned(checker_of=given, left=tuple(left))


def _may(
    person: str, checkers: Collection[str], barred: Mapping[str, Collection[str]]
) -> frozenset[str]:
    return frozenset(checkers) - {person} - frozenset(barred.get(person, ()))


def _evened(start: str, loads: dict[str, list[str]], may: Callable[[str], Collection[str]]) -> None:
    """Pass contacts on from a checker along a chain to one who has at least two fewer, if any."""
    came: dict[str, tuple[str, str]] = {}
    queue, seen = deque([start]), {start}
    while queue:
        checker = queue.popleft()
        if len(loads[checker]) <= len(loads[start]) - 2:
            _passed_on(checker, start, came, loads)
            return
        for key in loads[checker]:
            for other in sorted(set(may(key)) - seen):
                seen.add(other)
                came[other] = (checker, key)
                queue.append(other)


def _passed_on(
    end: str, start: str, came: Mapping[str, tuple[str, str]], loads: dict[str, list[str]]
) -> None:
    while end != start:
        giver, key = came[end]
        loads[giver].remove(key)
        loads[end].append(key)
        end = giver
