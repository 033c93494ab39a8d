"""Where a number mark belongs: which list it goes on, or under what it opens a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from shouwen.policy.reading.numbers import Mark

How = Literal["next", "first", "skip", "back", "new"]

# Styles as regulations usually nest them; a lower rank stands above a higher one.
ORDINALS = ("第编", "第篇", "第部分", "第章", "第节", "第条", "第则", "第款", "第项", "第目")
RANKS = {style: place for place, style in enumerate(ORDINALS)} | {
    "appendix": 0, "cn": 20, "point_zero": 25, "cn_paren": 30, "cn_half": 31, "plain": 40,
    "multi": 35, "paren": 50, "half": 51, "circle": 60, "roman": 61, "alpha": 70,
    "alpha_paren": 71, "letter": 72, "bullet": 80, "heading": 10,
}  # fmt: skip
DEEPEST = 12
ARABIC = {"plain", "multi", "point_zero"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One open level: the last item of its list, and what the list looks like.

    `begun` when its list was seen from its first number on; `goes_on` is the list that a heading
    without a number interrupts.
    """

    style: str
    shape: str
    values: tuple[int, ...]
    node: int
    level: int | None = None
    begun: bool = True
    goes_on: Entry | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells its list from others."""
        return self.style, self.shape

    @property
    def rank(self) -> int:
        """Return how high lists of this style usually stand."""
        return RANKS[self.style]


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a mark would go: how it stands in its list and how many levels stay open above it."""

    how: How
    depth: int
    gap: int = 1


