"""The case books as the product is given them: file, mapping, regulations, calendar and clock."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casebooks.calendars import BOSTON_HOURS, boston_calendar
from casebooks.data import boston_clock, data_folder, read_rows
from casebooks.regulations import (
    baltimore_regulation,
    boston_promises,
    boston_regulation,
    replies_regulation,
)

MAPPINGS = Path(__file__).parents[1] / "mappings"
_BOSTON_CLOCKS = ("OPEN_DT", "TARGET_DT", "CLOSED_DT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours without Chinese holidays, and the days on which the house was closed."""

    week: dict[str, list[str]]
    zone: str
    closed: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One case book.

    ``file`` returns the file to import, made in a folder where it has to be put right first.
    ``as_of`` is the moment on which the book was written off: the house's clock for the import and
    for the watcher. Without ``hours`` the regulation's own hours and the Chinese holidays count.
    """

    name: str
    zone: str
    as_of: str
    mapping: str
    regulations: Callable[[], tuple[str, ...]]
    file: Callable[[Path], Path]
    hours: Callable[[], Hours] | None = None

    @property
    def clock(self) -> datetime:
        """The moment on which the book was written off."""
        return datetime.fromisoformat(self.as_of)

    def mapping_file(self) -> Path:
        """Return where the mapping stands."""
        return MAPPINGS / self.mapping


def _as_it_is(*path: str) -> Callable[[Path], Path]:
    return lambda _folder: data_folder().joinpath(*path)


def _boston_file(folder: Path) -> Path:
    """Write Boston's rows with their clocks put right, each time with its offset."""
    found = list(read_rows("cases_boston311", "cases.csv.gz"))
    path = folder / "boston.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        for row in found:
            clocks = {name: boston_clock(row[name]) for name in _BOSTON_CLOCKS}
            put_right = {name: at.isoformat() if at else "" for name, at in clocks.items()}
            writer.writerow({**row, **put_right})
    return path


def _boston_hours() -> Hours:
    calendar = boston_calendar()
    return Hours(
        week=BOSTON_HOURS,
        zone=calendar.time_zone,
        closed={day.isoformat(): name.name for day, name in calendar.overrides.items()},
    )


SOURCES = (
    Source(
        name="baltimore",
        zone="UTC",
        as_of="2019-02-06T06:41:40+00:00",
        mapping="baltimore.yaml",
        regulations=lambda: (baltimore_regulation(),),
        file=_as_it_is("cases_baltimore311", "cases.csv.gz"),
    ),
    Source(
        name="boston",
        zone="America/New_York",
        as_of="2022-01-31T23:59:59-05:00",
        mapping="boston.yaml",
        regulations=lambda: (boston_regulation(), boston_promises()),
        file=_boston_file,
        hours=_boston_hours,
    ),
    Source(
        name="messages",
        zone="Asia/Shanghai",
        as_of="2020-12-31T23:59:59+08:00",
        mapping="messages.yaml",
        regulations=lambda: (replies_regulation(),),
        file=_as_it_is("cases_zh_citizen_messages", "unlabelled.csv.gz"),
    ),
    Source(
        name="replies",
        zone="Asia/Shanghai",
        as_of="2020-12-31T23:59:59+08:00",
        mapping="replies.yaml",
        regulations=lambda: (replies_regulation(),),
        file=_as_it_is("cases_zh_citizen_messages", "replies.csv.gz"),
    ),
)
