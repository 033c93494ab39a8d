"""What a rule refers to by name: facts, details, posts, units, funds, departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouwen.policy.vocabulary import DetailType

Loc = tuple[str | int, ...]
Sort = Literal["fact", "detail", "value", "post", "unit", "fund", "department", "rule"]

NUMERIC = (DetailType.NUMBER, DetailType.MONEY)
YES_NO = (DetailType.YES_NO,)
PEOPLE = (DetailType.MEMBER,)


@dataclass(frozen=True, slots=True)
class Reference:
    """One name a rule uses. ``loc`` is its place in the rule block.

    A ``detail`` must belong to each of ``facts`` and have one of ``types`` (any, when empty). A
    ``value`` is compared with the detail ``of``.
    """

    loc: Loc
    sort: Sort
    name: str
    facts: tuple[str, ...] = ()
    types: tuple[DetailType, ...] = ()
    of: str = ""
