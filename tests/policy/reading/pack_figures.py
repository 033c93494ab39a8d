"""The figures of the bundled rules: which stand in their clauses' words, which are read.

A figure is a number in a rule block that says how much, how long, how many or when. It is *worded*
when its clause, or a lead-in above it, prints it with a unit in digits or Chinese numerals: this is
looked for literally, not by the reader's own grammar. What is not worded nobody can read there
(computed, taken from another clause, an example under a setting, a zero for "none"): it is counted
apart. A worded figure is *read* when a proposal on the clause, above or below it has it, and it is
*alike* when one of the rule's own kind does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import cn2an

from shouwen.documents.reading.docx import read_docx
from shouwen.documents.writing.docx import docx_of
from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.proposals import RuleKind
from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.trees import trees_of
from shouwen.policy.regulation_file import ClauseNode, Regulation, read_regulation

FILES = sorted((Path(__file__).parents[3] / "src/shouwen/packs").glob("*.md"))
WIDTHS = str.maketrans("（）．", "().")
Value = tuple[str, Decimal]
KINDS = get_args(RuleKind)

# What is written in digits and is no figure: names, texts, and how a number is worked out.
_NO_FIGURE = re.compile(
    r"^(?:catalogue|title|id|item|step|code|reading|duty|checkpoint|text|label|fields)$|_en$"
    r"|^(?:sign|factor|otherwise)$"
)
_WITH_UNIT = re.compile(r"^([-+]?\d+(?:\.\d+)?) ?([a-z_%][a-z_ %]*)?$")
_ALL_DAY = "00:00-24:00"
_CLOCK = re.compile(r"\d\d:\d\d")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_LONGER = {"week": ("day", 7), "year": ("month", 12), "quarter": ("month", 3)}
_UNIT_OF = {"retention": "retention_unit"}
_UNIT_OF |= {f"{n}_{end}": f"{n}_unit" for n in ("if", "if2") for end in ("over", "upto", "amount")}
_MEASURED = {"amount", "over", "upto", "value", "min", "max", *_UNIT_OF}
_COUNTED = ("seconds", "minutes", "hours", "days", "months")  # a bare number of what is named so
_DAYS = "一二三四五六日"
_MEASURES = (
    "元块角分秒时点天日周月季年次遍趟回人名位件起宗单份条通张户台辆套本例笔处项页间批票句字篇场桌"
    "层道颗枚只支根盒箱袋瓶包幢栋所家米公斤克吨升毫厘度课学班种门组队类声级个倍成折%％多余至到~-"
    "号刻半以及路样款方联"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a rule block: where it stands, what it says, and whether it can be read."""

    pack: str
    clause: str
    rule: str
    kind: str
    path: str
    said: str
    worded: bool
    read: bool
    alike: bool


@cache
def read_back(file: Path) -> tuple[Regulation, Tree]:
    """Return a bundled regulation, and the tree of its Word document."""
    regulation = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
    assert regulation is not None
    (tree,) = trees_of(read_docx(docx_of(regulation)))
    return regulation, tree


def figures_of(file: Path) -> list[Figure]:
    """Return the figures of one bundled regulation's rules."""
    regulation, tree = read_back(file)
    told = _proposed(tree)
    nodes = dict(paired(regulation, tree))
    found = []
    for rule, written in regulation.written.items():
        address = regulation.rule_clauses[rule]
        words = _words(regulation, address)
        near = _near(told, nodes.get(address))
        for path, said in _numbers(written):
            values = _values(path, said)
            if values:
                worded = all(_worded(each, words) for each in values)
                kind = str(written["kind"])
                read = all(any((each, one) in near for one in KINDS) for each in values)
                alike = all((each, kind) in near for each in values)
                name = ".".join(path)
                found.append(
                    Figure(file.stem, address, rule, kind, name, str(said), worded, read, alike)
                )
    return found


