"""Dates in English, day first as everywhere else in the house: ``1 Jan 2024``."""

from __future__ import annotations

DATE_FORMAT = "j M Y"
SHORT_DATE_FORMAT = "j M Y"
YEAR_MONTH_FORMAT = "F Y"
