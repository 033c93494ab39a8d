"""Steps of a ruling: what was looked at and what was worked out, in order.

The code that computes a result writes the step that explains it; this module only says it in
Chinese or English. A step names a sentence (``code``) and the values that go into it; the
sentences stand in :mod:`shouwen.policy.sentences`, where both languages are kept side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]

# What a step may carry. Moments are ISO 8601 strings with offset, so a step survives JSON.
Value = str | int | bool | None


class Late(Mapping[str, Value]):
    """The values of a step, written when somebody first reads them.

    Most rulings say that a rule does not apply and are never read. What goes into the line is
    fixed by the computation; only the writing of it waits.
    """

    __slots__ = ("_values", "_write")

    def __init__(self, write: Callable[[], Mapping[str, Value]]) -> None:
        """Keep what writes the values; it must not depend on anything that can change."""
        self._write = write
        self._values: Mapping[str, Value] | None = None

    def _read(self) -> Mapping[str, Value]:
        if self._values is None:
            self._values = self._write()
        return self._values

    def __getitem__(self, name: str) -> Value:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._read())))

    def __repr__(self) -> str:
        return repr(dict(self))


class Step(NamedTuple):
    """One line of an explanation: a sentence code, its values and the result at the line's end."""

    code: str
    values: Mapping[str, Value] = MappingProxyType({})

    def as_json(self) -> dict[str, object]:
        """Return the step as plain data for storage."""
        return {"code": self.code, **self.values}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Step:
        """Return the step that :meth:`as_json` wrote."""
        values = {k: v for k, v in data.items() if k != "code"}
        return cls(str(data["code"]), values)  # type: ignore[arg-type]