def _numbers(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not _NO_FIGURE.search(str(key)):
                yield from _numbers(each, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each, path)
    elif not isinstance(value, bool) and re.search(r"\d", str(value)):
        yield path, value


def _values(path: tuple[str, ...], said: object) -> list[Value]:
    """Return what a parameter may be read as; nothing for a zero or a name with digits."""
    text = str(said)
    if text == _ALL_DAY:
        return [("time", Decimal(86400))]
    if clocks := _CLOCK.findall(text):
        return [("clock", _minutes(clock)) for clock in clocks] if _is_clocks(text) else []
    if path[-1] == "time" and text.isdecimal():
        return [("clock", Decimal(text))]
    match = _WITH_UNIT.match(text)
    if match is None or not Decimal(match[1]):
        return []
    if path[-1] in {"weekday", "weekdays"}:
        return [("weekday", Decimal(text))]
    bare = path[0] in {"by", "paid_in"} or not {"product", "quotient"}.isdisjoint(path)
    named = () if bare else path
    counted = next((unit for unit in _COUNTED if any(unit in key.split("_") for key in named)), "")
    return [_plain(abs(Decimal(match[1])), match[2] or counted)]


def _is_clocks(text: str) -> bool:
    return re.fullmatch(r"[\d: -]+", text) is not None


def _minutes(clock: str) -> Decimal:
    hours, minutes = clock.split(":")
    return Decimal(int(hours) * 60 + int(minutes))


def _plain(value: Decimal, unit: str) -> Value:
    unit = unit.replace(" ", "_").strip("_").removesuffix("s")
    if unit in _SECONDS:
        return "time", value * _SECONDS[unit]
    if unit in _LONGER:
        unit, times = _LONGER[unit]
        value *= times
    return (unit if unit in {"day", "working_day", "month", "%", "yuan"} else "count"), value


def _words(regulation: Regulation, address: str) -> str:
    """Return what a clause and those above it print."""
    above = [node for node in regulation.clauses if f"{address}/".startswith(f"{node.address}/")]
    return "\n".join(f"{node.heading}\n{node.text}" for node in above)


def _worded(value: Value, words: str) -> bool:
    """Say whether a text prints a figure: digits alone, Chinese numerals before a measure word."""
    kind, figure = value
    text = words.translate(str.maketrans("０１２３４５６７８９：．％", "0123456789:.%")).replace(
        ",", ""
    )
    if kind == "clock":
        return re.search(_spelt_clock(int(figure)), text) is not None
    if kind == "weekday":
        return (
            re.search(f"(?:周|星期|礼拜)(?:[{_DAYS}、至到和]*){_DAYS[int(figure) - 1]}", text)
            is not None
        )
    return re.search(_spelt(kind, figure), text) is not None


def _spelt(kind: str, figure: Decimal) -> str:
    forms = [_number(figure)]
    if kind == "time":
        forms = [
            _number(figure / each, unit)
            for each, unit in ((1, "秒"), (60, "分"), (3600, "(?:个)?(?:工作)?小时"), (900, "刻"))
        ]
    elif kind == "day":
        forms = [
            _number(figure, "(?:个)?(?:自然|日历)?[天日]"),
            _number(figure / 7, "(?:个)?(?:周|星期|礼拜)"),
        ]
    elif kind == "working_day":
        forms = [_number(figure, "(?:个)?工作[日天]")]
    elif kind == "month":
        forms = [
            _number(figure, "(?:个)?月"),
            _number(figure / 12, "(?:周)?年"),
            _number(figure / 3, "(?:个)?季"),
            "半年" if figure == 6 else "",
        ]
    elif kind == "yuan" or figure == Decimal("0.5"):  # a factor of a product: half a yuan each
        forms += [_number(figure * 10, "角")]
    elif kind == "%":
        forms += [
            _number(figure / 10, "[成折]"),
            f"百分之{_chinese(figure)}",
            _number(figure, "个百分"),
        ]
        forms += [f"{_chinese(figure)}折", *(("一半", "半数") if figure == 50 else ())]
    return "|".join(filter(None, forms))


def _number(figure: Decimal, unit: str = "") -> str:
    """Return the pattern of a number in digits or Chinese numerals."""
    if figure != round(figure, 2) or figure <= 0:
        return ""
    arabic = rf"(?<![\d.]){re.escape(_short(figure))}(?:\.0+)?(?![\d.]*\d)[ ]?(?:多|余)?{unit}"
    large = figure / 10000
    if large == round(large, 2) and figure >= 1000:
        arabic += rf"|(?<![\d.]){re.escape(_short(large))}[ ]?万{unit}"
    spelt = rf"(?<![一二三四五六七八九十百千万两]){_chinese(figure)}"
    chinese = rf"{spelt}(?:多|余)?{unit or f'[{_MEASURES}]'}"
    half = rf"|半{unit or '[天日年月小分]'}" if figure == Decimal("0.5") else ""
    return f"{arabic}|{chinese}{half}"


def _chinese(figure: Decimal) -> str:
    spelt = str(cn2an.an2cn(_short(figure), "low"))
    forms = {spelt, spelt.removeprefix("一") if spelt.startswith("一十") else spelt}
    forms |= {each.replace("二", "两", 1) for each in forms}
    forms |= {"百"} if figure == 100 else set()
    return f"(?:{'|'.join(sorted(forms))})"


def _short(figure: Decimal) -> str:
    return format(figure.normalize(), "f")


def _spelt_clock(minutes: int) -> str:
    forms = []
    for hour in {minutes // 60, (minutes // 60 - 12) % 24}:
        spoken = f"(?:0?{hour}|{_chinese(Decimal(hour))})"
        rest = minutes % 60
        forms.append(rf"(?<!\d)0?{hour}[:.]{rest:02d}(?!\d)")
        late = {0: "整?", 30: "(?:半|30分?|三十分?)", 15: "(?:一刻|15分?)", 45: "(?:三刻|45分?)"}
        forms.append(rf"(?<!\d){spoken}[点时]钟?{late.get(rest, f'{rest}分?')}")
    return "|".join(forms)


def _proposed(tree: Tree) -> dict[str, set[tuple[Value, str]]]:
    found: dict[str, set[tuple[Value, str]]] = {}
    for each in propose(tree):
        told = {(value, each.kind) for value in _read(each.params)}
        found.setdefault(each.clause, set()).update(told)
    return found


def _read(params: Mapping[str, Any]) -> Iterator[Value]:
    """Yield every figure of a proposal."""
    for name, value in params.items():
        if name in {"by_day", "by_days"} and params.get("every") == "week":
            yield from (("weekday", Decimal(each)) for each in str(value).split("、"))
        elif name == "by_months":
            yield from (("count", Decimal(each)) for each in str(value).split("、"))
        elif isinstance(value, Decimal | int) and not isinstance(value, bool):
            yield from _read_one(name, abs(Decimal(value)), params)
        elif clocks := _CLOCK.findall(str(value)) if "time" in name else ():
            yield from (("clock", _minutes(clock)) for clock in clocks)


def _read_one(name: str, value: Decimal, params: Mapping[str, Any]) -> Iterator[Value]:
    unit = str(params.get(_UNIT_OF.get(name, "unit"), ""))
    if name == "percent":
        yield "%", value
    elif name == "interval":
        yield _plain(value, str(params.get("every", "")))
    elif name in _MEASURED and unit:
        yield _plain(value, unit)
    yield "count", value
    if not unit or unit == "yuan":
        yield "yuan", value
    if name in {"value", "min", "max"}:
        yield "%", value * 100
        yield "%", value


def _near(told: Mapping[str, set[tuple[Value, str]]], node: Node | None) -> set[tuple[Value, str]]:
    """Return what is proposed on a clause, below it, and above it."""
    if node is None:
        return set()
    own = (
        id_
        for id_ in told
        if f"{id_}/".startswith(f"{node.id}/") or f"{node.id}/".startswith(f"{id_}/")
    )
    return {value for id_ in own for value in told[id_]}


def paired(regulation: Regulation, tree: Tree) -> Iterator[tuple[str, Node]]:
    """Yield each clause's address with the node that it has become, where there is one.

    A list that a clause's text prints in one sentence may become clauses below it.
    """
    nodes = iter(tree.nodes)
    for clause in regulation.clauses:
        for node in until_depth(nodes, clause.depth - 1):
            if is_same(clause, node):
                yield clause.address, node


def until_depth(nodes: Iterator[Node], depth: int) -> list[Node]:
    """Return the next node of a depth, passing over those that lie deeper."""
    for node in nodes:
        if node.depth <= depth:
            return [node]
    return []


def is_same(clause: ClauseNode, node: Node) -> bool:
    """Say whether a node is the clause: same depth, same number, and the same heading."""
    return node.depth == clause.depth - 1 and label(node).startswith(written(clause))


def label(node: Node) -> str:
    """Return a node's number and heading in one, in half width."""
    return plain(f"{node.number or ''}{node.heading}")


def written(clause: ClauseNode) -> str:
    """Return a clause's number and heading in one, in half width."""
    printed, heading = plain(clause.printed), plain(clause.heading)
    return printed if printed.endswith(heading) else printed.partition("#")[0] + heading


def plain(words: str) -> str:
    """Return words without white space and in half width."""
    return "".join(words.split()).translate(WIDTHS)


@cache
def library() -> tuple[Figure, ...]:
    """Return the figures of all bundled regulations."""
    return tuple(figure for file in FILES for figure in figures_of(file))


@dataclass(frozen=True, slots=True)
class Shares:
    """How many figures there are, how many are worded, and how many of both are read."""

    every: int
    worded: int
    read: int
    read_of_worded: int
    alike_of_worded: int


def shares(figures: Iterable[Figure]) -> Shares:
    """Return what a library's figures come to."""
    every = list(figures)
    worded = [each for each in every if each.worded]
    return Shares(
        len(every),
        len(worded),
        sum(each.read for each in every),
        sum(each.read for each in worded),
        sum(each.alike for each in worded),
    )
