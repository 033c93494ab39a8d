"""How much two texts are about the same: pairs of characters, of which the rare ones weigh more.

Pure Python without a model and without a word list, so that it says the same everywhere. Chinese is
cut into pairs of characters, everything else into words. What stands in many texts of the shelf
weighs little. A place or a name that few texts share weighs much.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

# Characters of a text that count; what is said first says what it is about.
HEAD = 300
# The title counts this often: it names the matter in few words.
TITLE_WEIGHS = 3
# From here two texts are likely about one matter, as measured in docs/benchmarks.md.
ALIKE = 0.30
# In a group the nearest few count, so that less will do: people describe one thing in many ways.
TOGETHER = 0.12
# So many of its heaviest pieces say what a matter is about; the rest is noise and takes time.
_HEAVIEST = 32
# The nearest few of a group speak for it: those who describe one thing differently never all agree.
_SPEAKERS = 3
# What stands in more than this part of the matters, and in more than a few, tells nothing apart.
_COMMON, _FEW = 0.08, 60
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


def pieces(text: str) -> list[str]:
    """Cut a text into pairs of Chinese characters and other words; one character stands alone."""
    found: list[str] = []
    for run in _RUNS.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
    return found


def weighed(title: str, text: str) -> Counter[str]:
    """Count the pieces of a matter, those of its title more."""
    counts = Counter(pieces(text[:HEAD]))
    for piece in pieces(title):
        counts[piece] += TITLE_WEIGHS
    return counts


Vector = dict[str, float]


@dataclass(slots=True)
class Shelf:
    """Matters to compare with, each a title and a text; ``like`` finds those most alike."""

    matters: Sequence[tuple[str, str]]
    _known: dict[str, float] = field(default_factory=dict)
    _vectors: list[Vector] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Weigh every piece by how few matters it stands in."""
        counted = [weighed(title, text) for title, text in self.matters]
        spread = Counter(piece for counts in counted for piece in counts)
        many = len(counted) + 1
        self._known = {piece: math.log(many / n) for piece, n in spread.items()}
        most = max(_FEW, many * _COMMON)
        for place, counts in enumerate(counted):
            vector = self._vector(counts, many)
            self._vectors.append(vector)
            for piece in vector:
                if spread[piece] <= most:
                    self._places[piece].append(place)

    def _vector(self, counts: Counter[str], many: int) -> Vector:
        rare = math.log(many)
        raw = {p: (1 + math.log(n)) * self._known.get(p, rare) for p, n in counts.items()}
        heavy = nlargest(_HEAVIEST, raw.items(), key=lambda each: (each[1], each[0]))
        length = math.sqrt(sum(weight * weight for _piece, weight in heavy)) or 1.0
        return {piece: weight / length for piece, weight in heavy}

    def like(self, title: str, text: str, least: float = ALIKE) -> list[tuple[int, float]]:
        """Return the places of matters so much alike, the likest first, each from 0 to 1."""
        vector = self._vector(weighed(title, text), len(self.matters) + 1)
        return self._like(vector, least)

    def _like(self, vector: Vector, least: float) -> list[tuple[int, float]]:
        scores: dict[int, float] = defaultdict(float)
        for piece, weight in vector.items():
            for place in self._places.get(piece, ()):
                scores[place] += weight * self._vectors[place][piece]
        found = [(place, score) for place, score in scores.items() if score >= least]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    def groups(self, least: float = TOGETHER) -> list[list[int]]:
        """Put matters together that are about one thing, the largest group first.

        Each matter goes to the group of which the nearest few are likest to it, so that a chain of
        single likenesses does not tie two different things together.
        """
        found: list[list[int]] = []
        where: dict[int, int] = {}
        for place, vector in enumerate(self._vectors):
            near = [(p, s) for p, s in self._like(vector, least / 3) if p in where]
            group = _nearest(near, found, where, least)
            if group is None:
                group = len(found)
                found.append([])
            where[place] = group
            found[group].append(place)
        return sorted(found, key=lambda each: (-len(each), each[0]))


def _nearest(
    near: Iterable[tuple[int, float]], groups: list[list[int]], where: dict[int, int], least: float
) -> int | None:
    scores: dict[int, list[float]] = defaultdict(list)
    for place, score in near:
        scores[where[place]].append(score)
    means = [
        (sum(nlargest(_SPEAKERS, each)) / min(_SPEAKERS, len(groups[group])), group)
        for group, each in scores.items()
    ]
    best = max(means, key=lambda each: (each[0], -each[1]), default=(0.0, 0))
    return best[1] if best[0] >= least else None
