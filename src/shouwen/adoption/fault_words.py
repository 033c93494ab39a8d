"""Faults in the language of the page; the core writes them once, in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from shouwen.adoption.fault_sentences import NAMES, SENTENCES
from shouwen.policy.faults import Fault

_PLACE = re.compile(r"\\{([a-z]+)\\}")
_OF_RULE = re.compile(r"([a-z0-9._-]+): (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One fault as a page shows it."""

    line: int
    severity: str
    what: str
    mend: str

    @property
    def what_pieces(self) -> list[tuple[str, bool]]:
        """What is wrong, cut where it quotes the file: (text, whether it is a quotation)."""
        return pieces(self.what)

    @property
    def mend_pieces(self) -> list[tuple[str, bool]]:
        """How to mend it, cut where it quotes the file."""
        return pieces(self.mend)


def pieces(sentence: str) -> list[tuple[str, bool]]:
    """Cut a sentence at its backticks: what stands between two of them is the file's own."""
    if "```" in sentence:
        return [(sentence, False)]
    parts = sentence.split("`")
    return [(part, position % 2 == 1) for position, part in enumerate(parts) if part]


def in_words(fault: Fault, language: str | None) -> FaultRow:
    """Return a fault in the language of the page."""
    if (language or "").startswith("en"):
        return FaultRow(line=fault.line, severity=fault.severity, what=fault.what, mend=fault.mend)
    return FaultRow(
        line=fault.line,
        severity=fault.severity,
        what=in_chinese(fault.what),
        mend=in_chinese(fault.mend),
    )


@lru_cache(maxsize=512)
def in_chinese(sentence: str) -> str:
    """Return a sentence of the core in Chinese; one that is not known stays as it is."""
    found = _whole(sentence)
    if found is not None:
        return found
    of_rule = _OF_RULE.fullmatch(sentence)
    if of_rule:
        inner = _whole(of_rule[2])
        if inner is not None:
            return f"{of_rule[1]}：{inner}"
    return sentence


def _whole(sentence: str) -> str | None:
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return chinese.format(**{k: _filled(v) for k, v in found.groupdict().items()})
    return None


def _filled(text: str) -> str:
    words = [NAMES.get(word, word) for word in text.split(" or ")]
    return "或".join(words) if words[0] != text.split(" or ", maxsplit=1)[0] else text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    # The more a sentence says itself, the earlier it is tried: “Add {keys}.” would take them all.
    special = sorted(SENTENCES, key=lambda said: -len(_PLACE.sub("", re.escape(said[0]))))
    return tuple((_pattern(english), chinese) for english, chinese in special)


def _pattern(english: str) -> re.Pattern[str]:
    # `{name}` is a place; braces of the file format itself contain more than a name.
    places = _PLACE.sub(lambda place: f"(?P<{place[1]}>.+?)", re.escape(english))
    return re.compile(places, re.DOTALL)
