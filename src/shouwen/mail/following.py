"""What mail does about facts of others: an answer to a matter goes to its customer as a letter."""

from __future__ import annotations

from django.conf import settings

from shouwen.cases.choices import Channel
from shouwen.cases.models import Case
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.mail import actions
from shouwen.mail.models import Mailbox
from shouwen.people import queries as people


def follow_replied(row: FactRow, _outcome: Outcome) -> None:
    """Send what a customer was answered by mail, with the author's signature and files."""
    text = str(row.details.get("text") or "")
    if row.details.get("channel") != Channel.MAIL or not text or not settings.SHOUWEN_MAIL_ADDRESS:
        return
    if not Mailbox.objects.filter(pk=1, is_on=True).exists():
        return
    found = Case.objects.select_related("customer").filter(number=row.about.partition(":")[2])
    case = found.first()
    if case is not None:
        actions.write(
            case=case, key=f"fact:{row.number}", text=text, now=row.recorded_at,
            author=people.member_by_key(row.actor_key or ""),
            files=str(row.details.get("files") or ""),
        )  # fmt: skip
