"""All rows of shifts that keep one person's rules, as a graph; the cheapest is found in one walk.

People under the same rules share a graph: they differ in where they begin and in what single days
cost them. Built once, walked thousands of times, so the walking is done on arrays.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from shouwen.planning.solving.problem import Problem, Shift
from shouwen.planning.solving.trackers import NotTrackedError, Tracker

LARGEST = 3_000_000
"""Steps a graph may have; beyond that it would not fit, or take too long."""
FAR = 1e15
LARGE = 1 << 62
"""What no walk costs; where numbers would no longer fit."""
Array = Any


@dataclass(frozen=True)
class Layer:
    """The steps of one day, sorted by where they lead: from where, by which class of shift."""

    source: Array
    group: Array
    price: Array
    first: Array

    @property
    def steps(self) -> Array:
        """How many steps lead to each state."""
        return np.diff(np.append(self.first, len(self.source)))


class Table:
    """One machine written out: for each day, state and kind the next state and its price."""

    def __init__(
        self, tracker: Tracker, days: int, kinds: Sequence[Hashable], starts: Iterable[Any]
    ) -> None:
        """Walk every day from every start."""
        self.kinds = list(dict.fromkeys(kinds))
        self.number = {state: place for place, state in enumerate(dict.fromkeys(starts))}
        steps: list[tuple[int, int, int, int, int]] = []
        here = set(self.number)
        for day in range(days):
            reached = set()
            for state in here:
                for place, kind in enumerate(self.kinds):
                    found = tracker.step(state, day, kind)
                    if found is not None:
                        to = self.number.setdefault(found[0], len(self.number))
                        reached.add(found[0])
                        steps.append((day, self.number[state], place, to, found[1]))
            here = reached
        shape = (days, len(self.number), len(self.kinds))
        self.to, self.price = np.full(shape, -1, dtype=np.int64), np.zeros(shape)
        for day, state, place, to, price in steps:
            self.to[day, state, place], self.price[day, state, place] = to, price
        self.is_priced = bool(self.price.any())


class Graph:
    """The graph of one set of rules."""

    def __init__(
        self, problem: Problem, trackers: Sequence[Tracker], starts: Sequence[tuple[Any, ...]]
    ) -> None:
        """Join the machines; raises NotTrackedError when there are too many steps."""
        self.days = problem.length
        self.groups = self._grouped(problem.shifts, trackers)
        self._tables = [
            Table(tracker, self.days, [kinds[at] for kinds, _ in self.groups], begun)
            for at, tracker in enumerate(trackers)
            for begun in [[start[at] for start in starts]]
        ]
        sizes = [len(table.number) for table in self._tables]
        self._radix = [math.prod(sizes[:at]) for at in range(len(sizes))]
        if math.prod(sizes) >= LARGE:
            raise NotTrackedError
        codes = {start: self._code(start) for start in starts}
        reached = np.unique(np.array(list(codes.values()), dtype=np.int64))
        self.root = {start: int(np.searchsorted(reached, code)) for start, code in codes.items()}
        self.layers: list[Layer] = []
        self._roots, self._size = len(reached), 0
        ends = []
        for day in range(self.days):
            reached, to = self._day(day, reached)
            ends.append(to)
        self._prune(ends, len(reached))

    def _code(self, state: tuple[Any, ...]) -> int:
        pairs = zip(self._tables, self._radix, state, strict=True)
        return sum(table.number[one] * radix for table, radix, one in pairs)

    def _grouped(
        self, shifts: Sequence[Shift], trackers: Sequence[Tracker]
    ) -> list[tuple[tuple[Hashable, ...], list[int]]]:
        """Put shifts together that no rule can tell apart; the first class is the day off."""
        found: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
        for place, shift in enumerate([None, *shifts]):
            found[place == 0, *(one.kind(shift) for one in trackers)].append(place)
        return [(key[1:], places) for key, places in found.items()]

    def _day(self, day: int, states: Array) -> tuple[Array, Array]:
        """Take one step from every state with every class of shift; return where they lead."""
        parts = []
        pairs = zip(self._tables, self._radix, strict=True)
        local = [states // radix % len(table.number) for table, radix in pairs]
        for group, (kinds, _) in enumerate(self.groups):
            code, price = np.zeros(len(states), dtype=np.int64), np.zeros(len(states))
            allowed = np.ones(len(states), dtype=bool)
            for at, (table, kind) in enumerate(zip(self._tables, kinds, strict=True)):
                place = table.kinds.index(kind)
                to = table.to[day, :, place][local[at]]
                allowed &= to >= 0
                code += to * self._radix[at]
                if table.is_priced:
                    price += table.price[day, :, place][local[at]]
            source = np.nonzero(allowed)[0]
            parts.append((code[source], source, np.full(len(source), group), price[source]))
        code, source, groups, price = (np.concatenate(part) for part in zip(*parts, strict=True))
        self._size += len(code)
        if self._size > LARGEST or not len(code):
            raise NotTrackedError
        reached, to = np.unique(code, return_inverse=True)
        order = np.argsort(to, kind="stable")
        self.layers.append(Layer(source[order], groups[order], price[order], to[order]))
        return reached, to[order]

    def _prune(self, ends: list[Array], last: int) -> None:
        """Leave out what leads nowhere, from the last day back; mark where each state begins."""
        alive = np.ones(last, dtype=bool)
        for day in range(self.days - 1, -1, -1):
            layer, kept = self.layers[day], alive[ends[day]]
            renamed = np.cumsum(alive) - 1
            to = renamed[ends[day][kept]]
            first = np.searchsorted(to, np.arange(int(alive.sum())))
            before = len(self.root) if day == 0 else int(ends[day - 1].max()) + 1
            source = layer.source[kept]
            alive = np.zeros(self._roots if day == 0 else before, dtype=bool)
            alive[source] = True
            if day == 0:
                alive[:] = True
            names = np.cumsum(alive) - 1
            self.layers[day] = Layer(names[source], layer.group[kept], layer.price[kept], first)
            if not len(source):
                raise NotTrackedError
        self._join()

    def _join(self) -> None:
        """Make states one that lead to the same: what was long ago often matters no more."""
        last = self.layers[-1]
        alike = np.zeros(len(last.first), dtype=np.int64)
        for day in range(self.days - 1, -1, -1):
            layer = self.layers[day]
            to = alike[np.repeat(np.arange(len(layer.first)), layer.steps)]
            begun = self._roots if day == 0 else len(self.layers[day - 1].first)
            alike, speaker = _classes(layer, to, len(self.groups), begun)
            kept = speaker[layer.source]
            source, to = alike[layer.source[kept]], to[kept]
            order = np.argsort(to, kind="stable")
            first = np.searchsorted(to[order], np.arange(int(to.max()) + 1))
            rest = (source[order], layer.group[kept][order], layer.price[kept][order], first)
            self.layers[day] = Layer(*rest)
        self.root = {start: int(alike[at]) for start, at in self.root.items()}
        self._roots = int(alike.max()) + 1

    def cheapest(self, root: int, prices: Array) -> tuple[float, list[int]] | None:
        """Return the cheapest walk and its shifts (0 is off), given each day's prices of shifts.

        ``prices`` has a row for each day and a column for off and each shift; what is impossible
        costs FAR. None where no walk is possible.
        """
        best, chosen = self._by_group(prices)
        values = np.full(self._roots, FAR)
        values[root] = 0.0
        walked = [values]
        for day, layer in enumerate(self.layers):
            paid = values[layer.source] + layer.price + best[day][layer.group]
            values = np.minimum.reduceat(paid, layer.first)
            walked.append(values)
        end = int(np.argmin(values))
        if values[end] >= FAR / 2:
            return None
        return float(values[end]), self._back(end, walked, best, chosen)

    def near(self, root: int, prices: Array, limit: float, most: int) -> tuple[Array, Array] | None:
        """Return all walks that cost at most ``limit``, and the costs; None beyond ``most``."""
        rest = self._rest(prices)
        state, paid = np.array([root]), np.zeros(1)
        walks = np.zeros((1, 0), dtype=np.int64)
        for day in range(self.days):
            parts = []
            for place, to, price in self._steps(day, prices[day]):
                next_state, next_paid = to[state], paid + price[state]
                kept = np.nonzero(next_paid + rest[day + 1][next_state] <= limit)[0]
                longer = np.column_stack((walks[kept], np.full(len(kept), place)))
                parts.append((next_state[kept], next_paid[kept], longer))
            state, paid, walks = (np.concatenate(part) for part in zip(*parts, strict=True))
            if len(state) > most:
                return None
        return walks, paid

    def _steps(self, day: int, prices: Array) -> Iterator[tuple[int, Array, Array]]:
        """Yield for each shift where it leads from each state, and what it costs."""
        layer = self.layers[day]
        to = np.repeat(np.arange(len(layer.first)), layer.steps)
        for group, (_, places) in enumerate(self.groups):
            mine = layer.group == group
            source = layer.source[mine]
            leads = np.zeros(int(layer.source.max()) + 1, dtype=np.int64)
            costs = np.full(len(leads), FAR)
            leads[source], costs[source] = to[mine], layer.price[mine]
            for place in places:
                yield place, leads, costs + prices[place]

    def _rest(self, prices: Array) -> list[Array]:
        """Return what the cheapest way to the end costs from each state of each day."""
        best, _ = self._by_group(prices)
        rest = [np.zeros(len(self.layers[-1].first))]
        for day in range(self.days - 1, -1, -1):
            layer = self.layers[day]
            paid = layer.price + best[day][layer.group] + np.repeat(rest[-1], layer.steps)
            least = np.full(int(layer.source.max()) + 1, FAR)
            np.minimum.at(least, layer.source, paid)
            rest.append(least)
        return rest[::-1]

    def _by_group(self, prices: Array) -> tuple[Array, Array]:
        best, chosen = [], []
        for _, places in self.groups:
            some = prices[:, places]
            at = np.argmin(some, axis=1)
            best.append(some[np.arange(self.days), at])
            chosen.append(np.array(places)[at])
        return np.stack(best, axis=1), np.stack(chosen, axis=1)

    def _back(self, end: int, walked: list[Array], best: Array, chosen: Array) -> list[int]:
        row = [0] * self.days
        for day in range(self.days - 1, -1, -1):
            layer = self.layers[day]
            last = layer.first[end + 1] if end + 1 < len(layer.first) else len(layer.source)
            steps = slice(layer.first[end], last)
            group = layer.group[steps]
            paid = walked[day][layer.source[steps]] + layer.price[steps] + best[day][group]
            at = int(np.argmin(paid))
            row[day] = int(chosen[day][group[at]])
            end = int(layer.source[steps][at])
        return row


def _classes(layer: Layer, to: Array, groups: int, states: int) -> tuple[Array, Array]:
    """Number the states of a day by what each class of shift does there; mark one of each number.

    States are alike where the same shifts lead to the same state at the same price.
    """
    prices, priced = np.unique(layer.price, return_inverse=True)
    does = to * len(prices) + priced + 1
    most = int(does.max()) + 1
    alike, so_far = np.zeros(states, dtype=np.int64), 1
    for group in range(groups):
        if so_far * most >= LARGE:
            _, alike = np.unique(alike, return_inverse=True)
            so_far = states
        mine = layer.group == group
        here = np.zeros(states, dtype=np.int64)
        here[layer.source[mine]] = does[mine]
        alike, so_far = alike * most + here, so_far * most
    _, first, alike = np.unique(alike, return_index=True, return_inverse=True)
    speaker = np.zeros(states, dtype=bool)
    speaker[first] = True
    return alike, speaker
