"""A rule in plain language: what kind it is, and who, when, how much and by when.

Written from the rule's definition, so it can show a draft and a version adopted years ago alike.
Every text comes in Chinese and in English; the regulation's own words are quoted in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.policy.describing.conduct import conduct_lines
from shouwen.policy.describing.duty import evidence, limited, opened, reviewed
from shouwen.policy.describing.figures import figure_lines, test_lines, with_figures
from shouwen.policy.describing.form import form_lines
from shouwen.policy.describing.metrics import metric
from shouwen.policy.describing.org import org_lines
from shouwen.policy.describing.permitting import permitting_lines
from shouwen.policy.describing.shapes import Shapes
from shouwen.policy.describing.wording import (
    BLANK,
    PERIODS,
    WEEKDAYS,
    conditions,
    detail,
    each,
    fact_kinds,
    figure,
    filled,
    joined,
    kept_as_paper,
    length,
    post,
    same,
    signers,
    somebody,
)
from shouwen.policy.describing.workflow import workflow_lines
from shouwen.policy.kinds.figures import is_blank
from shouwen.policy.kinds.words import Both, Words

KIND_NAMES: Mapping[str, Both] = {
    "deadline": ("时限", "deadline"),
    "duty": ("职责", "duty"),
    "approval": ("审批", "approval"),
    "score": ("计分", "score"),
    "pay": ("奖惩", "pay"),
    "target": ("指标", "target"),
    "conduct": ("行为规范", "conduct"),
    "roster": ("排班", "roster"),
    "access": ("密级", "access"),
    "form": ("表单", "form"),
    "workflow": ("流程", "workflow"),
    "org": ("岗位", "org"),
    "note": ("备注", "note"),
}
_DAYS: Mapping[str, Both] = {
    "today": ("当天", "the same day"),
    "next_day": ("次日", "the next day"),
    "next_working_day": ("下一工作日", "the next working day"),
}
_MONTHS: Mapping[str, Both] = {"this": ("当月", "this month"), "next": ("次月", "next month")}
_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_CALENDARS: Mapping[str, Both] = {
    "always": ("全天候", "round the clock"),
    "team": ("班组日历", "the team's calendar"),
    "department": ("部门日历", "the department's calendar"),
}

Said = Iterator[tuple[Both, Both]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a description: what it is about, and what the rule says, in both languages."""

    label: Both
    text: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A rule as people read it. ``blanks`` are the figures the regulation leaves open."""

    rule_id: str
    kind: str
    kind_name: Both
    title: Both
    lines: tuple[Line, ...]
    blanks: tuple[str, ...]


def describe(definition: Mapping[str, Any], words: Words) -> Description:
    """Return a rule in plain language; ``words`` are the names its regulation declares."""
    kind, rule_id = str(definition.get("kind", "")), str(definition.get("id", ""))
    title = str(definition.get("title") or rule_id)
    return Description(
        rule_id=rule_id,
        kind=kind,
        kind_name=KIND_NAMES.get(kind, same(kind)),
        title=(title, str(definition.get("title_en") or title)),
        lines=tuple(Line(label, text) for label, text in _lines(kind, definition, words)),
        blanks=tuple(blank_figures(definition)),
    )


def blank_figures(value: Any, path: str = "") -> Iterator[str]:
    """Yield the places of the figures that were left blank: ``within``, ``amount.fixed``."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from blank_figures(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value, 1):
            yield from blank_figures(inner, f"{path}.{position}")
    elif is_blank(value):
        yield path


def _lines(kind: str, rule: Mapping[str, Any], words: Words) -> Said:
    own: Mapping[str, Callable[[_Rule], Said]] = {
        "deadline": _deadline,
        "duty": _duty,
        "approval": _approval,
        "score": _transfer,
        "pay": _transfer,
        "target": _target,
        "conduct": lambda rule: conduct_lines(rule.of, rule.words),
        "roster": lambda rule: permitting_lines(rule.of, rule.words, rule.kinds),
        "access": lambda rule: permitting_lines(rule.of, rule.words, rule.kinds),
        "form": lambda rule: form_lines(rule.of, rule.words),
        "workflow": lambda rule: workflow_lines(
            rule.of, rule.words, lambda step, kinds: _limit(_Rule(step, rule.words, kinds))
        ),
        "org": lambda rule: org_lines(rule.of, rule.words),
        "note": _note,
    }
    kinds = fact_kinds(rule.get("when") or _other_facts(rule)) or _closing(rule)
    given = _Rule(rule, with_figures(words, kinds, rule), kinds)
    yield from _whom(given)
    yield from figure_lines(rule, given.words, kinds)
    if kind in ("score", "pay", "target", "deadline", "duty"):
        yield from test_lines(rule, given.words, kinds)
    if kind in own:
        yield from own[kind](given)
    yield from _besides(given)
    readings = words.readings.get(str(rule.get("id", "")))
    if readings:
        said = ((f"{one[0]}——{one[2]}", f"{one[1]} – {one[3]}") for one in readings)
        yield ("本部门的理解", "As read here"), joined(said, "；", "; ")


