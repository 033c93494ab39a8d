"""A form in plain language: its fields, reckoning, numbers, signatures and copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from shouwen.policy.describing.wording import (
    detail,
    each,
    fact_kinds,
    filled,
    joined,
    kept_as_paper,
    length,
    run_said,
    same,
    signers,
    somebody,
)
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.words import Both, Words

Said = Iterator[tuple[Both, Both]]
_MOVES = {
    "opening": ("期初为 {n}", "begins with {n}"),
    "in": ("增加 {n}", "{n} added"),
    "out": ("减少 {n}", "{n} taken"),
}
_SIGNS = {"sum": " + ", "difference": " \N{MINUS SIGN} ", "product": " × "}


def form_lines(rule: Mapping[str, Any], words: Words) -> Said:
    """Yield the lines of one form, each a label and a text."""
    page = _Page(rule, words)
    if rule.get("code"):
        yield ("表号", "Form code"), same(rule["code"])
    yield ("必填", "Required"), joined(page.field(one) for one in each(rule.get("fields")))
    if rule.get("optional"):
        yield ("选填", "Optional"), page.names(rule["optional"])
    yield from page.reckoning()
    if isinstance(rule.get("numbering"), Mapping):
        yield ("编号", "Numbered"), _numbering(rule["numbering"])
    if rule.get("signed"):
        yield ("签收", "Signed by"), page.names(rule["signed"])
    if rule.get("signatures"):
        tiers = signers(rule["signatures"], page.kinds, words)
        yield ("签署", "Signed in turn by"), tiers
    if rule.get("separate"):
        yield ("回避", "May not sign"), page.names(rule["separate"])
    if rule.get("incomplete") == "refuse":
        yield ("缺项", "If incomplete"), ("不予受理", "refused")
    yield from page.keeping()


class _Page:
    """A definition with what is needed to say it."""

    def __init__(self, rule: Mapping[str, Any], words: Words) -> None:
        self.of, self.words = rule, words
        self.kinds = fact_kinds(rule.get("when")) or ("form_filled",)

    def names(self, listed: Any, chinese: str = "、", english: str = ", ") -> Both:
        return joined((detail(n, self.kinds, self.words) for n in each(listed)), chinese, english)

    def somebody(self, value: Any) -> Both:
        return somebody(value, self.kinds, self.words)

    def field(self, value: Any) -> Both:
        if not isinstance(value, Mapping):
            return self.names(value)
        name = self.names(value.get("field"))
        try:
            tests = Condition.model_validate({**(value.get("only") or {}), "fact": ""}).tests
        except ValidationError:
            return name
        kind = self.kinds[0]
        cases = joined(
            filled("{n}：{w}", "{n}: {w}", n=self.names(key), w=test.wanted(kind, key, self.words))
            for key, test in tests.items()
        )
        return filled("{n}（{c}时）", "{n} (if {c})", n=name, c=cases) if tests else name

    def reckoning(self) -> Said:
        computed = self.of.get("computed")
        for name, shape in computed.items() if isinstance(computed, Mapping) else ():
            way = next((s for s in _SIGNS if isinstance(shape, Mapping) and s in shape), "sum")
            terms = shape.get(way) if isinstance(shape, Mapping) else []
            formula = self.names(terms, _SIGNS[way], _SIGNS[way])
            said = filled("{n} = {f}", "{n} = {f}", n=self.names(name), f=formula)
            yield ("计算", "Computed"), said
        for balance in each(self.of.get("balances")):
            if isinstance(balance, Mapping):
                left, right = (self.names(balance.get(s), " + ", " + ") for s in ("left", "right"))
                yield ("平衡", "Must balance"), filled("{a} = {b}", "{a} = {b}", a=left, b=right)

        if isinstance(self.of.get("run"), Mapping):
            yield ("连号", "No number missing"), run_said(self.of["run"], self.kinds, self.words)
        yield from (self._stock(s) for s in each(self.of.get("stocks")) if isinstance(s, Mapping))

    def _stock(self, value: Mapping[str, Any]) -> tuple[Both, Both]:
        label = str(value.get("label") or value.get("stock", ""))
        name = label, str(value.get("label_en") or label)
        moves = [
            filled(*way, n=self.names(value[key], " + ", " + "))
            for key, way in _MOVES.items()
            if value.get(key)
        ]
        least = same(str(value.get("at_least", 0)))
        moves.append(filled("不得少于 {n}", "never below {n}", n=least))
        if "at_most" in value:
            most = same(str(value["at_most"]))
            moves.append(filled("不得多于 {n}", "never above {n}", n=most))
        said = joined(moves, "，", "; ")
        items = self.names(value["item"]) if value.get("item") else None
        if items:
            name = filled("{s}（按{i}）", "{s} (by {i})", s=name, i=items)
        return ("库存", "Stock"), filled("{s}：{m}", "{s}: {m}", s=name, m=said)

    def keeping(self) -> Said:
        if self.of.get("handwritten") is True:
            yield ("手写签名", "Handwritten"), ("须手写签名", "signatures are drawn by hand")
        if self.of.get("locked") is True:
            yield ("锁定", "Locked"), ("签署后不得修改", "not to be changed once signed")
        if self.of.get("copies"):
            yield ("份数", "Copies"), joined(self._copy(one) for one in each(self.of["copies"]))
        if "retention" in self.of:
            yield ("保存", "Kept for"), length(self.of["retention"])
        if self.of.get("printed") is True:
            yield ("打印", "Printed"), ("打印纸质件", "on paper")
        yield from kept_as_paper(self.of)

    def _copy(self, value: Any) -> Both:
        if not isinstance(value, Mapping):
            return same(value)
        name = str(value.get("name", "")), str(value.get("name_en") or value.get("name", ""))
        if not value.get("to"):
            return name
        return filled("{n}（{to}）", "{n} ({to})", n=name, to=self.somebody(value["to"]))


def _dated(example: str) -> Both:
    """Write the places of year, month and day in a number as words."""
    chinese, english = example, example
    for place, word in (("year", "年"), ("month", "月"), ("day", "日")):
        chinese = chinese.replace(f"{{{place}}}", f"〔{word}〕")
        english = english.replace(f"{{{place}}}", f"[{place}]")
    return chinese, english


def _numbering(value: Mapping[str, Any]) -> Both:
    digits, first = int(value.get("digits", 1)), int(value.get("first", 1))
    example = f"{value.get('prefix', '')}{first:0{digits}d}"
    again = {
        "year": ("，每年重新起号", ", beginning again every year"),
        "month": ("，每月重新起号", ", beginning again every month"),
        "day": ("，每天重新起号", ", beginning again every day"),
    }.get(str(value.get("per")), ("", ""))
    gap_free = value.get("gap_free", True)
    running = (
        ("连续编号，自 {e} 起", "without a gap, from {e}") if gap_free else ("如 {e}", "like {e}")
    )
    said = filled(*running, e=_dated(example))
    return said[0] + again[0], said[1] + again[1]
