"""Steps of a ruling: what was looked at and what was worked out, in order.

The code that computes a result writes the step that explains it; this module only says it in
Chinese or English. A step names a sentence (``code``) and the values that go into it; the
sentences stand in :mod:`shouwen.policy.sentences`, where both languages are kept side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh", "en"]

# What a step may carry. Moments are ISO 8601 strings with offset, so a step survives JSON.
Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: a sentence code, its values and the result at the line's end."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the step as plain data for storage."""
        return {"code": self.code, **self.values}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Step:
        """Return the step that :meth:`as_json` wrote."""
        values = {k: v for k, v in data.items() if k != "code"}
        return cls(str(data["code"]), values)  # type: ignore[arg-type]
