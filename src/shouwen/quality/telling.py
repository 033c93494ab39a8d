"""Conversations that rooms above this one keep, such as chats: each room hands its own out here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.access.sight import Sight
from shouwen.cases import heads
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.quality.conversation import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation by what its facts are about; ``seen`` covers its texts for a reader.

    ``person`` is who answers for it, None while nobody has taken it; ``customer`` is the key of
    who wrote, ``satisfied`` what they said of it, None where they said nothing.
    """

    about: str
    label: str
    person: Member | None
    at: datetime
    ended_at: datetime | None
    said: tuple[Said, ...]
    channel: str
    customer: str
    satisfied: bool | None
    seen: Callable[[Sight], heads.Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """How a room tells of its conversations: by their keys, and those that belong to a case.

    ``ended`` is the kind of fact with which one is over; ``between`` yields those that ended from
    one moment until before another and somebody took, ``many`` whether there are more than so many.
    """

    ended: str
    known: Callable[[Collection[int]], Mapping[int, Talk]]
    of_case: Callable[[Case], Sequence[Talk]]
    between: Callable[[datetime, datetime], Iterable[Talk]]
    many: Callable[[int, datetime, datetime], bool]


_TELLERS: dict[str, Teller] = {}


def register_teller(sort: str, teller: Teller) -> None:
    """Let a room tell of its conversations, whose facts are about ``<sort>:<number>``."""
    _TELLERS[sort] = teller


def ended_kinds() -> tuple[str, ...]:
    """Return the kinds of facts with which conversations are over."""
    return tuple(teller.ended for teller in _TELLERS.values())


def talks_between(sort: str, since: datetime, until: datetime) -> Iterable[Talk]:
    """Return the conversations of a sort that ended from one moment until before another."""
    return _TELLERS[sort].between(since, until) if sort in _TELLERS else ()


def more_than(sort: str, limit: int, since: datetime, until: datetime) -> bool:
    """Return whether more conversations of a sort ended then; no further ones are counted."""
    return sort in _TELLERS and _TELLERS[sort].many(limit, since, until)


def talks_of(case: Case) -> list[Talk]:
    """Return the conversations that belong to a case, the first first."""
    found = [talk for teller in _TELLERS.values() for talk in teller.of_case(case)]
    return sorted(found, key=lambda talk: (talk.at, talk.about))


def talks_about(abouts: Collection[str]) -> dict[str, Talk]:
    """Return conversations by what their facts are about; what no room knows is left out."""
    wanted: dict[str, list[int]] = {}
    for about in abouts:
        sort, _colon, number = about.partition(":")
        if sort in _TELLERS and number.isdecimal():
            wanted.setdefault(sort, []).append(int(number))
    return {
        talk.about: talk
        for sort, numbers in wanted.items() for talk in _TELLERS[sort].known(numbers).values()
    }  # fmt: skip
