"""What happens in conversations, recorded as facts; what is written there is not."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from shouwen.chat.models import Conversation
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.actions import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import queries as regulations

WAITS, REPLIED, SILENT = "chat_customer_waits", "chat_replied", "chat_customer_silent"


def record(
    conversation: Conversation, kind: str, at: datetime, *, actor: Member | None = None,
    key: str | None = None, **said: Detail,
) -> Outcome:  # fmt: skip
    """Record what happened; raise RefusedError where a rule forbids it."""
    details = {name: value for name, value in said.items() if value not in (None, "")}
    fact = Fact(
        kind=kind, about=conversation.about, happened_at=at, details=details,
        actor=actor.username if actor else "",
    )  # fmt: skip
    outcome = enforcement.record_fact(
        fact, actor=actor, recorded_at=at,
        idempotency_key=f"{conversation.about}:{key}" if key else None,
    )  # fmt: skip
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    return outcome


def is_heard(kind: str, at: datetime) -> bool:
    """Return whether a rule in force waits for a kind of fact.

    Whose turn it is changes with every answer: it is only recorded where a clock hangs on it.
    """
    book = regulations.in_force_on(timezone.localdate(at)).rulebook
    return book.listens_to_kind(kind)


def in_hours(at: datetime) -> bool:
    """Return whether the house is open by its own calendar."""
    return regulations.calendar_for(on=timezone.localdate(at)).is_open(at)
