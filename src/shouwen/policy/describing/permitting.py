"""Roster and access in plain language: what is demanded, who signs, what it counts as."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shouwen.policy.describing.wording import (
    conditions,
    detail,
    each,
    figure,
    filled,
    joined,
    length,
    post,
    same,
    signers,
    tests,
)
from shouwen.policy.kinds.words import Both, Words

Said = Iterator[tuple[Both, Both]]
Table = Mapping[str, Any]
_YES = {
    "identity": (("身份", "Identity"), ("须先核实身份", "has to be verified first")),
    "second_person": (("在场", "Present"), ("须有第二人在场", "a second person")),
    "own_account": (("账号", "Account"), ("只用本人账号", "one's own only")),
    "working_hours": (("时间", "Time"), ("限工作时间", "within working hours")),
    "forbidden": (("结论", "Verdict"), ("一律不得", "never allowed")),
}
_MEASURED: Mapping[str, Both] = {
    "late": ("迟到分钟", "minutes late"),
    "early": ("早退分钟", "minutes early"),
    "away": ("离岗分钟", "minutes away"),
    "missed": ("漏签", "a missed punch"),
}


def permitting_lines(rule: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    """Say what a roster or access rule demands, shape by shape."""
    yield from _of_access(rule, words, kinds)
    for key, say in _SHAPES.items():
        shape = rule.get(key)
        if isinstance(shape, Mapping):
            yield from say(shape, words, kinds)
    yield from _demanded(rule, words, kinds)


def _demanded(rule: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    if rule.get("posts"):
        named = joined(post(key, words) for key in each(rule["posts"]))
        yield ("可办理", "Only by"), named
    if isinstance(rule.get("only_if"), Mapping) and kinds:
        yield ("须", "Only if"), joined(tests({**rule["only_if"]}, kinds[0], words), "，", ", ")
    if rule.get("signed_by"):
        yield ("审批", "Signed by"), _signers(rule["signed_by"], words, kinds)
    if rule.get("separate"):
        apart = joined(detail(name, kinds, words) for name in each(rule["separate"]))
        yield ("回避", "May not sign"), apart


def _signers(tiers: Any, words: Words, kinds: tuple[str, ...]) -> Both:
    return signers(tiers, kinds, words)


def _of_access(rule: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    yield from (said for key, said in _YES.items() if rule.get(key) is True)
    second = rule.get("second_person")
    if isinstance(second, Mapping):
        who = joined(post(key, words) for key in each(second.get("posts")))
        yield ("在场", "Present"), filled("须有{who}在场", "a second person: {who}", who=who)
    own, keep, masks = rule.get("own_shift"), rule.get("keep"), rule.get("masks")
    if isinstance(own, Mapping):
        grace = length(own.get("grace"))
        yield (
            ("时间", "Time"),
            filled(
                "本人班次内，宽限 {grace}", "within one's own shift, grace {grace}", grace=grace
            ),
        )
    if rule.get("not_before"):
        moment = detail(rule["not_before"], kinds, words)
        yield ("解密", "Released"), filled("{at}之后", "from {at}", at=moment)
    if isinstance(keep, Mapping):
        yield ("保存", "Kept"), filled(
            "自{since}起 {length}", "{length} from {since}",
            since=detail(keep.get("since"), kinds, words), length=length(keep.get("at_least")),
        )  # fmt: skip
    if isinstance(masks, Mapping) and masks:
        yield ("遮盖", "Masked"), joined(map(_mask, masks, masks.values()), "；", "; ")


def _mask(field: str, shown: Any) -> Both:
    table = shown if isinstance(shown, Mapping) else {}
    if table.get("from"):
        return filled(
            "{field}只显示前 {first} 位和“{tail}”以后",
            "{field}: first {first} and from “{tail}” on shown",
            field=same(field), first=figure(table.get("first", 0)), tail=same(table["from"]),
        )  # fmt: skip
    first, last = figure(table.get("first", 0)), figure(table.get("last", 0))
    return filled(
        "{field}只显示前 {first} 位、后 {last} 位", "{field}: first {first} and last {last} shown",
        field=same(field), first=first, last=last,
    )  # fmt: skip


def _quota(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    quota = shape.get("quota")
    if isinstance(quota, Mapping):
        names = joined(detail(n, kinds, words) for n in each(quota.get("same", ["period"])))
        yield ("次数", "How often"), filled(
            "每人每{names}最多 {n} 次", "at most {n} for each person and {names}",
            names=names, n=figure(quota.get("at_most")),
        )  # fmt: skip
        if quota.get("withdrawn_by"):
            yield ("撤销", "Taken back by"), conditions(quota["withdrawn_by"], words)


def _swap(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    yield ("同意", "Agreed"), ("双方同意", "by both")
    if shape.get("share_post"):
        yield ("岗位", "Post"), ("双方同岗", "both hold the same")
    for pair in each(shape.get("same")):
        yield ("相同", "The same"), joined(detail(name, kinds, words) for name in each(pair))
    if "notice" in shape:
        yield _notice(shape["notice"])
    if "rest" in shape:
        which = (
            ("所换与所还班次", "the shift taken and the one returned")
            if shape.get("payback")
            else ("所换班次", "the shift taken")
        )
        yield ("间隔", "Rest"), filled(
            "{which}前后至少 {rest}", "at least {rest} before and after {which}",
            which=which, rest=length(shape["rest"]),
        )  # fmt: skip
    yield from _quota(shape, words, kinds)


def _notice(value: Any) -> tuple[Both, Both]:
    before = length(value)
    return ("提出", "Asked for"), (f"提前 {before[0]}", f"{before[1]} before")


def _leave(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    for tier in each(shape.get("tiers")):
        if isinstance(tier, Mapping):
            yield _leave_tier(tier, words, kinds)
    if shape.get("late"):
        yield ("逾期提出", "If too late"), _signers(shape["late"], words, kinds)
    yield from _quota(shape, words, kinds)
    if isinstance(shape.get("allowance"), Mapping):
        yield from _allowance(shape["allowance"], words)


_PER = {"year": ("年", "year"), "month": ("月", "month")}


def _allowance(table: Table, words: Words) -> Said:
    per = _PER[str(table.get("per", "year"))]
    if "days" in table:
        yield ("额度", "Days"), filled(
            "每人每{per} {n} 天", "{n} for each person and {per}",
            per=per, n=figure(table["days"]),
        )  # fmt: skip
    if table.get("granted_by"):
        yield ("核定", "Granted by"), conditions(table["granted_by"], words)
    if "carry_over" in table:
        yield ("结转", "Carried over"), filled(
            "上{per}未休的最多结转 {n} 天", "at most {n} days not taken in the {per} before",
            per=per, n=figure(table["carry_over"]),
        )  # fmt: skip
    if table.get("withdrawn_by"):
        yield ("退回", "Given back by"), conditions(table["withdrawn_by"], words)


def _leave_tier(tier: Table, words: Words, kinds: tuple[str, ...]) -> tuple[Both, Both]:
    days = figure(tier["up_to"])[0] if "up_to" in tier else ""
    label = (f"{days} 天以内", f"Up to {days} days") if days else ("不限天数", "Any length")
    said: list[Both] = []
    if "notice" in tier:
        said.append(_notice(tier["notice"])[1])
    if tier.get("signed_by"):
        who = _signers(tier["signed_by"], words, kinds)
        said.append((f"{who[0]} 审批", f"signed by {who[1]}"))
    return label, joined(said, "，", ", ") if said else ("准许", "granted")


def _overtime(shape: Table, _words: Words, _kinds: tuple[str, ...]) -> Said:
    for key, label in (("at_most", ("每次", "Each time")), ("together", ("合计", "Together"))):
        if key in shape:
            hours = figure(shape[key])[0]
            yield label, (f"不超过 {hours} 小时", f"at most {hours} hours")


def _attendance(shape: Table, _words: Words, _kinds: tuple[str, ...]) -> Said:
    of = str(shape.get("of", ""))
    yield ("计量", "Measured"), _MEASURED.get(of, same(of))
    for one in each(shape.get("classes")):
        if isinstance(one, Mapping):
            named = (str(one.get("name", "")), str(one.get("name_en", "")))
            yield named, _class_bound(one)


def _class_bound(one: Table) -> Both:
    if "at_least" in one:
        minutes = figure(one["at_least"])[0]
        return f"{minutes} 分钟及以上", f"{minutes} minutes or more"
    if "more_than" in one:
        minutes = figure(one["more_than"])[0]
        return f"超过 {minutes} 分钟", f"more than {minutes} minutes"
    return "一律", "always"


def _shifts(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    hours = shape.get("hours")
    for name, spans in hours.items() if isinstance(hours, Mapping) else ():
        kind = kinds[0] if kinds else ""
        label = words.value_of(kind, "shift", name)
        yield label, joined(figure(span) for span in each(spans) or [None])


def _rotation(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    kind = kinds[0] if kinds else ""
    listed = [words.value_of(kind, "shift", name) for name in each(shape.get("order"))]
    yield ("每周轮换", "Week by week"), joined(listed, " → ", " → ")


def _seats(shape: Table, words: Words, kinds: tuple[str, ...]) -> Said:
    for floor in each(shape.get("floors")):
        if isinstance(floor, Mapping):
            when = [figure(floor["between"])] if "between" in floor else []
            if floor.get("shift"):
                when.append(words.value_of(kinds[0] if kinds else "", "shift", floor["shift"]))
            least = figure(floor.get("at_least"))[0]
            label = joined(when, " ", " ") if when else ("随时", "At all times")
            yield label, (f"至少 {least} 席", f"at least {least} seats")


def _publishing(shape: Table, _words: Words, _kinds: tuple[str, ...]) -> Said:
    before = length(shape.get("notice"))
    yield (
        ("公布", "Published"),
        (f"首日前至少 {before[0]}", f"at least {before[1]} before the first day"),
    )


_SHAPES: Mapping[str, Callable[[Table, Words, tuple[str, ...]], Said]] = {
    "swap": _swap,
    "leave": _leave,
    "overtime": _overtime,
    "attendance": _attendance,
    "shifts": _shifts,
    "rotation": _rotation,
    "seats": _seats,
    "publishing": _publishing,
}
