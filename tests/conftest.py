"""What every test may ask for by name."""

from __future__ import annotations

from tests.cast import cast

__all__ = ["cast"]
