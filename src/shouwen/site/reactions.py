"""Which rooms act on which facts; run in the fact's own transaction."""

from __future__ import annotations

REACTIONS: dict[str, tuple[object, ...]] = {}
