"""The desk's fixtures serve the statement too."""

from __future__ import annotations

from tests.desk.conftest import clock, page_of, record, rules

__all__ = ["clock", "page_of", "record", "rules"]
