"""Duties in plain language: what opens them, until when, what proves them, who looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shouwen.policy.describing.wording import WEEKDAYS, each, figure, filled, joined, length, same
from shouwen.policy.kinds.words import Both

Said = Iterator[tuple[Both, Both]]
Table = Mapping[str, Any]
_EVIDENCE: Mapping[str, Both] = {
    "text": ("文字", "text"),
    "photo": ("照片", "photo"),
    "signature": ("签字", "signature"),
}
_NTH: Mapping[str, Both] = {
    "1": ("第一个", "first"),
    "2": ("第二个", "second"),
    "3": ("第三个", "third"),
    "4": ("第四个", "fourth"),
    "last": ("最后一个", "last"),
}
_WORKING: Mapping[str, Both] = {
    "first_working_day": ("第一个工作日", "the first working day"),
    "last_working_day": ("最后一个工作日", "the last working day"),
}
_MOVED: Mapping[str, Both] = {
    "next_working_day": ("遇休息日顺延", "if closed, the next working day"),
    "previous_working_day": ("遇休息日提前", "if closed, the working day before"),
}
_AFTER_A_FACT: Mapping[str, Both] = {
    "next_day": ("次日", "the next day"),
    "next_working_day": ("下一工作日", "the next working day"),
}


def opened(rule: Table) -> Said:
    """Say which times of the day, how often, on which weekdays, and after which other duty."""
    if rule.get("at"):
        yield ("时点", "Times of day"), joined(figure(one) for one in each(rule["at"]))
    if rule.get("times"):
        yield ("次数", "How often"), (f"每期 {rule['times']} 次", f"{rule['times']} times")
    if rule.get("weekdays"):
        yield ("限", "On"), joined(_weekday(one) for one in each(rule["weekdays"]))
    if rule.get("follows"):
        name = same(rule["follows"])
        yield ("接续", "Follows"), filled("“{n}”完成后", "once {n} is done", n=name)
    yield from _round(rule)


def _round(rule: Table) -> Said:
    stops = [stop for stop in each(rule.get("places")) if isinstance(stop, Mapping)]
    if stops:
        route = [str(stop.get("text", "")) for stop in stops]
        english = [str(stop.get("text_en") or stop.get("text", "")) for stop in stops]
        yield ("线路", "Route"), (" → ".join(route), " → ".join(english))
    if rule.get("checks"):
        yield ("检查项", "Checklist"), joined(same(one) for one in each(rule["checks"]))


def _weekday(value: Any) -> Both:
    return WEEKDAYS[(int(str(value)) - 1) % 7]


def limited(rule: Table, name: Callable[[Any], Both]) -> Both | None:
    """Say a limit that only duties have; None where it is written as for deadlines."""
    for key, zh, en in (("before", "{m}之前 {l}", "{l} before {m}"),
                        ("after", "{m}之后 {l}内", "within {l} after {m}")):  # fmt: skip
        table = rule.get(key)
        if isinstance(table, Mapping):
            span = length(table.get("by" if key == "before" else "within"))
            return filled(zh, en, m=name(table.get("moment")), l=span)
    by = rule.get("by")
    return _special_day(by) if isinstance(by, Mapping) else None


def _special_day(by: Table) -> Both | None:
    day = _day(by)
    if day is None:
        return None
    months = each(by.get("months"))
    listed = ("、".join(map(str, months)) + " 月", "months " + ", ".join(map(str, months)))
    text = filled("{m}{d}", "{d}", m=listed if months else ("", ""), d=day)
    if months:
        text = text[0], f"{text[1]} ({listed[1]})"
    if str(by.get("if_closed")) in _MOVED:
        moved = _MOVED[str(by["if_closed"])]
        text = f"{text[0]}（{moved[0]}）", f"{text[1]} ({moved[1]})"
    if by.get("on_the_day") is True:
        text = f"{text[0]}当天", f"{text[1]}, on that day only"
    return filled("{d} {t}前", "by {d} {t}", d=text, t=figure(by["time"]) if by.get("time") else
                  ("24:00", "24:00"))  # fmt: skip


def _day(by: Table) -> Both | None:
    if by.get("weekday") and by.get("week"):
        nth = _NTH.get(str(by["week"]), same(by["week"]))
        return filled("{n}{d}", "the {n} {d}", n=nth, d=_weekday(by["weekday"]))
    if by.get("working_day"):
        return f"第 {by['working_day']} 个工作日", f"working day {by['working_day']}"
    day = by.get("day")
    named = _WORKING.get(str(day)) or _AFTER_A_FACT.get(str(day))
    if named:
        return named
    if by.get("weekday") and by.get("if_closed"):
        return _weekday(by["weekday"])
    if (by.get("on_the_day") is True or by.get("if_closed")) and day is not None:
        return f"{day} 日", f"day {day}"
    return None


def evidence(value: Any) -> Both:
    """Say what proves the duty, and how many of each where they are counted."""
    if isinstance(value, Mapping):
        counted = (
            filled("{k} × {n}", "{n} × {k}", k=_EVIDENCE.get(str(kind), same(kind)), n=same(count))
            for kind, count in value.items()
        )
        return joined(counted)
    return joined(_EVIDENCE.get(str(kind), same(kind)) for kind in each(value))


def reviewed(rule: Table, somebody: Callable[[Any], Both]) -> Said:
    """Say who has to look at what was done, and until when."""
    review = rule.get("review")
    if not isinstance(review, Mapping):
        return
    who = somebody(review.get("by"))
    if "within" in review:
        limit = length(review["within"])
        text = filled("完成后 {l}内由{w}复核", "by {w} within {l} once it is done", l=limit, w=who)
    else:
        text = filled("完成后由{w}复核", "by {w} once it is done", w=who)
    yield ("复核", "Reviewed"), text
