"""One fact before a rulebook of 1,500 rules, against the same decision written by hand.

Run ``python benchmarks/judge_one_fact.py`` from the checkout. One process, one core.

The rulebook has 1,500 rules over 300 kinds of facts, so five listen to each fact: a fine with its
excuses, points pay for a post, a commission by bands, a deadline, and an approval. The program
written by hand does what a careful developer would: a function for each clause, found by the kind
of fact, exact decimals rounded once, and a list of what is missing. It cites nothing and explains
nothing; ours does both, in two languages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from shouwen.policy.calendar import Calendar
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.judge import judge
from shouwen.policy.kinds import rule_from_definition
from shouwen.policy.kinds.questions import PostsOf
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Obligation, Permission, Ruling, Transfer, Unknown
from shouwen.policy.sentences import lines

KINDS = 300
RULES = 1500
NOON = datetime(2024, 3, 4, 4, tzinfo=UTC)
FEN = Decimal("0.01")
DETAILS = {
    "person": "li",
    "severity": "major",
    "signed": False,
    "consented": False,
    "points": "20",
    "margin": "0.4",
    "received": "12200.00",
}
POSTS = {"li": frozenset({"engineer"})}


def definition(number: int) -> dict[str, Any]:
    """Return one of five shapes in turn: fine, points pay, commission, deadline, approval."""
    kind = f"fact_{number % KINDS}"
    base: dict[str, Any] = {"id": f"r{number}"}
    when = {"fact": kind, "severity": ["general", "major"]}
    match number // KINDS:
        case 0:
            excuses = {"unless": ["signed", "consented"], "amount": {"fixed": "-100 yuan"}}
            return base | {"kind": "pay", "when": when} | excuses
        case 1:
            pay = {"per_unit": {"of": "points", "above": 17, "each": "270 yuan"}}
            return base | {"kind": "pay", "for": "engineer", "when": when, "amount": pay}
        case 2:
            table = [
                {"from": "35 %", "below": "50 %", "rate": "3 %"},
                {"from": "50 %", "rate": "5 %"},
            ]
            bands = {"bands": {"of": "margin", "on": "received", "table": table}}
            return base | {"kind": "pay", "when": when, "amount": bands}
        case 3:
            owed = {"owed_by": "person", "duty": f"duty {number}", "within": "24 hours"}
            return base | {"kind": "deadline", "when": when, "calendar": "always"} | owed
    before = {"fact": kind, "received": {"more_than": 20000}}
    return base | {"kind": "approval", "before": before, "tiers": [{"post": "manager"}]}


# ── by hand ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Answer:
    """What a function written by hand returns."""

    what: str
    who: str = ""
    amount: Decimal | None = None
    due: datetime | None = None
    missing: tuple[str, ...] = ()


Details = Mapping[str, Any]


def missing(details: Details, *names: str) -> tuple[str, ...]:
    """Return which of the details nobody recorded."""
    return tuple(name for name in names if details.get(name) is None)


def fine(details: Details, _at: datetime) -> Answer | None:
    """Decide the fine for an unsigned sheet."""
    severity = details.get("severity")
    if severity is not None and severity not in ("general", "major"):
        return None
    if details.get("signed") or details.get("consented"):
        return None
    lacking = missing(details, "severity", "signed", "consented", "person")
    if lacking:
        return Answer("unknown", missing=lacking)
    return Answer("pay", details["person"], Decimal("-100.00"))


def points_pay(details: Details, _at: datetime) -> Answer | None:
    """Decide the pay for points above the base."""
    severity = details.get("severity")
    if severity is not None and severity not in ("general", "major"):
        return None
    person = details.get("person")
    if person is not None and "engineer" not in POSTS.get(person, ()):
        return None
    lacking = missing(details, "severity", "person", "points")
    if lacking:
        return Answer("unknown", missing=lacking)
    excess = Decimal(details["points"]) - 17
    if excess <= 0:
        return None
    return Answer("pay", details["person"], (excess * 270).quantize(FEN, ROUND_HALF_UP))


def commission(details: Details, _at: datetime) -> Answer | None:
    """Decide the commission of a quote."""
    severity = details.get("severity")
    if severity is not None and severity not in ("general", "major"):
        return None
    lacking = missing(details, "severity", "person", "margin", "received")
    if lacking:
        return Answer("unknown", missing=lacking)
    margin = Decimal(details["margin"])
    if margin < Decimal("0.35"):
        return None
    rate = Decimal("0.03") if margin < Decimal("0.5") else Decimal("0.05")
    amount = (Decimal(details["received"]) * rate).quantize(FEN, ROUND_HALF_UP)
    return Answer("pay", details["person"], amount)


def deadline(details: Details, at: datetime) -> Answer | None:
    """Decide by when the duty is due."""
    severity = details.get("severity")
    if severity is not None and severity not in ("general", "major"):
        return None
    lacking = missing(details, "severity", "person")
    if lacking:
        return Answer("unknown", missing=lacking)
    return Answer("owes", details["person"], due=at + timedelta(hours=24))


def approval(details: Details, _at: datetime) -> Answer | None:
    """Decide whether a manager has to sign."""
    if details.get("received") is None:
        return Answer("unknown", missing=("received",))
    return Answer("held", "manager") if Decimal(details["received"]) > 20000 else None


BY_HAND = {f"fact_{n}": (fine, points_pay, commission, deadline, approval) for n in range(KINDS)}


def decide_by_hand(fact: Fact) -> list[Answer]:
    """Ask the functions that know this kind of fact."""
    said = (clause(fact.details, fact.happened_at) for clause in BY_HAND.get(fact.kind, ()))
    return [answer for answer in said if answer is not None]


# ── both ─────────────────────────────────────────────────────────────────────────────────────


def essence(ruling: Ruling) -> Answer:
    """Return what a ruling decides in the words of the functions written by hand."""
    match ruling:
        case Transfer():
            gains = ruling.payee.kind == "member"
            value = ruling.quantity.value
            person = ruling.payee if gains else ruling.payer
            return Answer("pay", person.key, value if gains else -value)
        case Obligation():
            return Answer("owes", ruling.owed_by.key, due=ruling.due_at)
        case Permission():
            return Answer("held", ruling.tiers[0].any_of[0].key)
        case Unknown():
            return Answer("unknown", missing=ruling.missing)
    return Answer("nothing")


def rulebook() -> Rulebook:
    """Return the 1,500 rules, each under a clause of its own."""
    places = (str(number) for number in range(RULES))
    clauses = [Clause(regulation="bench", title="办法", address=p, number=p) for p in places]
    return Rulebook(rule_from_definition(definition(n), clauses[n]) for n in range(RULES))


def fastest(
    works: Mapping[str, Callable[[], object]], rounds: int = 200, repeat: int = 20
) -> dict[str, float]:
    """Return the best time of one call of each in microseconds.

    They take turns, so that whatever else the machine does slows all of them down alike.
    """
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.perf_counter()
            for _ in range(repeat):
                work()
            best[name] = min(best[name], (time.perf_counter() - begun) / repeat * 1e6)
    return best


def agree(book: Rulebook, known: Any, always: Calendar) -> None:
    """Check on several facts that both ways decide the same."""
    for change in ({}, {"severity": "minor"}, {"signed": None}, {"points": "17"}, {"person": None},
                   {"received": "20000.01", "margin": "0.5"}, {"margin": "0.3499"}):  # fmt: skip
        fact = Fact(kind="fact_7", about="case:1", happened_at=NOON, details={**DETAILS, **change})
        ours = [essence(one) for one in judge(book, fact, known, lambda _: always)]
        ours = [one for one in ours if one.what != "nothing"]
        hand = decide_by_hand(fact)
        assert [(o.what, o.who, o.amount, o.due) for o in ours] == [
            (h.what, h.who, h.amount, h.due) for h in hand
        ], (change, ours, hand)


def main() -> None:
    """Measure both ways on the same fact, after checking that they decide the same."""
    begun = time.perf_counter()
    book = rulebook()
    loaded = time.perf_counter() - begun
    known, always = {PostsOf("li"): POSTS["li"]}, Calendar.always()
    agree(book, known, always)
    fact = Fact(kind="fact_7", about="case:1", happened_at=NOON, details=DETAILS)

    def judged() -> tuple[Ruling, ...]:
        return judge(book, fact, known, lambda _: always)

    def explained() -> object:
        return [lines(ruling.steps, "zh") for ruling in judged()]

    rulings = judged()
    steps = sum(len(ruling.steps) for ruling in rulings)
    times = fastest(
        {"by hand": lambda: decide_by_hand(fact), "judged": judged, "and read": explained}
    )
    print(f"{RULES} rules, {len(rulings)} listen to the fact; loaded in {loaded:.2f} s")
    print(f"by hand:  {times['by hand']:7.1f} µs, no clause, no steps")
    print(f"judged:   {times['judged']:7.1f} µs, {len(rulings)} clauses, {steps} steps;"
          f" ratio {times['judged'] / times['by hand']:.1f}")  # fmt: skip
    print(f"and said in Chinese, line by line: {times['and read']:.1f} µs;"
          f" ratio {times['and read'] / times['by hand']:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
