"""Messages about what is owed; they wait in the outbox and leave after the commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.enforcement.parties import members_of
from shouwen.journal.actions import queue_message
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.policy.rulings import Party


def warned(obligation: ObligationRow, at: datetime) -> None:
    """Tell whoever owes that the due time is near."""
    owners = [obligation.owner] if obligation.owner else _holders(obligation, at)
    _tell(owners, obligation, at, late=False)


def escalated(obligation: ObligationRow, to: Party, at: datetime) -> None:
    """Tell whoever an obligation is escalated to."""
    _tell(members_of(to, timezone.localdate(at)), obligation, at, late=True)


def _holders(obligation: ObligationRow, at: datetime) -> list[Member]:
    kind, _colon, key = obligation.owed_by.partition(":")
    return members_of(Party(kind, key), timezone.localdate(at))


def _tell(
    members: Iterable[Member], obligation: ObligationRow, at: datetime, *, late: bool
) -> None:
    if _is_history(obligation):
        return
    for member in members:
        if not member.email:
            continue
        with override(member.language or settings.LANGUAGE_CODE):
            queue_message(
                channel="mail",
                recipient=member.email,
                subject=_subject(obligation, late=late),
                body=_body(obligation),
                at=at,
            )


def _is_history(obligation: ObligationRow) -> bool:
    # An imported case book is years of due times at once; the desk shows them, no mail is sent.
    return obligation.due_at is not None and obligation.due_at < obligation.fact.recorded_at


def _subject(obligation: ObligationRow, *, late: bool) -> str:
    text = _("Escalated to you: %(clause)s") if late else _("Due soon: %(clause)s")
    return text % {"clause": f"《{obligation.title}》{obligation.clause_number}"}


def _body(obligation: ObligationRow) -> str:
    # The matter's number only: what a customer said stays in the house.
    return _("%(about)s: sign in to see what is owed, by when and why.") % {
        "about": obligation.about
    }
