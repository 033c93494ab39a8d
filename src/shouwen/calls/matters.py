"""What becomes of a call: notes, and the matter it belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.calls.models import Call, Note
from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact

LONGEST = 1000
CHANNEL = "phone"


@transaction.atomic
def note(*, call: Call, text: str, member: Member, now: datetime) -> Note:
    """Keep a note of a call; that it was made is a fact, its words are not."""
    words = text.strip()
    if not 0 < len(words) <= LONGEST:
        raise RefusedError(_("Write between 1 and 1,000 characters."), "text")
    record(call, "call_noted", member, now)
    return Note.objects.create(call=call, author=member, text=words, at=now)


@transaction.atomic
def open_case(
    *, call: Call, case_type: str, title: str, name: str, member: Member, now: datetime
) -> Case:
    """Open a matter out of a call: whoever took the call owns the first contact.

    A caller whom nobody knew is added under ``name`` where one is given. The same call opens one
    matter only. Raises RefusedError as opening any matter does.
    """
    taker = call.answered_by or member
    new = None
    if call.customer is None and name.strip():
        new = cases.NewCustomer(name=name.strip(), phone=call.number, unit="")
    done = cases.open_case(
        case_type=case_type, title=title, channel=CHANNEL, at=now, recorded_at=now, actor=member,
        customer=call.customer, new_customer=new, first_owner=taker, key=f"call:{call.pk}",
    )  # fmt: skip
    if done.case is None:
        raise RefusedError(_("This waits for a signature, so nothing has changed yet."))
    return tie(call=call, case=done.case, member=member, now=now)


@transaction.atomic
def tie(*, call: Call, case: Case, member: Member, now: datetime) -> Case:
    """Say to which matter a call belongs; the same again changes nothing."""
    enforcement.take_turn(None)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.case_id != case.pk:
        record(call, "call_tied", member, now, case=case.number)
        call.case = case
        call.customer = call.customer or case.customer
        call.save(update_fields=["case", "customer"])
    return case


def record(call: Call, kind: str, member: Member, now: datetime, **said: Detail) -> None:
    """Record what a member did about a call; raise RefusedError where a rule forbids it."""
    fact = Fact(
        kind=kind, about=call.about, happened_at=now, actor=member.username,
        details={"person": member.username, **said},
    )  # fmt: skip
    outcome = enforcement.record_fact(fact, actor=member, recorded_at=now)
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
