"""The small pieces of a description: figures, lengths, parties and conditions, in both languages.

A figure that was left blank is written ``____``, as it stands in the regulation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from shouwen.policy.amounts import AmountError, Length, Quantity, TimeUnit, plain
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.figures import is_blank
from shouwen.policy.kinds.whose import compares_members
from shouwen.policy.kinds.words import Both, Words, quantity_texts

BLANK = "____"
_UNITS: dict[TimeUnit, Both] = {
    TimeUnit.SECOND: ("秒", "seconds"),
    TimeUnit.MINUTE: ("分钟", "minutes"),
    TimeUnit.HOUR: ("小时", "hours"),
    TimeUnit.DAY: ("天", "days"),
    TimeUnit.WEEK: ("周", "weeks"),
    TimeUnit.MONTH: ("个月", "months"),
    TimeUnit.WORKING_MINUTE: ("分钟（工作时间）", "working minutes"),
    TimeUnit.WORKING_HOUR: ("小时（工作时间）", "working hours"),
    TimeUnit.WORKING_DAY: ("个工作日", "working days"),
}
PERIODS: dict[str, Both] = {
    "day": ("每天", "every day"),
    "working_day": ("每个工作日", "every working day"),
    "week": ("每周", "every week"),
    "month": ("每月", "every month"),
    "quarter": ("每季度", "every quarter"),
    "half_year": ("每半年", "every half year"),
    "year": ("每年", "every year"),
}
WEEKDAYS: tuple[Both, ...] = (
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
)


def each(value: Any) -> list[Any]:
    """Return a value that may stand alone or in a list as a list; nothing is an empty list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def joined(parts: Iterable[Both], chinese: str = "、", english: str = ", ") -> Both:
    """Join pieces with the separator of each language."""
    found = list(parts)
    return chinese.join(zh for zh, _ in found), english.join(en for _, en in found)


def same(text: object) -> Both:
    """Return a text that reads the same in both languages: figures, names, quoted words."""
    return str(text), str(text)


def filled(chinese: str, english: str, **values: Both) -> Both:
    """Fill the places of two sentences with the value of their own language."""
    return (
        chinese.format(**{name: both[0] for name, both in values.items()}),
        english.format(**{name: both[1] for name, both in values.items()}),
    )


def length(value: Any) -> Both:
    """Write ``3 working days`` as 3 个工作日."""
    if is_blank(value):
        return same(BLANK)
    try:
        found = Length.parse(str(value))
    except AmountError:
        return same(value)
    number = plain(found.count)
    chinese, english = _UNITS[found.unit]
    return f"{number} {chinese}", f"{number} {english if found.count != 1 else english[:-1]}"


def amount(value: Any, words: Words, *, signed: bool = False) -> Both:
    """Write ``-100 yuan`` as −100 元; points in the words of the regulation."""
    if is_blank(value):
        return same(BLANK)
    try:
        quantity = Quantity.parse(str(value))
    except AmountError:
        return same(value)
    chinese, english = quantity_texts(abs(quantity), words, short=quantity.parts % 100 == 0)
    minus = "\N{MINUS SIGN}" if quantity.parts < 0 else ""
    sign = minus or ("+" if signed and quantity.parts else "")
    return f"{sign}{chinese}", f"{sign}{english}"


def figure(value: Any) -> Both:
    """Write a plain figure or rate as it stands."""
    if is_blank(value):
        return same(BLANK)
    text = str(value).strip()
    return same("\N{MINUS SIGN}" + text[1:] if text.startswith("-") else text)


def inside(label: Both) -> Both:
    """Return a label for the middle of an English sentence: without its capital."""
    return label[0], label[1][:1].lower() + label[1][1:]


def post(key: object, words: Words) -> Both:
    """Name a post the way the regulation does."""
    return same(words.posts.get(str(key), key))


def rules_named(keys: Any, words: Words) -> Both:
    """Name rules of the regulation by their titles."""
    named = (words.title_of(str(key)) for key in each(keys))
    return joined((f"“{zh}”", f"“{en}”") for zh, en in named)


def detail(name: object, kinds: Iterable[str], words: Words) -> Both:
    """Name a detail by the label of the first kind of fact that has it."""
    for kind in kinds:
        if words.facts.term(kind, str(name)):
            return words.facts.detail_labels(kind, str(name))
    return ("当事人", "the person concerned") if name == "person" else same(name)


def run_said(value: Mapping[str, Any], kinds: Iterable[str], words: Words) -> Both:
    """Write which run of numbers is gone through, and among which they have to be found."""
    kinds = tuple(kinds)
    named = {key: detail(value.get(key), kinds, words) for key in ("first", "last", "found")}
    return filled("{first}至{last}，对照{found}", "{first} to {last}, found in {found}", **named)


