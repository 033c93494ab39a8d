"""Note: a clause that no machine runs, kept and counted honestly."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shouwen.policy.kinds.common import Rule


class Note(Rule):
    """A clause that is kept for people; ``reason`` says why no machine runs it.

    ``reason_en`` says it in English.
    """

    kind: Literal["note"]
    reason: str = Field(min_length=1)
    reason_en: str = ""

    def fact_kinds(self) -> tuple[str, ...]:
        """A note listens to nothing."""
        return ()
