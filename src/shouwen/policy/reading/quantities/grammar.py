"""The quantity grammar: numeral, unit, bounds, ranges; one pass over a text, left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from shouwen.policy.reading.quantities import bounds
from shouwen.policy.reading.quantities.clocks import clocks
from shouwen.policy.reading.quantities.model import Clock, Found, Quantity, Rhythm
from shouwen.policy.reading.quantities.numerals import NUMERAL, figure_of, plain
from shouwen.policy.reading.quantities.rhythms import rhythms
from shouwen.policy.reading.quantities.units import code_of, reduced, unit_at

_START = re.compile("[0-9零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅半]")
_JOIN = re.compile(r"[ ]?(?:-+|~+|至|到|—+)[ ]?")
_BETWEEN = re.compile(r"[ ]?(?P<low><=|≤|<)[ ]?[\u4e00-\u9fffA-Za-z]{1,8}[ ]?(?P<high><=|≤|<)[ ]?")
_LISTED = re.compile(r"(?:[、/]\d+(?:\.\d+)?)*[、/](?=\d)")
_EACH = re.compile("分别|依次|各")
_PIECE = re.compile("[每欠少多]一?块(?!钱)")  # then 60块 counts pieces, not yuan
_LIST_WORD = 24
_NAMED = re.compile("[夜班岗]")  # 大夜60、小夜40
_MORE = re.compile("[多余来]")
_FRACTION = re.compile("分之")
_DATE = re.compile(
    r"(?:\d{2,4}|[〇○零一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
    r"|(?:19|20)\d{2}年|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}"
    r"|(?<![每\d])(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})[日号]"
)
_NOT_FIGURES = re.compile(
    "百分制|一般|一律|一致|一定|一切|一经|一直|一同|一起(?!投诉|事故|案件|扣|罚)|统一|唯一|"
    "一旦|一并|一线|一体|一样|一时|一方|一些|一边|一面|一贯|一概"
    "|一律|一站|一对一|一票否决|第一时间|第一责任|第一位|第三方|第三者|三方|双方|"
    "四周|五官|万一|千万不|十分(?=[重认清注满积]|必)|三包|五险一金"
    "|七天无理由|百货|百姓|千牛|万元户|两者|两侧|两边|二维码|一次性|再一次|一手|"
    "一把手|最后[一1][个天日次](?:工作日|自然日|周[一二三四五六日天])?|三令五申|一流|半成品|百分百|二手|四个一样|三要|三不"
    "|半数|(?<!的)一半|一、二级|一级|二级|三级|四级|千方百计|一如既往|一视同仁|七大|八大|"
    "三大|四大|五大|六大"
)
_CITED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,5}条(?:第?[一二三四五六七八九十\d]{1,3}(?:[至、和或]第?[一二三四五六七八九十\d]{1,3})*"
    r"[款项目])+"
)
_PERCENT = re.compile(
    r"百分之(?P<n>[零〇一二三四五六七八九十百两点\d.]{1,8})|"
    r"千分之(?P<m>[零〇一二三四五六七八九十两点\d.]{1,6})"
)
_HUNDRED = 100  # lists count on up to here: 1、2、
_MYRIAD = 10_000
_LENGTHS = {"second": 1, "minute": 60, "hour": 3600}
_HALF_AFTER = {"working_day", "hour", "year", "month", "day", "week", "minute", "point"}


Included = bool | None  # nothing said: as the word itself has it


@dataclass(frozen=True, slots=True)
class _Measure:
    start: int
    end: int
    figure: Decimal
    unit: str
    said: str


# A wide comma after a compared figure or before a share parts two figures: ≥95，120%.
_APART = re.compile(
    r"(?<=\d)，(?=\d{3}[%％])|(?<=[≥≤<>＜＞=]\d)，(?=\d)|(?<=[≥≤<>＜＞=]\d\d)，(?=\d)"
)


def find(text: str) -> Found:
    """Return the quantities, times of day and rhythms of a text, offsets as in the text given."""
    narrow = plain(_APART.sub("；", text))
    times, rounds = tuple(clocks(narrow)), tuple(rhythms(narrow))
    closed = _closed(narrow, times, rounds)
    return Found(tuple(_quantities(narrow, closed)), times, rounds)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text."""
    return find(text).quantities


def _closed(text: str, times: tuple[Clock, ...], rounds: tuple[Rhythm, ...]) -> bytearray:
    """Mark the characters whose numerals are spoken for: dates, clocks, rhythms, idioms."""
    closed = bytearray(len(text))
    spans = [(each.start, each.end) for each in times]
    spans += [(each.start, each.end) for each in rounds]
    spans += [match.span() for match in _DATE.finditer(text)]
    spans += [match.span() for match in _NOT_FIGURES.finditer(text)]
    spans += [match.span() for match in _CITED.finditer(text)]
    for start, end in spans:
        closed[start:end] = b"\1" * (end - start)
    return closed


