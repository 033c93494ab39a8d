"""The facts of a handover: signed by the outgoing, taken, objected to, or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import REASON, detail, fact

PERSON = detail("member", "交班人", "Outgoing person")
INCOMING = detail("member", "接班人", "Incoming person")
ITEMS = detail("number", "交接事项数", "Items")
OPEN_ITEMS = detail("number", "未办结重要事项数", "Open important items")
LISTED = detail("text", "交接清单", "List of items")
CONTENT = detail("text", "交接内容的 SHA-256", "SHA-256 of what is handed over")

FACTS: Mapping[str, Any] = {
    "handover_given": fact(
        "交班人签字",
        "Handover signed by the outgoing",
        person=PERSON,
        incoming=INCOMING,
        items=ITEMS,
        open_items=OPEN_ITEMS,
        listed=LISTED,
        content=CONTENT,
    ),
    "handover_taken": fact(
        "接班人签字",
        "Handover signed by the incoming",
        person=PERSON,
        incoming=INCOMING,
        items=ITEMS,
        open_items=OPEN_ITEMS,
        listed=LISTED,
        content=CONTENT,
    ),
    "handover_objected": fact(
        "交接不清",
        "Handover unclear",
        person=PERSON,
        incoming=INCOMING,
        items=detail("number", "有异议的事项数", "Items objected to"),
        listed=detail("text", "异议事项", "Items objected to, in words"),
        reason=REASON,
        after_signing=detail("yes_no", "签字之后提出", "After signing"),
    ),
    "handover_withdrawn": fact(
        "撤回交接",
        "Handover withdrawn",
        person=PERSON,
        incoming=INCOMING,
        reason=REASON,
    ),
}
