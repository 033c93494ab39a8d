"""Asking whether a list may leave the house as a file: one question for every room's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals.queries import State
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts import Fact

REQUESTED = "access_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that somebody wants as a file.

    ``key`` tells it from every other list; ``title`` is what people call it, ``sort`` what the
    rules of access know it by (their ``subject_class``).
    """

    key: str
    title: str
    sort: str


def ask_to_export(*, listing: Listing, actor: Member, at: datetime) -> Outcome:
    """Ask the rules of access whether a list may be exported, and keep that it was.

    What was signed for today holds for the day. Raises RefusedError where a clause refuses it.
    """
    whole = f"{listing.key}:{actor.username}:{timezone.localdate(at)}"
    key = f"export:{sha256(whole.encode()).hexdigest()}"
    before = enforcement.earlier_outcome(key)
    if before is not None and _still_stands(before):
        return before
    asking = Fact(
        kind=REQUESTED,
        about=f"member:{actor.username}",
        happened_at=at,
        details={
            "person": actor.username,
            "action": "export",
            "subject": listing.title,
            "subject_class": listing.sort,
        },
        actor=actor.username,
    )
    again = f"{key}:{at.timestamp()}" if before is not None else key
    outcome = enforcement.record_fact(asking, actor=actor, recorded_at=at, idempotency_key=again)
    if outcome.refused is not None:
        raise RefusedError(
            refusal_text(outcome.refused) or _("A regulation in force forbids this export.")
        )
    return outcome


def _still_stands(before: Outcome) -> bool:
    """Tell whether what was asked for earlier today waits or was granted."""
    return before.held is not None and before.held.state in (State.WAITING, State.GRANTED)


def kept_in(
    request: MemberRequest, listing: Listing, *, back: str, at: datetime
) -> HttpResponse | None:
    """Return where to go while a list may not leave the house; None once it may.

    ``back`` is the address of the list itself.
    """
    try:
        asked = ask_to_export(listing=listing, actor=request.member, at=at)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    if asked.held is not None and asked.held.state != State.GRANTED:
        messages.info(request, _("The export waits for a signature; come back once it is signed."))
        return redirect("enforcement:why_request", pk=asked.held.pk)
    return None
