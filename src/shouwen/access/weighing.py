"""What the rules in force say to somebody who asks, before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.enforcement.book import Bench, bench_for
from shouwen.people.models import Member
from shouwen.policy import judge
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.judge import Answers, ClausesDisagreeError
from shouwen.policy.rulings import Mask, Permission, Unknown

ASKED = "access_requested"
SECOND_PERSON, IDENTITY = "second_person", "identity_verified"
# Whoever looks or exports does so inside the house, unless told otherwise.
INSIDE: Mapping[str, Detail] = {"recipient": "colleague"}
REFUSED, HELD, GRANTED, UNKNOWN, SILENT = "refused", "held", "granted", "unknown", "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What all rules of some classes say together; ``silent`` is none of them.

    ``missing`` are the details that have to be recorded first; ``permission`` is the one that
    decided, to be quoted; ``masks`` are of those that grant.
    """

    verdict: str = SILENT
    permission: Permission | None = None
    missing: tuple[str, ...] = ()
    masks: tuple[Mask, ...] = ()


def asking_fact(
    member: Member, subject_class: str, action: str, *, at: datetime, about: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Fact:  # fmt: skip
    """Return the fact that somebody asked for something of a class."""
    return Fact(
        kind=ASKED,
        about=about or f"member:{member.username}",
        happened_at=at,
        details={
            "person": member.username, "subject_class": subject_class, "action": action,
            **(details or {}),
        },
        actor=member.username,
    )  # fmt: skip


class Scales:
    """Weighs many questions of one member at one moment; what was looked up is kept."""

    def __init__(self, member: Member, at: datetime) -> None:
        """Remember who asks and when; nothing is looked up yet."""
        self._member, self._at = member, at
        self._bench: Bench | None = None
        self._known: Answers | None = None

    def weigh(
        self, classes: Iterable[str], action: str, details: Mapping[str, Detail] | None = None
    ) -> Weighed:
        """Say what the rules make of asking for any of these classes."""
        said = [
            ruling
            for word in classes
            for ruling in self._judged(
                asking_fact(self._member, word, action, at=self._at, details=details)
            )
        ]
        return together(said)

    def _judged(self, fact: Fact) -> tuple[object, ...]:
        if self._bench is None:
            self._bench = bench_for(fact, known_at=self._at)
            self._known = self._bench.answers(at=self._at)
        book = self._bench.in_force.rulebook
        known = self._known or self._bench.answers(at=self._at)
        try:
            return judge.judge(book, fact, known, self._bench.calendar, brief=True)
        except ClausesDisagreeError as disagreement:
            return tuple(disagreement.rulings)


def together(rulings: Iterable[object]) -> Weighed:
    """Put what several rules say together: a refusal first, then what is open, then a grant."""
    found = [one for one in rulings if isinstance(one, Permission | Unknown)]
    by_state = {one.state: one for one in reversed(found) if isinstance(one, Permission)}
    missing = [name for one in found if isinstance(one, Unknown) for name in one.missing]
    masks = [m for one in found if isinstance(one, Permission) for m in one.masks]
    for verdict in (REFUSED, HELD):
        if verdict in by_state:
            return Weighed(verdict=verdict, permission=by_state[verdict], masks=tuple(masks))
    if missing:
        return Weighed(verdict=UNKNOWN, missing=tuple(dict.fromkeys(missing)), masks=tuple(masks))
    if GRANTED in by_state:
        granted = by_state[GRANTED]
        return Weighed(verdict=GRANTED, permission=granted, masks=tuple(masks))
    return Weighed()
