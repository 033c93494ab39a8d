"""How a paper's facts are recorded: once however often its form is sent."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.ui.offline import sending

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form as it was sent: its key, by whom, when it was filled in and when it arrived."""

    token: str
    actor: Member
    done_at: datetime
    received_at: datetime
    marks: Mapping[str, Detail] = field(default_factory=dict)

    def record(self, kind: str, about: str, details: Mapping[str, Detail], part: str) -> Outcome:
        """Record a fact of this form; ``part`` tells the facts of one form apart.

        Raises RefusedError where a clause refuses it.
        """
        before = self.earlier(part)
        if before is not None:
            return before
        plain = {n: v for n, v in {**details, **self.marks}.items() if v not in (None, "")}
        fact = Fact(
            kind=kind,
            about=about,
            happened_at=self.done_at,
            details=plain,
            actor=self.actor.username,
        )
        outcome = enforcement.record_fact(
            fact,
            actor=self.actor,
            recorded_at=self.received_at,
            idempotency_key=self._key(part),
        )
        if outcome.refused is not None:
            raise RefusedError(refusal_text(outcome.refused))
        return outcome

    def earlier(self, part: str) -> Outcome | None:
        """Return what the same form led to when it came before, or None."""
        return enforcement.earlier_outcome(self._key(part))

    def _key(self, part: str) -> str:
        return f"office:{self.token}:{part}"


def fresh_key() -> str:
    """Return a key for one rendered form: sent twice, it is one deed."""
    return uuid.uuid4().hex


def sent_by(member: Member, posted: Mapping[str, str], received_at: datetime) -> Sent:
    """Return what every form of this room brings along; raise RefusedError without its key."""
    token = posted.get("idempotency_key", "")
    if not _KEY.fullmatch(token):
        raise RefusedError(_("The form came without its key; reload the page and send it again."))
    when = sending(posted, received_at=received_at)
    return Sent(
        token=token,
        actor=member,
        done_at=when.done_at,
        received_at=received_at,
        marks=when.marks,
    )


def fingerprint(*texts: str) -> str:
    """Return the SHA-256 of a paper's texts; the journal holds it instead of the texts."""
    return sha256("\x1e".join(texts).encode()).hexdigest()
