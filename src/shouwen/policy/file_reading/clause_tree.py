"""The clause tree: printed numbers, addresses and how a clause is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.regulation import ClauseNode
from shouwen.policy.file_reading.structure import Heading

_HAN = "零〇一二三四五六七八九十百千"
_CIRCLED = "①-⑳"
_NUMBER = re.compile(
    rf"""^(
        第[{_HAN}\d]+[编章节条款项目](?:之[{_HAN}\d]+)?   # 第三章, 第十九条, 第四条之一
      | [(（][{_HAN}\dA-Za-z]+[)）]                        # (1), （一）
      | [{_CIRCLED}⑴-⒇]                                    # ①, ⑴
      | \d+[)）]                                           # 1)
      | [A-Za-z][)）]                                       # a)
      | \d+(?:[.．]\d+)*[a-z]?(?=[\s、.．\#]|$)             # 4.1
      | [{_HAN}]+(?=[\s、\#]|$)                             # 三
      | [A-Z](?=[\s、.\#]|$)                                # A
      | (?:附件|附录|附表)[{_HAN}\dA-Z]*(?=[\s::\#]|$)
    )(\#\d+)?[、.．]?\s*""",
    re.VERBOSE,
)
_STANDS_ALONE = re.compile(rf"^(第[{_HAN}\d]+条|\d+(?:\.\d+)+)")


def split_number(words: str) -> tuple[str, str]:
    """Split a heading into its printed number and the rest.

    A heading without a number is its own number, so that it can be cited all the same. Where a
    text prints a number twice under one heading, the file says which: ``4.1#2``.
    """
    found = _NUMBER.match(words)
    if not found:
        return words, words
    return _half_width(found[1]) + (found[2] or ""), words[found.end() :].strip()


def _half_width(number: str) -> str:
    return number.replace("（", "(").replace("）", ")").replace("．", ".").replace("/", "／")


def cited_as(parents: list[str], number: str) -> str:
    """Return how people cite a clause: ``三·1(1)``; an article needs no chapter before it."""
    if not parents or _STANDS_ALONE.match(number):
        return number
    above = parents[-1]
    return above + (number if number.startswith("(") else f"·{number}")


@dataclass(slots=True)
class _Open:
    level: int
    address: str
    cited: str


class ClauseTree:
    """Grows clause by clause as the file is read."""

    def __init__(self, pad: FaultPad) -> None:
        """Start without any clause."""
        self._pad = pad
        self._nodes: list[ClauseNode] = []
        self._above: list[_Open] = []
        self._lines: dict[str, int] = {}

    @property
    def current(self) -> ClauseNode | None:
        """The clause under which the reader stands."""
        return self._nodes[-1] if self._nodes else None

    @property
    def nodes(self) -> tuple[ClauseNode, ...]:
        """All clauses in the order of the file."""
        return tuple(self._nodes)

    def open(self, heading: Heading) -> None:
        """Begin the clause a heading names."""
        while self._above and self._above[-1].level >= heading.level:
            self._above.pop()
        printed, words = split_number(heading.words)
        if not printed:
            self._pad.error(heading.line, "A heading is empty.", "Give its number or its words.")
            return
        parent = self._above[-1].address + "/" if self._above else ""
        cited = cited_as([above.cited for above in self._above], printed)
        node = self._node(parent + printed, cited, printed, words, heading)
        self._above.append(_Open(heading.level, node.address, cited))

    def _node(
        self, address: str, cited: str, printed: str, words: str, heading: Heading
    ) -> ClauseNode:
        if address in self._lines:
            self._pad.error(
                heading.line,
                f"Clause {cited} stands twice (first on line {self._lines[address]}).",
                "Give one of them another number.",
            )
            address = f"{address}~{heading.line}"
        self._lines[address] = heading.line
        node = ClauseNode(
            address=address,
            number=cited,
            printed=printed,
            heading="" if words == printed else words,
            text="",
            depth=len(self._above) + 1,
            line=heading.line,
            order=len(self._nodes),
        )
        self._nodes.append(node)
        return node

    def add_text(self, text: str) -> None:
        """Add prose to the current clause; before the first heading it is a remark and not kept."""
        if self._nodes:
            node = self._nodes[-1]
            self._nodes[-1] = replace(node, text="\n\n".join(t for t in (node.text, text) if t))
