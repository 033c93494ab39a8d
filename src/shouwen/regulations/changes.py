"""A comparison of two texts as a page shows it: clauses word by word, rules line by line."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from shouwen.policy.kinds import Words
from shouwen.regulations.cards import RuleCard, rule_card
from shouwen.regulations.comparing import ClauseChange, Comparison, RuleChange

_WORDS = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``mark`` is same, gone or new."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A changed clause: its number, heading, and its words before and after in one line."""

    state: str
    number: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a changed rule; ``before`` is empty where the line is new or unchanged."""

    label: str
    before: str
    after: str

    @property
    def has_changed(self) -> bool:
        """Whether the line says something else than before."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A changed rule with its lines side by side."""

    state: str
    card: RuleCard
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that differs, ready to be shown."""

    clauses: tuple[ClauseRow, ...]
    rules: tuple[RuleRow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.clauses and not self.rules

    def count(self, state: str) -> int:
        """Return how many clauses and rules are in a state."""
        states = [*(row.state for row in self.clauses), *(row.state for row in self.rules)]
        return states.count(state)

    @property
    def added(self) -> int:
        """How much is new."""
        return self.count("added")

    @property
    def changed(self) -> int:
        """How much says something else."""
        return self.count("changed")

    @property
    def removed(self) -> int:
        """How much is gone."""
        return self.count("removed")


def changes_for_people(
    compared: Comparison, before: Words, after: Words, language: str | None
) -> Changes:
    """Return a comparison in the language of the page; the texts themselves are quoted."""
    return Changes(
        clauses=tuple(_clause(change) for change in compared.clauses),
        rules=tuple(_rule(change, before, after, language) for change in compared.rules),
    )


def _clause(change: ClauseChange) -> ClauseRow:
    old = change.before.text if change.before else ""
    new = change.after.text if change.after else ""
    shown = change.after or change.before
    return ClauseRow(
        state=change.state,
        number=change.number,
        heading=shown.heading if shown else "",
        pieces=tuple(word_changes(old, new)),
    )


def word_changes(old: str, new: str) -> list[Piece]:
    """Return a text with what went and what came: Chinese by character, figures and Latin whole."""
    was, becomes = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=was, b=becomes, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(was[a:b]), "same"))
            continue
        if b > a:
            pieces.append(Piece("".join(was[a:b]), "gone"))
        if d > c:
            pieces.append(Piece("".join(becomes[c:d]), "new"))
    return pieces


def _rule(change: RuleChange, before: Words, after: Words, language: str | None) -> RuleRow:
    old = _card(change, before, language, earlier=True)
    new = _card(change, after, language, earlier=False)
    card = new or old
    if card is None:
        raise ValueError("A change has a rule before or after it.")
    return RuleRow(state=change.state, card=card, lines=_side_by_side(old, new))


def _card(
    change: RuleChange, words: Words, language: str | None, *, earlier: bool
) -> RuleCard | None:
    rule = change.before if earlier else change.after
    return rule_card(rule.definition, words, rule.number, language) if rule else None


def _side_by_side(old: RuleCard | None, new: RuleCard | None) -> tuple[LineRow, ...]:
    was, becomes = dict(old.lines if old else ()), dict(new.lines if new else ())
    labels = [*becomes, *(label for label in was if label not in becomes)]
    if old is None or new is None:
        only = becomes or was
        return tuple(LineRow(label=k, before=only[k], after=only[k]) for k in labels)
    return tuple(
        LineRow(label=label, before=was.get(label, ""), after=becomes.get(label, ""))
        for label in labels
    )
