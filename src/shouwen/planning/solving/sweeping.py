"""A first roster for a large team in seconds: everybody in turn takes the row that helps most.

What a person may work is a graph (`graph.py`), and the cheapest walk through it is found in a
moment. So the team's demands are turned into prices of single days, one person after another
takes the cheapest row, and the prices move. Then each takes their best answer to what all others
work, until nobody finds a better one. It needs no linear programme, and proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from random import Random

import numpy as np

from shouwen.planning.solving.columns import Columns, Member
from shouwen.planning.solving.graph import Array
from shouwen.planning.solving.problem import Roster
from shouwen.planning.solving.programme import DEAR, Line

SWEEPS, STEADY = 12, 0.002
"""How often everybody is asked at most; the part of the cost that is still worth another time."""
EAGER, NOISE = 0.2, 0.05
"""What a seat is worth when almost all are taken; how much chance moves a price."""
PULLS = (-1.0, 0.0, 1.0)
MANY = 9
"""How fairness pulls at a count, and how many of these pulls are tried for one person."""


class Sweep:
    """The rows everybody has so far, and what they come to in each demand of the team."""

    def __init__(self, columns: Columns, random: Random, is_over: Callable[[], bool]) -> None:
        """Begin with nobody's row."""
        self.columns, self.random, self.is_over = columns, random, is_over
        written = columns.written
        self.limit = np.array([line.limit for line in written], dtype=float)
        self.sign = np.array([line.sign for line in written], dtype=float)
        prices = [DEAR if line.price is None else line.price for line in written]
        self.price = np.array(prices, dtype=float)
        places = {key: at for at, key in enumerate(dict.fromkeys(line.slack for line in written))}
        self.slack = np.array([places[line.slack] for line in written], dtype=np.int64)
        self.slack_price = np.zeros(len(places))
        self.slack_price[self.slack] = self.price
        self.fair = np.array([bool(line.levels) for line in written], dtype=bool)
        self.total = np.zeros(len(written))
        self.lines: dict[str, Line] = {}
        self.own: dict[str, float] = {}

    def cost(self, total: Array) -> float:
        """Return what these sums of the team cost; of shared demands the worst counts."""
        short = np.maximum(self.sign * (self.limit - total), 0.0)
        worst = np.zeros(len(self.slack_price))
        np.maximum.at(worst, self.slack, short)
        return float(worst @ self.slack_price)

    def roster(self) -> Roster | None:
        """Return a roster after a few sweeps; None where somebody has no row at all.

        Whoever has been given a row for good begins with it.
        """
        if not len(self.limit):
            return None
        members = [member for member in self.columns.members if not self._keeps(member)]
        self.random.shuffle(members)
        for member in members:
            # Once round is short; what it comes to is worth more than stopping in the middle.
            if not self._place(member, self._pressure(), first=True):
                return None
        self._answer(members)
        for member in members:
            member.fixed = self.lines[member.key]
        return self.columns.roster()

    def _keeps(self, member: Member) -> bool:
        """Take over the row somebody has been given; tell whether there is one."""
        if member.fixed is None:
            return False
        self.lines[member.key] = member.fixed
        self.own[member.key] = member.costs[member.fixed]
        self.total = self.total + self._adds(member, member.fixed)
        return True

    def _answer(self, members: list[Member]) -> None:
        """Let everybody answer the others until hardly anything gets better."""
        before = float("inf")
        for _ in range(SWEEPS):
            self._set_levels()
            now = self.cost(self.total) + sum(self.own.values())
            if now >= before * (1 - STEADY) or self.is_over():
                return
            before = now
            self.random.shuffle(members)
            for member in members:
                if self.is_over():
                    return
                self._place(member, None, first=False)

    # ── one person ───────────────────────────────────────────────────────────────────────────

    def _place(self, member: Member, prices: Array | None, *, first: bool) -> bool:
        """Give somebody the best row there is against what all others work."""
        rest = self.total if first else self.total - self._adds(member, self.lines[member.key])
        best, taken = float("inf"), None
        if not first:
            line = self.lines[member.key]
            best, taken = self.own[member.key] + self.cost(self.total), (line, self.total)
        marginal = self._marginal(rest) if prices is None else prices
        for pulled in self._pulls(member, marginal, first=first):
            found = self._walk(member, pulled)
            if found is None:
                return False
            line, own = found
            total = rest + self._adds(member, line)
            cost = own + self.cost(total)
            if first or cost < best:
                best, taken = cost, (line, total)
                self.own[member.key] = own
        if taken is not None:
            self.lines[member.key], self.total = taken
        return True

    def _walk(self, member: Member, worth: Array) -> tuple[Line, float] | None:
        prices = member.own.copy()
        if member.uses:
            use = member.table
            np.add.at(prices, (use[:, 0], use[:, 1]), worth[use[:, 2]] * use[:, 3])
        found = member.graph.cheapest(member.root, prices)
        if found is None:
            return None
        line = tuple(found[1])
        days = np.arange(len(line))
        paid = float((prices - member.own)[days, list(line)].sum())
        return line, found[0] - paid

    def _adds(self, member: Member, line: Line) -> Array:
        added = np.zeros(len(self.limit))
        if member.uses:
            use = member.table
            hit = np.array(line)[use[:, 0]] == use[:, 1]
            np.add.at(added, use[hit, 2], use[hit, 3])
        return added

    # ── prices ───────────────────────────────────────────────────────────────────────────────

    def _pressure(self) -> Array:
        """Price a seat the dearer the larger the part of the seats that is still empty."""
        short = np.maximum(self.limit - self.total, 0.0) / np.maximum(self.limit, 1.0)
        wanted = np.where(short > 0, EAGER + (1 - EAGER) * short, 0.0)
        worth = np.where(self.sign > 0, -wanted, (self.total >= self.limit) * 1.0)
        noise = 1 + NOISE * np.array([self.random.random() for _ in range(len(worth))])
        return np.where(self.fair, 0.0, self.price * worth * noise)

    def _marginal(self, total: Array) -> Array:
        """Price what one more on each demand would cost; of shared ones the worst share it."""
        short = self.sign * (self.limit - total)
        worst = np.zeros(len(self.slack_price))
        np.maximum.at(worst, self.slack, short)
        at_worst = (short >= worst[self.slack]) & (short > 0)
        sharing = np.bincount(self.slack, weights=at_worst, minlength=len(worst))
        less = -self.price / np.maximum(sharing[self.slack], 1.0)
        worth = np.where(self.sign > 0, at_worst * less, (short >= 0) * self.price)
        return np.where(self.fair, 0.0, worth)

    def _pulls(self, member: Member, worth: Array, *, first: bool) -> Iterator[Array]:
        """Yield the prices with fairness pulling at each of the person's counts, or not."""
        rules: dict[tuple[int, ...], list[int]] = defaultdict(list)
        if member.uses and not first:
            for number in np.unique(member.table[:, 2]):
                if self.fair[number]:
                    rules[tuple(self.columns.written[number].levels)].append(int(number))
        tried = list(product(PULLS, repeat=len(rules)))
        if len(tried) > MANY:
            tried = self.random.sample(tried, MANY)
        for pulls in tried:
            pulled = worth.copy()
            for pull, numbers in zip(pulls, rules.values(), strict=True):
                pulled[numbers[0]] = pull * self.price[numbers[0]]
            yield pulled

    def _set_levels(self) -> None:
        """Move each common level to the middle of what people have."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, line in enumerate(self.columns.written):
            for rule, weight in line.levels.items():
                found[rule].append((number, weight))
        for lines in found.values():
            numbers = np.array([number for number, _ in lines])
            weights = np.array([weight for _, weight in lines], dtype=float)
            # A row asks for its sum to be the level: what it is away by moves the level.
            away = (self.limit[numbers] - self.total[numbers]) / weights
            self.total[numbers] += weights * np.median(away)
