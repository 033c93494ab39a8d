"""Small regulations about whole periods: their cases agree, and notice every change to a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shouwen.policy.describe import describe
from shouwen.policy.kinds import Rule, Words, rule_from_definition
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.vocabulary import BASE
from shouwen.policy.worked_cases import run_cases, try_cases
from tests.house.test_each_rule_is_proved import altered, shortened
from tests.policy.department import whole

FILES = sorted((Path(__file__).parent / "period_files").glob("*.md"))
each = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def regulation(file: Path) -> Regulation:
    return whole(read_regulation(file.read_text(encoding="utf-8"), file.name))


@each
def test_every_case_agrees(file):
    results = run_cases(regulation(file))

    assert [f"{r.line}: {r.difference}" for r in results if not r.ok] == []


@each
def test_every_change_to_a_figure_or_a_part_is_noticed(file):
    assert list(_unnoticed(regulation(file))) == []


def _unnoticed(read: Regulation) -> Iterator[str]:
    for rule_id, rule in read.rules.items():
        for change in (altered, shortened):
            for what, definition in change(read.definitions[rule_id]):
                other = _as_rule(definition, rule)
                if other is None or other == rule:
                    continue
                changed = replace(read, rules={**read.rules, rule_id: other})
                if all(result.ok for result in try_cases(changed)):
                    yield f"{rule_id}: {what}"


def _as_rule(definition: Mapping[str, Any], rule: Rule) -> Rule | None:
    try:
        return rule_from_definition(definition, rule.clause, rule.words)
    except ValueError:
        return None


@each
def test_every_rule_can_be_said_in_both_languages(file):
    read = regulation(file)
    words = Words(facts=BASE.extended(read.facts), points=read.points, posts=read.posts,
                  parties=read.parties)  # fmt: skip
    for rule_id in read.rules:
        for line in describe(read.definitions[rule_id], words).lines:
            for text in (*line.label, *line.text):
                assert text
                assert "{" not in text, text
