"""The facts of an appeal: somebody questions what was decided, and how that ended."""

from __future__ import annotations

from shouwen.policy.terms import PERSON, REASON, REGULATION, RULE, system, term

_LINE = (
    PERSON,
    term("fact", "number", "所申诉的事实编号", "Number of the fact questioned"),
    term("fact_kind", "text", "所申诉的事实", "Kind of the fact questioned"),
    RULE,
    REGULATION,
    term("level", "number", "第几级申诉", "Level of the appeal"),
    term("days", "number", "记录后天数", "Days since it was recorded"),
    term("decided_by", "member", "原认定人", "Decided by"),
    REASON,
)
APPEALS = (
    system("decision_appealed", "提出申诉", "Decision appealed", *_LINE),
    system("appeal_upheld", "申诉成立", "Appeal upheld", *_LINE),
    system("appeal_dismissed", "申诉不成立", "Appeal dismissed", *_LINE),
)
