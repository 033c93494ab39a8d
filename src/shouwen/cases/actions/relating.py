"""Cases among themselves and the people in them: link, merge, split, share, tick, snooze."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import gates
from shouwen.cases.actions.common import Done, fresh, required, step
from shouwen.cases.actions.opening import open_case
from shouwen.cases.actions.ties import REVERSIBLE
from shouwen.cases.choices import UNSETTLED
from shouwen.cases.models import Case, Relation
from shouwen.enforcement.actions import Outcome, correct_fact
from shouwen.journal import queries as journal
from shouwen.journal.actions import queue_message
from shouwen.journal.queries import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail

TEXTS = ("text", "reason", "resolution")


def other_case(number: str, *, than: Case, actor: Member, at: datetime) -> Case:
    """Return another case that the member may work on; raise RefusedError for anything else."""
    where = gates.standing(actor, timezone.localdate(at))
    try:
        found = gates.case_open_to(where, number.strip().upper())
    except Http404:
        found = None
    if found is None or not gates.may_work_on(where, found):
        sentence = _("There is no matter %(number)s that you may work on; look at the number.")
        raise RefusedError(sentence % {"number": number.strip()}, field="other")
    if found.pk == than.pk:
        raise RefusedError(_("This is the same matter; name another one."), field="other")
    return found


@transaction.atomic
def link(
    *,
    case: Case,
    other: str,
    relation: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Link another case by its number: related, above this one, or a part of it."""
    found = other_case(other, than=case, actor=actor, at=at)
    own = {"other": found.number, "relation": relation}
    return step(case=case, kind="case_linked", own=own, actor=actor, at=at, key=key)


@transaction.atomic
def merge(
    *,
    case: Case,
    other: str,
    reason: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Merge an open case into another: its facts stay, what is owed in it ends, it points there.

    Correcting the fact brings everything back as it was.
    """
    found = other_case(other, than=case, actor=actor, at=at)
    own = {"other": found.number, "reason": reason.strip()}
    done = step(
        case=case, kind="case_merged", own=own, since=UNSETTLED, actor=actor, at=at, key=key
    )
    return Done(case=fresh(case), outcome=done.outcome)


@transaction.atomic
def split(
    *,
    case: Case,
    entries: Sequence[int],
    title: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Make a new case of chosen entries, with the same customer; both point to each other."""
    here = fresh(case)
    texts = _texts(here, entries)
    if not texts:
        raise RefusedError(_("Choose the entries that the new matter is about."), field="entries")
    new = open_case(
        case_type=here.case_type,
        title=required(title, _("The new matter needs a title."), "title"),
        text="\n\n".join(texts),
        severity=here.severity,
        channel=here.channel,
        category=here.category,
        customer=here.customer,
        contact=here.contact,
        first_owner=here.handler or actor,
        team=here.team,
        at=at,
        recorded_at=at,
        actor=actor,
        key=f"split:{key}" if key else None,
    ).case
    own = {"other": new.number, "entries": " ".join(map(str, sorted(entries)))}
    return step(case=here, kind="case_split", own=own, actor=actor, at=at, key=key)


def _texts(case: Case, entries: Sequence[int]) -> list[str]:
    rows = [row for row in journal.timeline(case.about, None, 500) if row.number in set(entries)]
    said = ([str(row.details[name]) for name in TEXTS if row.details.get(name)] for row in rows)
    return ["\n".join(each) for each in said if each]


@transaction.atomic
def share(
    *,
    case: Case,
    member: Member,
    percent: int,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Let a colleague work on the case beside its handler; 0 percent ends it.

    Shares are percent of the whole; what the co-handlers leave is the handler's.
    """
    if case.handler_id == member.pk:
        raise RefusedError(
            _("%(member)s handles this matter; choose somebody else.") % {"member": member},
            field="member",
        )
    own: dict[str, Detail] = {"co_handler": member.username, "share": percent}
    return step(case=case, kind="case_shared", own=own, actor=actor, at=at, key=key)


@transaction.atomic
def tick(
    *,
    case: Case,
    checklist: str,
    item: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Tick an item of a checklist of the case."""
    own = {"checklist": checklist, "item": item}
    return step(case=case, kind="case_item_ticked", own=own, actor=actor, at=at, key=key)


@transaction.atomic
def snooze(
    *,
    case: Case,
    until: datetime,
    reason: str,
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Put the case aside until a moment; what is owed in it runs on unless a rule says otherwise.

    The member is told at that moment.
    """
    if until <= at:
        raise RefusedError(_("That moment is over; choose a later one."), field="until")
    why = required(reason, _("Say what is being waited for."), "reason")
    own = {"until": until.isoformat(), "reason": why}
    done = step(
        case=case, kind="case_snoozed", own=own, since=UNSETTLED, actor=actor, at=at, key=key
    )
    if actor.email and done.outcome and not done.outcome.repeated and done.outcome.fact:
        queue_message(
            channel="mail",
            recipient=actor.email,
            subject=_("%(number)s was put aside until now") % {"number": case.number},
            body=_("Sign in to go on with it."),
            at=at,
            leaves_at=until,
        )
    return Done(case=fresh(case), outcome=done.outcome)


def _concerns(row: FactRow, case: Case) -> bool:
    """Return whether a fact is about the case, or ties it to the one that it is about."""
    if row.about == case.about:
        return True
    return Relation.objects.filter(Q(case=case) | Q(other=case), fact=row).exists()


@transaction.atomic
def take_back(*, case: Case, number: int, reason: str, actor: Member, at: datetime) -> Outcome:
    """Take back a link, a merger, a split, a share, a tick or a snooze of this case."""
    row = journal.find(number)
    if row is None or row.kind not in REVERSIBLE or not _concerns(row, case):
        raise RefusedError(_("This cannot be taken back here; reload the page."))
    return correct_fact(number=number, reason=reason, actor=actor, at=at)