def _quantities(text: str, closed: bytearray) -> Iterator[Quantity]:
    at, pieces = 0, _PIECE.search(text)
    while (start := _START.search(text, at)) is not None:
        found = None if closed[start.start()] else _quantity(text, start.start())
        if found is None:
            at = _past(text, start.start())
        else:
            at = max(found.end, start.end())
            yield replace(found, unit="thing") if pieces and found.said == "块" else found


def _past(text: str, at: int) -> int:
    match = NUMERAL.match(text, at)
    return match.end() if match else at + 1


def _quantity(text: str, at: int) -> Quantity | None:
    first = _measure(text, at)
    if first is None:
        return None
    if not first.said and (unit := _unit_of_list(text, first)):
        figure = first.figure
        return Quantity(first.start, first.end, unit, "", figure, figure)
    between = _BETWEEN.match(text, first.end)
    if between and (far := _far_end(text, between, first)):
        return far
    after = bounds.bound_after(text, first.end)
    last = _second(text, after[3], first)
    if last is None:
        return _bounded(text, first, after)
    return _range(text, first, after, last)


def _unit_of_list(text: str, first: _Measure) -> str:
    """Return the unit that the last figure of a list has for all: 分别奖励500、300、200元."""
    listed = _LISTED.match(text, first.end) if first.unit == "number" else None
    if listed is None or not _EACH.search(text, max(0, first.start - _LIST_WORD), first.start):
        return ""
    last = _measure(text, listed.end())
    return last.unit if last and last.unit in {"yuan", "point", "percent", "number"} else ""


def _far_end(text: str, between: re.Match[str], first: _Measure) -> Quantity | None:
    """Return the range whose far end stands behind what it measures: 50元<金额≤300元."""
    start = between.end()
    last = _measure(text, start) if _START.match(text, start) else None
    if last is None or (first.said and first.unit != last.unit) or last.figure <= first.figure:
        return None
    return Quantity(
        first.start, last.end, last.unit, last.said, first.figure, last.figure,
        low_in=between["low"] != "<", high_in=between["high"] != "<",
    )  # fmt: skip


def _second(text: str, at: int, first: _Measure) -> _Measure | None:
    """Return the far end of a range that begins with `first`."""
    join = _JOIN.match(text, at)
    if join is None and text[at : at + 1] in {"、", ",", "，"} and _after_ok(text, at + 1, first):
        return _measure(text, at + 1)
    if join is None and text[first.end : at].endswith("以上") and _after_ok(text, at, first):
        return _measure(text, at)
    if join is None:
        return None
    begins = join.end() + (first.unit == "nth" and text[join.end() : join.end() + 1] == "第")
    if not _START.match(text, begins):
        return None
    last = _measure(text, begins)
    same = last is not None and (
        not first.said or first.unit == last.unit or _times_longer(first, last) > 1
    )
    return last if same else None


def _after_ok(text: str, at: int, first: _Measure) -> bool:
    """Say whether "200元以上、500元以内" goes on here."""
    if not text[first.end : at].rstrip("、,，").endswith(("以上", "起")) or not _START.match(
        text, at
    ):
        return False
    last = _measure(text, at)
    if last is None or last.unit != first.unit or last.figure <= first.figure:
        return False
    return bounds.bound_after(text, last.end)[1] == bounds.HIGH_IN


def _range(
    text: str, first: _Measure, after: tuple[str, str, bool | None, int], last: _Measure
) -> Quantity:
    word, _, counts, end = bounds.bound_after(text, last.end)
    low, high = first.figure * _shared_scale(text, first, last), last.figure
    said = bounds.bound_before(text, first.start)[0]
    if first.said and (longer := _times_longer(first, last)) > 1:
        last, high = replace(last, unit=first.unit, said=first.said), high * longer
    return Quantity(
        first.start, end, last.unit, last.said, low, high,
        low_in=after[2] is not False, high_in=counts is not False,
        before=said, after=word,
    )  # fmt: skip


def _times_longer(first: _Measure, last: _Measure) -> int:
    """Return how many of the near end's unit the far end's is worth: 30分钟至2小时."""
    return _LENGTHS.get(last.unit, 0) // _LENGTHS.get(first.unit, _MYRIAD)


def _shared_scale(text: str, first: _Measure, last: _Measure) -> int:
    """Return by how much the far end's 万 raises the near end too: 5—10万元."""
    if first.said or "万" in text[first.start : first.end]:
        return 1
    raised = "万" in text[last.start : last.end] and first.figure * _MYRIAD < last.figure
    return _MYRIAD if raised else 1


