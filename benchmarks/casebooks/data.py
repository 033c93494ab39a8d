"""Reads the third-party case books that lie beside the checkout; nothing of them is kept here.

The folder is ``SHOUWEN_DATA``, or ``data`` in the folder ``shared`` next to the checkout.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

BOSTON_ZONE = ZoneInfo("America/New_York")
SHANGHAI_ZONE = ZoneInfo("Asia/Shanghai")
_BALTIMORE_CLOCK = "%m/%d/%Y %I:%M:%S %p"
_SUMMER, _WINTER = timedelta(hours=4), timedelta(hours=5)


class NoDataError(LookupError):
    """The data folder is not there; the message says where it was looked for."""


@lru_cache(maxsize=1)
def data_folder() -> Path:
    """Return the folder with the case books; raises NoDataError. It is looked up once."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    named = os.environ.get("SHOUWEN_DATA") or os.environ.get("CASE_BOOKS")
    folder = Path(named or beside)
    if not folder.is_dir():
        raise NoDataError(f"There is no data in {folder}; set SHOUWEN_DATA to the folder.")
    return folder


def read_rows(*path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file in the data folder, packed or plain."""
    file = data_folder().joinpath(*path)
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    yield from csv.DictReader(io.StringIO(text, newline=""))


@dataclass(frozen=True, slots=True)
class BaltimoreRow:
    """One service request; its clock is read as it stands, without a time zone's jumps."""

    number: str
    case_type: str
    agency: str
    status: str
    created: datetime
    due: datetime | None
    closed: datetime | None


def baltimore_rows() -> Iterator[BaltimoreRow]:
    """Yield every row. Some clocks show times that New York skips in March, so they stay UTC."""
    for row in read_rows("cases_baltimore311", "cases.csv.gz"):
        created = _baltimore(row["CreatedDate"])
        assert created is not None
        yield BaltimoreRow(
            row["ServiceRequestNum"],
            row["SRType"],
            row["Agency"],
            row["SRStatus"],
            created,
            _baltimore(row["DueDate"]),
            _baltimore(row["CloseDate"]),
        )


def _baltimore(text: str) -> datetime | None:
    return datetime.strptime(text, _BALTIMORE_CLOCK).replace(tzinfo=UTC) if text else None


def baltimore_days() -> dict[str, int]:
    """Return the calendar days each type allows."""
    rows = read_rows("cases_baltimore311", "sla_by_type.csv")
    limits = {r["SRType"]: r["due_in_calendar_days"] for r in rows}
    return {case_type: int(float(days)) for case_type, days in limits.items() if days}


@dataclass(frozen=True, slots=True)
class BostonRow:
    """One service request on Boston's clocks. ``year`` is the one the fit file files it under."""

    number: str
    case_type: str
    year: int
    status: str
    opened: datetime
    target: datetime | None
    closed: datetime | None
    on_time: bool | None


def boston_rows() -> Iterator[BostonRow]:
    """Yield every row with its clocks put right."""
    for row in read_rows("cases_boston311", "cases.csv.gz"):
        opened = boston_clock(row["OPEN_DT"])
        assert opened is not None
        yield BostonRow(
            row["CASE_ENQUIRY_ID"],
            row["TYPE"],
            int(row["OPEN_DT"][:4]),
            row["CASE_STATUS"],
            opened,
            boston_clock(row["TARGET_DT"]),
            boston_clock(row["CLOSED_DT"]),
            {"ONTIME": True, "OVERDUE": False}.get(row["OnTime_Status"]),
        )


def boston_clock(text: str) -> datetime | None:
    """Return a stored time as Boston's clocks showed it: four or five hours were taken off it.

    The closure reasons of 3,040 rows spell the local time out, and all of them agree.
    """
    if not text:
        return None
    stored = datetime.fromisoformat(text)
    summer = (stored + _SUMMER).replace(tzinfo=BOSTON_ZONE)
    if summer.utcoffset() == -_SUMMER:
        return summer
    return (stored + _WINTER).replace(tzinfo=BOSTON_ZONE)


@dataclass(frozen=True, slots=True)
class BostonFit:
    """What the fit file says of one type in one year."""

    year: int
    case_type: str
    working_days: int
    rows: int
    reproduced: int


def boston_fits() -> dict[tuple[int, str], BostonFit]:
    """Return the fits by year and type."""
    rows = read_rows("cases_boston311", "working_day_rule_fit.csv")
    fits = (
        BostonFit(
            int(r["year"]),
            r["type"],
            int(r["fitted_working_days"]),
            int(r["rows_with_target"]),
            int(r["rows_reproduced_within_60s"]),
        )
        for r in rows
    )
    return {(fit.year, fit.case_type): fit for fit in fits}


@dataclass(frozen=True, slots=True)
class Reply:
    """A citizen's message and the office's answer."""

    number: str
    received: datetime
    answered: datetime


def replies() -> Iterator[Reply]:
    """Yield the answered messages, times as shown in China."""
    for row in read_rows("cases_zh_citizen_messages", "replies.csv.gz"):
        times = (row["留言时间"], row["答复时间"])
        received, answered = (_chinese(text) for text in times)
        yield Reply(row["留言编号"], received, answered)


def _chinese(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S").replace(tzinfo=SHANGHAI_ZONE)
