"""The conversations of a period, as samples are drawn from them: cases that were settled then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from shouwen.cases.choices import CallbackState
from shouwen.cases.models import Case
from shouwen.people.models import Holding, Member
from shouwen.policy.quality.sampling import Contact
from shouwen.policy.quality.texts import Turn, waits
from shouwen.quality import conversation

CHUNK = 500
# All a callback says of satisfaction: yes or no.
_SATISFIED = {CallbackState.UNSATISFIED.value: 0, CallbackState.SATISFIED.value: 1}


def midnight(day: date) -> datetime:
    """Return the beginning of a day in the house's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def cases_between(since: date, until: date) -> list[Case]:
    """Return the cases settled by a member from one day to another, both included."""
    return list(_settled(since, until).select_related("handler").order_by("pk"))


def more_than(limit: int, since: date, until: date) -> bool:
    """Return whether more cases than ``limit`` were settled so; no further ones are counted."""
    return _settled(since, until)[: limit + 1].count() > limit


def _settled(since: date, until: date) -> QuerySet[Case]:
    return Case.objects.filter(
        resolved_at__gte=midnight(since), resolved_at__lt=midnight(until + timedelta(days=1)),
        handler__isnull=False, handler__is_system=False,
    )  # fmt: skip


def contacts_of(
    cases: Sequence[Case], *, newcomer_days: int | None, silence: bool
) -> list[Contact]:
    """Return cases as the policy core draws from them; ``silence`` costs two queries a chunk."""
    known = begun({case.handler_id for case in cases}) if newcomer_days else {}
    pauses = dict(_pauses(cases)) if silence else {}
    return [
        Contact(
            key=case.number, sort="case", person=handler_of(case).username, channel=case.channel,
            happened_at=case.resolved_at or case.opened_at,
            customer=str(case.customer_id or ""),
            newcomer=_is_new(case, known, newcomer_days),
            seconds=_seconds(case), silence=pauses.get(case.number),
            satisfaction=_SATISFIED.get(case.callback),
        )
        for case in cases
    ]  # fmt: skip


def handler_of(case: Case) -> Member:
    """Return who handled a case; raise ValueError where nobody did."""
    if case.handler is None:
        raise ValueError("only cases that somebody handled are drawn from")
    return case.handler


def begun(members: Collection[int | None]) -> dict[int, date]:
    """Return since when each member has held any post at all."""
    rows = Holding.objects.filter(member__in=[pk for pk in members if pk]).order_by("-since")
    return dict(rows.values_list("member", "since"))


def _is_new(case: Case, begun: Mapping[int, date], days: int | None) -> bool:
    since = begun.get(case.handler_id or 0)
    if not days or since is None:
        return False
    return timezone.localdate(case.resolved_at) - since < timedelta(days=days)


def _seconds(case: Case) -> int | None:
    if case.resolved_at is None:
        return None
    return int((case.resolved_at - case.opened_at).total_seconds())


def _pauses(cases: Sequence[Case]) -> Iterator[tuple[str, int]]:
    """Yield the longest time a customer waited in each case."""
    for first in range(0, len(cases), CHUNK):
        chunk = cases[first : first + CHUNK]
        turns = conversation.of_many(chunk)
        for case in chunk:
            found = _longest(turns[case.about])
            if found is not None:
                yield case.number, found


def _longest(turns: Sequence[Turn]) -> int | None:
    return max((seconds for _place, seconds in waits(turns)), default=None)
