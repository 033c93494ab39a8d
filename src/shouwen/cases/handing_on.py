"""Matters that change hands with a shift: what a member works on, and giving it to the next."""

from __future__ import annotations

from django.urls import reverse

from shouwen.cases.actions.handling import hand_over
from shouwen.cases.choices import UNSETTLED, Severity
from shouwen.cases.models import Case
from shouwen.cases.queries import worded
from shouwen.enforcement.keeping import GONE, HELD, MOVED, HandingOn, Holding
from shouwen.people.models import Member


def held_by(member: Member) -> list[Holding]:
    """List the matters a member works on, the first to be opened in front."""
    found = Case.objects.filter(handler=member, state__in=UNSETTLED).order_by("opened_at", "pk")
    return [
        Holding(
            ref=f"case:{row.number}",
            text=row.title,
            note=" · ".join(part for part in (row.number, row.customer) if part),
            href=reverse("cases:case", args=[row.number]),
            important=row.severity == Severity.MAJOR,
        )
        for row in worded(found)
    ]


def hand_on(handing: HandingOn) -> str:
    """Give a matter to the next, with the clocks of what is owed in it."""
    number = handing.ref.removeprefix("case:")
    case = Case.objects.select_related("handler").filter(number=number).first()
    if case is None or case.handler_id != handing.giver.pk or case.state not in UNSETTLED:
        return GONE
    done = hand_over(
        case=case,
        to=handing.taker,
        reason=handing.reason,
        actor=handing.giver,
        at=handing.at,
        key=handing.key,
    )
    return HELD if done.waits else MOVED
