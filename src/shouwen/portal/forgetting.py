"""Contact data that has been kept as long as the privacy notice says, and no longer.

The journal is a chain and stays as it is: it knows customers by numbers only. What stands outside
it goes: how the customer is reached, the digests by which they are known at the door, messages that
were sent to them, the photographs and the ratings they gave, and, where the house knows them from
such matters alone, their name.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from shouwen.cases import forgetting as cases
from shouwen.cases.choices import UNSETTLED
from shouwen.cases.models import Case
from shouwen.customers import forgetting as customers
from shouwen.enforcement.actions import record_fact
from shouwen.files import actions as files
from shouwen.journal import outbox
from shouwen.journal.actions import take_turn
from shouwen.obligations import queries as obligations
from shouwen.people.actions import ensure_system_member
from shouwen.policy.facts import Detail, Fact
from shouwen.portal import queries
from shouwen.portal.models import Filing, PrivacyNotice, Rating

KIND = "contact_forgotten"


def forget_due(*, now: datetime, limit: int = 100) -> int:
    """Remove contact data whose period is over, at most so many; return of how many matters.

    Each matter in a transaction of its own, once, with a fact that says so. While something is
    still owed in it, or its customer was merged into an open one, it waits.
    """
    # What has to wait is passed over, or it would keep everything behind it waiting.
    done = (1 for pk, months in list(_due(now)) if _forget(pk, months, now))
    return sum(islice(done, limit))


def _due(now: datetime) -> Iterator[tuple[int, int]]:
    """Return the filings whose period is over, and the period in months."""
    current = queries.notice()
    usual = current.keep_months if current else None
    agreed = PrivacyNotice.objects.values_list("pk", "keep_months")
    for notice, own in [*agreed, (None, None)]:
        periods = [months for months in (own, usual) if months is not None]
        if periods:
            found = _settled_before(months_before(now, min(periods))).filter(notice=notice)
            yield from (
                (pk, min(periods)) for pk in found.order_by("pk").values_list("pk", flat=True)
            )


def _settled_before(moment: datetime) -> QuerySet[Filing]:
    ended = Coalesce("case__closed_at", "case__resolved_at", "case__opened_at")
    open_still = Q(case__state__in=UNSETTLED) | Q(case__merged_into__state__in=UNSETTLED)
    kept = Filing.objects.filter(forgotten_at=None).exclude(open_still)
    return kept.annotate(ended=ended).filter(ended__lte=moment)


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same time of day so many months earlier; a shorter month has its last day."""
    day = timezone.localtime(moment)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


@transaction.atomic
def _forget(pk: int, months: int, now: datetime) -> bool:
    # Recording comes last here, but its lock comes first, as everywhere.
    take_turn()
    filing = Filing.objects.select_related("case__customer", "case__contact", "notice").get(pk=pk)
    case = filing.case
    if filing.forgotten_at is not None or obligations.soonest_about([case.about]):
        return False
    known = _reached_at(filing, case)
    Filing.objects.filter(pk=pk).update(
        forgotten_at=now, mail="", contact_digest="", code_digest="", link_digest=f"gone:{pk}"
    )
    nameless = _forget_customer(case)
    cases.leave_out(case=case, values=known)
    outbox.forget_sent(recipients=[filing.mail, *(known if nameless else ())])
    house = ensure_system_member()
    gone = {
        # What customers send is kept by the house; what colleagues attached stays.
        "photos": files.let_go(about=case.about, kept_by=house),
        "ratings": Rating.objects.filter(case=case).delete()[0],
    }
    record_fact(
        _fact(filing, months, now, nameless=nameless, gone=gone),
        actor=house,
        recorded_at=now,
        idempotency_key=f"portal:forgotten:{pk}",
    )
    return True


def _reached_at(filing: Filing, case: Case) -> list[str]:
    """Return what leads to the customer, as it may stand in what they wrote."""
    found = [filing.mail]
    for one in (case.customer, case.contact):
        found += [one.name, one.phone] if one else []
    if case.customer is not None:
        found += [case.customer.unit, case.customer.email]
    return [value for value in dict.fromkeys(found) if value]


def _forget_customer(case: Case) -> bool:
    """Take a customer's name away where all that the house knows of them was forgotten."""
    if case.customer is None:
        return False
    forgotten = Filing.objects.filter(forgotten_at__isnull=False).values("case")
    if Case.objects.filter(customer=case.customer).exclude(pk__in=forgotten).exists():
        return False
    return customers.make_nameless(customer=case.customer)


def _fact(
    filing: Filing, months: int, now: datetime, *, nameless: bool, gone: Mapping[str, int]
) -> Fact:
    case, notice = filing.case, filing.notice
    told: dict[str, Detail] = {
        "number": case.number,
        "customer": case.customer.number if case.customer else "",
        "months": months,
        "notice": notice.number if notice else None,
        "nameless": nameless,
        **gone,
    }
    details = {name: value for name, value in told.items() if value not in (None, "")}
    return Fact(kind=KIND, about=case.about, happened_at=now, details=details)
