"""The fact kinds a regulation declares in its own front matter, with typed, labelled details."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.yaml_lines import Lines, Plain
from shouwen.policy.vocabulary import BASE, FactDefinition

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_EXAMPLE = "Write `label: 中文`, `label_en: English` and `details:`."
_KEYS = ("label", "label_en", "details", "type", "one_of", "one_of_en")


def read_facts(declared: Plain, lines: Lines, pad: FaultPad) -> dict[str, FactDefinition]:
    """Check the `facts:` of a front matter and return the sound ones."""
    if declared is None:
        return {}
    if not isinstance(declared, dict):
        pad.error(lines.at(("facts",)), "`facts:` is not a table of fact kinds.", _EXAMPLE)
        return {}
    return dict(_sound(declared, lines, pad))


def _sound(
    declared: dict[str, Plain], lines: Lines, pad: FaultPad
) -> Iterator[tuple[str, FactDefinition]]:
    for kind, words in declared.items():
        path = ("facts", kind)
        try:
            definition = FactDefinition.model_validate(words)
        except ValidationError as wrong:
            for error in wrong.errors():
                what, mend = _in_words(error, kind)
                pad.error(lines.at((*path, *error["loc"])), what, mend)
            continue
        if _named_well(kind, definition, lines, pad):
            yield kind, definition


def _in_words(error: ErrorDetails, kind: str) -> tuple[str, str]:
    last = str(error["loc"][-1]) if error["loc"] else kind
    match error["type"]:
        case "extra_forbidden":
            return f"A fact kind has no key `{last}`.", choose(last, _KEYS)
        case "missing":
            return f"`{last}:` is missing.", "Write `{type: yes_no, label: 中文, label_en: English}`."
        case "detail_type":
            context: dict[str, Any] = error.get("ctx", {})
            return str(context.get("what")), str(context.get("mend"))
    return f"`{last}` is not written as expected: {error['msg']}.", _EXAMPLE


def _named_well(kind: str, words: FactDefinition, lines: Lines, pad: FaultPad) -> bool:
    unlabelled = [] if kind in BASE or (words.label and words.label_en) else [("facts", kind)]
    unlabelled += [
        ("facts", kind, "details", name)
        for name, term in words.details.items()
        if not (term.label and term.label_en)
    ]
    for path in unlabelled:
        pad.error(
            lines.at(path),
            f"`{path[-1]}` has no name in both languages.",
            "Write `label: 中文` and `label_en: English`.",
        )
    wrong = [name for name in (kind, *words.details) if not _KEY.match(name)]
    for name in wrong:
        pad.error(
            lines.at(("facts", kind, "details", name)),
            f"`{name}` cannot name a fact or a detail.",
            "Use small letters, figures and `_`, beginning with a letter.",
        )
    return not (unlabelled or wrong)
