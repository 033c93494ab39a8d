"""What the regulations would make of a fact, were it recorded now; nothing is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement import lines, numbers, words
from shouwen.enforcement.actions import granted_to
from shouwen.enforcement.book import bench_for
from shouwen.policy.amounts import Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.judge import ClausesDisagreeError
from shouwen.policy.rulings import Obligation, Permission, Ruling, Transfer, Unknown
from shouwen.policy.vocabulary import Vocabulary

RuleKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One thing that would follow, with its clause; ``sort`` is what the page shows it as.

    ``sort`` is ``owed``, ``moved``, ``asked``, ``held`` or ``refused``.
    """

    sort: str
    text: str
    clause_number: str
    title: str
    due_at: datetime | None = None
    quantity: Quantity | None = None
    unit: str = ""


def rulings_on(
    fact: Fact, *, now: datetime, granted: Collection[RuleKey] = ()
) -> tuple[Ruling, ...]:
    """Judge a fact as if it were recorded now; clauses that differ about it say nothing."""
    bench = bench_for(fact, known_at=now)
    known = bench.answers(at=fact.happened_at)
    numbered = numbers.with_numbers(fact, bench.in_force.rulebook, known)
    try:
        return bench.judge(numbered, granted=granted)
    except ClausesDisagreeError:
        return ()


def refusing(rulings: Collection[Ruling]) -> Permission | None:
    """Return the first ruling that would refuse the fact, or None."""
    permissions = (r for r in rulings if isinstance(r, Permission))
    return next((p for p in permissions if p.state == "refused"), None)


def holding(rulings: Collection[Ruling]) -> list[Permission]:
    """Return the rulings that would hold the fact until somebody has signed."""
    return [r for r in rulings if isinstance(r, Permission) and r.state == "held"]


def if_granted(request: Request, *, now: datetime) -> list[Foreseen]:
    """List what would follow if a waiting request were granted now."""
    fact = requests.proposed_fact(request)
    fact = replace(fact, details={**fact.details, "approval": request.pk})
    passed = granted_to(request)
    vocabulary = bench_for(fact, known_at=now).in_force.vocabulary
    found = rulings_on(fact, now=now, granted=passed)
    return [line for each in found if (line := _line(each, fact, vocabulary)) is not None]


def _line(ruling: Ruling, fact: Fact, vocabulary: Vocabulary) -> Foreseen | None:
    if isinstance(ruling, Obligation):
        return _owed(ruling)
    if isinstance(ruling, Transfer):
        return _moved(ruling, fact)
    if isinstance(ruling, Unknown):
        return _asked(ruling, fact, vocabulary)
    if isinstance(ruling, Permission) and ruling.state in ("held", "refused"):
        return _stopped(ruling)
    return None


def _of(ruling: Ruling, sort: str, text: str) -> Foreseen:
    cites = ruling.cites
    return Foreseen(sort=sort, text=text, clause_number=cites.number, title=cites.title)


def _owed(ruling: Obligation) -> Foreseen:
    duty = words.of_language((ruling.duty, ruling.duty_en or ruling.duty))
    who = lines.party_name(ruling.owed_by)
    text = _("%(who)s will owe: %(duty)s") % {"who": who, "duty": duty}
    return replace(_of(ruling, "owed", text), due_at=ruling.due_at)


def _moved(ruling: Transfer, fact: Fact) -> Foreseen:
    both = {"payer": lines.party_name(ruling.payer), "payee": lines.party_name(ruling.payee)}
    unit = lines.unit_name(ruling.quantity.unit, fact.happened_at)
    text = _("%(payer)s → %(payee)s") % both
    return replace(_of(ruling, "moved", text), quantity=ruling.quantity, unit=unit)


def _asked(ruling: Unknown, fact: Fact, vocabulary: Vocabulary) -> Foreseen:
    labels = [words.of_language(vocabulary.detail_labels(fact.kind, n)) for n in ruling.missing]
    text = _("It will be asked: %(what)s") % {"what": _(", ").join(labels)}
    return _of(ruling, "asked", text)


def _stopped(ruling: Permission) -> Foreseen:
    if ruling.state == "refused":
        return _of(ruling, "refused", words.last_word(ruling))
    tiers = (_(" or ").join(lines.party_name(p) for p in tier.any_of) for tier in ruling.tiers)
    text = _("Another clause wants it signed as well: %(who)s") % {"who": " → ".join(tiers)}
    return _of(ruling, "held", text)
