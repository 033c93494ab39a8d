"""Rules and clauses as pages show them: finished rows in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.policy.describe import KIND_NAMES, describe
from shouwen.policy.kinds import Words

ENGLISH = 1
CHINESE = 0

TONES = {"note": "calm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """One rule in plain language. ``lines`` are (label, text); ``blanks`` are figures missing."""

    rule_id: str
    kind: str
    kind_name: str
    title: str
    number: str
    lines: tuple[tuple[str, str], ...]
    blanks: tuple[str, ...]

    @property
    def tone(self) -> str:
        """The tone of the kind's tag: something is missing, nothing runs, or all is well."""
        if self.blanks:
            return "soon"
        return TONES.get(self.kind, "act")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause with the rules beside it; ``printed`` is its own number, ``depth`` counts from 1."""

    address: str
    number: str
    printed: str
    heading: str
    paragraphs: tuple[str, ...]
    depth: int
    line: int
    rules: tuple[RuleCard, ...]

    @property
    def is_heading(self) -> bool:
        """Whether the clause only titles what stands below it."""
        return not self.paragraphs and not self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many rules of one kind a text has."""

    kind: str
    name: str
    count: int


def language_index(language: str | None) -> int:
    """Return which of two texts a reader of ``language`` gets: Chinese first."""
    return ENGLISH if (language or "").startswith("en") else CHINESE


def rule_card(
    definition: Mapping[str, Any], words: Words, number: str, language: str | None
) -> RuleCard:
    """Return a rule ready to be shown in one language."""
    which = language_index(language)
    said = describe(definition, words)
    return RuleCard(
        rule_id=said.rule_id,
        kind=said.kind,
        kind_name=said.kind_name[which],
        title=said.title[which],
        number=number,
        lines=tuple((line.label[which], line.text[which]) for line in said.lines),
        blanks=said.blanks,
    )


def kind_counts(kinds: Mapping[str, int], language: str | None) -> list[KindCount]:
    """Return the numbers of rules by kind, in the order the kinds are always named."""
    which = language_index(language)
    return [
        KindCount(kind=kind, name=names[which], count=kinds[kind])
        for kind, names in KIND_NAMES.items()
        if kinds.get(kind)
    ]


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a clause's text in paragraphs."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def printed_number(number: str, address: str) -> str:
    """Return a clause's own number, the last part of its address."""
    return address.rpartition("/")[2] or number


def by_clause(cards: Iterable[tuple[str, RuleCard]]) -> dict[str, list[RuleCard]]:
    """Gather cards under the address of their clause, keeping their order."""
    found: dict[str, list[RuleCard]] = {}
    for address, card in cards:
        found.setdefault(address, []).append(card)
    return found
