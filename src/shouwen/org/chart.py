"""The chart of posts: a tree by reporting lines, and the posts nobody holds.

Made from finished rows; nothing here asks the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shouwen.org.sheet import OWES, SIGNS, Cite, Demand, Sheet
from shouwen.people.quiet import Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A member who holds a post, in a team if there is one."""

    pk: int
    name: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Posts by key with their names, who holds each, and who answers to whom (by pk).

    ``entered`` are the posts to which somebody can be appointed; others are only spoken of.
    ``quiet`` says of those that have them when their holders are not disturbed.
    """

    names: Mapping[str, str]
    entered: frozenset[str]
    holders: Mapping[str, tuple[Holder, ...]]
    superiors: Mapping[int, int]
    quiet: Mapping[str, Quiet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """How many hold a post, beside one demand; ``short`` and ``over`` are 0 where it is met."""

    demand: Demand
    held: int

    @property
    def short(self) -> int:
        """How many are missing."""
        least = self.demand.headcount.least
        return 0 if least is None else max(0, int(least) - self.held)

    @property
    def over(self) -> int:
        """How many there are too many."""
        most = self.demand.headcount.most
        return 0 if most is None else max(0, self.held - int(most))

    @property
    def is_blank(self) -> bool:
        """Whether the regulation left its figure blank."""
        return bool(self.demand.headcount.blank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """To which post a post reports; without ``cite`` that is how its people report."""

    key: str
    name: str
    cite: Cite | None


@dataclass(slots=True, kw_only=True)
class Node:
    """One post of the chart. ``lines`` are the posts above, the one it hangs under first."""

    key: str
    name: str
    holders: tuple[Holder, ...]
    heads: tuple[Heads, ...]
    is_entered: bool
    owes: int
    signs: int
    lines: list[Line] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    @property
    def is_short(self) -> bool:
        """Whether fewer hold it than a clause demands."""
        return any(one.short for one in self.heads)

    @property
    def is_over(self) -> bool:
        """Whether more hold it than a clause allows."""
        return any(one.over for one in self.heads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``vacant`` are held by nobody, ``roots`` head a tree, ``alone`` are held without a line."""

    nodes: Mapping[str, Node]
    vacant: tuple[Node, ...]
    roots: tuple[Node, ...]
    alone: tuple[Node, ...]

    @property
    def off(self) -> tuple[Node, ...]:
        """The posts held by too few or too many."""
        return tuple(node for node in self.nodes.values() if node.is_short or node.is_over)


def chart_of(house: House, sheet: Sheet) -> Chart:
    """Arrange every post of the house and of the rules in force."""
    nodes = {key: _node(key, name, house, sheet) for key, name in house.names.items()}
    above = _above(house, sheet)
    for key, node in nodes.items():
        node.lines = list(_lines(key, above, house, sheet))
        if key in above:
            nodes[above[key]].below.append(node)
    hanging = set(above)
    vacant = sorted((n for n in nodes.values() if not n.holders), key=lambda n: not n.is_short)
    return Chart(
        nodes=nodes,
        vacant=tuple(vacant),
        roots=tuple(n for k, n in nodes.items() if k not in hanging and n.below),
        alone=tuple(n for k, n in nodes.items() if k not in hanging and not n.below and n.holders),
    )


def _node(key: str, name: str, house: House, sheet: Sheet) -> Node:
    holders, said = house.holders.get(key, ()), sheet.of(key)
    held = len({one.pk for one in holders})
    return Node(
        key=key,
        name=name,
        holders=holders,
        heads=tuple(Heads(demand=one, held=held) for one in said.demands),
        is_entered=key in house.entered,
        owes=said.count(OWES),
        signs=said.count(SIGNS),
    )


def _above(house: House, sheet: Sheet) -> dict[str, str]:
    """Return the post above each: as a rule says, else as its people report; never in a circle."""
    above: dict[str, str] = {}
    ways = (
        {key: list(sheet.of(key).superiors) for key in house.names},
        {key: list(_as_people_report(key, house)) for key in house.names},
    )
    for way in ways:
        for key, wanted in way.items():
            if key not in above:
                found = next((one for one in wanted if _fits(key, one, above, house)), "")
                if found:
                    above[key] = found
    return above


def _fits(key: str, wanted: str, above: Mapping[str, str], house: House) -> bool:
    seen: str | None = wanted if wanted in house.names else key
    while seen is not None and seen != key:
        seen = above.get(seen)
    return seen is None


def _as_people_report(key: str, house: House) -> Iterator[str]:
    """Yield the posts of the holders' superiors, the one most of them report to first."""
    first_post: dict[int, str] = {}
    for post, holders in house.holders.items():
        for holder in holders:
            first_post.setdefault(holder.pk, post)
    bosses = (house.superiors.get(holder.pk, 0) for holder in house.holders.get(key, ()))
    found = Counter(first_post[boss] for boss in bosses if boss in first_post)
    yield from (post for post, _count in found.most_common() if post != key)


def _lines(key: str, above: Mapping[str, str], house: House, sheet: Sheet) -> Iterator[Line]:
    said = sheet.of(key).superiors
    first = above.get(key, "")
    for one in dict.fromkeys((first, *said) if first else said):
        yield Line(key=one, name=house.names.get(one, one), cite=said.get(one))
