"""What a rule is given to judge: the fact, what is known besides, and the calendars."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import Enum
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.questions import Question
from shouwen.policy.rulings import Transfer
from shouwen.policy.steps import Step

CHINA = ZoneInfo("Asia/Shanghai")
Calendars = Callable[[str], Calendar]
Pause = tuple[datetime, datetime]


class Silence(Enum):
    """The answer to a question that nobody has answered yet."""

    UNANSWERED = "unanswered"


UNANSWERED: Final = Silence.UNANSWERED


@dataclass(slots=True, kw_only=True)
class Matter:
    """One fact before the rules.

    ``known`` holds the answers to questions; what was asked in vain is added to ``asked``.
    ``calendars`` is None while only the questions are being collected. ``zone`` says where days
    and months begin. ``granted`` names the approval rules, as (regulation, rule), whose tiers have
    all signed for this fact. ``origin`` are the steps that led to a derived fact, and ``booked``
    the transfers of the fact from which it follows. ``numbers`` and ``lines`` keep what was already
    read and written for this fact.
    """

    fact: Fact
    known: Mapping[Question, object] = field(default_factory=dict)
    calendars: Calendars | None = None
    zone: tzinfo = CHINA
    granted: Collection[tuple[str, str]] = ()
    pauses: Sequence[Pause] = ()
    origin: tuple[Step, ...] = ()
    booked: Sequence[Transfer] = ()
    asked: set[Question] = field(default_factory=set)
    numbers: dict[str, Fraction] = field(default_factory=dict)
    lines: dict[int, tuple[Step, ...]] = field(default_factory=dict)

    def ask(self, question: Question) -> object:
        """Return the answer, or UNANSWERED and remember that it was asked."""
        answer = self.known.get(question, UNANSWERED)
        if answer is UNANSWERED:
            self.asked.add(question)
        return answer

    def following(self, fact: Fact, origin: tuple[Step, ...]) -> Matter:
        """Return another fact before the same rules: one that follows, or this one completed."""
        return Matter(
            fact=fact,
            known=self.known,
            calendars=self.calendars,
            zone=self.zone,
            granted=self.granted,
            pauses=self.pauses,
            origin=origin,
            booked=self.booked,
            asked=self.asked,
        )
