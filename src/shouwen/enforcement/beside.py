"""What a room shows beside something that waits for a signature: whoever signs has it in view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.safestring import SafeString

from shouwen.policy.facts import Fact

Panel = Callable[[Fact, datetime], SafeString]
_PANELS: dict[str, Panel] = {}


def register_beside(kind: str, panel: Panel) -> None:
    """Let a room draw what it knows about a fact of this kind that is asked for, as HTML."""
    _PANELS[kind] = panel


def beside(fact: Fact, now: datetime) -> str:
    """Return what a room shows beside a fact that is asked for; an empty string for nothing."""
    panel = _PANELS.get(fact.kind)
    return panel(fact, now) if panel is not None else ""
