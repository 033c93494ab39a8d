"""The sentences of the rule kinds: text and, at the line's end, its result."""

from __future__ import annotations

from shouwen.policy.sentences.shape import Sentence

SENTENCES: dict[str, Sentence] = {}
