"""Messages about what is owed; they wait in the outbox and leave after the commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.enforcement import quiet
from shouwen.enforcement.parties import members_of
from shouwen.enforcement.quiet import Told
from shouwen.journal.actions import queue_message
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.policy.rulings import Party


def warned(obligation: ObligationRow, at: datetime) -> None:
    """Tell whoever owes that the due time is near; in quiet hours, who is on duty."""
    kind, _colon, key = obligation.owed_by.partition(":")
    owed_by = Party(kind, key)
    owners = [obligation.owner] if obligation.owner else members_of(owed_by, _day(at))
    _tell(owners, owed_by, obligation, at, late=False)


def escalated(obligation: ObligationRow, to: Party, at: datetime) -> None:
    """Tell whoever an obligation is escalated to; in quiet hours, who is on duty."""
    _tell(members_of(to, _day(at)), to, obligation, at, late=True)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _tell(
    members: Iterable[Member], party: Party, obligation: ObligationRow, at: datetime, *, late: bool
) -> None:
    if _is_history(obligation):
        return
    for told in _hearers(members, party, obligation, at):
        with override(told.member.language or settings.LANGUAGE_CODE):
            queue_message(
                channel="mail",
                recipient=told.member.email,
                subject=_subject(obligation, late=late, instead=bool(told.instead_of)),
                body=_body(obligation, told),
                at=at,
                leaves_at=told.leaves_at,
            )


def _hearers(
    members: Iterable[Member], party: Party, obligation: ObligationRow, at: datetime
) -> list[Told]:
    post = party.key if party.kind == "post" else ""
    found = quiet.told(members, at, post=post)
    if obligation.about.startswith("member:"):
        # What is kept about somebody is not for whoever happens to be there.
        return [one for one in found if not one.instead_of]
    return found


def _is_history(obligation: ObligationRow) -> bool:
    # An imported case book is years of due times at once; the desk shows them, no mail is sent.
    return obligation.due_at is not None and obligation.due_at < obligation.fact.recorded_at


def _subject(obligation: ObligationRow, *, late: bool, instead: bool) -> str:
    if instead:
        text = (
            _("Late while you are on duty: %(clause)s")
            if late
            else _("Due soon while you are on duty: %(clause)s")
        )
    else:
        text = _("Escalated to you: %(clause)s") if late else _("Due soon: %(clause)s")
    return text % {"clause": f"《{obligation.title}》{obligation.clause_number}"}


def _body(obligation: ObligationRow, told: Told) -> str:
    # The matter's number only: what a customer said stays in the house.
    names = _(", ").join(member.name for member in told.instead_of)
    text = (
        _("%(about)s: you are told because you are on duty; in their quiet hours are: %(names)s.")
        if names
        else _("%(about)s: sign in to see what is owed, by when and why.")
    )
    return text % {"about": obligation.about, "names": names}
