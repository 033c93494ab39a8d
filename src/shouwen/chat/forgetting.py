"""Conversations that have been kept as long as the privacy notice says, and no longer.

The journal stays as it is: its facts hold no words of a conversation. What goes is everything else:
the messages, the files and pictures, the rating's words, the name and number that were typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from shouwen.cases import forgetting as cases
from shouwen.cases.choices import UNSETTLED
from shouwen.chat.choices import ENDED
from shouwen.chat.models import Conversation, Message
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.people.actions import ensure_system_member
from shouwen.policy.facts import Detail, Fact
from shouwen.portal import queries as portal
from shouwen.portal.forgetting import KIND, months_before
from shouwen.portal.models import PrivacyNotice


def forget_due(*, now: datetime, limit: int = 100) -> int:
    """Remove the words of conversations whose period is over, at most so many; return how many.

    The period is the one that the customer agreed to, or a shorter one that holds now. While its
    matter is not settled a conversation waits; a clock that ran out in it needs none of its words.
    """
    done = 0
    for pk, months in list(_due(now)):
        done += _forget(pk, months, now)
        if done == limit:
            break
    return done


def _due(now: datetime) -> Iterator[tuple[int, int]]:
    current = portal.notice()
    usual = current.keep_months if current else None
    agreed = PrivacyNotice.objects.values_list("pk", "keep_months")
    for notice, own in [*agreed, (None, None)]:
        periods = [months for months in (own, usual) if months is not None]
        if periods:
            found = _ended_before(months_before(now, min(periods))).filter(notice=notice)
            pks = found.order_by("pk").values_list("pk", flat=True)
            yield from ((pk, min(periods)) for pk in pks)


def _ended_before(moment: datetime) -> QuerySet[Conversation]:
    ended = Coalesce("closed_at", "case__closed_at", "case__resolved_at", F("opened_at"))
    kept = Conversation.objects.filter(forgotten_at=None, state__in=ENDED)
    return kept.exclude(case__state__in=UNSETTLED).annotate(ended=ended).filter(ended__lte=moment)


@transaction.atomic
def _forget(pk: int, months: int, now: datetime) -> bool:
    # Recording comes last here, but its lock comes first, as everywhere.
    enforcement.take_turn(None)
    one = Conversation.objects.select_related("case", "notice").get(pk=pk)
    if one.forgotten_at is not None:
        return False
    house, about = ensure_system_member(), one.about
    Message.objects.filter(conversation=one).delete()
    gone = files.let_go(about=about, kept_by=house)
    if one.case is not None and one.case.opening_key == f"{about}:case":
        files.let_go(about=one.case.about, kept_by=house)
        cases.leave_out(case=one.case, values=[each for each in (one.name, one.phone) if each])
    Conversation.objects.filter(pk=pk).update(
        forgotten_at=now, name="", phone="", comment="", token_digest=f"gone:{pk}"
    )
    said: dict[str, Detail] = {"number": str(one), "months": months, "photos": gone}
    fact = Fact(kind=KIND, about=about, happened_at=now, details=said)
    enforcement.record_fact(
        fact, actor=house, recorded_at=now, idempotency_key=f"{about}:forgotten"
    )
    return True
