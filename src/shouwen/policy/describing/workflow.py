"""A workflow in plain language: its steps in turn, who owes or signs each, and what opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shouwen.policy.describing.wording import (
    conditions,
    detail,
    each,
    fact_kinds,
    filled,
    joined,
    same,
    signers,
    somebody,
)
from shouwen.policy.kinds.words import Both, Words

Said = Iterator[tuple[Both, Both]]
Ends = Mapping[str, tuple[str, ...]]
Limit = Callable[[Mapping[str, Any], tuple[str, ...]], Both]


def workflow_lines(rule: Mapping[str, Any], words: Words, limit: Limit) -> Said:
    """Yield one line for each step; ``limit`` says by when a step is due."""
    steps = [one for one in each(rule.get("steps")) if isinstance(one, Mapping)]
    names = {str(one.get("step")): _name(one) for one in steps}
    kinds = fact_kinds(rule.get("when"))
    ends = {
        "start": kinds,
        **{str(one.get("step")): fact_kinds(one.get("met_by")) for one in steps},
    }
    for number, step in enumerate(steps, 1):
        kinds = _openers(step, ends) or kinds
        parts = [*_opened(step, names, words, ends, kinds), _name(step)]
        parts += _done(step, words, kinds)
        if any(key in step for key in ("within", "by", "before")):
            parts.append(limit(step, kinds))
        label = filled("第 {n} 步", "Step {n}", n=same(number))
        yield label, joined(parts, "；", "; ")
        kinds = fact_kinds(step.get("met_by")) or kinds


def _name(step: Mapping[str, Any]) -> Both:
    duty = str(step.get("duty") or step.get("step") or "")
    title = str(step.get("title") or duty)
    return title, str(step.get("title_en") or step.get("duty_en") or title)


def _openers(step: Mapping[str, Any], ends: Ends) -> tuple[str, ...]:
    """Return the kinds of facts that open a step, where it says after which steps it comes."""
    tables = (one if isinstance(one, Mapping) else {"step": one} for one in each(step.get("after")))
    before = (str(key) for one in tables for key in each(one.get("all") or one.get("step")))
    return tuple(dict.fromkeys(kind for key in before for kind in ends.get(key, ())))


def _opened(
    step: Mapping[str, Any],
    names: Mapping[str, Both],
    words: Words,
    ends: Ends,
    kinds: tuple[str, ...],
) -> Iterator[Both]:
    if step.get("after"):
        listed = joined(
            (_after(one, names, words, ends) for one in each(step["after"])), "或", " or "
        )
        yield filled("{listed}之后", "after {listed}", listed=listed)
    if isinstance(step.get("only"), Mapping):
        yield filled("仅当{c}", "only if {c}", c=_tests(step["only"], words, kinds))


def _after(value: Any, names: Mapping[str, Both], words: Words, ends: Ends) -> Both:
    table = value if isinstance(value, Mapping) else {"step": value}
    if table.get("all"):
        every = joined((names.get(str(k), same(k)) for k in each(table["all"])), "、", " and ")
        return filled("{e}均完成", "all of {e}", e=every)
    key = str(table.get("step"))
    name = ("开始", "the start") if key == "start" else names.get(key, same(key))
    if not isinstance(table.get("only"), Mapping):
        return name
    return filled(
        "{n}（{c}）", "{n} ({c})", n=name, c=_tests(table["only"], words, ends.get(key, ()))
    )


def _tests(value: Mapping[str, Any], words: Words, kinds: tuple[str, ...]) -> Both:
    known = (one for one in kinds if all(words.facts.term(one, name) for name in value))
    kind = next(known, kinds[0] if kinds else "")
    said = conditions({**value, "fact": kind}, words)
    start = len(words.facts.kind_labels(kind)[0]), len(words.facts.kind_labels(kind)[1])
    # Without the name of the fact, which the step before has already named.
    return said[0][start[0] :].strip("（）"), said[1][start[1] :].strip(" ()")


def _done(step: Mapping[str, Any], words: Words, kinds: tuple[str, ...]) -> Iterator[Both]:
    if step.get("owed_by"):
        yield filled("由{w}办理", "owed by {w}", w=somebody(step["owed_by"], kinds, words))
    if step.get("met_by"):
        yield filled("以{f}完成", "done by {f}", f=conditions(step["met_by"], words))
    if step.get("sign"):
        done = fact_kinds(step.get("met_by"))
        tiers = signers(step["sign"], done, words)
        yield filled("须经{w}签批", "signed by {w}", w=tiers)
    if step.get("separate"):
        done = fact_kinds(step.get("met_by"))
        apart = joined(detail(one, done, words) for one in each(step["separate"]))
        yield filled("{w}回避", "{w} may not sign", w=apart)
