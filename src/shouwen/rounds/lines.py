"""What a round looks at: the places of its duty and the items of its checklists, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shouwen.enforcement.words import of_language
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.kinds.duty import DUTY_DONE, Duty
from shouwen.policy.kinds.words import Both
from shouwen.policy.rulebook import Key, Rulebook

PLACE, ITEM = "place", "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to look at; ``key`` names it in facts: ``place:lobby``, ``item:areas:floor``.

    ``rule`` and ``item`` are there for an item of a checklist. ``of_somebody`` tells that the
    checklist is about a person, who has to be named elsewhere.
    """

    key: str
    names: Both
    group: Both
    clause_number: str
    rule: str = ""
    item: str = ""
    of_somebody: bool = False

    @property
    def text(self) -> str:
        """What it is called in the language of the page."""
        return of_language(self.names) or self.names[0]

    @property
    def group_text(self) -> str:
        """What its group is called in the language of the page; empty for the route."""
        return of_language(self.group) or self.group[0]

    @property
    def is_place(self) -> bool:
        """Whether it is a place of the route."""
        return self.key.startswith(f"{PLACE}:")

    @property
    def place(self) -> str:
        """The place's key, empty for an item."""
        return self.key.partition(":")[2] if self.is_place else ""

    @property
    def anchor(self) -> str:
        """Its name inside the page."""
        return self.key.replace(":", "-")


def lines_of(rule: Rule, book: Rulebook) -> tuple[Line, ...]:
    """Return what the round of a duty looks at; nothing for a duty that is no round."""
    # A rule of an earlier version is not the one that stands in the book under its name.
    if book.find(*rule.key) is rule:
        return _lines_in(book, rule.key)
    return _lines(rule, book)


@lru_cache(maxsize=2048)
def _lines_in(book: Rulebook, key: Key) -> tuple[Line, ...]:
    return _lines(book.rule(*key), book)


def _lines(rule: Rule, book: Rulebook) -> tuple[Line, ...]:
    if not isinstance(rule, Duty):
        return ()
    return (*_places(rule), *(line for one in checklists(rule, book) for line in _items(one)))


def _places(rule: Duty) -> Iterator[Line]:
    for stop in rule.places:
        yield Line(
            key=f"{PLACE}:{stop.place}",
            names=stop.names,
            group=("", ""),
            clause_number=rule.clause.number,
        )


def _items(conduct: Conduct) -> Iterator[Line]:
    for item in conduct.items:
        yield Line(
            key=f"{ITEM}:{conduct.id}:{item.item}",
            names=item.names,
            group=(conduct.title, conduct.title_en or conduct.title),
            clause_number=conduct.clause.number,
            rule=conduct.id,
            item=item.item,
            of_somebody=bool(conduct.for_),
        )


def checklists(rule: Duty, book: Rulebook) -> tuple[Conduct, ...]:
    """Return the checklists a duty names, or those that stand in its own clause.

    A text prints what is looked at beside the round it is looked at on; only a duty in a rhythm is
    such a round.
    """
    regulation = rule.clause.regulation
    if rule.checks:
        named = (book.find(regulation, name) for name in rule.checks)
        return tuple(one for one in named if isinstance(one, Conduct))
    if rule.every is None:
        return ()
    return tuple(
        one
        for one in book.rules
        if isinstance(one, Conduct) and one.items and one.clause.regulation == regulation
        and _stands_beside(rule, one)
    )  # fmt: skip


def _stands_beside(rule: Duty, conduct: Conduct) -> bool:
    if conduct.clause.address == rule.clause.address:
        return True
    return bool(set(conduct.catalogue) & set(rule.catalogue))


def is_walked(rule: Rule, book: Rulebook) -> bool:
    """Tell whether a duty is done on its own page: something to look at, photographs, a review."""
    if not isinstance(rule, Duty):
        return False
    if all(condition.fact != DUTY_DONE for condition in rule.met_conditions()):
        return False
    return bool(rule.review or rule.follows or "photo" in rule.evidence or lines_of(rule, book))
