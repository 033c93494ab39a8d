"""Lists in the order that their reader chose: what can be sorted by, and pages that go on by place.

An order is named in an address as the API names it: ``name`` upwards, ``-name`` downwards. Each
ends in what is unique, and what has no value for it comes last, in a stage of its own: so a page
never begins at nothing. A cursor names its order, its stage and the last line's place.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

Place = tuple[Any, ...]
Line = tuple[Any, ...]
Row = TypeVar("Row")
AnyModel = TypeVar("AnyModel", bound=Model)
UP, DOWN = "ascending", "descending"


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a list in one order; ``part`` takes it out of the whole."""

    keys: tuple[str, ...]
    part: Q = field(default_factory=Q)

    def turned(self) -> Stage:
        """Return the same part from its end to its beginning."""
        return Stage(tuple(_turned(key) for key in self.keys), self.part)


@dataclass(frozen=True, slots=True)
class Order:
    """Something a list can be sorted by: its name in an address, its words, and its fields.

    ``first`` is what the first click asks for. ``may_lack``: the first field may have no value.
    """

    name: str
    label: str | Promise
    keys: tuple[str, ...]
    first: str = UP
    may_lack: bool = False

    def stages(self, *, down: bool) -> tuple[Stage, ...]:
        """Return the parts of the list in this order."""
        lacking = f"{self.keys[0].lstrip('-')}__isnull"
        stage = Stage(self.keys, Q(**{lacking: False}) if self.may_lack else Q())
        found = stage.turned() if down else stage
        return (found, Stage(("-pk",), Q(**{lacking: True}))) if self.may_lack else (found,)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a list can be sorted by, and how it stands when nobody asked."""

    orders: tuple[Order, ...]
    default: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every order as an address names it, the usual one first."""
        both = (name for each in self.orders for name in (each.name, f"-{each.name}"))
        return tuple(dict.fromkeys((self.default, *both)))

    def chosen(self, asked: str) -> str:
        """Return the order that was asked for; the usual one for what there is not."""
        return asked if asked in self.names else self.default

    def stages(self, asked: str) -> tuple[Stage, ...]:
        """Return the parts of a list in the order that was asked for."""
        name = self.chosen(asked)
        order = next(each for each in self.orders if each.name == name.removeprefix("-"))
        return order.stages(down=name.startswith("-"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that sorts: where a click leads, and how the list is sorted by it now, if it is."""

    label: str | Promise
    url: str = ""
    state: str = ""
    next: str = UP

    @property
    def is_up(self) -> bool:
        """Whether the list goes upwards by this now."""
        return self.state == UP


def heading(
    address: QueryDict, label: str | Promise, *, up: str | None, down: str | None,
    name: str = "sort", default: str = "", first: str = UP, cursor: str = "after",
) -> Heading:  # fmt: skip
    """Return a heading for the list at an address; ``up`` and ``down`` name its two orders.

    An order that the list does not have is None; without either the heading is a plain word. A
    click turns the list round, or begins with ``first``. Filters stay, the list begins anew.
    """
    values = {way: value for way, value in ((UP, up), (DOWN, down)) if value is not None}
    if not values:
        return Heading(label)
    now = address.get(name, default)
    state = next((way for way, value in values.items() if value == now), "")
    wanted = (DOWN if state == UP else UP) if state else first
    following = wanted if wanted in values else next(iter(values))
    onward = address.copy()
    onward.pop(cursor, None)
    onward[name] = values[following]
    return Heading(label, f"?{onward.urlencode()}", state, following)


def headings(
    address: QueryDict, sorting: Sorting, name: str = "sort", cursor: str = "after"
) -> list[Heading]:
    """Return a heading for everything a list can be sorted by."""
    return [
        heading(
            address, each.label, up=each.name, down=f"-{each.name}", name=name,
            default=sorting.default, first=each.first, cursor=cursor,
        )
        for each in sorting.orders
    ]  # fmt: skip


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def rows(
    found: QuerySet[AnyModel], stages: Sequence[Stage], *, after: str, limit: int
) -> tuple[list[AnyModel], str]:
    """Return a page of records and the cursor of the next one, empty at the end.

    Each stage up to the page's end costs a query. What the keys name is best selected with it.
    """

    def fetch(part: QuerySet[AnyModel], names: list[str], most: int) -> list[tuple[Any, Place]]:
        read = [attrgetter(name.replace("__", ".")) for name in names]
        return [(row, tuple(get(row) for get in read)) for row in part[:most]]

    return _page(found, stages, after, limit, fetch)


def lines(
    found: QuerySet[AnyModel], columns: Sequence[str], stages: Sequence[Stage], *, after: str,
    limit: int,
) -> tuple[list[Line], str]:  # fmt: skip
    """Return a page of lines with these columns, and the cursor of the next one."""
    wide = len(columns)

    def fetch(part: QuerySet[AnyModel], names: list[str], most: int) -> list[tuple[Any, Place]]:
        values = part.values_list(*columns, *names)[:most]
        return [(row[:wide], row[wide:]) for row in values]

    return _page(found, stages, after, limit, fetch)


def _page(
    found: QuerySet[AnyModel], stages: Sequence[Stage], after: str, limit: int,
    fetch: Callable[[QuerySet[AnyModel], list[str], int], list[tuple[Row, Place]]],
) -> tuple[list[Row], str]:  # fmt: skip
    first, place = _read(after, stages)
    got: list[tuple[int, Row, Place]] = []
    for number in range(first, len(stages)):
        keys = stages[number].keys
        rest = found.filter(stages[number].part).order_by(*keys)
        if number == first and place is not None:
            # A cursor of another list begins this one anew.
            with suppress(ValidationError, ValueError, TypeError):
                rest = rest.filter(_beyond(keys, place))
        names = [key.lstrip("-") for key in keys]
        got += [(number, *each) for each in fetch(rest, names, limit + 1 - len(got))]
        if len(got) > limit:
            last, _row, at = got[limit - 1]
            return [row for _number, row, _at in got[:limit]], _written(stages, last, at)
    return [row for _number, row, _at in got], ""


def _beyond(keys: Sequence[str], after: Place) -> Q:
    """Return the condition of coming after a place; its first part leads into the index."""
    either = Q()
    for number, key in enumerate(keys):
        before = {k.lstrip("-"): v for k, v in zip(keys[:number], after, strict=False)}
        side = "lt" if key.startswith("-") else "gt"
        either |= Q(**before, **{f"{key.lstrip('-')}__{side}": after[number]})
    side = "lte" if keys[0].startswith("-") else "gte"
    return Q(**{f"{keys[0].lstrip('-')}__{side}": after[0]}) & either


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


# ── the cursor ───────────────────────────────────────────────────────────────────────────────


def _named(stages: Sequence[Stage]) -> str:
    return ",".join(stages[0].keys)


def _written(stages: Sequence[Stage], stage: int, place: Place) -> str:
    told = [_told(value) for value in place]
    said = [_named(stages), stage, *told]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _read(text: str, stages: Sequence[Stage]) -> tuple[int, Place | None]:
    """Return stage and place of a cursor; what is none, or another order's, begins anew."""
    try:
        named, stage, *told = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        place = tuple(_value(each) for each in told)
        keys = stages[stage].keys if isinstance(stage, int) and stage >= 0 else ()
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return 0, None
    fits = named == _named(stages) and keys and len(keys) == len(place)
    return (stage, place) if fits and all(map(_is_plain, place)) else (0, None)


def _value(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return datetime.fromisoformat(told["t"]) if "t" in told else date.fromisoformat(told["d"])


def _is_plain(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, date) or (isinstance(value, int) and abs(value) < 2**63)
