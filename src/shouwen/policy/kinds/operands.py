"""What arithmetic is done with: a detail, a figure above, or a number of the regulation."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator

from shouwen.policy.amounts import AmountError
from shouwen.policy.kinds.figures import is_blank, number_text, read_number, wrong
from shouwen.policy.kinds.task import Needs, Task, figure
from shouwen.policy.kinds.words import Both

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class Operand(NamedTuple):
    """One number: the ``name`` of a detail or figure, or a written one (None: left blank)."""

    name: str
    value: Fraction | None
    written: str

    def number(self, task: Task, path: str) -> Fraction | Needs:
        """Return the number; ``path`` is its place in the rule, should it be blank."""
        if self.name:
            return task.number(self.name)
        return figure(path) if self.value is None else self.value

    def said(self, task: Task, number: Fraction) -> Both:
        """Write the number with its name, in both languages."""
        if not self.name:
            return self.written, self.written
        values = {**task.labels(self.name), **task.counted(self.name, number, name="number")}
        chinese, english = (
            f"{values[f'detail_{tongue}']} {values[f'number_{tongue}']}" for tongue in ("zh", "en")
        )
        return chinese, english


def _read(value: Any) -> Operand:
    if is_blank(value):
        return Operand("", None, "____")
    if isinstance(value, str) and _NAME.match(value):
        return Operand(value, None, value)
    try:
        number = read_number(value)
    except AmountError:
        raise wrong(
            f"“{value}” is neither a name nor a number.",
            "Write the name of a detail or of a figure above, or a number.",
        ) from None
    written = str(value) if str(value).strip()[-1:] in "%‰" else number_text(number)
    return Operand("", number, written.strip())


AnOperand = Annotated[Operand, PlainValidator(_read)]
