"""A regulation with one rule block taken out or written otherwise, under every choice it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shouwen.policy.file_reading.named_settings import all_choices, resolve, settings_of
from shouwen.policy.kinds import Rule, rule_from_definition
from shouwen.policy.regulation_file import Regulation

Ways = list[tuple[dict[str, str], Rule | None]]


def without_rule(whole: Regulation, rule_id: str) -> Regulation:
    """Return the regulation without a rule, whatever is chosen."""
    rules, written = dict(whole.rules), dict(whole.written)
    rules.pop(rule_id, None)
    del written[rule_id]
    return replace(whole, rules=rules, written=written)


def with_rule(whole: Regulation, rule_id: str, block: Mapping[str, Any]) -> Regulation | None:
    """Return the regulation with another block, or None where nothing changes or none is allowed.

    A block is not allowed when the file would have been refused under any choice.
    """
    try:
        found = ways(whole, rule_id, block)
    except (KeyError, TypeError, ValueError):
        return None
    if found == ways(whole, rule_id, whole.written[rule_id]):
        return None
    now = next(rule for choices, rule in found if choices.items() <= whole.choices.items())
    kept = {key: rule for key, rule in whole.rules.items() if key != rule_id}
    changed = {**whole.rules, rule_id: now} if now is not None else kept
    return replace(whole, rules=changed, written={**whole.written, rule_id: block})


def ways(whole: Regulation, rule_id: str, block: Mapping[str, Any]) -> Ways:
    """Return the rule of a block under every choice between the readings it depends on."""
    names = settings_of(block)
    return [
        (choices, one_way(whole, rule_id, resolve(block, choices).definition))
        for choices in all_choices(whole.settings, names)
    ]


def one_way(whole: Regulation, rule_id: str, definition: Mapping[str, Any] | None) -> Rule | None:
    if definition is None:
        return None
    clause = whole.clause(whole.rule_clauses[rule_id])
    return rule_from_definition(definition, clause, next(iter(whole.rules.values())).words)
