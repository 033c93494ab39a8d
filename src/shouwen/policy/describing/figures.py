"""Worked figures and the tests on them, each said in one line of either language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from shouwen.policy.amounts import YUAN
from shouwen.policy.describing.wording import (
    conditions,
    detail,
    each,
    figure,
    filled,
    fund,
    inside,
    joined,
    length,
    member_test,
    post,
    rules_named,
    run_said,
    same,
)
from shouwen.policy.kinds.conditions import BOUNDS
from shouwen.policy.kinds.whose import compares_members
from shouwen.policy.kinds.words import Both, Words
from shouwen.policy.vocabulary import DetailType, FactKind, Term

Said = Iterator[tuple[Both, Both]]
_SIGNS = {"sum": "+", "difference": "\N{MINUS SIGN}", "product": "×", "quotient": "÷"}
_CHOSEN: Mapping[str, Both] = {
    "greatest": ("取最大者：", "the greatest of "),
    "least": ("取最小者：", "the least of "),
    "whole_times": ("整数倍：", "whole times of "),
}
_WITHIN: Mapping[str, Both] = {
    "ever": ("至今", "so far"),
    "day": ("当日", "in the day"),
    "week": ("本周", "in the week"),
    "month": ("本月", "in the month"),
    "quarter": ("本季度", "in the quarter"),
    "half_year": ("本半年", "in the half year"),
    "year": ("本年", "in the year"),
}
_TIES: Mapping[str, Both] = {
    "same": ("并列取高", "ties take the better place"),
    "next_below": ("并列取低", "ties take the lower place"),
    "undecided": ("并列待定", "ties wait for a decision"),
}


def with_figures(words: Words, kinds: tuple[str, ...], rule: Mapping[str, Any]) -> Words:
    """Return the words with the names of a rule's figures, so that its amount can be said."""
    figures = rule.get("figures")
    if not isinstance(figures, Mapping) or not figures:
        return words
    found = dict(words.facts.kinds)
    for kind in kinds:
        found[kind] = _named(found.get(kind) or FactKind(kind=kind, label=kind, label_en=kind),
                             figures)  # fmt: skip
    return replace(words, facts=replace(words.facts, kinds=found))


def _named(kind: FactKind, figures: Mapping[str, Any]) -> FactKind:
    terms = {
        name: Term(
            name=name,
            label=str(one.get("label") or name),
            label_en=str(one.get("label_en") or name),
            type=DetailType.NUMBER,
            unit=str(one.get("unit") or ""),
        )
        for name, one in figures.items()
        if isinstance(one, Mapping)
    }
    return replace(kind, details={**kind.details, **terms})


def figure_lines(rule: Mapping[str, Any], words: Words, kinds: tuple[str, ...]) -> Said:
    """Yield a line for each figure; ``words`` name the figures already."""
    figures = rule.get("figures")
    page = _Page(words, kinds)
    for name, one in figures.items() if isinstance(figures, Mapping) else ():
        if isinstance(one, Mapping):
            yield detail(name, kinds, words), page.source(one)


def test_lines(rule: Mapping[str, Any], words: Words, kinds: tuple[str, ...]) -> Said:
    """Yield a line for the tests of details and figures."""
    page = _Page(words, kinds)
    if rule.get("only_if"):
        sets = [page.tests(one) for one in each(rule["only_if"]) if isinstance(one, Mapping)]
        yield ("前提", "Only if"), joined(sets, "；或者 ", "; or ")


