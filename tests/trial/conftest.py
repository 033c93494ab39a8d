"""The desk's regulation with a quarter of what happened under it."""

from __future__ import annotations

from tests.enforcement.conftest import rules

__all__ = ["rules"]
