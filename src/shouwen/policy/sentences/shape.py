"""What one sentence is: in each language a text and the result at the end of its line."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.policy.steps import Language

Sentence = Mapping[Language, tuple[str, str]]
