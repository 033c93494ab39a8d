"""The shapes of amounts, each said in one line of either language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.policy.describing.wording import (
    amount,
    detail,
    each,
    figure,
    filled,
    fund,
    inside,
    joined,
    rules_named,
    same,
    somebody,
)
from shouwen.policy.kinds.words import Both, Words

_PER: dict[str, Both] = {
    "ever": ("", ""),
    "month": ("同一月内", "within a month"),
    "quarter": ("同一季度内", "within a quarter"),
    "year": ("同一年内", "within a year"),
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Says shapes in the words of one regulation, for facts of some kinds."""

    words: Words
    kinds: tuple[str, ...]

    def say(self, shape: Any) -> Both:
        """Write a shape; one that is not known is shown as it stands."""
        if not isinstance(shape, Mapping) or not shape:
            return amount(shape, self.words, signed=True)
        if "from_detail" in shape:
            return self._from_detail(shape)
        name, inner = next(iter(shape.items()))
        known: dict[str, Callable[[Any], Both]] = {
            "fixed": lambda value: amount(value, self.words, signed=True),
            "range": self._range,
            "percentage": self._percentage,
            "per_unit": self._per_unit,
            "bands": self._bands,
            "occurrence": self._occurrence,
            "doubling": self._doubling,
            "multiple": self._multiple,
            "proportion": self._proportion,
            "graded": self._graded,
            "carried": self._carried,
            "prizes": self._prizes,
        }
        return known[name](inner) if name in known else same(f"{name}: {inner}")

    def _named(self, name: Any) -> Both:
        return detail(name, self.kinds, self.words)

    def _range(self, inner: Mapping[str, Any]) -> Both:
        said = filled(
            "{low} 至 {high}，由核定人选定",
            "{low} to {high}, chosen by whoever sets it",
            low=amount(inner.get("from"), self.words),
            high=amount(inner.get("to"), self.words),
        )
        if not inner.get("step"):
            return said
        step = amount(inner["step"], self.words)
        return f"{said[0]}（以 {step[0]}为单位）", f"{said[1]} (in steps of {step[1]})"

    def _percentage(self, inner: Mapping[str, Any]) -> Both:
        return filled(
            "{of} × {rate}", "{of} × {rate}", of=self._named(inner.get("of")),
            rate=figure(inner.get("rate")),
        )  # fmt: skip

    def _per_unit(self, inner: Mapping[str, Any]) -> Both:
        of, price = self._named(inner.get("of")), amount(inner.get("each"), self.words)
        if not inner.get("above"):
            return filled("{of} × {each}", "{of} × {each}", of=of, each=price)
        return filled(
            "（{of} − {above}）× {each}，不足 {above} 为 0",
            "({of} − {above}) × {each}, nothing below {above}",
            of=of,
            each=price,
            above=figure(inner["above"]),
        )

    def _bands(self, inner: Mapping[str, Any]) -> Both:
        of = inside(self._named(inner.get("of")))
        lines = joined((self._band(b, inner) for b in each(inner.get("table"))), "；", "; ")
        return f"按{of[0]}：{lines[0]}", f"by {of[1]}: {lines[1]}"

    def _band(self, band: Mapping[str, Any], inner: Mapping[str, Any]) -> Both:
        if band.get("rate"):
            base = self._named(band.get("on") or inner.get("on"))
            said = f"{base[0]} × {band['rate']}", f"{base[1]} × {band['rate']}"
        else:
            said = amount(band.get("amount"), self.words, signed=True)
        span = _span(band)
        return f"{span[0]} → {said[0]}", f"{span[1]} → {said[1]}"

    def _occurrence(self, inner: Mapping[str, Any]) -> Both:
        amounts = [amount(a, self.words, signed=True) for a in each(inner.get("amounts"))]
        steps = [
            (f"第 {n} 次 {said[0]}", f"{_nth(n)} time {said[1]}")
            for n, said in enumerate(amounts, 1)
        ]
        return self._ladder(joined(steps, "，", ", "), inner)

    def _doubling(self, inner: Mapping[str, Any]) -> Both:
        said = filled(
            "首次 {first}，以后每次为上次的 {times} 倍",
            "{first} the first time, then {times} times the one before",
            first=amount(inner.get("first"), self.words, signed=True),
            times=figure(inner.get("times", 2)),
        )
        if inner.get("most"):
            most = amount(inner["most"], self.words)
            said = f"{said[0]}，最多 {most[0]}", f"{said[1]}, at most {most[1]}"
        if inner.get("until"):
            said = f"{said[0]}，至第 {inner['until']} 次", f"{said[1]}, up to time {inner['until']}"
        return self._ladder(said, inner)

    def _ladder(self, said: Both, inner: Mapping[str, Any]) -> Both:
        per = _PER.get(str(inner.get("per", "ever")), ("", ""))
        names = [name for name in each(inner.get("same")) if name != "person"]
        if names:
            same_ones = joined((self._named(n) for n in names), "、", " and ")
            per = (
                f"{per[0]}按同一{same_ones[0]}累计",
                f"{per[1]} counted for the same {same_ones[1]}".strip(),
            )
        after = self._then(inner.get("then"))
        chinese = f"{said[0]}{after[0]}" + (f"（{per[0]}）" if per[0] else "")
        return chinese, f"{said[1]}{after[1]}" + (f" ({per[1]})" if per[1] else "")

    def _then(self, then: Any) -> Both:
        if then == "repeat_last":
            return "，此后同末次", ", then the last one again"
        if not isinstance(then, Mapping):
            return "", ""
        duty = str(then.get("duty", "")), str(then.get("duty_en") or then.get("duty", ""))
        who = somebody(then.get("owed_by"), self.kinds, self.words)
        return f"，再犯：{duty[0]}（{who[0]}）", f", after that: {duty[1]} ({who[1]})"

    def _multiple(self, inner: Mapping[str, Any]) -> Both:
        of, factor = inside(self._named(inner.get("of"))), figure(inner.get("factor"))
        return filled("{of} × {factor} 倍", "{factor} × {of}", of=of, factor=factor)

    def _proportion(self, inner: Mapping[str, Any]) -> Both:
        return filled(
            "{of} × {part} ÷ {whole}", "{of} × {part} ÷ {whole}",
            of=self._named(inner.get("of")), part=self._named(inner.get("part")),
            whole=self._named(inner.get("whole")),
        )  # fmt: skip

    def _graded(self, inner: Mapping[str, Any]) -> Both:
        of = inside(self._named(inner.get("of")))
        rungs = [
            (f"达 {r.get('from')} 共 {a[0]}", f"{a[1]} in all from {r.get('from')}")
            for r in each(inner.get("reaching"))
            for a in [amount(r.get("amount"), self.words, signed=True)]
        ]
        said = joined(rungs, "，", ", ")
        if "each" in inner:
            price = amount(inner["each"], self.words, signed=True)
            said = f"每次 {price[0]}，{said[0]}，取大者", f"{price[1]} each, or more: {said[1]}"
        per = _PER.get(str(inner.get("per", "month")), ("", ""))
        return f"按{per[0]}{of[0]}：{said[0]}", f"by {of[1]} {per[1]}: {said[1]}"

    def _carried(self, inner: Mapping[str, Any]) -> Both:
        limit, rules = self._named(inner.get("at_most")), rules_named(inner["rules"], self.words)
        chinese = f"{rules[0]}累计未结部分，每次至多 {limit[0]}，余额结转"
        once = f"at most {limit[1]} each time, the rest carried on"
        return chinese, f"what {rules[1]} claimed and is not settled, {once}"

    def _prizes(self, inner: Mapping[str, Any]) -> Both:
        listed = [amount(a, self.words, signed=True) for a in each(inner.get("amounts"))]
        steps = [(f"第 {n} 名 {a[0]}", f"place {n} {a[1]}") for n, a in enumerate(listed, 1)]
        said = joined(steps, "，", ", ")
        if inner.get("ties") == "shared":
            return f"{said[0]}；并列者平分", f"{said[1]}; those who tie share"
        return said

    def _from_detail(self, shape: Mapping[str, Any]) -> Both:
        of = inside(self._named(shape["from_detail"]))
        unit = self.words.counted_in(str(shape.get("unit", "yuan")))
        minus = "\N{MINUS SIGN} " if str(shape.get("sign", 1)) == "-1" else ""
        return f"{minus}按登记的{of[0]}（{unit[0]}）", f"{minus}the recorded {of[1]} ({unit[1]})"

    def shares(self, value: Any) -> Both:
        """Write who gets which part; the last one takes what is left."""
        parts = [self._share(share) for share in each(value)]
        return joined(parts, "，", ", ")

    def _share(self, share: Mapping[str, Any]) -> Both:
        to = share.get("to")
        if isinstance(to, Mapping) and to.get("fund"):
            who = fund(to["fund"], self.words)
        else:
            who = somebody(to, self.kinds, self.words)
        rate = share.get("rate", "")
        return f"{who[0]} {rate}".strip(), f"{who[1]} {rate}".strip()


def _span(band: Mapping[str, Any]) -> Both:
    low, high, below = band.get("from"), band.get("to"), band.get("below")
    if high is not None and low is not None:
        return same(low) if str(low) == str(high) else same(f"{low}–{high}")
    if below is not None:
        start = f"{low} 至" if low is not None else ""
        from_ = f"{low} to " if low is not None else ""
        return f"{start}不足 {below}", f"{from_}below {below}"
    if high is not None:
        return f"不超过 {high}", f"up to {high}"
    return f"{low} 及以上", f"{low} and above"


def _nth(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number, 'th')}"
