"""Everything to be known about a text before it is adopted: faults, cases, what would change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from shouwen.adoption.choosing import HEAD
from shouwen.people.queries import PostOnDay, posts_named
from shouwen.policy.describe import blank_figures
from shouwen.policy.faults import Fault
from shouwen.policy.regulation_file import Reading, Regulation
from shouwen.policy.rulebook import ExceptionsLoopError, Rulebook
from shouwen.regulations import queries
from shouwen.regulations.cards import (
    ClauseRow,
    KindCount,
    by_clause,
    kind_counts,
    paragraphs,
    rule_card,
)
from shouwen.regulations.changes import Changes, changes_for_people
from shouwen.regulations.comparing import ClauseText, Outline, RuleText, compare
from shouwen.regulations.models import Version
from shouwen.regulations.texts import reading_of_text
from shouwen.regulations.worked import CaseGroup, worked_results

_IN_FORCE = re.compile(r"^in_force:[^\r\n]*", re.MULTILINE)
_TRIED_ON = re.compile(r"^tried_on:", re.MULTILINE)
_REFUSED_KIND = re.compile(r"kind `(\w+)` is not understood")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A text in numbers. ``refused_kinds`` are kinds of rules this release does not run."""

    clauses: int
    rules: int
    kinds: tuple[KindCount, ...]
    notes: int
    blanks: int
    cases: int
    differing: int
    refused_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A text read and tried. ``errors`` keep it from being adopted, ``notices`` do not."""

    reading: Reading
    errors: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    groups: tuple[CaseGroup, ...]

    @property
    def regulation(self) -> Regulation | None:
        """What the text says, unless an error stands in the way."""
        return self.reading.regulation

    @property
    def differing(self) -> int:
        """How many worked cases come out otherwise than the text says."""
        return sum(not row.ok for group in self.groups for row in group.rows)

    @property
    def is_sound(self) -> bool:
        """Whether the text may be adopted."""
        return self.regulation is not None and not self.errors and not self.differing


def check(text: str, file_name: str, language: str | None) -> Check:
    """Read a text, run its worked cases, and keep the answer for the next page about it."""
    return _check(text, file_name, "en" if (language or "").startswith("en") else "zh")


@lru_cache(maxsize=16)
def _check(text: str, file_name: str, language: str) -> Check:
    reading = reading_of_text(text, file_name)
    faults = sorted(reading.faults, key=lambda fault: fault.line)
    errors = [fault for fault in faults if fault.severity == "error"]
    if reading.regulation is not None:
        errors += _circles(reading.regulation)
    groups = worked_results(reading, language) if not errors else ()
    notices = tuple(fault for fault in faults if fault.severity != "error")
    return Check(reading, tuple(errors), notices, groups)


def numbered(text: str, checked: Check) -> list[tuple[int, str]]:
    """Return the numbers of a text's lines, each with the worst that stands there."""
    errors = {fault.line for fault in checked.errors}
    notices = {fault.line for fault in checked.notices} - errors
    return [
        (number, "error" if number in errors else "notice" if number in notices else "")
        for number in range(1, text.count("\n") + 2)
    ]


def _circles(read: Regulation) -> list[Fault]:
    try:
        Rulebook(read.rules.values())
    except ExceptionsLoopError as circle:
        what, _dot, mend = str(circle).partition(". ")
        return [Fault(read.file_name, 1, f"{what}.", mend)]
    return []


def summary_of(checked: Check, language: str | None) -> Summary | None:
    """Return a sound text in numbers; None while it cannot be read."""
    read = checked.regulation
    if read is None:
        return None
    kinds = Counter(str(rule.get("kind", "")) for rule in read.definitions.values())
    found = (_REFUSED_KIND.search(fault.what) for fault in checked.errors)
    return Summary(
        clauses=len(read.clauses),
        rules=kinds.total() - kinds["note"],
        kinds=tuple(c for c in kind_counts(kinds, language) if c.kind != "note"),
        notes=kinds["note"],
        blanks=blanks_of(read),
        cases=len(read.cases),
        differing=checked.differing,
        refused_kinds=tuple(dict.fromkeys(match[1] for match in found if match)),
    )


def blanks_of(read: Regulation) -> int:
    """Return how many figures a text leaves open."""
    return sum(len(list(blank_figures(rule))) for rule in read.definitions.values())


def document(read: Regulation, language: str | None) -> list[ClauseRow]:
    """Return a text's clauses with their rules beside them."""
    words = read.words
    numbers = {node.address: node.number for node in read.clauses}
    cards = by_clause(
        (address, rule_card(definition, words, numbers[address], language))
        for rule, definition in read.definitions.items()
        for address in (read.rule_clauses[rule],)
    )
    return [
        ClauseRow(
            address=node.address,
            number=node.number,
            printed=node.printed,
            heading=node.heading,
            paragraphs=paragraphs(node.text),
            depth=node.depth,
            line=node.line,
            rules=tuple(cards.get(node.address, ())),
        )
        for node in read.clauses
    ]


def outline(read: Regulation) -> Outline:
    """Return a text ready to be compared with an adopted version."""
    numbers = {node.address: node.number for node in read.clauses}
    return Outline(
        clauses=tuple(
            ClauseText(address=n.address, number=n.number, heading=n.heading, text=n.text)
            for n in read.clauses
        ),
        rules=tuple(
            RuleText(
                rule_id=rule_id,
                title=str(definition.get("title", "")),
                number=numbers[read.rule_clauses[rule_id]],
                definition=definition,
            )
            for rule_id, definition in read.definitions.items()
        ),
    )


def changes(read: Regulation, current: Version, language: str | None) -> Changes:
    """Return what adopting a text would change against a version."""
    compared = compare(queries.outline_of(current), outline(read))
    return changes_for_people(compared, queries.words_of(current), read.words, language)


def posts(read: Regulation, on: date) -> list[PostOnDay]:
    """Return the posts a text names with who holds them on a day."""
    return posts_named(dict(read.posts), on)


def with_in_force(text: str, day: date) -> str:
    """Return a text that comes into force on another day.

    Worked cases that name no time stay on the day they were written for (``tried_on``): what they
    prove does not depend on when a department begins.
    """
    head = HEAD.match(text)
    if head is None:
        return text
    line, said = f"in_force: {day.isoformat()}", _IN_FORCE.search(head[2])
    if said is None:
        changed = f"{head[2]}{line}\n"
    else:
        changed = head[2].replace(said[0], _kept(said[0], line, head[2]), 1)
    return text[: head.start(2)] + changed + text[head.end(2) :]


def _kept(former: str, line: str, head: str) -> str:
    """Return the new line of the first day, with the day the cases were written for below it."""
    day = former.partition(":")[2].partition("#")[0].strip().strip("\"'")
    if line.endswith(day) or _TRIED_ON.search(head):
        return line
    return f"{line}\ntried_on: {day}"


def first_day(read: Regulation, current: Version | None, today: date) -> date:
    """Return the day a text names, or tomorrow where the version before it leaves no room."""
    if current is None:
        return read.in_force
    earliest = current.ended or current.in_force + timedelta(days=1)
    if read.in_force >= earliest:
        return read.in_force
    return max(earliest, today + timedelta(days=1))
