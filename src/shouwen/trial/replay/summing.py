"""What came out on either side, added up: by clause, by person, by month; plain numbers only.

Each pair is ``[now, drafted]``. Points and money are in hundredths, what a person gained counts
above zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from shouwen.trial.replay.results import Moved, Owed, Permitted, Side

OUTCOMES = ("in_time", "late", "lapsed", "running", "excused")
MISSED = ("late", "lapsed")
Pair = list[int]


def _pair() -> Pair:
    return [0, 0]


class _Sums:
    """Sums under one heading: outcomes of obligations, amounts by unit, states of permissions."""

    def __init__(self, **said: str) -> None:
        self.said = said
        self.owed: dict[str, Pair] = defaultdict(_pair)
        self.moved: dict[str, Pair] = defaultdict(_pair)
        self.permitted: dict[str, Pair] = defaultdict(_pair)

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self.said)
        for name in ("owed", "moved", "permitted"):
            found[name] = {key: list(pair) for key, pair in getattr(self, name).items()}
        return found


class Summary:
    """Adds up two sides."""

    def __init__(self, now: Side, drafted: Side) -> None:
        """Add everything up at once."""
        self._all = _Sums()
        self._clauses: dict[tuple[str, str], _Sums] = {}
        self._people: dict[str, _Sums] = {}
        self._months: dict[str, _Sums] = {}
        for place, side in enumerate((now, drafted)):
            self._owed(place, side.owed)
            self._moved(place, side.moved)
            self._permitted(place, side.permitted)
        self._asked = {
            rule: [now.asked[rule], drafted.asked[rule]]
            for rule in sorted(now.asked.keys() | drafted.asked.keys())
        }
        self._disagreed = [now.disagreed, drafted.disagreed]

    def plain(self) -> dict[str, Any]:
        """Return all sums, ready to be kept."""
        return {
            "all": self._all.plain(),
            "clauses": [self._clauses[key].plain() for key in sorted(self._clauses)],
            "people": [self._people[key].plain() for key in sorted(self._people)],
            "months": [self._months[key].plain() for key in sorted(self._months)],
            "asked": self._asked,
            "disagreed": self._disagreed,
        }

    def _owed(self, place: int, owed: Iterable[Owed]) -> None:
        for one in owed:
            for sums in (
                self._all,
                self._clause(one),
                self._person(one.owed_by),
                self._month(one.opened_at),
            ):
                sums.owed[one.outcome][place] += 1

    def _moved(self, place: int, moved: Iterable[Moved]) -> None:
        for one in moved:
            self._clause(one).moved[one.unit][place] += one.parts
            self._all.moved[one.unit][place] += one.parts
            self._month(one.happened_at).moved[one.unit][place] += one.parts
            self._person(one.payee).moved[one.unit][place] += one.parts
            self._person(one.payer).moved[one.unit][place] -= one.parts

    def _permitted(self, place: int, permitted: Iterable[Permitted]) -> None:
        for one in permitted:
            self._clause(one).permitted[one.state][place] += 1
            self._all.permitted[one.state][place] += 1

    def _clause(self, one: Owed | Moved | Permitted) -> _Sums:
        key = (one.regulation, one.rule_id)
        if key not in self._clauses:
            self._clauses[key] = _Sums(
                regulation=one.regulation, rule=one.rule_id, clause=one.clause
            )
        return self._clauses[key]

    def _person(self, party: str) -> _Sums:
        return self._people.setdefault(party, _Sums(party=party))

    def _month(self, at: Any) -> _Sums:
        month = f"{timezone.localtime(at):%Y-%m}"
        return self._months.setdefault(month, _Sums(month=month))
