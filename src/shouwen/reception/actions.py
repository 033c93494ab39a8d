"""What happens at the front desk: somebody comes, is called, served, or leaves; each is a fact."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import actions as cases
from shouwen.cases.choices import Channel
from shouwen.cases.models import Case
from shouwen.customers import queries as customers
from shouwen.customers.phones import normal
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.words import refusal_text
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.reception.choices import HERE, Stands
from shouwen.reception.gates import RELATED
from shouwen.reception.models import Arrival

_TITLE = 40


@transaction.atomic
def receive(
    *, name: str, phone: str, purpose: str, key: str, by: Member, now: datetime
) -> Arrival:  # fmt: skip
    """Write down who came and give them the day's next number; sent again it is the same."""
    enforcement.take_turn(None)
    known = Arrival.objects.filter(key=key).first()
    if known is not None:
        return known
    day, digits = timezone.localdate(now), normal(phone)[:20]
    last = Arrival.objects.filter(day=day).aggregate(last=Max("number"))["last"] or 0
    one = Arrival.objects.create(
        day=day, number=last + 1, key=key, name=name.strip()[:60], phone=digits,
        purpose=purpose.strip()[:200], received_by=by, came_at=now,
        customer=customers.by_phones([digits]).get(digits) if digits else None,
    )  # fmt: skip
    _record(one, "visitor_arrived", now, by)
    return one


@transaction.atomic
def call(*, arrival: Arrival, counter: str, by: Member, now: datetime) -> Arrival:
    """Call a visitor to a counter: from now on the member serves them."""
    one = _standing(arrival, Stands.WAITING)
    one.state, one.served_by, one.counter = Stands.CALLED, by, counter.strip()[:20]
    one.called_at = now
    one.save(update_fields=["state", "served_by", "counter", "called_at"])
    _record(one, "visitor_called", now, by, seconds=_seconds(one.came_at, now), counter=one.counter)
    return one


@transaction.atomic
def call_next(*, counter: str, by: Member, now: datetime) -> Arrival:
    """Call whoever has waited longest today; raise RefusedError where nobody waits."""
    enforcement.take_turn(None)
    waiting = Arrival.objects.filter(day=timezone.localdate(now), state=Stands.WAITING)
    first = waiting.order_by("number").first()
    if first is None:
        raise RefusedError(_("Nobody is waiting."))
    return call(arrival=first, counter=counter, by=by, now=now)


@transaction.atomic
def finish(*, arrival: Arrival, by: Member, now: datetime) -> Arrival:
    """Write down that a visitor was served."""
    one = _standing(arrival, Stands.CALLED)
    began = one.called_at or one.came_at
    return _end(one, Stands.SERVED, "visitor_served", now, by, seconds=_seconds(began, now))


@transaction.atomic
def leave(*, arrival: Arrival, by: Member, now: datetime) -> Arrival:
    """Write down that a visitor went without being served, or did not come when called."""
    one = _standing(arrival, *HERE)
    was_called = one.state == Stands.CALLED
    return _end(
        one, Stands.LEFT, "visitor_left", now, by, called=was_called,
        seconds=_seconds(one.came_at, now),
    )  # fmt: skip


@transaction.atomic
def open_case(*, arrival: Arrival, case_type: str, by: Member, now: datetime) -> Case:
    """Open a matter of what a visitor came with, or return the one it belongs to."""
    enforcement.take_turn(None)
    one = _locked(arrival)
    if one.case is not None:
        return one.case
    said = one.purpose or _("A visitor at the front desk")
    done = cases.open_case(
        case_type=case_type, title=said[:_TITLE], text=one.purpose, channel=Channel.COUNTER,
        customer=one.customer, new_customer=_new_customer(one),
        first_owner=one.served_by or by, at=one.came_at, recorded_at=now, actor=by,
        key=f"{one.about}:case",
    )  # fmt: skip
    one.case = done.case
    one.save(update_fields=["case"])
    return done.case


def _new_customer(one: Arrival) -> cases.NewCustomer | None:
    if one.customer is not None or not one.name:
        return None
    return cases.NewCustomer(name=one.name, phone=one.phone)


def _locked(arrival: Arrival) -> Arrival:
    found = Arrival.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return found.get(pk=arrival.pk)


def _standing(arrival: Arrival, *states: str) -> Arrival:
    enforcement.take_turn(None)
    one = _locked(arrival)
    if one.state not in states:
        sentence = _("%(number)s is “%(state)s” by now; look at the list again.")
        raise RefusedError(sentence % {"number": one, "state": one.get_state_display()})
    return one


def _end(
    one: Arrival, state: str, kind: str, now: datetime, by: Member, **said: Detail
) -> Arrival:  # fmt: skip
    one.state, one.ended_at = state, now
    one.save(update_fields=["state", "ended_at"])
    _record(one, kind, now, by, **said)
    return one


def _seconds(since: datetime, until: datetime) -> str:
    return str(max(0, round((until - since).total_seconds())))


def _record(one: Arrival, kind: str, at: datetime, by: Member, **said: Detail) -> None:
    details: dict[str, Detail] = {
        "number": str(one), "receptionist": one.received_by.username,
        "operator": one.served_by.username if one.served_by else None, **said,
    }  # fmt: skip
    fact = Fact(
        kind=kind, about=one.about, happened_at=at, actor=by.username,
        details={name: value for name, value in details.items() if value not in (None, "")},
    )  # fmt: skip
    outcome = enforcement.record_fact(fact, actor=by, recorded_at=at)
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