def _bounded(text: str, one: _Measure, after: tuple[str, str, bool | None, int]) -> Quantity | None:
    if not one.said:
        return _bare(text, one)
    word, code, counts, end = after
    before, told = bounds.bound_before(text, one.start)
    code = told or code
    base = Quantity(
        one.start, end, one.unit, one.said, one.figure, one.figure, before=before, after=word
    )
    return _opened(base, code, counts)


def _opened(base: Quantity, code: str, counts: Included) -> Quantity:
    if code in {bounds.LOW_IN, bounds.LOW_OUT}:
        return replace(base, high=None, low_in=counts or (counts is None and code == bounds.LOW_IN))
    if code in {bounds.HIGH_IN, bounds.HIGH_OUT}:
        inside = counts or (counts is None and code == bounds.HIGH_IN)
        return replace(base, low=None, high_in=inside)
    return base


def _bare(text: str, one: _Measure) -> Quantity | None:
    """A figure without a unit counts only in Arabic digits or after "第"."""
    listed = text[one.end : one.end + 1] == "、" and one.figure < _HUNDRED
    listed = listed and not _NAMED.search(text, max(0, one.start - 1), one.start)
    if text[one.start].isdigit() and not listed and text[one.end : one.end + 1] not in {".", ":"}:
        before, code = bounds.bound_before(text, one.start)
        word, told, counts, end = bounds.bound_after(text, one.end)
        base = Quantity(
            one.start, end, "number", "", one.figure, one.figure, before=before, after=word
        )
        return _opened(base, code or told, counts)
    return None


def _measure(text: str, at: int) -> _Measure | None:
    """Return the figure with its unit that begins at a place, compound ones ("2年半") as one."""
    percent = _PERCENT.match(text, at)
    if percent:
        return _percent(percent)
    if text[at] == "半":
        return _half(text, at)
    if text.startswith("一半", at):
        return _Measure(at, at + 2, Decimal(50), "percent", "一半")
    match = NUMERAL.match(text, at)
    figure = figure_of(match) if match else None
    if match is None or figure is None:
        return None
    return _with_unit(text, match, figure)


def _percent(match: re.Match[str]) -> _Measure | None:
    spelt = match["n"] or match["m"]
    inner = NUMERAL.fullmatch(spelt)
    figure = figure_of(inner) if inner else None
    if figure is None:
        return None
    return _Measure(
        match.start(), match.end(), figure / (1 if match["n"] else 10), "percent", match[0]
    )


def _half(text: str, at: int) -> _Measure | None:
    unit = unit_at(text, at + 1)
    if unit is None or code_of(unit[0]) not in _HALF_AFTER:
        return None
    return _Measure(at, unit.end(), Decimal("0.5"), code_of(unit[0]), unit[0])


def _with_unit(text: str, match: re.Match[str], figure: Decimal) -> _Measure | None:
    start, end = match.span()
    if _FRACTION.match(text, end):
        return _fraction(text, start, end, figure)
    more = _MORE.match(text, end)
    end = more.end() if more else end
    halved = text[end : end + 2] == "个半"
    unit = unit_at(text, end + 2 if halved else end + (text[end : end + 1] == " "))
    if text[start - 1 : start] == "第":
        return _Measure(
            start, unit.end() if unit else end, figure, "nth", unit[0] if unit else "第"
        )
    if unit is None:
        return _Measure(start, end, figure, "number", "")
    return _compound(text, start, unit, figure + (Decimal("0.5") if halved else 0))


def _fraction(text: str, start: int, end: int, below: Decimal) -> _Measure | None:
    match = NUMERAL.match(text, end + 2)
    above = figure_of(match) if match else None
    if match is None or above is None or not below:
        return None
    share = above * 100 / below
    return _Measure(start, match.end(), round(share, 4), "percent", text[start : match.end()])


def _compound(text: str, start: int, unit: re.Match[str], figure: Decimal) -> _Measure:
    said, end = unit[0], unit.end()
    code, figure = reduced(code_of(said), figure)
    if code in _HALF_AFTER and text[end : end + 1] == "半" and not unit_at(text, end + 1):
        return _Measure(start, end + 1, figure + Decimal("0.5"), code, said)
    if code == "yuan":
        end, figure = _small_change(text, end, figure)
    return _Measure(start, end, figure, code, said)


def _small_change(text: str, end: int, figure: Decimal) -> tuple[int, Decimal]:
    for said, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        match = NUMERAL.match(text, end)
        more = figure_of(match) if match else None
        if match and more is not None and text[match.end() : match.end() + 1] == said:
            end, figure = match.end() + 1, figure + more * worth
    return end, figure
