"""What reading proposes for a clause: a rule with its figures, its quote, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from shouwen.policy.reading.source import Span

RuleKind = Literal[
    "deadline", "duty", "approval", "score", "pay", "roster", "access", "form", "target",
    "conduct", "org", "workflow",
]  # fmt: skip
Sure = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule that a clause seems to state.

    `clause` is a node's id; `span` is where its quote stands in the source; `params` are the plain
    figures and names (amount, unit, by, points …), `refers` among them the ids of the clauses that
    its sentence refers to, and `if_…` figures that say when it holds; `why` is a code naming the
    pattern that found it; `actor` is the post or party as the text calls it; `from_lead_in` is
    where the lead-in stands from which it has its sanction; `optional` when the text is too vague
    to demand it.
    """

    clause: str
    kind: RuleKind
    quote: str
    span: Span
    params: Mapping[str, str | int | Decimal | bool] = field(default_factory=dict)
    sure: Sure = "medium"
    why: str = ""
    actor: str = ""
    from_lead_in: Span | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One sentence that no proposal covers, which a person decides about.

    `introductory` when it is about the regulation itself (what for, for whom, from when, who
    explains it), so that all such may be kept as notes at once.
    """

    span: Span
    introductory: bool
