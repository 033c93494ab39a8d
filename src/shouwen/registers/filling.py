"""Filling a form in: the fact it makes, what the house would say to it, and its next number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement import numbers, stocks, words
from shouwen.enforcement.book import Bench, bench_for
from shouwen.policy.facts import Fact
from shouwen.policy.judge import ClausesDisagreeError
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.form import CHANGED
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.questions import Stocked
from shouwen.policy.rulings import Permission, Ruling, Unknown
from shouwen.registers.register import Details, Register, fixed_details


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A balance of a form as it stands: both sides in words, and whether they agree."""

    left: str
    right: str
    agree: bool


def fact_from(
    register: Register,
    kind: str,
    details: Details,
    *,
    happened_at: datetime,
    about: str,
    actor: str,
) -> Fact:
    """Return the fact that fills the form in, with what every entry of the register says."""
    whole = {**details, **fixed_details(register, kind)}
    person = whole.get("person")
    return Fact(
        kind=kind,
        about=f"member:{person}" if person else about,
        happened_at=happened_at,
        details=whole,
        actor=actor,
    )


def verdict(register: Register, fact: Fact, *, now: datetime) -> Ruling | None:
    """Return what the form rule would say if the fact were recorded now; nothing is written."""
    bench = bench_for(fact, known_at=now)
    known = bench.answers(at=fact.happened_at)
    fact = numbers.with_numbers(fact, bench.in_force.rulebook, known)
    return _said(register, fact, bench)


def _said(register: Register, fact: Fact, bench: Bench) -> Ruling | None:
    try:
        rulings = bench.judge(fact)
    except ClausesDisagreeError:
        return None
    key = (register.slug, register.rule.id)
    return next((r for r in rulings if (r.cites.regulation, r.rule) == key), None)


def missing(register: Register, fact: Fact, *, now: datetime) -> tuple[str, ...]:
    """Return the fields the form rule would still ask for."""
    said = verdict(register, fact, now=now)
    return said.missing if isinstance(said, Unknown) else ()


def next_number(register: Register, kind: str, *, now: datetime) -> str:
    """Return the number an entry made now would get; empty where the register has none."""
    fact = fact_from(register, kind, {}, happened_at=now, about="register:next", actor="")
    bench = bench_for(fact, known_at=now)
    zone = timezone.get_default_timezone()
    matter = Matter(fact=fact, known=bench.answers(at=now), zone=zone)
    return numbers.next_number(fact, register.rule, matter) or ""


def locked_by(register: Register, *, now: datetime) -> str:
    """Return the sentence with its clause that forbids changing an entry; empty if none does."""
    if not register.rule.locked:
        return ""
    details = {"form": register.rule.form_key, "regulation": register.slug}
    change = Fact(kind=CHANGED, about="register:change", happened_at=now, details=details)
    said = _said(register, change, bench_for(change, known_at=now))
    refused = isinstance(said, Permission) and said.state == "refused"
    return words.refusal_text(said) if refused and isinstance(said, Permission) else ""


def sides(register: Register, fact: Fact) -> list[Side]:
    """Return both sides of each balance of a form, with its figures."""
    whole = register.whole(fact)
    found = []
    for balance in register.rule.balances:
        left, right = balance.sides(whole, register.rule.words)
        agree = not balance.difference(whole)
        found.append(
            Side(left=words.of_language(left), right=words.of_language(right), agree=agree)
        )
    return found


def levels(register: Register, fact: Fact, *, now: datetime) -> list[tuple[str, str]]:
    """Say how much there is of the items that an entry names, as far as it names them."""
    whole = register.whole(fact)
    named = [
        (stock, Stocked(register.slug, stock.stock, stock.key(whole)))
        for stock in register.rule.stocks
        if all(whole.detail(name) not in (None, "") for name in stock.item)
    ]
    if not named:
        return []
    book = bench_for(fact, known_at=now).in_force.rulebook
    found = [
        (one, stocks.level_before(asked, book=book, before_number=None)) for one, asked in named
    ]
    return [
        (words.of_language(one.names), number_text(level))
        for one, level in found
        if level is not None
    ]