@dataclass(slots=True)
class Outline:
    """The levels open at one place of a regulation, and what each list last counted."""

    entries: list[Entry] = field(default_factory=list)
    counted: dict[tuple[str, str], tuple[int, str | None]] = field(default_factory=dict)

    def open(self, entry: Entry, depth: int) -> int | None:
        """Open an entry below the first `depth` levels; return its parent's node."""
        del self.entries[min(depth, DEEPEST) :]
        parent = self.entries[-1] if self.entries else None
        self.entries.append(entry)
        if entry.values:
            self.counted[entry.key] = (entry.values[-1], parent.style if parent else None)
        return parent.node if parent else None

    def fit(self, mark: Mark, *, invited: bool) -> Fit:
        """Say where a mark goes; `invited` when the text before it ends in a colon or is a head."""
        if mark.style == "bullet":
            return self._bullet(mark)
        exact = self._multi_next(mark) if mark.style == "multi" else self._next(mark)
        if exact is not None:
            return exact
        if mark.style == "multi":
            return self._multi_loose(mark)
        if mark.value <= 1:
            return Fit("first", self._opening_depth(mark, invited=invited))
        return self._loose(mark, invited=invited)

    def _next(self, mark: Mark) -> Fit | None:
        for near in (False, True):
            for depth in reversed(range(len(self.entries))):
                entry = self.entries[depth]
                if _same(entry, mark, near=near) and mark.value == entry.values[-1] + 1:
                    return Fit("next", depth)
            carried = self.entries[-1].goes_on if self.entries else None
            if carried and _same(carried, mark, near=near) and mark.value == carried.values[-1] + 1:
                return Fit("next", len(self.entries))
        return self._running_on(mark)

    def _running_on(self, mark: Mark) -> Fit | None:
        last, parent = self.counted.get((mark.style, mark.shape), (None, None))
        if last is None or mark.value != last + 1:
            return None
        if mark.style in ORDINALS:
            return Fit("next", self._below_higher_ordinals(mark, past_appendix=True))
        for depth in reversed(range(len(self.entries))):
            if self.entries[depth].style == parent:
                return Fit("next", depth + 1)
        return None

    def _below_higher_ordinals(self, mark: Mark, *, past_appendix: bool = False) -> int:
        rank = RANKS[mark.style]
        for depth, entry in enumerate(self.entries):
            ordinal = entry.style in ORDINALS and entry.rank >= rank
            if ordinal or entry.rank > RANKS["cn"] or (past_appendix and entry.style == "appendix"):
                return depth
        return len(self.entries)

    def depth_by_level(self, level: int | None) -> int:
        """Return how many levels stay open above what the document itself puts at a level."""
        for depth, entry in enumerate(self.entries):
            if entry.level is None or level is None or entry.level >= level:
                return depth
        return len(self.entries)

    def fit_by_level(self, mark: Mark, fit: Fit, level: int) -> Fit:
        """Return where a numbered heading goes when the document says how deep it lies."""
        depth = self.depth_by_level(level)
        beside = self.entries[depth] if depth < len(self.entries) else None
        if beside is None or beside.style in ("heading", "appendix"):
            return Fit(fit.how, depth, fit.gap)
        alike = beside.style == mark.style or {beside.style, mark.style} <= ARABIC
        return Fit(fit.how, depth, fit.gap) if alike and beside.level == level else fit

    def _opening_depth(self, mark: Mark, *, invited: bool) -> int:
        if mark.style in ORDINALS or mark.style == "appendix":
            return self._below_higher_ordinals(mark)
        for depth in reversed(range(len(self.entries))):
            if _same(self.entries[depth], mark, near=False):
                return len(self.entries) if invited else depth
        return self._new_list_depth(mark, invited=invited)

    def _new_list_depth(self, mark: Mark, *, invited: bool) -> int:
        depth, rank = len(self.entries), RANKS[mark.style]
        if invited or not depth or self._seen_below(mark, self.entries[-1].style):
            return depth
        if rank < RANKS["cn_paren"]:
            while depth and self.entries[depth - 1].rank >= rank:
                depth -= 1
            return depth
        while depth and self.entries[depth - 1].rank > rank and self._has_room(depth, rank):
            depth -= 1
        return depth

    def _has_room(self, depth: int, rank: int) -> bool:
        if depth == 1:
            return not self.entries[0].begun
        return self.entries[depth - 2].rank < rank

    def _seen_below(self, mark: Mark, style: str) -> bool:
        return self.counted.get((mark.style, mark.shape), (0, None))[1] == style

    def _loose(self, mark: Mark, *, invited: bool) -> Fit:
        for near in (False, True):
            open_lists = [
                (depth, entry)
                for depth, entry in enumerate(self.entries)
                if _same(entry, mark, near=near) and not self._is_covered(depth)
            ]
            later = [place for place in open_lists if mark.value > place[1].values[-1]]
            if later:
                nearest = max(later, key=lambda one: one[1].values[-1])
                return Fit("skip", nearest[0], mark.value - nearest[1].values[-1])
            if open_lists:
                depth, entry = open_lists[-1]
                return Fit("back", depth, mark.value - entry.values[-1])
        return Fit("new", self._opening_depth(mark, invited=invited))

    def _is_covered(self, depth: int) -> bool:
        rank = self.entries[depth].rank
        return any(entry.rank < rank for entry in self.entries[depth + 1 :])

    def _multi_next(self, mark: Mark) -> Fit | None:
        for depth in reversed(range(len(self.entries))):
            entry = self.entries[depth]
            if entry.style == "multi" and entry.values[:-1] == mark.values[:-1]:
                if mark.value == entry.values[-1] + 1:
                    return Fit("next", depth)
                if mark.value == entry.values[-1] * 10 + 1:
                    return Fit("first", depth + 1)
            elif _path(entry) == mark.values[:-1] and mark.value == 1:
                return Fit("first", depth + 1)
        carried = self.entries[-1].goes_on if self.entries else None
        if carried and carried.style == "multi" and _follows(carried.values, mark.values):
            return Fit("next", len(self.entries))
        return None

    def _multi_loose(self, mark: Mark) -> Fit:
        for depth, entry in enumerate(self.entries):
            if entry.style == "multi" and entry.values[:-1] == mark.values[:-1]:
                return Fit("skip" if mark.value > entry.values[-1] else "back", depth)
        for depth in reversed(range(len(self.entries))):
            path = _path(self.entries[depth])
            if path and path == mark.values[: len(path)] and len(path) < len(mark.values):
                return Fit("skip", depth + 1)
        for depth, entry in enumerate(self.entries):
            if entry.style == "multi" and len(entry.values) >= len(mark.values):
                return Fit("skip", depth)
        how: How = "first" if mark.value == 1 else "new"
        return Fit(how, self._place_for_new_decimal())

    def _place_for_new_decimal(self) -> int:
        for depth, entry in enumerate(self.entries):
            if entry.rank >= RANKS["plain"]:
                return depth
        return len(self.entries)

    def _bullet(self, mark: Mark) -> Fit:
        for depth in reversed(range(len(self.entries))):
            if _same(self.entries[depth], mark, near=False):
                return Fit("next", depth)
        return Fit("first", len(self.entries))


def _follows(earlier: tuple[int, ...], later: tuple[int, ...]) -> bool:
    return earlier[:-1] == later[:-1] and later[-1] == earlier[-1] + 1


def _same(entry: Entry, mark: Mark, *, near: bool) -> bool:
    return entry.style == mark.style and (near or entry.shape == mark.shape)


def _path(entry: Entry) -> tuple[int, ...] | None:
    if entry.style in ("bullet", "heading", "appendix") or not entry.values:
        return None
    return entry.values
