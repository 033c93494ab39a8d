"""The kinds of rules this release understands, and how a rule block becomes a typed rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.clauses import Clause
from shouwen.policy.kinds.access import Access
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.checking import Context, Finding, check
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.note import Note
from shouwen.policy.kinds.org import Org
from shouwen.policy.kinds.pay import Pay
from shouwen.policy.kinds.roster import Roster
from shouwen.policy.kinds.score import Score
from shouwen.policy.kinds.target import Target
from shouwen.policy.kinds.words import Words
from shouwen.policy.kinds.workflow import Workflow

__all__ = ["KINDS", "Context", "Finding", "Rule", "Words", "check_rule", "rule_from_definition"]

_NO_WORDS = Words()

KINDS: Mapping[str, type[Rule]] = {
    "access": Access,
    "approval": Approval,
    "conduct": Conduct,
    "deadline": Deadline,
    "duty": Duty,
    "form": Form,
    "note": Note,
    "org": Org,
    "pay": Pay,
    "roster": Roster,
    "score": Score,
    "target": Target,
    "workflow": Workflow,
}


def rule_from_definition(
    definition: Mapping[str, Any], clause: Clause, words: Words | None = None
) -> Rule:
    """Return the typed rule of a block that was checked before; raise ValueError if it is faulty.

    ``words`` are the names its regulation declares; without them, explanations show keys.
    """
    model = KINDS.get(str(definition.get("kind")))
    if model is None:
        raise ValueError(f"kind `{definition.get('kind')}` is not understood by this release.")
    rule = model.model_validate(definition)
    # The steps of a workflow are rules of their own; what is wrong inside them shows only there.
    wrong = next(rule.faults(), None) if isinstance(rule, Workflow) else None
    if wrong is not None:
        raise ValueError(f"{rule.id}: {wrong[1]}")
    return rule.placed(clause, words or _NO_WORDS)


def check_rule(
    definition: Mapping[str, Any], clause: Clause, context: Context
) -> tuple[Rule | None, list[Finding]]:
    """Read one rule block and list everything wrong with it.

    The rule is None when an error (not a mere notice) was found. Each finding carries the place
    in the block as a path of keys and positions, what is wrong, how to mend it, and its severity.
    """
    return check(KINDS, definition, clause, context)
