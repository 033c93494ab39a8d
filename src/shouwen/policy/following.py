"""Facts that follow from what the rules said: fines, classes of attendance, moved points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from shouwen.policy.amounts import YUAN, Quantity, plain
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.pay import Pay
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Classed, Ruling, Transfer
from shouwen.policy.steps import Late, Step, Value

FINE_IMPOSED = "fine_imposed"
ATTENDANCE_CLASSED = "attendance_classed"
POINTS_MOVED = "points_moved"
# What other facts may follow from.
_LEADING = (Transfer, Classed)


def following(
    rulebook: Rulebook, matter: Matter, said: Iterable[Iterable[Ruling]], *, brief: bool = False
) -> Iterator[Matter]:
    """Yield fines, classes of attendance and moved points as derived matters if a rule listens.

    With ``brief`` fines are left out of which no rule would say more than Nothing.
    """
    followed = [one for rulings in said for one in rulings if isinstance(one, _LEADING)]
    if not followed:
        return
    yield from _classes(rulebook, matter, followed)
    yield from _points(rulebook, matter, followed)
    if matter.fact.kind != FINE_IMPOSED and rulebook.listens_to_kind(FINE_IMPOSED):
        yield from _fines(rulebook, matter, followed, brief=brief)


def _fines(
    rulebook: Rulebook, matter: Matter, followed: Iterable[Ruling], *, brief: bool
) -> Iterator[Matter]:
    for ruling in followed:
        regulation = ruling.cites.regulation
        if brief and not rulebook.may_concern(FINE_IMPOSED, "regulation", regulation):
            continue
        if isinstance(ruling, Transfer):
            rule = rulebook.rule(regulation, ruling.rule)
            if _is_fine(rule, ruling):
                yield _derived(rule, ruling, matter)


def _classes(rulebook: Rulebook, matter: Matter, followed: Iterable[Ruling]) -> Iterator[Matter]:
    if matter.fact.kind == ATTENDANCE_CLASSED or not rulebook.listens_to_kind(ATTENDANCE_CLASSED):
        return
    for ruling in followed:
        if isinstance(ruling, Classed):
            yield of_class(ruling, matter)


def of_class(found: Classed, matter: Matter) -> Matter:
    """Return what follows from a class of attendance, as the next matter before the rules."""
    told = {"person": found.person, "class": found.name, "minutes": found.minutes or None,
            "rule": found.rule, "regulation": found.cites.regulation}  # fmt: skip
    fact = replace(
        matter.fact, kind=ATTENDANCE_CLASSED, about=f"member:{found.person}", details=told
    )
    named = both("name", (found.label, found.label_en))
    said = {"clause": str(found.cites), "person": found.person, **named}
    origin = (Step("class_followed", said),)
    return matter.following(fact, origin)


def _points(rulebook: Rulebook, matter: Matter, followed: Iterable[Ruling]) -> Iterator[Matter]:
    kind = matter.fact.kind
    if kind in (POINTS_MOVED, FINE_IMPOSED) or not rulebook.listens_to_kind(POINTS_MOVED):
        return
    booked = [one for one in followed if isinstance(one, Transfer)]
    moved: dict[tuple[str, str], list[Transfer]] = defaultdict(list)
    for one in booked:
        if one.quantity.unit == YUAN:
            continue
        for party in (one.payer, one.payee):
            if party.kind == "member":
                moved[party.key, one.quantity.unit].append(one)
    for (person, _unit), transfers in moved.items():
        yield _of_points(rulebook, person, transfers, replace(matter, booked=booked))


def _of_points(
    rulebook: Rulebook, person: str, transfers: Sequence[Transfer], matter: Matter
) -> Matter:
    booked = [Booking.of(one, person) for one in transfers]
    told = points_fact(person, booked, matter.fact.happened_at)
    fact = replace(matter.fact, kind=told.kind, about=told.about, details=told.details)
    first = transfers[0]
    words = rulebook.rule(first.cites.regulation, first.rule).words
    net = Quantity(first.quantity.unit, sum(one.net for one in booked))
    texts = both("amount", quantity_texts(net, words))
    followed = Step("points_followed", {"clause": str(first.cites), "person": person, **texts})
    return matter.following(fact, (followed,))


class Booking(NamedTuple):
    """Points that one rule moved for a member; ``net`` is above zero where the member gains."""

    regulation: str
    rule: str
    unit: str
    net: int

    @classmethod
    def of(cls, moved: Transfer, person: str) -> Booking:
        """Return what a transfer is to one of its two members."""
        sign = 1 if moved.payee.key == person else -1
        quantity = moved.quantity
        return cls(moved.cites.regulation, moved.rule, quantity.unit, sign * quantity.parts)


def points_fact(person: str, transfers: Sequence[Booking], at: datetime) -> Fact:
    """Return the fact that a member's points were moved, net of what one fact booked."""
    first = transfers[0]
    net = sum(one.net for one in transfers)
    details = {"person": person, "unit": first.unit,
               "amount": plain(Quantity(first.unit, net).value),
               "rule": first.rule, "regulation": first.regulation}  # fmt: skip
    return Fact(kind=POINTS_MOVED, about=f"member:{person}", happened_at=at, details=details)


def _is_fine(rule: Rule, ruling: Transfer) -> bool:
    counts = isinstance(rule, Pay) and rule.counts_as_fine
    return counts and ruling.payer.kind == "member" and ruling.quantity.unit == YUAN


def fine_fact(rule: Rule, person: str, fine: Quantity, at: datetime, actor: str = "") -> Fact:
    """Return the fact that a member was fined under a rule."""
    return Fact(
        kind=FINE_IMPOSED,
        about=f"member:{person}",
        happened_at=at,
        details={
            "person": person,
            "amount": f"{fine.value:.2f}",
            "rule": rule.id,
            "regulation": rule.clause.regulation,
        },
        actor=actor,
    )


def _derived(rule: Rule, fine: Transfer, matter: Matter) -> Matter:
    at, actor = matter.fact.happened_at, matter.fact.actor
    fact = fine_fact(rule, fine.payer.key, fine.quantity, at, actor)

    def values() -> dict[str, Value]:
        amount = both("amount", quantity_texts(fine.quantity, rule.words))
        return {"clause": str(fine.cites), "person": fine.payer.key, **amount}

    followed = Step("fine_followed", Late(values))
    return matter.following(fact, (followed,))
