"""Situations of a call gone through step by step, as a conduct rule in force says.

What is said, and how long is then waited, is the rule's; when each step was said is ours. The rule
judges the waits once the situation ends. A situation of words only, such as noise or a dialect, has
one step: what the rule wants said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shouwen.calls.matters import record
from shouwen.calls.models import Call, Guided
from shouwen.enforcement import actions as enforcement
from shouwen.knowledge import queries as knowledge
from shouwen.knowledge.queries import Cited, Turn
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.conduct import ENDED, Conduct
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations

STEP = "call_situation_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One situation beside a call: its steps, how far it has come, and until when is waited."""

    cited: Cited
    turns: tuple[Turn, ...]
    done: int
    wait_until: datetime | None
    ended: bool

    @property
    def next(self) -> Turn | None:
        """What is to be said next; None once everything was said."""
        return self.turns[self.done] if self.done < len(self.turns) else None


def guides_of(call: Call, book: Rulebook, posts: Sequence[str] | frozenset[str]) -> list[Guide]:
    """List the situations with timed steps that rules in force know, as far as they have come."""
    begun = {row.rule: row for row in Guided.objects.filter(call=call)}
    day = timezone.localdate(call.arrived)
    rules = [
        rule
        for rule in knowledge.conduct_on(book, day)
        if rule.sequence and knowledge.concerns(rule, posts)
    ]
    return [_guide(rule, begun.get(knowledge.cited(rule).key)) for rule in rules]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How far a situation without timed steps has come: said when, and whether it is over."""

    since: datetime
    ended: bool


def spoken_of(call: Call) -> dict[str, Spoken]:
    """Return by rule which situations of a call somebody has begun with."""
    rows = Guided.objects.filter(call=call)
    return {
        row.rule: Spoken(since=said[-1], ended=row.ended_at is not None)
        for row in rows
        if (said := _moments(row))
    }


def _guide(rule: Conduct, row: Guided | None) -> Guide:
    turns = knowledge.script(rule).turns
    said = _moments(row)
    until = None
    if said and turns[len(said) - 1].seconds:
        until = said[-1] + timedelta(seconds=float(turns[len(said) - 1].seconds))
    return Guide(
        cited=knowledge.cited(rule), turns=turns, done=len(said), wait_until=until,
        ended=row is not None and row.ended_at is not None,
    )  # fmt: skip


def _moments(row: Guided | None) -> list[datetime]:
    found = [parse_datetime(text) for text in row.said] if row is not None else []
    return [moment for moment in found if moment is not None]


@transaction.atomic
def say_step(*, call: Call, rule: str, step: int, member: Member, now: datetime) -> Guided:
    """Record that a step was said just now; ``step`` counts from 1 and twice the same is once.

    Raises RefusedError for a rule that has no such step, and for a situation that has ended.
    """
    enforcement.take_turn(None)
    found = _rule(rule, call)
    row, _made = Guided.objects.select_for_update().get_or_create(
        call=call, rule=rule, defaults={"member": member}
    )
    if row.ended_at is not None or step > (len(found.sequence) or 1):
        raise RefusedError(_("This situation has no further step."))
    if step != len(row.said) + 1:
        return row
    record(call, STEP, member, now, situation=found.situation, step=str(step))
    row.said = [*row.said, now.isoformat()]
    row.save(update_fields=["said"])
    return row


@transaction.atomic
def end(*, call: Call, rule: str, answered: bool, member: Member, now: datetime) -> Guided:
    """Record that the situation is over, with the seconds waited after each step.

    Raises RefusedError where it was not begun.
    """
    enforcement.take_turn(None)
    found = _rule(rule, call)
    row = Guided.objects.select_for_update().filter(call=call, rule=rule).first()
    if row is None or not row.said:
        raise RefusedError(_("Begin with the first step."))
    if row.ended_at is not None:
        return row
    moments = [*_moments(row), now]
    waits = [int((b - a).total_seconds()) for a, b in pairwise(moments)]
    record(
        call, ENDED, member, now, situation=found.situation, answered=answered,
        waits=", ".join(map(str, waits)),
    )  # fmt: skip
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return row


def _rule(key: str, call: Call) -> Conduct:
    day = timezone.localdate(call.arrived)
    slug, _slash, rule = key.partition("/")
    found = knowledge.conduct_rule(regulations.in_force_on(day).rulebook, day, slug, rule)
    if found is None or not (found.sequence or found.situation):
        raise RefusedError(_("No rule in force has these steps."))
    return found
