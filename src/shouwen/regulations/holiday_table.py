"""Loads the bundled holiday notices into the tables that the policy core computes with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from shouwen.policy.holidays import HolidayTable, read_table

CN = "cn"
_FOLDERS = {CN: "holidays_cn"}


def holiday_table(name: str = CN) -> HolidayTable:
    """Return the bundled table of that name; raises ValueError for a name that is not bundled."""
    if name not in _FOLDERS:
        known = ", ".join(_FOLDERS)
        raise ValueError(f"No holidays named “{name}” are bundled; use one of: {known}.")
    return _read(name)


def holiday_tables() -> Mapping[str, HolidayTable]:
    """Return every bundled table by name, as ``Calendar.from_json`` wants them."""
    return {name: holiday_table(name) for name in _FOLDERS}


@lru_cache(maxsize=len(_FOLDERS))
def _read(name: str) -> HolidayTable:
    return read_table(name, _notices(_FOLDERS[name]), _statutory(_FOLDERS[name]))


def _notices(folder: str) -> list[dict[str, Any]]:
    place = files("shouwen.policy").joinpath("data", folder)
    found = sorted(p.name for p in place.iterdir() if p.name[:4].isdigit())
    return [json.loads(place.joinpath(name).read_text(encoding="utf-8")) for name in found]


def _statutory(folder: str) -> Mapping[str, list[str]]:
    place = files("shouwen.policy").joinpath("data", folder, "statutory.json")
    days: Mapping[str, list[str]] = json.loads(place.read_text(encoding="utf-8"))["days"]
    return days
