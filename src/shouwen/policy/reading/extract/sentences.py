"""A clause's own text as sentences and parts, each figure with its neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.quantities import Clock, Found, Quantity, Rhythm, find, plain
from shouwen.policy.reading.source import Span

Figure = Quantity | Clock | Rhythm
_END = re.compile(r"[。；;！!？?\n\r]|(?<=[^\d\s])[ \u3000]{2,}")
_EARLIER = 80
# What leads in a list whose rows stand as sentences of their own, and how much of it is kept.
_LISTS = re.compile("(?:以下|下列|如下)[^。]{0,8}$")
_LED_IN = 20
_LONGEST = 300
_COMMA = re.compile(r"，|,(?!\d{3}(?!\d))|(?<!\d)[:：]|[:：](?!\d)|[\t|]|[ \u3000]{2,}")
_GAP = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
_LONGEST_ROW = 200
FEWEST_GAPS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence between commas; offsets are within the sentence."""

    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause: its text, where it begins in the source, and what stands above it.

    `heading` is what the headings and lead-ins above say, `earlier` the sentences before it in
    its clause; `after_lead` tells that one of those ended in a colon, `goes_on` that a full
    stop stands right before it.
    """

    node: Node
    text: str
    start: int
    heading: str
    after_lead: bool = False
    earlier: str = ""
    goes_on: bool = False

    @cached_property
    def narrow(self) -> str:
        """Return the text with narrow signs, the same length."""
        return plain(self.text)

    @cached_property
    def found(self) -> Found:
        """Return the quantities, times of day and rhythms."""
        return find(self.text)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the stretches between commas and colons."""
        cuts = [0, *(match.end() for match in _COMMA.finditer(self.text)), len(self.text)]
        return tuple(Part(a, b) for a, b in pairwise(cuts) if b > a)

    def part_at(self, at: int) -> Part:
        """Return the part in which a place lies."""
        return next((part for part in self.parts if part.start <= at < part.end), self.parts[-1])

    def part_of(self, figure: Figure) -> str:
        """Return the text of the part in which a figure stands."""
        part = self.part_at(figure.start)
        return self.narrow[part.start : max(part.end, figure.end)]

    def part_of_place(self, at: int) -> str:
        """Return the text of the part in which a place lies."""
        part = self.part_at(at)
        return self.narrow[part.start : part.end]

    def left_of(self, figure: Figure) -> str:
        """Return what stands before a figure in its part."""
        return self.narrow[self.part_at(figure.start).start : figure.start].rstrip()

    def right_of(self, figure: Figure) -> str:
        """Return what stands after a figure in its part."""
        part = self.part_at(max(figure.start, figure.end - 1))
        return self.narrow[figure.end : part.end]

    def before_part(self, figure: Figure) -> str:
        """Return the sentence up to the part in which a figure stands."""
        return self.narrow[: self.part_at(figure.start).start]

    def rest(self, figure: Figure) -> str:
        """Return the sentence after a figure."""
        return self.narrow[figure.end :].lstrip(" ")

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the sentence as a stretch of the source, blanks at its ends off."""
        while start < end and self.text[start] in " \t\u3000,，:：、":
            start += 1
        while end > start and self.text[end - 1] in " \t\u3000,，:：、":
            end -= 1
        return Span(self.start + start, self.start + end)


def sentences_of(tree: Tree, node: Node, heading: str) -> tuple[Sentence, ...]:
    """Return the sentences of a node's own text, its number left away."""
    found: list[Sentence] = []
    lead = False
    for at, span in enumerate(node.own):
        start = span.start + (_past_number(tree, node) if at == 0 else 0)
        for first, last in _cut(tree.source.text, start, span.end):
            earlier = _earlier(found)
            text = tree.source.text[first:last]
            goes_on = tree.source.text[first - 1 : first] == "。"
            sentence = Sentence(node, text, first, heading, lead, earlier, goes_on)
            found.append(sentence)
            lead = lead or sentence.text.rstrip().endswith((":", "："))
    return tuple(found)


def _earlier(found: Sequence[Sentence]) -> str:
    """Return what was said just before, and above it what leads in a list."""
    led_in = next((each.text for each in reversed(found[:-3]) if _LISTS.search(each.text)), "")
    said = [led_in[-_LED_IN:], *(each.text for each in found[-3:])]
    return " ".join(filter(None, said))[-_EARLIER:]


def _past_number(tree: Tree, node: Node) -> int:
    text = tree.source.cut(node.own[0])
    at = 0
    for sign in node.number or "":
        found = text.find(sign, at, at + 4)
        at = found + 1 if found >= 0 else at
    return at + len(text[at:]) - len(text[at:].lstrip("、.．:：，,)） \t\u3000"))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    ends = (each for each in _END.finditer(text, start, end) if not _in_row(text, each))
    for match in [*ends, None]:
        last = end if match is None else match.start()
        for first, stop in _bounded(text, at, last):
            body = text[first:stop]
            if body.strip():
                yield first + len(body) - len(body.lstrip(" \u3000\n")), first + len(body.rstrip())
        at = last if match is None else match.end()


def gaps_of(row: str) -> list[tuple[int, int]]:
    """Return where wide blanks part a line into three cells or more; nothing for fewer."""
    gaps = [match.span() for match in _GAP.finditer(row)]
    return gaps if len(gaps) >= FEWEST_GAPS else []


def _in_row(text: str, match: re.Match[str]) -> bool:
    """Say whether a wide blank parts the cells of a row and not two sentences."""
    if match[0][0] not in " \u3000":
        return False
    first = text.rfind("\n", max(0, match.start() - _LONGEST_ROW), match.start()) + 1
    last = text.find("\n", match.end(), match.end() + _LONGEST_ROW)
    last = last if last >= 0 else len(text)
    near = first > 0 and last - first <= _LONGEST_ROW
    return near and "。" not in text[first:last] and bool(gaps_of(text[first:last]))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what runs on without a stop at its commas, so that time stays linear."""
    at = start
    while end - at > _LONGEST:
        comma = max(text.rfind(sign, at, at + _LONGEST) for sign in "，,、 ")
        stop = comma + 1 if comma > at else at + _LONGEST
        yield at, stop
        at = stop
    yield at, end
