"""How much of a text has to be kept so that its words can be judged: no more than that.

The text itself stands once, in the fact of the reply. What goes with the judgement is the same
text with a box in the place of every character that no rule looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shouwen.policy.kinds.conduct import Conduct, check_text
from shouwen.policy.kinds.phrases import TextFinding, places_of

BOX = "□"
# Marks and blanks say where sentences begin and end; they give nothing away.
_HIDDEN = re.compile(r"[^\s，。！？、；：,.!?;:~…—-]")
_PLACE = re.compile(r"\{\w+\}")


def kept(rules: Iterable[Conduct], text: str, situation: str) -> str:
    """Return the text with boxes, judged by these rules exactly as the whole text is."""
    listening = tuple(rules)
    shown = set(_looked_for(listening, text))
    boxed = "".join(
        character if place in shown else _HIDDEN.sub(BOX, character)
        for place, character in enumerate(text)
    )
    same = (_found(rule, boxed, situation) == _found(rule, text, situation) for rule in listening)
    return boxed if all(same) else text


def _found(rule: Conduct, text: str, situation: str) -> tuple[TextFinding, ...]:
    return check_text(rule, text, situation)


def _looked_for(rules: Iterable[Conduct], text: str) -> Iterator[int]:
    """Yield the places of the characters that stand in a phrase of a rule."""
    for phrase in {phrase for rule in rules for phrase in _phrases(rule)}:
        for start, end in places_of(phrase, text):
            yield from _written(phrase, text, start, end)


def _phrases(rule: Conduct) -> Iterator[str]:
    for group in rule.must_say:
        yield from group.any_of
    for one in rule.must_not_say:
        yield from (one.phrase, *one.not_in)


def _written(phrase: str, text: str, start: int, end: int) -> Iterator[int]:
    """Yield the places of a phrase's own words; what stands for a placeholder is left out."""
    pieces = [piece for piece in _PLACE.split(phrase) if _HIDDEN.search(piece)]
    for piece in pieces:
        found = next(places_of(piece, text[start:end]), None)
        if found is not None:
            yield from range(start + found[0], start + found[1])
            start += found[1]
