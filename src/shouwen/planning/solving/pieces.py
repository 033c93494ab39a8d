"""Which piece of a roster to solve anew: some people for all days, or some days for many people.

Sizes learn: a piece that is proved quickly was too small, one that is not proved in time too large.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from shouwen.planning.solving.problem import Problem

Cell = tuple[str, date]
SMALLEST, GROWTH = 40, 1.12
LONGEST, DEAREST = 6.0, 4
"""Seconds one piece may take; of how many times as many people the dear ones are drawn."""
OFTEN, HALF = 0.6, 0.5
"""How often a window of days lies where it costs something, and people are dear ones."""


class Pieces:
    """Chooses pieces at random, more often where the roster costs something."""

    def __init__(self, problem: Problem, random: Random) -> None:
        """Begin with pieces of moderate size."""
        self.random = random
        self.everybody = [person.key for person in problem.people]
        self.days = list(problem.days)
        self.known = frozenset(self.days)
        self.seconds = LONGEST
        self.sizes = {"people": 220.0, "days": 220.0}
        self.way = "people"

    def next(self, where: Counter[Cell]) -> frozenset[Cell]:
        """Return the cells to be solved anew."""
        self.way = self.random.choice(("people", "days"))
        size = self.sizes[self.way]
        days = self.days if self.way == "people" else self._window(where)
        count = max(2, min(len(self.everybody), round(size / len(days))))
        people = self.people(count, where)
        if count == len(self.everybody) and self.way == "days":
            days = self._window(where, round(size / count))
        return frozenset((person, day) for person in people for day in days)

    def _window(self, where: Counter[Cell], length: int = 0) -> list[date]:
        length = length or self.random.randint(4, 10)
        length = min(max(length, 4), len(self.days))
        cells = [(cell, cost) for cell, cost in where.items() if cell[1] in self.known]
        middle = self.random.choice(self.days)
        if cells and self.random.random() < OFTEN:
            weights = [cost**0.5 for _, cost in cells]
            middle = self.random.choices([cell[1] for cell, _ in cells], weights)[0]
        first = self.days.index(middle) - self.random.randrange(length)
        first = min(max(first, 0), len(self.days) - length)
        return self.days[first : first + length]

    def people(self, count: int, where: Counter[Cell]) -> list[str]:
        """Return so many people, more often those whose rosters cost something."""
        prices: Counter[str] = Counter()
        for (person, _), cost in where.items():
            if person:
                prices[person] += cost
        share = HALF if self.random.random() < HALF else 0.0
        dear = [p for p, _ in prices.most_common(DEAREST * count)]
        chosen = self.random.sample(dear, min(len(dear), round(count * share)))
        rest = [person for person in self.everybody if person not in chosen]
        return chosen + self.random.sample(rest, min(len(rest), count - len(chosen)))

    def learn(self, *, is_proved: bool, gain: int) -> None:
        """Make pieces of this kind larger after a proof, smaller when the time ran out."""
        cells = len(self.everybody) * len(self.days)
        if is_proved:
            self.sizes[self.way] = min(self.sizes[self.way] * GROWTH, cells * 0.8)
        elif gain <= 0:
            self.sizes[self.way] = max(self.sizes[self.way] / GROWTH**2, SMALLEST)
