"""The details of a fact as a data file writes them, and what they come to at one moment.

A list is a choice. ``@post`` is somebody who holds that post (``@a|b`` one of two, ``@`` anybody,
``@me`` whoever records the fact); ``?name`` is one of the words of that name; ``=detail`` repeats
another detail, ``^detail`` one of the fact that this one follows. ``+2h``, ``-30m``, ``+1d 09:00``
and ``at 09:00`` are moments around the fact's own. In texts ``{month}``, ``{quarter}``, ``{half}``,
``{year}``, ``{date}``, their ``last_`` ones and ``{n}``, a running number, are filled in.
``{"sum": […], "less": […]}`` and ``{"times": […]}`` reckon with other details, and ``{"kept":
name, "first": 60}`` is what an earlier scene kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import prod
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from shouwen.policy.facts import Detail
from shouwen.site.demo.story import Stage

_MOMENT = re.compile(r"^([+-]\d+)([mhd])(?: (\d\d):(\d\d))?$")
_CLOCK = re.compile(r"^at (\d\d):(\d\d)$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def details_at(
    stage: Stage,
    written: Mapping[str, Any],
    at: datetime,
    me: str = "",
    before: Mapping[str, Detail] = MappingProxyType({}),
) -> dict[str, Detail]:
    """Return the details that a template comes to at a moment.

    ``me`` is who records it, ``before`` what was said when the matter began.
    """
    found: dict[str, Detail] = {}
    for name, value in written.items():
        if value == "@me":
            found[name] = me or None
        elif isinstance(value, str) and value.startswith("^"):
            found[name] = before.get(value[1:])
        else:
            found[name] = _value(stage, value, at, found)
    return {name: value for name, value in found.items() if value is not None}


def _value(stage: Stage, value: Any, at: datetime, found: Mapping[str, Detail]) -> Detail:
    if isinstance(value, list | tuple):
        return _value(stage, stage.chance.choice(value), at, found)
    if isinstance(value, Mapping):
        return _reckoned(stage, value, found)
    if not isinstance(value, str):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return _named(stage, value, at, found)


def _named(stage: Stage, value: str, at: datetime, found: Mapping[str, Detail]) -> Detail:
    sign, name = value[:1], value[1:]
    if sign == "?":
        return _value(stage, stage.chance.choice(stage.house.words[name]), at, found)
    if sign == "@":
        return _somebody(stage, name, found)
    if sign == "=":
        return found.get(name)
    return _text(stage, value, at)


def _reckoned(stage: Stage, value: Mapping[str, Any], found: Mapping[str, Detail]) -> Detail:
    if "kept" in value:
        return stage.kept.get(value["kept"], value["first"])
    if "times" in value:
        return prod(_number(found[name]) for name in value["times"])
    less = sum(_number(found[name]) for name in value.get("less", ()))
    return sum(_number(found[name]) for name in value["sum"]) - less


def _number(value: Detail) -> int:
    return int(value or 0)


def _somebody(stage: Stage, posts: str, found: Mapping[str, Detail]) -> str:
    """Return who holds a post, another than those already named where there is one."""
    holders = [member.username for member in stage.holders(posts)]
    others = [key for key in holders if key not in found.values()]
    return stage.chance.choice(others or holders)


def _text(stage: Stage, value: str, at: datetime) -> str:
    moment = _MOMENT.match(value)
    if moment:
        count, unit, hour, minute = moment.groups()
        when = timezone.localtime(at + timedelta(**{_UNITS[unit]: int(count)}))
        return _iso(when.replace(hour=int(hour), minute=int(minute)) if hour else when)
    clock = _CLOCK.match(value)
    if clock:
        return _iso(timezone.localtime(at).replace(hour=int(clock[1]), minute=int(clock[2])))
    if "{" in value:
        return value.format_map(_names(at, next(stage.numbers)))
    return value


def _iso(moment: datetime) -> str:
    return moment.replace(second=0, microsecond=0).isoformat()


def _names(at: datetime, number: int) -> dict[str, str]:
    here = timezone.localtime(at)
    before = here.replace(day=1) - timedelta(days=1)
    earlier = here.replace(month=(here.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    half = here.replace(month=1 if here.month <= 6 else 7, day=1) - timedelta(days=1)
    return {
        "n": f"{number:04d}",
        "date": f"{here:%Y-%m-%d}",
        "day": f"{here.month}月{here.day}日",
        "month": f"{here:%Y-%m}",
        "last_month": f"{before:%Y-%m}",
        "quarter": _quarter(here),
        "last_quarter": _quarter(earlier),
        "half": _half(here),
        "last_half": _half(half),
        "year": f"{here:%Y}",
        "last_year": str(here.year - 1),
    }


def _quarter(day: datetime) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _half(day: datetime) -> str:
    return f"{day.year}-H{1 if day.month <= 6 else 2}"