def _closing(rule: Mapping[str, Any]) -> tuple[str, ...]:
    every = rule.get("every")
    if rule.get("kind") == "form":
        return ("form_filled",)
    return (f"{every}_closed",) if every and rule.get("kind") in ("score", "pay") else ()


def _other_facts(rule: Mapping[str, Any]) -> Any:
    each_ = rule.get("each")
    before = rule.get("before")
    # A duty may be due before a moment; an approval comes before a fact.
    return each_ or before


@dataclass(frozen=True, slots=True)
class _Rule:
    """A definition with what is needed to say it."""

    of: Mapping[str, Any]
    words: Words
    kinds: tuple[str, ...]

    def somebody(self, value: Any) -> Both:
        return somebody(value, self.kinds, self.words)

    def details(self, names: Any) -> Both:
        return joined((detail(n, self.kinds, self.words) for n in each(names)), "、", ", ")


def _whom(rule: _Rule) -> Said:
    if rule.of.get("for"):
        posts = joined(post(key, rule.words) for key in each(rule.of["for"]))
        yield ("对象", "For"), posts
    if rule.of.get("when"):
        yield ("当", "When"), conditions(rule.of["when"], rule.words)
    person = str(rule.of.get("person", "")).split()
    if person == ["nobody"]:
        yield ("涉及", "Concerns"), ("不涉及个人", "no person")
    elif len(person) > 1:
        yield ("涉及", "Concerns"), rule.somebody({"superior_of": person[1]})
    elif person and person != ["person"]:
        yield ("涉及", "Concerns"), rule.details(person)
    if rule.of.get("unless"):
        yield ("除非", "Unless"), rule.details(rule.of["unless"])
    if rule.of.get("waived_by"):
        yield ("可免除", "Waived by"), rule.details(rule.of["waived_by"])


def _duty_words(rule: _Rule) -> Both:
    duty = str(rule.of.get("duty", ""))
    return duty, str(rule.of.get("duty_en") or duty)


def _deadline(rule: _Rule) -> Said:
    yield ("责任人", "Owed by"), rule.somebody(rule.of.get("owed_by"))
    yield ("事项", "Duty"), _duty_words(rule)
    yield ("时限", "By when"), _limit(rule)
    yield from _clocked(rule)


def _clocked(rule: _Rule) -> Said:
    if rule.of.get("met_by"):
        yield ("完成", "Done by"), conditions(rule.of["met_by"], rule.words)
    if rule.of.get("warn"):
        yield ("预警", "Warning"), _point(rule.of["warn"])
    if rule.of.get("escalate"):
        steps = (_escalation(rule, step) for step in each(rule.of["escalate"]))
        yield ("升级", "Escalates"), joined(steps, "；", "; ")
    if rule.of.get("pause") is True:
        yield ("暂停", "Pause"), ("挂起期间不计时", "the clock stands still while on hold")
    if rule.of.get("calendar"):
        calendar = str(rule.of["calendar"])
        yield ("日历", "Calendar"), _CALENDARS.get(calendar, same(calendar))
    if rule.of.get("evidence"):
        yield ("凭据", "Evidence"), evidence(rule.of["evidence"])
    yield from kept_as_paper(rule.of)
    if rule.of.get("reviewer"):
        yield ("复核", "Reviewed by"), rule.somebody(rule.of["reviewer"])