class _Page:
    """Says sources in the words of one rule."""

    def __init__(self, words: Words, kinds: tuple[str, ...]) -> None:
        self.words, self.kinds = words, kinds

    def term(self, value: Any) -> Both:
        known = any(self.words.facts.term(kind, str(value)) for kind in self.kinds)
        return detail(value, self.kinds, self.words) if known else figure(value)

    def tests(self, value: Mapping[str, Any]) -> Both:
        return joined((self.test(name, test) for name, test in value.items()), "，", ", ")

    def test(self, name: str, test: Any) -> Both:
        if compares_members(test):
            return member_test(name, test, self.kinds, self.words)
        label = self.term(name)
        if not isinstance(test, Mapping):
            value = joined((same(_yes(one)) for one in each(test)), "、", " or ")
            return f"{label[0]}为{value[0]}", f"{inside(label)[1]}: {value[1]}"
        bounds = self.bounds(test)
        return f"{label[0]}{bounds[0]}", f"{inside(label)[1]} {bounds[1]}"

    def bounds(self, test: Mapping[str, Any]) -> Both:
        parts = []
        for bound, edge in test.items():
            names, said = BOUNDS.get(bound, same(bound)), self.term(edge)
            parts.append((f"{names[0]} {said[0]}", f"{names[1]} {inside(said)[1]}"))
        return joined(parts, "、", " and ")

    def source(self, one: Mapping[str, Any]) -> Both:
        for key, inner in one.items():
            if key not in ("label", "label_en", "unit"):
                return self._source(key, inner)
        return same("—")

    def _source(self, key: str, inner: Any) -> Both:
        if key in _SIGNS:
            sign = f" {_SIGNS[key]} "
            return joined((self.term(t) for t in each(inner)), sign, sign)
        if key in _CHOSEN:
            terms, lead = joined((self.term(t) for t in each(inner)), "、", ", "), _CHOSEN[key]
            return lead[0] + terms[0], lead[1] + terms[1]
        if key == "holders":
            return filled("{post}在岗人数", "holders of {post}", post=post(inner, self.words))
        said = getattr(self, f"_{key}", None)
        return said(inner) if said and isinstance(inner, Mapping) else same(f"{key}: {inner}")

    def _full_years(self, inner: Mapping[str, Any]) -> Both:
        return self._full(inner, ("满整年数", "full years"))

    def _full_months(self, inner: Mapping[str, Any]) -> Both:
        return self._full(inner, ("满整月数", "full months"))

    def _seconds_between(self, inner: Mapping[str, Any]) -> Both:
        return self._between(inner, ("相隔秒数", "seconds"))

    def _minutes_between(self, inner: Mapping[str, Any]) -> Both:
        return self._between(inner, ("相隔分钟数", "minutes"))

    def _hours_between(self, inner: Mapping[str, Any]) -> Both:
        return self._between(inner, ("相隔小时数", "hours"))

    def _days_between(self, inner: Mapping[str, Any]) -> Both:
        return self._between(inner, ("相隔天数", "days"))

    def _between(self, inner: Mapping[str, Any], what: Both) -> Both:
        own = ("登记的发生时间", "the time it happened")
        since, until = (self.term(inner[k]) if inner.get(k) else own for k in ("since", "until"))
        return f"{since[0]}至{until[0]}{what[0]}", f"{what[1]} from {since[1]} to {until[1]}"

    def _missing_of_run(self, inner: Mapping[str, Any]) -> Both:
        return run_said(inner, self.kinds, self.words)

    def _full(self, inner: Mapping[str, Any], what: Both) -> Both:
        since = self.term(inner.get("since"))
        until = self.term(inner["until"]) if inner.get("until") else ("当日", "the day")
        return f"{since[0]}至{until[0]}{what[0]}", f"{what[1]} from {since[1]} to {until[1]}"

    def _entered(self, inner: Mapping[str, Any]) -> Both:
        return filled(
            "登记的{of}，未登记按 {other} 计", "{of} as entered, {other} if it was not",
            of=self.term(inner.get("of")), other=self.term(inner.get("otherwise")),
        )  # fmt: skip

    def _looked_up(self, inner: Mapping[str, Any]) -> Both:
        of, kind = inner.get("of"), self.kinds[0] if self.kinds else ""
        table = inner.get("table")
        lines = [
            (f"{zh} → {number}", f"{en} → {number}")
            for word, number in (table.items() if isinstance(table, Mapping) else ())
            for zh, en in [self.words.value_of(kind, str(of), word)]
        ]
        label, listed = self.term(of), joined(lines, "；", "; ")
        return f"按{label[0]}：{listed[0]}", f"by {inside(label)[1]}: {listed[1]}"

    def _moved(self, inner: Mapping[str, Any]) -> Both:
        unit = str(inner.get("unit"))
        what = "金额" if unit == YUAN else self.words.points.get(unit, unit)
        within = _WITHIN.get(str(inner.get("per", "month")), ("", ""))
        name = self.words.counted_in(unit)[1]
        chinese, english = f"{within[0]}已记{what}净额", f"net {name} {within[1]}"
        if inner.get("rules"):
            rules = rules_named(inner["rules"], self.words)
            chinese, english = f"{chinese}（{rules[0]}）", f"{english} ({rules[1]})"
        if inner.get("account"):
            account = fund(inner["account"], self.words)
            chinese, english = f"{account[0]}{chinese}", f"{english}, of {account[1]}"
        if inner.get("restart"):
            fact = self.words.facts.kind_labels(str(inner["restart"]))
            chinese = f"{chinese}，“{fact[0]}”后重新起算"
            english = f"{english}, anew after “{fact[1]}”"
        if inner.get("start"):
            start = figure(inner["start"])[0]
            chinese, english = f"{chinese}，起点 {start}", f"{english}, beginning with {start}"
        if "floor" in inner:
            floor = figure(inner["floor"])[0]
            chinese, english = f"{chinese}，不低于 {floor}", f"{english}, never below {floor}"
        return chinese, english

    def _counted(self, inner: Mapping[str, Any]) -> Both:
        within = self._since(inner)
        of = conditions(inner.get("of"), self.words)
        return f"{within[0]}“{of[0]}”次数", f"times of “{of[1]}” {within[1]}"

    def _since(self, inner: Mapping[str, Any]) -> Both:
        if not inner.get("since"):
            return _WITHIN.get(str(inner.get("per", "month")), ("", ""))
        since = self.term(inner["since"])
        if "within" not in inner:
            return f"{since[0]}起", f"since {since[1]}"
        within = length(inner["within"])
        return f"{since[0]}后 {within[0]}内", f"within {within[1]} of {since[1]}"

    def _summed(self, inner: Mapping[str, Any]) -> Both:
        of = each(inner.get("of"))
        kind = str(of[0].get("fact")) if of and isinstance(of[0], Mapping) else ""
        label, counted = detail(inner.get("detail"), (kind,), self.words), self._counted(inner)
        said = f"{counted[0].removesuffix('次数')}的{label[0]}合计", f"{label[1]}, {counted[1]}"
        if "otherwise" not in inner:
            return said
        less = figure(inner["otherwise"])
        return f"{said[0]}（未登记的按 {less[0]} 计）", f"{said[1]} ({less[1]} where not recorded)"

    def _in_a_row(self, inner: Mapping[str, Any]) -> Both:
        bounds = self.bounds(inner.get("is") or {})
        of = self.source(inner.get("of") or {})
        return (
            f"{of[0]}，{bounds[0]}的连续期数（至多 {inner.get('up_to')}）",
            f"periods in a row with {of[1]}, {bounds[1]} (at most {inner.get('up_to')})",
        )

    def _rank(self, inner: Mapping[str, Any]) -> Both:
        of, ties = self.source(inner.get("of") or {}), _TIES[str(inner.get("ties", "same"))]
        posts = joined((post(key, self.words) for key in each(inner.get("among"))), "、", ", ")
        return (
            f"{posts[0]}中按{of[0]}排名，{ties[0]}",
            f"place among {posts[1]} by {of[1]}; {ties[1]}",
        )


def _yes(value: Any) -> str:
    return {True: "✓", False: "✗"}.get(value, str(value)) if isinstance(value, bool) else str(value)
