"""Worked cases are the specification: without a rule, or with another number, some case fails.

Each rule of each bundled regulation is taken out once; each of its numbers is made one larger and
one smaller in its last place; each condition, excuse, post, exception, tier and share is left out.
What a rule says only under another choice between readings is altered as well. Every such change
must be noticed by a worked case.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.kinds.figures import is_blank
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.worked_cases import run_cases, try_cases
from shouwen.regulations.holiday_table import holiday_table
from tests.rewritten import with_rule, without_rule

PACKS = sorted(p.name for p in files("shouwen.packs").iterdir() if p.name.endswith(".md"))
# Words of the regulation, not figures of the rule.
WORDS = {"id", "kind", "catalogue", "title", "title_en", "reading", "duty", "duty_en", "reason",
         "excepts", "in_force", "ended", "fact", "settles", "by_setting", "if_setting"}  # fmt: skip
# Where leaving something out must be noticed. (`by: {day: last}` says no more than its absence.)
PARTS = {"for", "person", "when", "unless", "waived_by", "excepts", "before", "each", "tiers",
         "separate", "expires", "amount", "shares", "paid_by", "paid_to", "metric", "pause",
         "figures", "only_if",
         "counts_as_fine", "if_setting"}  # fmt: skip
_FIGURE = re.compile(r"^([+-]?)(\d+(?:\.\d+)?)(\s*(?:%|‰|[A-Za-z_][\w ]*)?)$")
_CLOCK = re.compile(r"^(\d\d):(\d\d)$")
Path = tuple[str | int, ...]
Change = Callable[[Mapping[str, Any]], Iterator[tuple[str, dict[str, Any]]]]


@cache
def regulation(name: str) -> Regulation:
    text = files("shouwen.packs").joinpath(name).read_text(encoding="utf-8")
    found = read_regulation(text, name)
    assert found.regulation is not None, [str(fault) for fault in found.faults]
    return found.regulation


def is_noticed(changed: Regulation, rule_id: str) -> bool:
    """Tell whether some worked case fails, the rule's own cases first."""
    own = replace(changed, cases=tuple(c for c in changed.cases if c.rule == rule_id))
    return any(not r.ok for part in (own, changed)
               for r in try_cases(part, holidays=holiday_table()))  # fmt: skip


def altered(definition: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the definition with one figure changed at a time, and what was changed."""
    for path, value in figures(definition):
        for other in neighbours(value):
            changed, here = place_in(definition, path)
            here[path[-1]] = other
            yield f"{'.'.join(map(str, path))}: {value} → {other}", changed


def shortened(definition: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the definition with one part left out at a time, and which part it was."""
    for path in parts({key: part for key, part in definition.items() if key in PARTS}):
        changed, here = place_in(definition, path)
        del here[path[-1]]
        yield f"without {'.'.join(map(str, path))}", changed


def place_in(definition: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], Any]:
    """Return a copy of the definition and, in it, what holds the end of the path."""
    changed = copy.deepcopy(dict(definition))
    here: Any = changed
    for part in path[:-1]:
        here = here[part]
    return changed, here


def parts(value: Any, path: Path = ()) -> Iterator[Path]:
    inside: Any = ()
    if isinstance(value, Mapping):
        inside = [
            (key, inner)
            for key, inner in value.items()
            if key not in WORDS - {"excepts", "if_setting"}
        ]
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, inner in inside:
        yield (*path, key)
        yield from parts(inner, (*path, key))


def figures(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in WORDS:
                yield from figures(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from figures(inner, (*path, position))
    elif neighbours(value):
        yield path, value


def neighbours(value: Any) -> list[Any]:
    """Return a figure one larger and one smaller in its last place; nothing for other values."""
    if isinstance(value, bool) or value is None or is_blank(value):
        return []
    if isinstance(value, int):
        return [value + 1, value - 1]
    clock = _CLOCK.match(value)
    if clock:
        return [f"{clock[1]}:{(int(clock[2]) + shift) % 60:02d}" for shift in (1, 59)]
    found = _FIGURE.match(value)
    if not found:
        return []
    sign, number, unit = found.groups()
    places = len(number.partition(".")[2])
    whole = int(number.replace(".", ""))
    return [f"{sign}{one / 10**places:.{places}f}{unit}" for one in (whole + 1, whole - 1)]


@pytest.mark.parametrize("name", PACKS)
def test_the_cases_hold_to_begin_with(name):
    whole = regulation(name)

    assert [r for r in run_cases(whole, holidays=holiday_table()) if not r.ok] == []


@pytest.mark.parametrize("name", PACKS)
def test_without_a_rule_some_case_fails(name):
    whole = regulation(name)
    unproved = [
        rule_id
        for rule_id, block in whole.written.items()
        if block["kind"] != "note" and not is_noticed(without_rule(whole, rule_id), rule_id)
    ]

    assert unproved == []


@pytest.mark.parametrize("name", PACKS)
def test_with_another_number_some_case_fails(name):
    assert unnoticed(regulation(name), altered) == []


@pytest.mark.parametrize("name", PACKS)
def test_with_a_part_left_out_some_case_fails(name):
    assert unnoticed(regulation(name), shortened) == []


def unnoticed(whole: Regulation, change: Change) -> list[str]:
    """List the changes to single rules after which every worked case still holds."""
    found = []
    for rule_id, block in whole.written.items():
        for what, definition in change(block):
            # None: the file would not have been accepted, or nothing was changed.
            changed = with_rule(whole, rule_id, definition)
            if changed is not None and not is_noticed(changed, rule_id):
                found.append(f"{rule_id}: {what}")
    return found