def _limit(rule: _Rule) -> Both:
    if rule.of.get("promptly") is True:
        return "及时（无具体期限，记录用时）", "promptly (no limit; the time taken is recorded)"
    if "within" in rule.of:
        return _within(rule)
    if isinstance(rule.of.get("by"), Mapping):
        return by(rule.of["by"])
    before = rule.of.get("before")
    if isinstance(before, Mapping):
        moment = detail(before.get("moment"), rule.kinds, rule.words)
        return filled(
            "{moment}之前 {length}", "{length} before {moment}",
            moment=moment, length=length(before.get("by")),
        )  # fmt: skip
    return same(BLANK)


def _within(rule: _Rule) -> Both:
    limit = length(rule.of.get("within"))
    exact = rule.of.get("counted") == "to_the_minute"
    said = filled("{limit}内", "within {limit}", limit=limit)
    return (f"{said[0]}（计到分钟）", f"{said[1]} (to the minute)") if exact else said


def by(value: Mapping[str, Any]) -> Both:
    """Write ``{time: "18:00", day: next_day}`` or ``{day: 10, month: next}``."""
    clock = same(value.get("time", ""))
    if "weekday" in value:
        day = WEEKDAYS[(int(str(value["weekday"])) - 1) % 7]
        return filled("{day} {time}前", "by {day} {time}", day=day, time=clock)
    if "time" in value and str(value.get("day", "today")) in _DAYS:
        day = _DAYS[str(value.get("day", "today"))]
        return filled("{day} {time} 前", "by {time}, {day}", day=day, time=clock)
    return _month_day(value, clock[0])


def _month_day(value: Mapping[str, Any], clock: str) -> Both:
    month = _MONTHS.get(str(value.get("month", "")), ("", ""))
    last = value.get("day") == "last"
    number = value.get("day")
    day = ("最后一天", "the last day") if last else (f" {number} 日", f"day {number}")
    included = last or bool(value.get("inclusive"))
    chinese = f"{month[0]}{day[0]}{'（含）' if included else ''} {clock}".strip() + "前"
    of = f"of {month[1]}" if month[1] else ""
    if value.get("months"):
        listed = "、".join(str(m) for m in each(value["months"]))
        chinese = f"{listed} 月{chinese}"
        of = f"of {_named_months(each(value['months']))}"
    english = ("up to and including" if included else "before", day[1], of, clock)
    return chinese, " ".join(part for part in english if part)


def _named_months(numbers: list[Any]) -> str:
    names = [_MONTH_NAMES[(int(str(n)) - 1) % 12] for n in numbers]
    return " and ".join(names)


def _point(value: Any) -> Both:
    if isinstance(value, Mapping) and "at" in value:
        return _point(value["at"])
    if isinstance(value, Mapping):
        return filled(
            "到期前 {length}", "{length} before it is due", length=length(value.get("before"))
        )
    return f"用时达 {value}", f"at {value} of the time"


def _escalation(rule: _Rule, step: Mapping[str, Any]) -> Both:
    to = rule.somebody(step.get("to"))
    if "after" in step:
        since = length(step["after"])
        return f"起算后 {since[0]} → {to[0]}", f"{since[1]} after the start → {to[1]}"
    if "overdue" in step:
        late = length(step["overdue"])
        return f"逾期 {late[0]} → {to[0]}", f"{late[1]} late → {to[1]}"
    at = str(step.get("at", ""))
    if at.replace(" ", "") == "100%":
        return f"到期 → {to[0]}", f"when due → {to[1]}"
    return f"用时达 {at} → {to[0]}", f"at {at} → {to[1]}"


def _duty(rule: _Rule) -> Said:
    if rule.of.get("every"):
        yield ("周期", "Period"), PERIODS.get(str(rule.of["every"]), same(rule.of["every"]))
    if rule.of.get("each"):
        yield ("每逢", "Each time"), conditions(rule.of["each"], rule.words)
    yield from opened(rule.of)
    yield ("责任人", "Owed by"), rule.somebody(rule.of.get("owed_by"))
    yield ("事项", "Duty"), _duty_words(rule)
    special = limited(rule.of, lambda name: detail(name, rule.kinds, rule.words))
    if special:
        yield ("时限", "By when"), special
    elif isinstance(rule.of.get("by"), Mapping):
        # The day a duty names counts itself unless the rule says otherwise.
        yield ("时限", "By when"), by({"inclusive": True, **rule.of["by"]})
    elif "within" in rule.of:
        yield ("时限", "By when"), _within(rule)
    yield from _clocked(rule)
    yield from reviewed(rule.of, rule.somebody)


