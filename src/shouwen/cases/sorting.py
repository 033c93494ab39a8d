"""The orders of a list: each goes along an index, page by page, and ends in what is unique.

An order is a row of stages, one after the other: what has no value for it comes in a stage of its
own, so that a page never begins at nothing. A cursor names its stage and the last line's place.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from shouwen.access.sight import Sight
from shouwen.cases.choices import Priority, Severity
from shouwen.cases.models import Case
from shouwen.customers.queries import CUSTOMER
from shouwen.obligations import queries as obligations

Line = tuple[Any, ...]
# As an address says them; forms.ORDERS has the words.
NAMES = ("", "oldest", "due", "severity", "priority", "number", "latest-number", "customer")


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the list in one order; ``narrow`` takes this part out of the whole."""

    keys: tuple[str, ...]
    narrow: Callable[[QuerySet[Case]], QuerySet[Case]]


@dataclass(frozen=True, slots=True)
class DueStage:
    """The part about which something is owed, in the order of what is due soonest."""


def of_priority(priority: str) -> Q:
    """Return the condition of a priority, blank being the ordinary one."""
    # Said in the words of the index, which leaves out what is ordinary: SQLite looks for them.
    return Q(priority=priority) & ~Q(priority="") if priority else Q(priority="")


NEWEST = ("-opened_at", "-pk")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "oldest": ("opened_at", "pk"),
    "number": ("number",),
    "latest-number": ("-number",),
}
_SERIOUS = (Severity.MAJOR, Severity.GENERAL, Severity.MINOR, "")
_URGENT = (Priority.URGENT, Priority.HIGH, "", Priority.LOW)
GRADED: Mapping[str, Sequence[Q]] = {
    "severity": [Q(severity=grade) for grade in _SERIOUS],
    "priority": [of_priority(rank) for rank in _URGENT],
}


def stages_of(order: str, sight: Sight) -> Sequence[Stage | DueStage]:
    """Return the stages of an order; one that is not known is the newest first."""
    if order == "due":
        return [DueStage(), Stage(NEWEST, _owing_nothing)]
    if order == "customer":
        return _by_customer(sight)
    if order in GRADED:
        return [Stage(NEWEST, _having(part)) for part in GRADED[order]]
    return [Stage(_KEYS.get(order, NEWEST), _all)]


def _by_customer(sight: Sight) -> list[Stage]:
    # Where a name is covered, its place among the names would tell of it.
    seen = Q(customer__secrecy__in=sight.whole_levels(CUSTOMER, "name"))
    named, known = Q(customer__isnull=False) & seen, Q(customer__isnull=False) & ~seen
    return [
        Stage(("customer__name", "customer_id", *NEWEST), _having(named)),
        Stage(("customer_id", *NEWEST), _having(known)),
        Stage(NEWEST, _having(Q(customer__isnull=True))),
    ]


def _all(found: QuerySet[Case]) -> QuerySet[Case]:
    return found


def _having(condition: Q) -> Callable[[QuerySet[Case]], QuerySet[Case]]:
    return lambda found: found.filter(condition)


def _owing_nothing(found: QuerySet[Case]) -> QuerySet[Case]:
    matter = Concat(Value("case:"), OuterRef("number"), output_field=CharField())
    return found.filter(~Exists(obligations.timed_about(matter)))


def page(
    found: QuerySet[Case],
    columns: Sequence[str],
    *,
    order: str,
    sight: Sight,
    after: str,
    limit: int,
) -> tuple[list[Line], str]:
    """Return a page's lines and the cursor of the next one, empty at the end."""
    stages = stages_of(order, sight)
    first, place = _read(after, len(stages))
    lines: list[tuple[int, Line, Line]] = []
    for number in range(first, len(stages)):
        wanted = limit + 1 - len(lines)
        got = _part(found, columns, stages[number], place if number == first else None, wanted)
        lines += [(number, line, at) for line, at in got]
        if len(lines) > limit:
            last, _line, at = lines[limit - 1]
            return [line for _number, line, _at in lines[:limit]], _written(last, at)
    return [line for _number, line, _at in lines], ""


def _part(
    found: QuerySet[Case], columns: Sequence[str], stage: Stage | DueStage, after: Line | None,
    limit: int,
) -> list[tuple[Line, Line]]:  # fmt: skip
    """Return lines of one stage, each with its place."""
    if isinstance(stage, DueStage):
        return _by_due(found, columns, after, limit)
    rest = stage.narrow(found)
    if after is not None and len(after) == len(stage.keys):
        rest = rest.filter(_beyond(stage.keys, after))
    names = [key.lstrip("-") for key in stage.keys]
    values = rest.order_by(*stage.keys).values_list(*columns, *names)[:limit]
    wide = len(columns)
    return [(row[:wide], row[wide:]) for row in values]


def _beyond(keys: Sequence[str], after: Line) -> Q:
    """Return the condition of coming after a place; its first part leads into the index."""
    either = Q()
    for number, key in enumerate(keys):
        before = {k.lstrip("-"): v for k, v in zip(keys[:number], after, strict=False)}
        side = "lt" if key.startswith("-") else "gt"
        either |= Q(**before, **{f"{key.lstrip('-')}__{side}": after[number]})
    first = keys[0]
    side = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.lstrip('-')}__{side}": after[0]}) & either


def _by_due(
    found: QuerySet[Case], columns: Sequence[str], after: Line | None, limit: int
) -> list[tuple[Line, Line]]:
    # The order is the obligations' own: they are walked, and each asks whether its case is listed.
    listed = found.order_by().filter(number=OuterRef("subject"))
    owed = obligations.soonest_of("case:", Exists(listed), after=after, limit=limit)
    numbers = [about.removeprefix("case:") for about, _due, _pk in owed]
    rows = found.filter(number__in=numbers).order_by().values_list("number", *columns)
    by_number = {row[0]: row[1:] for row in rows}
    places = {about.removeprefix("case:"): (due, pk) for about, due, pk in owed}
    return [(by_number[n], places[n]) for n in numbers if n in by_number]


# ── the cursor ───────────────────────────────────────────────────────────────────────────────


def _written(stage: int, place: Line) -> str:
    told = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in place]
    text = json.dumps([stage, *told], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str, stages: int) -> tuple[int, Line | None]:
    """Return stage and place of a cursor; what is none begins the list anew."""
    try:
        found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        stage, *place = found
        values = tuple(datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in place)
    except (ValueError, TypeError, KeyError, RecursionError):
        return 0, None
    if not (isinstance(stage, int) and 0 <= stage < stages and all(map(_is_plain, values))):
        return 0, None
    return stage, values


def _is_plain(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, int) and abs(value) < 2**63
