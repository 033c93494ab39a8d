"""Says steps in Chinese and English; every sentence stands here once, both languages side by side.

Each area of the core has a module with its ``SENTENCES``: code to ``{"zh": (text, result), "en":
(text, result)}``. How values are written is in :mod:`shouwen.policy.sentences.wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from shouwen.policy.sentences import calendar, kinds, quality
from shouwen.policy.sentences.shape import Sentence
from shouwen.policy.sentences.wording import Pen
from shouwen.policy.steps import Language, Step

SENTENCES: Mapping[str, Sentence] = {
    **calendar.SENTENCES,
    **kinds.SENTENCES,
    **quality.SENTENCES,
}


class Line(NamedTuple):
    """One line of an explanation: what was looked at, and what came out of it (may be empty)."""

    text: str
    result: str

    def __str__(self) -> str:
        """Write both on one line."""
        return f"{self.text} {self.result}".strip()


def say(step: Step, language: Language, *, year: int | None = None) -> str:
    """Say one step on one line.

    Dates carry their year unless it is ``year``, the one the reader takes for granted.
    """
    return str(_line(step, Pen(language, year)))


def say_as_clause(step: Step, language: Language) -> str:
    """Say one step as part of a sentence: what came out follows after a comma."""
    comma = "，" if language == "zh" else ", "
    return comma.join(part for part in _line(step, Pen(language, None)) if part)


def lines(
    steps: Iterable[Step], language: Language, *, year: int | None = None
) -> tuple[Line, ...]:
    """Say a whole explanation; a year is shown once and then only when it changes.

    ``year`` is the one the reader takes for granted (today's, on a page).
    """
    pen = Pen(language, year, running=True)
    return tuple(_line(step, pen) for step in steps)


def deadline_text(moment: datetime, language: Language, *, year: int | None = None) -> str:
    """Write a due time; the end of a day is its 24:00 rather than 00:00 of the next."""
    return Pen(language, year).deadline(moment)


def duration_text(seconds: int, language: Language) -> str:
    """Write a working time: ``1 小时 10 分``, ``1 h 10 min``."""
    return Pen(language).duration(seconds)


def _line(step: Step, pen: Pen) -> Line:
    sentence = SENTENCES.get(step.code)
    if sentence is None:
        # A step kept by a newer release: show what it carries rather than fail the page.
        return Line(step.code, ", ".join(f"{k}={v}" for k, v in step.values.items()))
    text, result = sentence[pen.language]
    return Line(pen.write(text, step.values), pen.write(result, step.values))
