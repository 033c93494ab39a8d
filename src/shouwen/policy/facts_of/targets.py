"""The facts of targets: at the end of its period each was met or missed."""

from __future__ import annotations

from shouwen.policy.terms import PERIOD, PERSON, REGULATION, RULE, system, term

_FIGURE = (
    PERSON,
    RULE,
    REGULATION,
    PERIOD,
    term("value", "text", "实际值", "Figure"),
    term("threshold", "text", "目标值", "Threshold"),
    term("complying", "number", "达标数", "Complying"),
    term("counted", "number", "总数", "Counted"),
)
TARGETS = (
    system("target_met", "指标达成", "Target met", *_FIGURE),
    system("target_missed", "指标未达成", "Target missed", *_FIGURE),
)
