"""Which clauses a sentence refers to: 见第三条, 按本制度第5.2条, 前款, 上条."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.numbers import CHINESE, chinese_int
from shouwen.policy.reading.proposals import Proposal

_N = rf"[{CHINESE}\d]{{1,5}}"
_ORDINAL = re.compile(
    rf"(?P<other>[》”\"]|(?<!本条)例|(?<!本办)(?<!本)法)?第(?P<n>{_N})(?P<unit>[章节条])(?:第[{CHINESE}]+款)?"
    rf"(?:第?[(（]?(?P<item>{_N})[)）]?项)?"
    rf"|第?(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:[条款项]|的?(?:规定|执行|要求|办理))"
    rf"|(?P<near>[上前下本])(?:一)?(?P<near_unit>[条款项])(?!件|目|例)"
    rf"|第[(（](?P<own>{_N})[)）]项"
)
_STEP = {"上": -1, "前": -1, "下": 1}


class References:
    """A tree's clauses by their numbers, and what stands beside and above each."""

    def __init__(self, tree: Tree) -> None:
        """Look at each node once."""
        self._ids = [node.id for node in tree.nodes]
        self._places = {id_: place for place, id_ in enumerate(self._ids)}
        self._by_number: dict[str, list[int]] = {}
        self._sisters: dict[str | None, list[str]] = {}
        for place, node in enumerate(tree.nodes):
            self._by_number.setdefault(_plain(node.number or ""), []).append(place)
            self._sisters.setdefault(node.parent, []).append(node.id)
        self._rows = {
            id_: (row, place)
            for row in (*self._sisters.values(), [n.id for n in tree.nodes if _is_article(n)])
            for place, id_ in enumerate(row)
        }

    def carried(self, sentence: Sentence, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Return proposals with the ids of the clauses that their sentence refers to."""
        told = list(proposals)
        named = "、".join(dict.fromkeys(self._found(sentence))) if told else ""
        return [replace(p, params={**p.params, "refers": named}) for p in told] if named else told

    def _found(self, sentence: Sentence) -> Iterator[str]:
        for match in _ORDINAL.finditer(sentence.narrow):
            if match["other"]:
                continue
            found = self._named(sentence.node, match)
            if found and found != sentence.node.id:
                yield found

    def _named(self, node: Node, match: re.Match[str]) -> str:
        if match["n"]:
            whole = self._one(_ordinal(match["n"], match["unit"]), node)
            item = match["item"]
            return (self._below(whole, item) if item else "") or whole
        if match["dotted"]:
            return self._one(match["dotted"], node)
        if match["own"]:
            return self._below(node.id, match["own"]) or self._below(node.parent, match["own"])
        return self._beside(node, match["near"], match["near_unit"])

    def _one(self, number: str, node: Node) -> str:
        """Return the clause of a number, of several the one that stands closest."""
        places = self._by_number.get(number, [])
        here = self._places[node.id]
        right = bisect_left(places, here)
        close = sorted(places[max(right - 1, 0) : right + 1], key=lambda place: abs(place - here))
        return self._ids[close[0]] if close else ""

    def _below(self, whole: str | None, item: str) -> str:
        count = chinese_int(item)
        sisters = self._sisters.get(whole, []) if whole else []
        return next((each for each in sisters if _count(each) == count), "")

    def _beside(self, node: Node, near: str, unit: str) -> str:
        if near == "本":
            return (node.parent or "") if unit == "条" and not _is_article(node) else ""
        if unit != "条":  # the paragraph before stands in the same clause, or above its items
            return "" if _is_article(node) else node.parent or ""
        row, place = self._rows[node.id]
        place += _STEP[near]
        return row[place] if 0 <= place < len(row) else ""


def _is_article(node: Node) -> bool:
    return (node.number or "").endswith("条")


def _ordinal(number: str, unit: str) -> str:
    return f"第{chinese_int(number)}{unit}"


def _plain(number: str) -> str:
    """Return a number with its count in Arabic digits: 第十二条 as 第12条."""
    match = re.fullmatch(rf"第\s*({_N})\s*([章节条])", number)
    return _ordinal(match[1], match[2]) if match else number


def _count(id_: str) -> int | None:
    number = re.sub(r"[^\w]", "", id_.rsplit("/", maxsplit=1)[-1].partition("#")[0])
    return chinese_int(number)
