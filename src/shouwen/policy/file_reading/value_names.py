"""The names a front matter gives to values: the shift `late` is 晚班, a late shift."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.yaml_lines import Lines, Plain
from shouwen.policy.kinds.words import Both
from shouwen.policy.vocabulary import DetailType, Vocabulary

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_KEYS = ("label", "label_en")
_EXAMPLE = "Write `value: {label: 中文, label_en: English}` lines below."


def read_names(
    declared: Plain, facts: Vocabulary, lines: Lines, pad: FaultPad
) -> dict[str, dict[str, Both]]:
    """Check the `names:` of a front matter and return the sound ones, by detail and value."""
    if declared is None:
        return {}
    if not isinstance(declared, dict):
        mend = "Write `detail:` lines below, and under each what its values are called."
        pad.error(lines.at(("names",)), "`names:` is not a table of details.", mend)
        return {}
    texts = _texts(facts)
    for detail in declared:
        if detail not in texts:
            what = f"No fact has a detail `{detail}` that holds text."
            pad.error(lines.at(("names", detail)), what, choose(detail, texts))
    return {detail: dict(_named(detail, values, lines, pad)) for detail, values in declared.items()}


def _texts(facts: Vocabulary) -> tuple[str, ...]:
    terms = (term for kind in facts for term in kind.details.values())
    return tuple(dict.fromkeys(term.name for term in terms if term.type is DetailType.TEXT))


def _named(detail: str, values: Plain, lines: Lines, pad: FaultPad) -> Iterator[tuple[str, Both]]:
    if not isinstance(values, dict) or not values:
        pad.error(lines.at(("names", detail)), f"`{detail}:` names no values.", _EXAMPLE)
        return
    for value, written in values.items():
        labels = _read((detail, value), written, lines, pad)
        if labels:
            yield value, labels


def _read(place: tuple[str, str], written: Plain, lines: Lines, pad: FaultPad) -> Both | None:
    at, value = lines.at(("names", *place)), place[1]
    if not _KEY.match(value):
        mend = "Use small letters, figures and `_`, beginning with a letter."
        pad.error(at, f"`{value}` cannot be a key that `names:` names.", mend)
        return None
    table = written if isinstance(written, dict) else {}
    for key in table:
        if key not in _KEYS:
            where = lines.at(("names", *place, key))
            pad.error(where, f"`{key}` is not understood here.", choose(key, _KEYS))
            return None
    chinese, english = (_text(table.get(key)) for key in _KEYS)
    if not (chinese and english):
        mend = "Write `{label: 中文, label_en: English}`."
        pad.error(at, f"`{value}` has no name in both languages.", mend)
        return None
    return chinese, english


def _text(value: Plain) -> str:
    return value.strip() if isinstance(value, str) else ""
