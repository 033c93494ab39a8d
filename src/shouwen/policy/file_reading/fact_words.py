"""The fact kinds a regulation declares in its own front matter, with typed, labelled details."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.yaml_lines import Lines, Plain
from shouwen.policy.vocabulary import BASE, DetailType, FactDefinition, TermDefinition

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_EXAMPLE = "Write `label: 中文`, `label_en: English` and `details:`."
_KIND_KEYS = ("label", "label_en", "details")
_DETAIL_KEYS = ("type", "label", "label_en")


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
        _named_well(kind, words, lines, pad)
        try:
            yield kind, FactDefinition.model_validate(words)
        except ValidationError as wrong:
            for error in wrong.errors():
                what, mend = _in_words(error, kind)
                pad.error(lines.at(("facts", kind, *error["loc"])), what, mend)
            # The file is refused, but rules that use the fact should not be blamed for it.
            yield kind, _as_far_as_sound(words)


def _as_far_as_sound(words: Plain) -> FactDefinition:
    details = words.get("details") if isinstance(words, dict) else None
    names = details if isinstance(details, dict) else {}
    return FactDefinition(details={name: _term_or_text(term) for name, term in names.items()})


def _term_or_text(term: Plain) -> TermDefinition:
    try:
        return TermDefinition.model_validate(term)
    except ValidationError:
        return TermDefinition(type=DetailType.TEXT)


def _in_words(error: ErrorDetails, kind: str) -> tuple[str, str]:
    last = str(error["loc"][-1]) if error["loc"] else kind
    match error["type"]:
        case "extra_forbidden":
            keys = _DETAIL_KEYS if "details" in error["loc"] else _KIND_KEYS
            return f"`{last}` is not understood here.", choose(last, keys)
        case "missing":
            return (
                f"`{last}:` is missing.",
                "Write `{type: yes_no, label: 中文, label_en: English}`.",
            )
        case "detail_type":
            context: dict[str, Any] = error.get("ctx", {})
            return str(context.get("what")), str(context.get("mend"))
    return f"`{last}` is not written as expected: {error['msg']}.", _EXAMPLE


def _named_well(kind: str, words: Plain, lines: Lines, pad: FaultPad) -> None:
    """Note what has no name in both languages, and keys that are no keys."""
    table = words if isinstance(words, dict) else {}
    _check_name(("facts", kind), table, lines, pad)
    details = table.get("details")
    for name, term in (details if isinstance(details, dict) else {}).items():
        _check_name(("facts", kind, "details", name), term, lines, pad)


def _check_name(path: tuple[str, ...], part: Plain, lines: Lines, pad: FaultPad) -> None:
    name = path[-1]
    if not _KEY.match(name):
        pad.error(
            lines.at(path),
            f"`{name}` cannot name a fact or a detail.",
            "Use small letters, figures and `_`, beginning with a letter.",
        )
    labels = part if isinstance(part, dict) else {}
    known = path == ("facts", name) and name in BASE
    if not known and not (labels.get("label") and labels.get("label_en")):
        pad.error(
            lines.at(path),
            f"`{name}` has no name in both languages.",
            "Write `label: 中文` and `label_en: English`.",
        )
