"""Automatic checks over conversations: the rules' own words, waiting, data given too early.

Every finding says in which turn it stands and from where to where. A checker confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from shouwen.policy.kinds.conduct import Conduct, check_text
from shouwen.policy.kinds.phrases import places_of

STAFF, CUSTOMER = "staff", "customer"
# Identity card, bank card, mobile number, in this order: the longer ones hold the shorter.
_PRIVATE = re.compile(
    r"(?<!\d)(?P<identity_card>\d{17}[\dXx])(?!\d)"
    r"|(?<!\d)(?P<bank_card>\d{16,19})(?!\d)"
    r"|(?<!\d)(?P<mobile>1[3-9]\d{9})(?!\d)"
)
# Shorter texts are alike by chance: a greeting, a thank-you.
LONG_ENOUGH = 10
ALIKE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing said by one side; ``at`` is None where nobody recorded when."""

    side: Literal["staff", "customer"]
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found in a turn, from ``start`` up to before ``end`` of its text.

    ``code`` is forbidden, missing, early, slow, unanswered, repeated or private; ``rule`` is the
    conduct rule it comes from, ``words`` what it is about, ``seconds`` how long was waited. What
    is missing has the last turn of the staff as its place.
    """

    code: str
    turn: int
    start: int
    end: int
    words: str = ""
    rule: tuple[str, str] | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """A piece of personal data in a text."""

    kind: str
    start: int
    end: int


def said_wrong(
    rules: Iterable[Conduct],
    turns: Sequence[Turn],
    *,
    situation: str,
    values: Mapping[str, str] | None = None,
) -> tuple[Hit, ...]:
    """Return what the rules find in all that the staff said, each at its place in its turn.

    The turns are read as one text: what is demanded may be said in any of them.
    """
    staff = [place for place, turn in enumerate(turns) if turn.side == STAFF]
    if not staff:
        return ()
    starts, text = _joined([turns[place].text for place in staff])
    hits = []
    for rule in rules:
        key = (rule.clause.regulation, rule.id)
        for found in check_text(rule, text, situation, values):
            nth = max(n for n, start in enumerate(starts) if start <= found.start)
            own = len(turns[staff[nth]].text)
            start, end = (min(at - starts[nth], own) for at in (found.start, found.end))
            hits.append(
                Hit(
                    code=found.code,
                    turn=staff[nth],
                    start=start,
                    end=end,
                    words=found.key,
                    rule=key,
                )
            )
    return tuple(sorted(hits, key=lambda hit: (hit.turn, hit.start, hit.end, hit.words)))


def _joined(texts: Sequence[str]) -> tuple[list[int], str]:
    starts, place = [], 0
    for text in texts:
        starts.append(place)
        place += len(text) + 1
    return starts, "\n".join(texts)


def waits(turns: Sequence[Turn]) -> tuple[tuple[int, int], ...]:
    """Return each answer of the staff with the seconds since the customer began to wait for it.

    A customer waits from the first message nobody answered yet. Where a time is missing, or runs
    backwards, nothing is told.
    """
    found, since = [], None
    waiting = False
    for place, turn in enumerate(turns):
        if turn.side == CUSTOMER and not waiting:
            waiting, since = True, turn.at
        elif turn.side == STAFF and waiting:
            if since is not None and turn.at is not None and turn.at >= since:
                found.append((place, int((turn.at - since).total_seconds())))
            waiting = False
    return tuple(found)


def slow(turns: Sequence[Turn], *, within: int) -> tuple[Hit, ...]:
    """Return the answers that took longer than ``within`` seconds: a rule's own figure."""
    return tuple(
        _whole("slow", turns, place, seconds=seconds)
        for place, seconds in waits(turns)
        if seconds > within
    )


def unanswered(turns: Sequence[Turn]) -> tuple[Hit, ...]:
    """Return the customer's last words if nobody answered them."""
    if not turns or turns[-1].side != CUSTOMER:
        return ()
    return (_whole("unanswered", turns, len(turns) - 1),)


def repeated(turns: Sequence[Turn]) -> tuple[Hit, ...]:
    """Return answers that say nearly word for word what was answered before."""
    earlier: list[str] = []
    hits = []
    for place, turn in enumerate(turns):
        if turn.side != STAFF or len(turn.text) < LONG_ENOUGH:
            continue
        if any(_alike(turn.text, text) for text in earlier):
            hits.append(_whole("repeated", turns, place))
        earlier.append(turn.text)
    return tuple(hits)


def _alike(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _whole(code: str, turns: Sequence[Turn], place: int, seconds: int | None = None) -> Hit:
    end = len(turns[place].text)
    return Hit(code=code, turn=place, start=0, end=end, seconds=seconds)


def private_data(text: str) -> Iterator[Private]:
    """Yield identity card, bank card and mobile numbers in a text."""
    for found in _PRIVATE.finditer(text):
        yield Private(kind=str(found.lastgroup), start=found.start(), end=found.end())


def given_too_early(
    turns: Sequence[Turn],
    *,
    asking: Iterable[str],
    verified_at: datetime | None = None,
    find: Callable[[str], Iterable[Private]] = private_data,
) -> tuple[Hit, ...]:
    """Return personal data that the staff gave before identity was checked.

    Identity was checked once the staff used a phrase of ``asking`` and the customer answered, or
    from ``verified_at`` on. What the customer said before, the staff may repeat.
    """
    phrases = tuple(asking)
    asked, known = False, ""
    hits = []
    for place, turn in enumerate(turns):
        if verified_at is not None and turn.at is not None and turn.at >= verified_at:
            break
        if turn.side == CUSTOMER:
            if asked:
                break
            known += turn.text + "\n"
            continue
        hits += [
            Hit(code="private", turn=place, start=one.start, end=one.end, words=one.kind)
            for one in find(turn.text)
            if turn.text[one.start : one.end] not in known
        ]
        asked = asked or any(True for one in phrases for _ in places_of(one, turn.text))
    return tuple(hits)
