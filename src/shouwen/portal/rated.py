"""The answers of a rating, and what they say about whether the customer is satisfied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shouwen.portal.choices import QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer with its question as it read; ``value`` is None where nothing was answered."""

    kind: str
    text: str
    text_en: str = ""
    value: int | bool | str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the answer as it is kept."""
        return {
            "kind": self.kind, "text": self.text, "text_en": self.text_en, "value": self.value,
        }  # fmt: skip


def verdict(answers: Sequence[Answer], unsatisfied_at: int) -> tuple[int | None, bool | None]:
    """Return the stars given and whether the customer is satisfied; None where nobody said.

    The first question that asks for stars decides, without one the first of yes or no.
    """
    stars = _first(answers, QuestionKind.STARS)
    if stars is not None:
        return int(stars), int(stars) > unsatisfied_at
    said = _first(answers, QuestionKind.YES_NO)
    return None, bool(said) if said is not None else None


def _first(answers: Sequence[Answer], kind: str) -> int | bool | str | None:
    asked = next((each for each in answers if each.kind == kind), None)
    return asked.value if asked else None
