"""Once its period has ended, a target was met or missed: a fact, where a rule waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from shouwen.enforcement import targets
from shouwen.enforcement.actions import earlier_outcome, record_fact
from shouwen.enforcement.targets import TargetRow
from shouwen.people import queries as people
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.periods import name_of
from shouwen.policy.kinds.target import Target
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

MET, MISSED = "target_met", "target_missed"


def record_ended(*, now: datetime) -> int:
    """Record of each target that ended whether it was met, once; return how many facts that were.

    A target for certain posts is recorded for each of their holders on its last day, as the
    ``person``; any other for nobody in particular. Nothing counted is neither met nor missed.
    """
    today = timezone.localdate(now)
    in_force = regulations.in_force_on(today)
    if not _waited_for(in_force):
        return 0
    rules = targets.targets_in(in_force, today)
    return sum(_record(rule, today, now) for rule in rules)


def _waited_for(in_force: InForce) -> bool:
    return any(in_force.rulebook.listens_to_kind(kind) for kind in (MET, MISSED))


def _record(rule: Target, today: date, now: datetime) -> int:
    period = targets.period_before(rule.every or "", targets.period_of(rule, today).since)
    last = period.until - timedelta(days=1)
    key = f"target:{rule.clause.regulation}:{rule.id}:{period.since}"
    in_force = regulations.in_force_on(last)
    if not _heard(in_force, rule, last) or earlier_outcome(key) is not None:
        return 0
    found = targets.measured(rule.clause.regulation, rule.id, last)
    if found is None or found.met is None:
        return 0
    facts = list(_facts(found, last))
    for number, fact in enumerate(facts):
        own = f"{key}:{number}" if number else key
        record_fact(fact, actor=None, recorded_at=now, idempotency_key=own)
    return len(facts)


def _heard(in_force: InForce, rule: Target, last: date) -> bool:
    """Tell whether any rule of the period's last day waits to hear how this target ended."""
    details: dict[str, Detail] = {"rule": rule.id, "regulation": rule.clause.regulation}
    about, at = f"target:{rule.id}", _ended(last)
    facts = (Fact(kind=k, about=about, happened_at=at, details=details) for k in (MET, MISSED))
    return any(in_force.rulebook.listening_to(fact, brief=True) for fact in facts)


def _ended(last: date) -> datetime:
    """Return the last second of a period, so that what follows is settled with it."""
    return datetime.combine(last, time(23, 59, 59), timezone.get_default_timezone())


def _facts(row: TargetRow, last: date) -> Iterator[Fact]:
    name = name_of(row.period.since, row.every or "month")
    details: dict[str, Detail] = {
        "rule": row.rule_id,
        "regulation": row.regulation,
        "period": name,
        "value": row.value,
        "threshold": row.threshold,
        "complying": str(row.numerator),
        "counted": str(row.denominator),
    }
    about = f"target:{row.regulation}:{row.rule_id}:{name}"
    for person in _holders(row, last) or [""]:
        own = {**details, "person": person} if person else details
        kind = MET if row.met else MISSED
        yield Fact(kind=kind, about=about, happened_at=_ended(last), details=own)


def _holders(row: TargetRow, last: date) -> list[str]:
    found = {m.username for post in row.posts for m in people.holders_of(post, last)}
    return sorted(found)