def somebody(value: Any, kinds: Iterable[str], words: Words) -> Both:
    """Name a party: a post, whoever a detail names, a superior, a department or a fund."""
    kinds = tuple(kinds)
    if not isinstance(value, Mapping):
        return detail(value, kinds, words)
    ways: dict[str, Callable[[Any], Both]] = {
        "post": lambda key: post(key, words),
        "detail": lambda key: detail(key, kinds, words),
        "superior_of": lambda key: filled(
            "{who}的上级", "the superior of {who}", who=detail(key, kinds, words)
        ),
        "outside": lambda key: detail(key, kinds, words),
        "department": lambda key: _department(key, kinds, words),
        "fund": lambda key: fund(key, words),
        "any_of": lambda parts: joined(
            (somebody(part, kinds, words) for part in parts), "或", " or "
        ),
        "all_of": lambda parts: joined(
            (somebody(part, kinds, words) for part in parts), "和", " and "
        ),
        "each": lambda one: filled("每位{who}", "each {who}", who=somebody(one, kinds, words)),
    }
    for way, say in ways.items():
        if value.get(way):
            return say(value[way])
    return same("—")


def signers(value: Any, kinds: Iterable[str], words: Words) -> Both:
    """Write who signs in turn: any one or all of a tier, in person, and in which cases only."""
    kinds = tuple(kinds)
    return joined((_tier(one, kinds, words) for one in each(value)), " → ", " → ")


def _tier(value: Any, kinds: tuple[str, ...], words: Words) -> Both:
    who = somebody(value, kinds, words)
    if not isinstance(value, Mapping):
        return who
    if value.get("all_of"):
        who = f"{who[0]}会签", f"{who[1]} together"
    if value.get("in_person") is True:
        who = f"{who[0]}（须本人）", f"{who[1]} (in person)"
    if isinstance(value.get("only"), Mapping) and kinds:
        inner = joined(tests(value["only"], kinds[0], words), "，", ", ")
        who = f"{who[0]}（仅当{inner[0]}）", f"{who[1]} (only if {inner[1]})"
    return who


def _department(key: Any, kinds: tuple[str, ...], words: Words) -> Both:
    if any(words.facts.term(kind, str(key)) for kind in kinds):
        return detail(key, kinds, words)
    return same(words.departments.get(str(key), key))


def fund(key: Any, words: Words) -> Both:
    """Name an account of the house."""
    if key == "company":
        return "公司", "the company"
    return same(words.parties.get(str(key), key))


def fact_kinds(value: Any) -> tuple[str, ...]:
    """Return the kinds of facts that conditions listen to."""
    found = (c.get("fact") for c in each(value) if isinstance(c, Mapping))
    return tuple(dict.fromkeys(str(kind) for kind in found if kind))


def conditions(value: Any, words: Words) -> Both:
    """Write one condition or several of which any may hold."""
    return joined((_condition(c, words) for c in each(value)), "；或者 ", "; or ")


def _condition(value: Any, words: Words) -> Both:
    kind = str(value.get("fact", "")) if isinstance(value, Mapping) else str(value)
    named = words.facts.kind_labels(kind)
    tested = tests(value, kind, words)
    if not tested:
        return named
    inner = joined(tested, "，", ", ")
    return f"{named[0]}（{inner[0]}）", f"{named[1]} ({inner[1]})"


def tests(value: Any, kind: str, words: Words) -> list[Both]:
    """Write each test of a condition, or of demands on the details of one kind of fact."""
    if not isinstance(value, Mapping):
        return []
    members = {name: test for name, test in value.items() if compares_members(test)}
    value = {name: test for name, test in value.items() if name not in members}
    return [
        *_plain_tests(value, kind, words),
        *(member_test(name, test, (kind,), words) for name, test in members.items()),
    ]


def member_test(name: str, test: Any, kinds: Iterable[str], words: Words) -> Both:
    """Write that the member in a detail has to be somebody."""
    kinds = tuple(kinds)
    label, wanted = detail(name, kinds, words), somebody(test, kinds, words)
    return f"{label[0]}须是{wanted[0]}", f"{label[1].lower()} is {wanted[1].lower()}"


def _plain_tests(value: Mapping[str, Any], kind: str, words: Words) -> list[Both]:
    try:
        condition = Condition.model_validate({"fact": kind, **value})
    except ValidationError:
        return []
    return [
        _test(words.facts.detail_labels(kind, name), test.wanted(kind, name, words))
        for name, test in condition.tests.items()
    ]


def _test(label: Both, wanted: Both) -> Both:
    return f"{label[0]}：{wanted[0]}", f"{label[1].lower()}: {wanted[1]}"


_PAPERS: Mapping[str, Both] = {
    "meeting": ("会议", "meeting"),
    "notice": ("公告", "notice"),
    "plan": ("计划", "plan"),
    "report": ("报告", "report"),
    "none": ("不作文书", "none"),
}


def kept_as_paper(rule: Mapping[str, Any]) -> Iterator[tuple[Both, Both]]:
    """Say which paper the office keeps of a rule that declares one."""
    if rule.get("paper"):
        paper = str(rule["paper"])
        yield ("文书", "Paper"), _PAPERS.get(paper, same(paper))
