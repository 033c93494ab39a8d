"""Where two rulebooks make something else of the same facts, one line for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from shouwen.trial.choices import Sort
from shouwen.trial.replay.results import Moved, Owed, Permitted, Side

_NOTHING: Mapping[str, Any] = {}


class Differs(NamedTuple):
    """One thing that would have come out otherwise."""

    sort: Sort
    rule_id: str
    clause: str
    fact: int
    about: str
    party: str
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def differences(now: Side, drafted: Side) -> list[Differs]:
    """Return everything that differs, in the order of happening."""
    found = [
        *_obligations(now.owed, drafted.owed),
        *_transfers(now.moved, drafted.moved),
        *_permissions(now.permitted, drafted.permitted),
    ]
    return sorted(found, key=lambda one: (one.at, one.fact, one.sort, one.rule_id, one.party))


def _obligations(now: Iterable[Owed], drafted: Iterable[Owed]) -> Iterator[Differs]:
    before = {_owed_key(one): one for one in now}
    after = {_owed_key(one): one for one in drafted}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        one = new or old
        if one is not None and _came_to(old) != _came_to(new):
            yield Differs(Sort.OBLIGATION, one.rule_id, one.clause, one.source.number, one.about,
                          one.owed_by, one.opened_at, _owed(old), _owed(new))  # fmt: skip


def _owed_key(one: Owed) -> tuple[object, ...]:
    return (one.source, one.regulation, one.rule_id, one.owed_by)


def _came_to(one: Owed | None) -> tuple[datetime | None, str] | None:
    return (one.due_at, one.outcome) if one else None


def _owed(one: Owed | None) -> Mapping[str, Any]:
    if one is None:
        return _NOTHING
    due = one.due_at.isoformat() if one.due_at else None
    return {"due": due, "outcome": one.outcome}


_MovedKey = tuple[object, ...]


def _transfers(now: Iterable[Moved], drafted: Iterable[Moved]) -> Iterator[Differs]:
    shown: dict[_MovedKey, Moved] = {}
    before, after = _added(now, shown), _added(drafted, shown)
    for key in before.keys() | after.keys():
        old, new = before[key], after[key]
        if old != new:
            one = shown[key]
            sides = _amount(one, old), _amount(one, new)
            yield Differs(Sort.TRANSFER, one.rule_id, one.clause, one.source.number, one.about,
                          _party(one), one.happened_at, *sides)  # fmt: skip


def _added(moved: Iterable[Moved], shown: dict[_MovedKey, Moved]) -> Counter[_MovedKey]:
    sums: Counter[_MovedKey] = Counter()
    for one in moved:
        key = (one.source, one.regulation, one.rule_id, one.payer, one.payee, one.unit)
        sums[key] += one.parts
        shown[key] = one
    return sums


def _party(one: Moved) -> str:
    """Return whom it concerns: the member who loses, else who gains."""
    return one.payer if one.payer.startswith("member:") else one.payee


def _amount(one: Moved, parts: int) -> Mapping[str, Any]:
    if not parts:
        return _NOTHING
    gain = -parts if one.payer.startswith("member:") else parts
    return {"unit": one.unit, "parts": gain}


def _permissions(now: Iterable[Permitted], drafted: Iterable[Permitted]) -> Iterator[Differs]:
    before = {_permitted_key(one): one for one in now}
    after = {_permitted_key(one): one for one in drafted}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        one = new or old
        if one is not None and _turns(old) != _turns(new):
            yield Differs(Sort.PERMISSION, one.rule_id, one.clause, one.source.number, one.about,
                          "", one.happened_at, _state(old), _state(new))  # fmt: skip


def _permitted_key(one: Permitted) -> tuple[object, ...]:
    return (one.source, one.regulation, one.rule_id)


def _turns(one: Permitted | None) -> tuple[str, str]:
    # What no rule says anything about is permitted.
    return (one.state, one.tiers) if one else ("granted", "")


def _state(one: Permitted | None) -> Mapping[str, Any]:
    return {"state": one.state, "tiers": one.tiers, "kind": one.kind} if one else _NOTHING
