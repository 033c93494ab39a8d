"""Days of leave somebody has left, kind by kind, as the judge itself reckons them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from shouwen.enforcement import foreseen
from shouwen.people.models import Member
from shouwen.policy.kinds.rosters.allowance import begins_within
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step
from shouwen.roster import kinds
from shouwen.roster.choices import AskState
from shouwen.roster.facts import iso, periods_of
from shouwen.roster.models import Leave
from shouwen.roster.verdicts import clause_href, fact_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Days of one kind of leave in a period, and the clause that grants them.

    ``granted`` is without what was ``carried`` over from the period before; ``waiting`` are days
    asked for that are not signed yet, and still part of ``left``.
    """

    leave_type: str
    label: str
    period: str
    granted: Decimal
    carried: Decimal
    taken: Decimal
    waiting: Decimal
    left: Decimal
    number: str
    title: str
    href: str

    @property
    def free(self) -> Decimal:
        """What is left once everything that waits is in effect."""
        return self.left - self.waiting


def balances_of(member: Member, at: datetime, *, now: datetime) -> list[Balance]:
    """List the days of leave somebody has in the period of a moment, where a rule sets any."""
    day = timezone.localdate(at)
    if not any(rule.leave and rule.leave.allowance for rule in kinds.rosters_in_force(day)):
        return []
    found = (_of_kind(member, key, label, at, now) for key, label in kinds.leave_kinds(day))
    return [balance for each in found for balance in each]


def _of_kind(
    member: Member, key: str, label: str, at: datetime, now: datetime
) -> Iterable[Balance]:
    """Ask what the rules would say to no day at all of a kind of leave: it names what is left."""
    fact = fact_of(
        "leave_requested", member.username,
        {
            "leave_type": key, "days": "0", "begins": iso(at), **periods_of(at),
            "in_person": True, "swapped_shift": False, "public_holiday": False,
        },
        at=now, actor=member.username,
    )  # fmt: skip
    for ruling in foreseen.rulings_on(fact, now=now):
        steps = {step.code: step for step in ruling.steps}
        # Days given out beyond what there is leave less than none.
        steps.setdefault("allowance_enough", steps.get("allowance_short", Step("")))
        if steps["allowance_enough"].values:
            yield _balance(member, key, label, ruling, steps)


def _balance(
    member: Member, key: str, label: str, ruling: Ruling, steps: dict[str, Step]
) -> Balance:
    period, cites = str(steps["allowance_granted"].values["period"]), ruling.cites
    return Balance(
        leave_type=key, label=label, period=period,
        granted=_number(steps, "allowance_granted"), carried=_number(steps, "allowance_carried"),
        taken=_number(steps, "allowance_taken"), left=_number(steps, "allowance_enough", "left"),
        waiting=_waiting(member, key, period),
        number=cites.number, title=cites.title, href=clause_href(cites),
    )  # fmt: skip


def _number(steps: dict[str, Step], code: str, name: str = "days") -> Decimal:
    return Decimal(str(steps[code].values[name])) if code in steps else Decimal()


def _waiting(member: Member, key: str, period: str) -> Decimal:
    first, last = begins_within(period, timezone.get_current_timezone())
    found = Leave.objects.filter(
        person=member, leave_type=key, state=AskState.HELD, begins__gte=first, begins__lt=last
    )
    return (found.aggregate(days=Sum("days"))["days"] or Decimal()).normalize()
