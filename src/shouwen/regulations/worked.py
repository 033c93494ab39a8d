"""Worked cases as a page shows them: what is given, what must follow, and whether it does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from shouwen.policy.amounts import YUAN, AmountError, Quantity
from shouwen.policy.describing.figures import with_figures
from shouwen.policy.describing.wording import detail, somebody
from shouwen.policy.file_reading.regulation import WorkedCase
from shouwen.policy.kinds import Words
from shouwen.policy.kinds.words import Both, quantity_texts
from shouwen.policy.regulation_file import Reading, Regulation
from shouwen.policy.worked_cases import CaseResult, came_out, run_cases
from shouwen.regulations.cards import language_index
from shouwen.regulations.holiday_table import holiday_table

_EXPECTED: Mapping[str, Both] = {
    "due": ("到期", "due"),
    "owed_by": ("责任人", "owed by"),
    "duty": ("事项", "duty"),
    "pausable": ("可暂停", "pausable"),
    "evidence": ("凭据", "evidence"),
    "reviewer": ("审阅人", "reviewed by"),
    "warned": ("预警", "warned"),
    "escalated": ("升级", "escalated"),
    "met": ("完成", "done"),
    "pay": ("金额", "amount"),
    "points": ("分值", "points"),
    "totals": ("合计", "totals"),
    "paid_in": ("发放月份", "paid in"),
    "settled_in": ("结算期", "settled with"),
    "unknown": ("待补", "missing"),
    "refused": ("不予准许", "refused"),
    "granted": ("准许", "granted"),
    "held": ("待审批", "waits for"),
    "barred": ("回避", "may not sign"),
    "measure": ("指标", "measure"),
    "figures": ("计算结果", "computed"),
    "reason": ("原因", "reason"),
    "missing": ("缺号", "missing numbers"),
    "opens": ("开启", "opens"),
    "findings": ("发现问题", "findings"),
    "also": ("另有", "also"),
    "classed": ("认定", "classed as"),
    "minutes": ("分钟", "minutes"),
    "masks": ("遮盖", "masked"),
    "lists": ("列明", "lists"),
}
# What a list may be called by; other keys are the regulation's own.
_LISTED: Mapping[str, Both] = {
    "scope": ("适用范围", "scope"),
    "department": ("部门", "department"),
    "principles": ("原则", "principles"),
    "functions": ("职能", "functions"),
    "posts": ("岗位", "posts"),
    "headcount": ("编制", "headcount"),
    "reports_to": ("汇报对象", "reports to"),
    "above": ("逐级上级", "superiors"),
    "duties": ("职责", "duties"),
    "powers": ("权限", "powers"),
    "competences": ("任职要求", "competences"),
    "exactly": ("人数", "exactly"),
    "at_least": ("不少于", "at least"),
    "at_most": ("不超过", "at most"),
    "every": ("周期", "every"),
    "at": ("时点", "at"),
    "times": ("次数", "times"),
    "weekdays": ("星期", "weekdays"),
    "on_the_day": ("当天开启", "on the day"),
    "follows": ("接续", "follows"),
    "evidence": ("凭据", "evidence"),
    "hours": ("班次", "hours"),
    "steps": ("步骤", "steps"),
    "code": ("编号", "code"),
    "fields": ("字段", "fields"),
    "optional": ("选填", "optional"),
    "copies": ("联次", "copies"),
    "kept_by": ("留存", "kept by"),
    "retention": ("保存期限", "kept for"),
    "printed": ("须打印", "printed"),
    "situation": ("情景", "situation"),
    "items": ("检查项", "items"),
    "must_say": ("必说", "must say"),
    "must_not_say": ("禁语", "must not say"),
    "sequence": ("依次", "in turn"),
}
# What shapes of amounts ask about earlier bookings, and the questions of figures.
_OF_SHAPES: Mapping[str, Both] = {
    "graded": ("已计数额", "bookings"),
    "carried": ("已收付数额", "settlements"),
    "claims": ("应收付数额", "claims"),
}
_ASKED = ("booked", "recorded", "standings", "restarted")
_WORDS: Mapping[str, Both] = {
    "True": ("是", "yes"),
    "False": ("否", "no"),
    "None": ("未登记", "not recorded"),
    "in_time": ("按时", "in time"),
    "late": ("逾期", "late"),
    "none": ("无", "none"),
    "nothing": ("不适用", "nothing follows"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One worked case; ``difference`` says what came out instead, empty when it agrees.

    ``instead`` is what the case would say if it took that over, empty where only a person can.
    """

    case: str
    line: int
    given: str
    expected: str
    ok: bool
    difference: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGroup:
    """The cases of one rule."""

    rule_id: str
    title: str
    number: str
    rows: tuple[CaseRow, ...]

    @property
    def agreeing(self) -> int:
        """How many cases agree."""
        return sum(row.ok for row in self.rows)


