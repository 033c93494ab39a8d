"""Checking a period against the journal in the background, for its page to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext
from django_tasks import TaskContext, task

from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.ledger import settling
from shouwen.pay import actions
from shouwen.pay.anew import checking
from shouwen.pay.anew.checking import Difference
from shouwen.pay.models import Check
from shouwen.people.models import Member
from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.moves import HOUSE
from shouwen.regulations import queries as regulations

log = structlog.get_logger(__name__)
# How many differences are kept for the page; the command line lists all of them.
SHOWN = 50
UNDER_WAY = (Check.State.WAITING, Check.State.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A line of the ledger that is not what the journal says, with the names of both sides."""

    fact: int
    rule: str
    payer: str
    payee: str
    stored: Quantity
    worked_out: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """The last check of a period; ``is_stale`` once entries came after what it looked at."""

    state: str
    is_busy: bool
    by: str
    asked_at: datetime
    done_at: datetime | None
    days_done: int
    days: int
    lines: int
    found: int
    differences: tuple[DifferenceRow, ...]
    is_seal_broken: bool
    is_stale: bool


@transaction.atomic
def ask(*, name: str, by: Member, at: datetime) -> None:
    """Have a period checked in the background; one that is under way is not begun twice."""
    found = Check.objects.select_for_update().filter(name=name).first()
    if found is not None and found.stands(at) in UNDER_WAY:
        return
    fresh = {"state": Check.State.WAITING, "by": by, "asked_at": at, "done_at": None,
             "days_done": 0, "days": 0, "lines": 0, "found": 0, "differences": [],
             "is_seal_broken": False, "entries": 0, "last": 0, "held_by": "",
             "held_until": None}  # fmt: skip
    made, _created = Check.objects.update_or_create(name=name, defaults=fresh)
    transaction.on_commit(lambda: check_later.enqueue(made.pk))


@task(takes_context=True)
def check_later(context: TaskContext, pk: int) -> None:
    """Check a period that waits; asked again once it is done, it does nothing."""
    work(pk, by=context.task_result.id)


def work(pk: int, *, by: str) -> None:
    """Check a period for a task; one that its worker left behind is begun anew."""
    mine = Check.objects.filter(pk=pk, state__in=UNDER_WAY)
    now = timezone.now()  # clock: the worker's own
    lease = claim(mine, by, now, state=Check.State.RUNNING)
    if lease is None:
        return
    try:
        with kept(lease):
            _work(lease)
    except LostError:
        return
    except Exception:
        log.exception("check_failed", check=pk)
        done_at = timezone.now()  # clock: the worker's own
        lease.end(state=Check.State.FAILED, done_at=done_at)


def _work(lease: Lease) -> None:
    check = lease.rows.get()
    entries, last = settling.looked_at(check.name)
    found = checking.check(check.name, lambda done, days: lease.note(days_done=done, days=days))
    lease.end(
        state=Check.State.DONE,
        done_at=timezone.now(),  # clock: the worker's own
        lines=found.lines,
        found=len(found.differences),
        differences=[_kept(each) for each in found.differences[:SHOWN]],
        is_seal_broken=check.name in actions.broken_seals(),
        entries=entries,
        last=last,
    )


def _kept(one: Difference) -> dict[str, str | int]:
    return {
        "fact": one.fact, "rule": f"{one.regulation} {one.rule}", "payer": one.payer,
        "payee": one.payee, "unit": one.stored.unit, "stored": one.stored.parts,
        "worked_out": one.worked_out.parts,
    }  # fmt: skip


def of_period(name: str, now: datetime) -> CheckRow | None:
    """Return the last check of a period, if there was one."""
    found = Check.objects.select_related("by").filter(name=name).first()
    if found is None:
        return None
    state = found.stands(now)
    is_done = state == Check.State.DONE
    return CheckRow(
        state=state, is_busy=state in UNDER_WAY, by=found.by.name,
        asked_at=found.asked_at, done_at=found.done_at, days_done=found.days_done,
        days=found.days, lines=found.lines, found=found.found,
        differences=_rows(found.differences, now), is_seal_broken=found.is_seal_broken,
        is_stale=is_done and settling.looked_at(name) != (found.entries, found.last),
    )  # fmt: skip


def _rows(kept: list[dict[str, str | int]], now: datetime) -> tuple[DifferenceRow, ...]:
    names = _names((str(each[side]) for each in kept for side in ("payer", "payee")), now)
    return tuple(
        DifferenceRow(
            fact=int(each["fact"]), rule=str(each["rule"]),
            payer=names[str(each["payer"])], payee=names[str(each["payee"])],
            stored=Quantity(str(each["unit"]), int(each["stored"])),
            worked_out=Quantity(str(each["unit"]), int(each["worked_out"])),
        )
        for each in kept
    )  # fmt: skip


def _names(parties: Iterable[str], now: datetime) -> dict[str, str]:
    """Return how accounts are called, by what the ledger calls them, in at most two queries."""
    keys = {party: party.partition(":")[2] for party in parties}
    if not keys:
        return {}
    funds = regulations.words_on(timezone.localdate(now)).parties
    known = {**funds, HOUSE.fund: funds.get(HOUSE.fund, pgettext("fund", "The company"))}
    found = Member.objects.filter(username__in=keys.values()).values_list("username", "name")
    members = dict(found)
    return {
        party: (members if party.startswith("member:") else known).get(key, key)
        for party, key in keys.items()
    }
