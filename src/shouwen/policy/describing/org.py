"""Posts in plain language: scope, functions, and for each post its people, line and duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shouwen.policy.describing.wording import each, figure, filled, joined, post, same
from shouwen.policy.kinds.words import Both, Words

Said = Iterator[tuple[Both, Both]]
_BOUNDS: dict[str, Both] = {
    "exactly": ("{n} 人", "headcount {n}"),
    "at_least": ("不少于 {n} 人", "at least {n}"),
    "at_most": ("不超过 {n} 人", "at most {n}"),
}


def org_lines(rule: Mapping[str, Any], words: Words) -> Said:
    """Yield the lines of one org rule, each a label and a text."""
    if rule.get("scope"):
        yield ("适用范围", "Applies to"), _text(rule["scope"])
    if rule.get("department"):
        key = str(rule["department"])
        yield ("部门", "Department"), same(words.departments.get(key, key))
    for key, label in (
        ("principles", ("原则", "Principles")),
        ("functions", ("职能", "Functions")),
    ):
        if rule.get(key):
            yield label, _listed(rule[key])
    for one in each(rule.get("posts")):
        if isinstance(one, Mapping):
            yield post(one.get("post"), words), _post(one, words)


def _text(value: Any) -> Both:
    if not isinstance(value, Mapping):
        return same(value)
    return str(value.get("text", "")), str(value.get("text_en") or value.get("text", ""))


def _listed(value: Any) -> Both:
    return joined((_text(one) for one in each(value)), "；", "; ")


def _post(value: Mapping[str, Any], words: Words) -> Both:
    parts: list[Both] = []
    if isinstance(value.get("headcount"), Mapping):
        parts.append(_headcount(value["headcount"]))
    if value.get("reports_to"):
        parts.append(filled("向{p}汇报", "reports to {p}", p=post(value["reports_to"], words)))
    for key, (zh, en) in (
        ("duties", ("职责：{l}", "duties: {l}")),
        ("powers", ("权限：{l}", "powers: {l}")),
        ("competences", ("任职要求：{l}", "must be able to: {l}")),
    ):
        if value.get(key):
            parts.append(filled(zh, en, l=_listed(value[key])))
    return joined(parts, "；", "; ") if parts else same("—")


def _headcount(value: Mapping[str, Any]) -> Both:
    found = (
        filled(*_BOUNDS[name], n=figure(bound)) for name, bound in value.items() if name in _BOUNDS
    )
    return joined(found, "、", ", ")
