"""A conduct rule in plain language: what is checked, said, waited for and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from shouwen.policy.describing.wording import each, fact_kinds, filled, joined, length, same
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.words import Both, Words

Said = Iterator[tuple[Both, Both]]


def conduct_lines(rule: Mapping[str, Any], words: Words) -> Said:
    """Yield the lines of one conduct rule, each a label and a text."""
    if rule.get("situation"):
        yield ("情景", "Situation"), words.value_of("", "situation", rule["situation"])
    if rule.get("items"):
        listed = joined((_text(one, "text") for one in each(rule["items"])), "；", "; ")
        yield ("检查项", "Checked"), listed
    for group in each(rule.get("must_say")):
        yield ("必说", "Must say"), _group(group)
    if rule.get("in_order") is True:
        yield ("次序", "Order"), ("依次说", "one after the other")
    if rule.get("must_not_say"):
        yield ("禁说", "Must not say"), joined(_forbidden(p) for p in each(rule["must_not_say"]))
    if rule.get("sequence"):
        timed = joined((_timed(one) for one in each(rule["sequence"])), " → ", " → ")
        yield ("步骤", "Sequence"), timed
    if isinstance(rule.get("measured"), Mapping):
        yield from _measured(rule, words)


def _text(value: Any, key: str) -> Both:
    if not isinstance(value, Mapping):
        return same(value)
    return str(value.get(key, "")), str(value.get(f"{key}_en") or value.get(key, ""))


def _group(group: Any) -> Both:
    name = _text(group, "name")
    phrases = each(group.get("any_of")) if isinstance(group, Mapping) else []
    said = joined((same(f"“{one}”") for one in phrases), "或", " or ")
    return filled("{name}：{said}", "{name}: {said}", name=name, said=said)


def _forbidden(value: Any) -> Both:
    if not isinstance(value, Mapping):
        return same(f"“{value}”")
    said = same(f"“{value.get('phrase', '')}”")
    if value.get("at") == "beginning":
        said = f"{said[0]}（句首）", f"{said[1]} (at the beginning of a sentence)"
    elif value.get("at") == "whole":
        said = f"{said[0]}（单独成句）", f"{said[1]} (on its own)"
    if value.get("not_in"):
        longer = joined(same(f"“{one}”") for one in each(value["not_in"]))
        said = f"{said[0]}（{longer[0]}除外）", f"{said[1]} (except in {longer[1]})"
    return said


def _timed(value: Any) -> Both:
    wait = length(value.get("wait")) if isinstance(value, Mapping) else same("")
    said = _text(value, "say")
    return filled("“{said}”，等候 {wait}", "“{said}”, wait {wait}", said=said, wait=wait)


def _measured(rule: Mapping[str, Any], words: Words) -> Said:
    kind = next(iter(fact_kinds(rule.get("when"))), "")
    try:
        tests = Condition.model_validate({**rule["measured"], "fact": kind}).tests
    except ValidationError:
        return
    for name, test in tests.items():
        wanted = test.wanted(kind, name, words)
        label = words.facts.detail_labels(kind, name)
        said = filled("{label}：{wanted}", "{label}: {wanted}", label=label, wanted=wanted)
        yield ("要求", "Required"), said
