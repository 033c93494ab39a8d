"""Posts as pages show them: finished rows in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwen.org.chart import Chart, Heads, Line, Node
from shouwen.org.sheet import ACCESS, BOUND, HEARS, OWES, SIGNS, Cite, Entry, Sheet, Text
from shouwen.policy.kinds.org import Headcount


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a job description: a sentence, or a rule with its particulars."""

    text: str
    lines: tuple[tuple[str, str], ...] = ()
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a job description; ``key`` names it in the address."""

    key: str
    title: str
    items: tuple[Item, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The items under the title of the regulation they come from."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.cite.title, []).append(item)
        return tuple((title, tuple(items)) for title, items in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsRow:
    """How many hold a post beside what a clause wants; ``wanted`` is empty while it is blank."""

    wanted: str
    held: int
    short: int
    over: int
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """A post as the chart shows it."""

    key: str
    name: str
    holders: tuple[str, ...]
    more: int
    is_entered: bool
    heads: tuple[HeadsRow, ...]
    owes: int
    signs: int
    also: tuple[Line, ...]
    line: Line | None
    below: tuple[NodeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationRow:
    """What a regulation is there for; ``functions`` are (department, lines)."""

    slug: str
    title: str
    scope: tuple[Item, ...]
    principles: tuple[Item, ...]
    functions: tuple[tuple[str, tuple[Item, ...]], ...]


# More names than these would hide the post itself.
NAMES_SHOWN = 4


def node_row(node: Node) -> NodeRow:
    """Return a post with everything below it."""
    names = tuple(dict.fromkeys(one.name for one in node.holders))
    return NodeRow(
        key=node.key,
        name=node.name,
        holders=names[:NAMES_SHOWN],
        more=len(names[NAMES_SHOWN:]),
        is_entered=node.is_entered,
        heads=heads_rows(node.heads),
        owes=node.owes,
        signs=node.signs,
        line=node.lines[0] if node.lines else None,
        also=tuple(node.lines[1:]),
        below=tuple(map(node_row, node.below)),
    )


def node_rows(nodes: Iterable[Node]) -> tuple[NodeRow, ...]:
    """Return posts with everything below them."""
    return tuple(map(node_row, nodes))


def heads_rows(heads: Iterable[Heads]) -> tuple[HeadsRow, ...]:
    """Return each demand in words beside how many there are."""
    return tuple(
        HeadsRow(
            wanted="" if one.is_blank else wanted(one.demand.headcount),
            held=one.held,
            short=one.short,
            over=one.over,
            cite=one.demand.cite,
        )
        for one in heads
    )


def wanted(headcount: Headcount) -> str:
    """Write how many there must be: 不少于 2 人，不超过 3 人."""
    words = {
        "exactly": _("exactly %(n)s"),
        "at_least": _("at least %(n)s"),
        "at_most": _("at most %(n)s"),
    }
    return _(", ").join(words[name] % {"n": n} for name, n in headcount.bounds().items())


def sections_of(sheet: Sheet, key: str, which: int) -> list[Section]:
    """Return the parts of a post's job description that say something; ``which`` is a language."""
    said = sheet.of(key)
    told = (
        ("duties", _("Duties"), said.duties),
        ("powers", _("Powers"), said.powers),
        ("competences", _("Has to be able to"), said.competences),
    )
    ruled = (
        (OWES, _("Owes, with limits")),
        (SIGNS, _("Signs")),
        (ACCESS, _("Access and permission")),
        (HEARS, _("Hears of what is late")),
        (BOUND, _("Is held to")),
    )
    every = (
        *((name, title, _items(texts, which)) for name, title, texts in told),
        *((role, title, _rules(said.entries.get(role, ()), which)) for role, title in ruled),
    )
    return [Section(key=name, title=title, items=items) for name, title, items in every if items]


def _items(texts: Iterable[Text], which: int) -> tuple[Item, ...]:
    return tuple(Item(text=one.texts[which], cite=one.cite) for one in texts)


def _rules(entries: Iterable[Entry], which: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            text=one.title[which],
            lines=tuple((label[which], text[which]) for label, text in one.lines),
            cite=one.cite,
        )
        for one in entries
    )


def regulation_rows(sheet: Sheet, which: int) -> Iterator[RegulationRow]:
    """Yield what each regulation is there for, each sentence once."""
    for slug, one in sheet.regulations.items():
        yield RegulationRow(
            slug=slug,
            title=one.title,
            scope=_items(one.scope, which),
            principles=_items(one.principles, which),
            functions=tuple((name, _items(texts, which)) for name, texts in one.functions.items()),
        )


def people_of(chart: Chart) -> int:
    """Return how many members hold a post."""
    return len({holder.pk for node in chart.nodes.values() for holder in node.holders})