def worked_results(reading: Reading, language: str | None) -> tuple[CaseGroup, ...]:
    """Run a text's worked cases and return them by rule; an unreadable text has none."""
    if reading.regulation is None:
        return ()
    return _groups(reading.regulation.source, _Read(reading.regulation), language_index(language))


@dataclass(frozen=True, slots=True)
class _Read:
    """A regulation as a cache key: two with the same source are the same."""

    regulation: Regulation

    def __hash__(self) -> int:
        return hash(self.regulation.source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and other.regulation.source == self.regulation.source


@lru_cache(maxsize=16)
def _groups(_source: str, read: _Read, which: int) -> tuple[CaseGroup, ...]:
    regulation = read.regulation
    language = ("zh", "en")[which]
    results = run_cases(regulation, holidays=holiday_table(), language=language)  # type: ignore[arg-type]
    by_rule: dict[str, list[tuple[WorkedCase, CaseResult]]] = {}
    for case, result in zip(regulation.cases, results, strict=True):
        by_rule.setdefault(case.rule, []).append((case, result))
    return tuple(_group(regulation, rule, rows, which) for rule, rows in by_rule.items())


def _group(
    regulation: Regulation, rule_id: str, rows: list[tuple[WorkedCase, CaseResult]], which: int
) -> CaseGroup:
    rule = regulation.rules.get(rule_id)
    kinds = rule.fact_kinds() if rule else ()
    written = regulation.definitions.get(rule_id, {})
    words = with_figures(regulation.words, kinds, written)
    titles = (rule.title, rule.title_en or rule.title) if rule else (rule_id, rule_id)
    return CaseGroup(
        rule_id=rule_id,
        title=titles[which] or rule_id,
        number=rows[0][1].clause,
        rows=tuple(
            _with_instead(
                _row(case, result, words, kinds, which, _readings(regulation, case, which)),
                regulation,
                case,
                _Expecting(words, kinds, which),
            )
            for case, result in rows
        ),
    )


def _row(
    case: WorkedCase,
    result: CaseResult,
    words: Words,
    kinds: tuple[str, ...],
    which: int,
    readings: list[str],
) -> CaseRow:
    kinds = (case.fact,) if case.fact else kinds
    given = [f"{_label(k, kinds, words, which)}{_COLON[which]}{_value(k, v, kinds, words, which)}"
             for k, v in case.given.items()]  # fmt: skip
    given += _figures(case, kinds, words, which)
    return CaseRow(
        case=case.case,
        line=result.line,
        given=_COMMA[which].join(
            part for part in (case.at, *given, *_besides(case, which), *readings) if part
        ),
        expected=_Expecting(words, kinds, which).say(case.expect),
        ok=result.ok,
        difference=difference_words(result.difference, which),
    )


def _with_instead(
    row: CaseRow, regulation: Regulation, case: WorkedCase, expecting: _Expecting
) -> CaseRow:
    if row.ok or isinstance(case.expect, str):
        return row
    came = came_out(regulation, case.line, holidays=holiday_table())
    return replace(row, instead=expecting.say({**case.expect, **came})) if came else row


def _figures(case: WorkedCase, kinds: tuple[str, ...], words: Words, which: int) -> list[str]:
    """Say what a case gives for the figures of its rule: booked, counted or added up before."""
    figures = case.known.get("figures")
    return [
        f"{_worked_figure(name, kinds, words, which)}{_COLON[which]}{_numbers(value)}"
        for name, value in (figures.items() if isinstance(figures, Mapping) else ())
    ]


def _numbers(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{member} {number}" for member, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _worked_figure(name: str, kinds: tuple[str, ...], words: Words, which: int) -> str:
    before = ("此前的", "earlier ")[which]
    return before + _OF_SHAPES.get(name, detail(name, kinds, words))[which]


def _besides(case: WorkedCase, which: int) -> list[str]:
    """Say what a case gives beyond one fact: when the duty was done, a population, more facts."""
    parts: list[str] = []
    if case.done:
        parts.append((f"完成于 {case.done}", f"done {case.done}")[which])
    if isinstance(case.population, Mapping):
        of, having = case.population.get("of"), case.population.get("having")
        parts.append((f"共 {of}，其中 {having}", f"{having} of {of}")[which])
    if case.events:
        count = len(case.events)
        parts.append((f"{count} 件事实依次发生", f"{count} facts in turn")[which])
    return parts


def _readings(regulation: Regulation, case: WorkedCase, which: int) -> list[str]:
    """Say how unclear places are read in a case that differs from the default."""
    said = (regulation.settings[name].said(choice) for name, choice in case.settings.items())
    return [f"{one[which]}{_COLON[which]}{one[2 + which]}" for one in said]


_PARTY = re.compile(r"\b(member|post|superior|department|fund):([\w-]+)")
_COLON = ("：", ": ")
_COMMA = ("，", ", ")


def _label(name: str, kinds: tuple[str, ...], words: Words, which: int) -> str:
    return detail(name, kinds, words)[which]


def _value(name: str, value: object, kinds: tuple[str, ...], words: Words, which: int) -> str:
    if value is None:
        return _WORDS["None"][which]
    kind = next((k for k in kinds if words.facts.term(k, name)), "")
    return words.value_of(kind, name, value)[which]


@dataclass(frozen=True, slots=True)
class _Expecting:
    """Says what a case expects, in the words of its regulation."""

    words: Words
    kinds: tuple[str, ...]
    which: int

    def say(self, expect: Any) -> str:
        if not isinstance(expect, Mapping):
            return self._value(expect)
        return _COMMA[self.which].join(self._part(name, value) for name, value in expect.items())

    def _part(self, name: str, value: Any) -> str:
        label = _EXPECTED.get(name, (name, name))[self.which]
        if name == "unknown":
            missing = value if isinstance(value, list | tuple) else [value]
            return f"{label} {_COMMA[self.which].join(self._missing(str(m)) for m in missing)}"
        if name == "lists" and isinstance(value, Mapping):
            return f"{label} {_COMMA[self.which].join(self._listed(*one) for one in value.items())}"
        return f"{label} {self._value(value)}"

    def _listed(self, name: str, value: Any) -> str:
        label = _LISTED.get(name, (name, name))[self.which]
        if not isinstance(value, Mapping):
            return f"{label} {self._value(value)}"
        inner = (self._listed(str(key), one) for key, one in value.items())
        return (
            f"{label}（{_COMMA[self.which].join(inner)}）"
            if not self.which
            else (f"{label} ({_COMMA[self.which].join(inner)})")
        )

    def _missing(self, name: str) -> str:
        if name.startswith("figure:"):
            return f"{('数字', 'figure')[self.which]} {name.removeprefix('figure:')}"
        asked, _, figure = name.partition(":")
        if asked in _ASKED:
            return _worked_figure(figure, self.kinds, self.words, self.which)
        return detail(name, self.kinds, self.words)[self.which]

    def _value(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return " ".join(f"{k} {self._value(v)}" for k, v in value.items())
        if isinstance(value, list | tuple):
            return _COMMA[self.which].join(self._value(v) for v in value)
        known = _WORDS.get(str(value))
        if known:
            return known[self.which]
        return self._money(str(value)) or _PARTY.sub(self._party, str(value))

    def _money(self, said: str) -> str:
        """Write an amount of money in the reader's language; empty for anything else."""
        with suppress(AmountError):
            quantity = Quantity.parse(said)
            if quantity.unit == YUAN:
                return quantity_texts(quantity, self.words)[self.which]
        return ""

    def _party(self, found: re.Match[str]) -> str:
        way = {"member": "detail"}.get(found[1], found[1])
        if way == "detail":
            return found[2]
        way = {"superior": "superior_of"}.get(way, way)
        return somebody({way: found[2]}, (), self.words)[self.which]


def difference_words(difference: str, which: int) -> str:
    """Return what came out instead, its frame in the language of the page."""
    expected, _, got = difference.removeprefix("expected ").partition(", got ")
    if which or not got:
        return difference
    return f"应为 {expected}，实为 {got}"
