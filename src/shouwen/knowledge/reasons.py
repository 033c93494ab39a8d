"""What was found wrong with somebody's words or waits, one sentence each."""

from __future__ import annotations

from shouwen.enforcement.words import page_language
from shouwen.policy.rulings import Measure
from shouwen.policy.sentences import say_as_clause

# Of all the steps of a judgement these say what was wrong; a line that failed says so itself.
WRONG = frozenset(
    {"words_missing", "words_too_early", "words_forbidden", "wait_too_short", "waited_too_little"}
)


def reasons(ruling: Measure) -> tuple[str, ...]:
    """Return what was found wrong, in the language of the page."""
    language = page_language()
    return tuple(say_as_clause(step, language) for step in ruling.steps if step.code in WRONG)
