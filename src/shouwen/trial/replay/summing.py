"""What came out on either side, added up: by clause, by person, by month; plain numbers only.

Each pair is ``[now, drafted]``. Points and money are in hundredths, what a person gained counts
above zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from shouwen.trial.replay.results import Moved, Owed, Permitted, Side

OUTCOMES = ("in_time", "late", "lapsed", "running", "excused")
MISSED = ("late", "lapsed")
Pair = list[int]
_Rule = tuple[str, str, str]
_Month = tuple[int, int]


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
        self._zone = timezone.get_current_timezone()
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
        # Rules, people, months and outcomes are few: what is alike is counted, then added up.
        alike = Counter(
            (_rule(one), one.owed_by, self._month(one.opened_at), one.outcome) for one in owed
        )
        for (rule, party, month, outcome), count in alike.items():
            for sums in (self._all, self._clause(rule), self._person(party), self._in(month)):
                sums.owed[outcome][place] += count

    def _moved(self, place: int, moved: Iterable[Moved]) -> None:
        alike: Counter[tuple[_Rule, str, str, _Month, str]] = Counter()
        for one in moved:
            alike[_rule(one), one.payer, one.payee, self._month(one.happened_at), one.unit] += (
                one.parts
            )
        for (rule, payer, payee, month, unit), parts in alike.items():
            for sums in (self._clause(rule), self._all, self._in(month), self._person(payee)):
                sums.moved[unit][place] += parts
            self._person(payer).moved[unit][place] -= parts

    def _permitted(self, place: int, permitted: Iterable[Permitted]) -> None:
        for (rule, state), count in Counter((_rule(one), one.state) for one in permitted).items():
            self._clause(rule).permitted[state][place] += count
            self._all.permitted[state][place] += count

    def _clause(self, rule: _Rule) -> _Sums:
        regulation, rule_id, clause = rule
        return self._clauses.setdefault(
            (regulation, rule_id), _Sums(regulation=regulation, rule=rule_id, clause=clause)
        )

    def _person(self, party: str) -> _Sums:
        return self._people.setdefault(party, _Sums(party=party))

    def _month(self, at: datetime) -> _Month:
        day = at.astimezone(self._zone)
        return day.year, day.month

    def _in(self, month: _Month) -> _Sums:
        said = "{:04}-{:02}".format(*month)
        return self._months.setdefault(said, _Sums(month=said))


def _rule(one: Owed | Moved | Permitted) -> _Rule:
    return one.regulation, one.rule_id, one.clause