def _approval(rule: _Rule) -> Said:
    yield ("事前", "Before"), conditions(rule.of.get("before"), rule.words)
    yield ("审批", "Signed by"), signers(rule.of.get("tiers"), rule.kinds, rule.words)
    if rule.of.get("unless_signed") == "refuse":
        yield (
            ("未经批准", "Unless signed"),
            ("事先未批准的，不准", "refused unless signed beforehand"),
        )
    if rule.of.get("in_person") is True:
        yield ("本人", "In person"), ("不得代签", "nobody signs as a substitute")
    if rule.of.get("again_on"):
        changed = rule.details(rule.of["again_on"])
        again = filled("{d}变更后须重新签批", "signed again if {d} changes", d=changed)
        yield ("变更", "On change"), again
    if rule.of.get("separate"):
        yield ("回避", "May not sign"), rule.details(rule.of["separate"])
    if rule.of.get("expires"):
        limit = length(rule.of["expires"])
        consents = rule.of.get("silence") == "consents"
        yield (
            ("有效期", "Expires"),
            (f"{limit[0]}内未批即视为同意", f"after {limit[1]} without an answer it is granted")
            if consents
            else (f"{limit[0]}内未批即失效", f"after {limit[1]} without an answer"),
        )


def _transfer(rule: _Rule) -> Said:
    if rule.of.get("every"):
        yield ("周期", "Period"), PERIODS.get(str(rule.of["every"]), same(rule.of["every"]))
    shapes = Shapes(rule.words, rule.kinds)
    label = ("金额", "Amount") if rule.of.get("kind") == "pay" else ("分值", "Points")
    yield label, shapes.say(rule.of.get("amount"))
    for key, name in (("paid_by", ("付方", "Paid by")), ("paid_to", ("收方", "Paid to"))):
        if rule.of.get(key):
            yield name, rule.somebody(rule.of[key])
    if rule.of.get("shares"):
        yield ("分配", "Shared"), shapes.shares(rule.of["shares"])
    if rule.of.get("otherwise") == "refuse":
        yield ("前提不符", "Otherwise"), ("不予受理", "refused")
    if rule.of.get("settled_in"):
        per = str(rule.of["settled_in"])
        yield ("结算", "Settled"), PERIODS.get(per, same(per))
    if rule.of.get("paid_in"):
        yield ("发放", "Paid out"), _pay_months(rule.of["paid_in"])


def _pay_months(value: Any) -> Both:
    if not isinstance(value, Mapping):
        return "次月", "the next month"
    months = each(value.get("months"))
    return f"此后最近的 {'、'.join(map(str, months))} 月", f"the next {_named_months(months)}"


def _target(rule: _Rule) -> Said:
    if rule.of.get("every"):
        yield ("周期", "Period"), PERIODS.get(str(rule.of["every"]), same(rule.of["every"]))
    yield ("指标", "Measure"), metric(rule.of.get("metric"), rule.kinds, rule.words)
    for key, chinese, english in (
        ("at_least", "不低于", "at least"),
        ("more_than", "高于", "more than"),
        ("at_most", "不超过", "at most"),
        ("less_than", "低于", "less than"),
    ):
        if key in rule.of:
            value = figure(rule.of[key])
            yield ("目标", "Target"), (f"{chinese} {value[0]}", f"{english} {value[1]}")


def _note(rule: _Rule) -> Said:
    reason = str(rule.of.get("reason", ""))
    if reason:
        yield ("说明", "Reason"), (reason, str(rule.of.get("reason_en") or reason))


def _besides(rule: _Rule) -> Said:
    if rule.of.get("excepts"):
        others = joined(rule.words.title_of(str(key)) for key in each(rule.of["excepts"]))
        yield ("优先于", "Takes precedence over"), others
    dates = [str(rule.of[key]) for key in ("in_force", "ended") if rule.of.get(key)]
    if dates:
        yield ("适用", "Applies"), _applies(rule)
    if rule.of.get("reading"):
        yield ("读法", "Reading"), same(rule.of["reading"])


def _applies(rule: _Rule) -> Both:
    since, ended = rule.of.get("in_force"), rule.of.get("ended")
    parts: list[Both] = []
    if since:
        parts.append((f"自 {since} 起", f"from {since}"))
    if ended:
        parts.append((f"至 {ended} 止", f"until {ended}"))
    return joined(parts, "", " ")
