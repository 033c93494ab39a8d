"""One fact before every rule of the library, against the same decisions written by hand.

Run ``python benchmarks/judge.py`` from the checkout. One process, one core.

All bundled regulations are in force at once. The fact is what follows when a leak was looked into:
six rules of one regulation listen to it, two that take money, two that owe a duty, one step of a
workflow and one measure of conduct. The program written by hand does what a careful developer
would: a function for each clause, three-valued conditions with a list of what is missing, exact
decimals. It knows this one regulation, cites nothing and explains nothing; ours knows all of them
and does both, in two languages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import judge
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Nothing, Obligation, Ruling, Transfer, Unknown
from shouwen.policy.sentences import lines
from shouwen.regulations import library

KIND = "leak_investigated"
NOON = datetime(2024, 3, 4, 4, tzinfo=UTC)
DETAILS: dict[str, Any] = {
    "person": "wang",
    "outcome": "limited",
    "listed_secret": True,
    "remedied": False,
    "unlawful_supply": False,
    "for_gain": False,
    "law_broken": True,
    "bonus": "800.00",
    "compensation": "5000.00",
}
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"outcome": "serious"},
    {"outcome": "none_yet", "law_broken": False},
    {"unlawful_supply": True, "for_gain": True},
    {"listed_secret": False},
    {"listed_secret": False, "remedied": True},
    {"outcome": None},
    {"unlawful_supply": None},
    {"outcome": "serious", "unlawful_supply": None},
    {"listed_secret": None, "remedied": None},
    {"bonus": None, "for_gain": None, "law_broken": None},
    {"outcome": "serious", "compensation": None, "person": None},
)


# ── by hand ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Answer:
    """What a function written by hand returns."""

    what: str
    who: str = ""
    amount: Decimal | None = None
    met: bool | None = None
    missing: frozenset[str] = frozenset()


Details = Mapping[str, Any]
# Whether something holds; where that is open, what has to be recorded.
Verdict = tuple[bool | None, frozenset[str]]
NOTHING_MISSING: frozenset[str] = frozenset()


def every(details: Details, wanted: Mapping[str, Any]) -> Verdict:
    """Tell whether all details are as wanted; one that is not settles it."""
    missing = set()
    for name, value in wanted.items():
        found = details.get(name)
        if found is None:
            missing.add(name)
        elif found != value:
            return False, NOTHING_MISSING
    return (None, frozenset(missing)) if missing else (True, NOTHING_MISSING)


def either(verdicts: Iterable[Verdict]) -> Verdict:
    """Tell whether any holds."""
    missing: frozenset[str] = NOTHING_MISSING
    for holds, lacking in verdicts:
        if holds:
            return True, NOTHING_MISSING
        missing |= lacking
    return (None, missing) if missing else (False, NOTHING_MISSING)


def is_minor(details: Details) -> Verdict:
    """Tell whether the leak is of the lightest level."""
    lawful = {"unlawful_supply": False}
    return either(
        (
            every(details, {"outcome": "none_yet", **lawful}),
            every(details, {"outcome": "limited", "listed_secret": True, **lawful}),
            every(details, {"outcome": "limited", "remedied": True, **lawful}),
        )
    )


def is_serious(details: Details) -> Verdict:
    """Tell whether the leak is of the serious level."""
    return either(
        (every(details, {"outcome": "serious"}), every(details, {"unlawful_supply": True}))
    )


def takes(details: Details, verdict: Verdict, amount: str) -> Answer | None:
    """Take an amount from the offender where the verdict holds."""
    holds, missing = verdict
    if holds is False:
        return None
    if holds is None:
        return Answer("unknown", missing=missing)
    if details.get("person") is None:
        return Answer("unknown", missing=frozenset({"person"}))
    if details.get(amount) is None:
        return Answer("unknown", missing=frozenset({amount}))
    return Answer("pay", details["person"], -Decimal(details[amount]))


def owes(verdict: Verdict, post: str) -> Answer | None:
    """Let a post owe a duty where the verdict holds."""
    holds, missing = verdict
    if holds is False:
        return None
    return Answer("owes", post) if holds else Answer("unknown", missing=missing)


def sold(details: Details) -> Answer:
    """Measure whether a secret was sold."""
    if details.get("for_gain") is None:
        return Answer("unknown", missing=frozenset({"for_gain"}))
    return Answer("measure", met=details["for_gain"] is False)


CLAUSES: tuple[Callable[[Details], Answer | None], ...] = (
    sold,
    lambda details: takes(details, is_minor(details), "bonus"),
    lambda details: owes(is_minor(details), "department_supervisor"),
    lambda details: takes(details, is_serious(details), "compensation"),
    lambda details: owes(is_serious(details), "department_supervisor"),
    lambda details: owes(every(details, {"law_broken": True}), "general_manager"),
)
BY_HAND = {KIND: CLAUSES}


def decide_by_hand(fact: Fact) -> list[Answer]:
    """Ask the functions that know this kind of fact."""
    said = (clause(fact.details) for clause in BY_HAND.get(fact.kind, ()))
    return [answer for answer in said if answer is not None]


# ── both ─────────────────────────────────────────────────────────────────────────────────────


def essence(ruling: Ruling) -> Answer:
    """Return what a ruling decides in the words of the functions written by hand."""
    match ruling:
        case Transfer():
            return Answer("pay", ruling.payer.key, -ruling.quantity.value)
        case Obligation():
            return Answer("owes", ruling.owed_by.key)
        case Measure():
            return Answer("measure", met=ruling.met)
        case Unknown():
            return Answer("unknown", missing=frozenset(ruling.missing))
    return Answer("nothing")


def agree(book: Rulebook, always: Calendar) -> None:
    """Check on several facts that both ways decide the same."""
    for change in CHANGES:
        fact = happened({**DETAILS, **change})
        said = judge(book, fact, {}, lambda _: always, brief=True)
        # What other regulations let follow from a fine is worked out too, but not by hand.
        own = [one for one in said if one.cites.regulation == said[0].cites.regulation]
        ours = [essence(one) for one in own if not isinstance(one, Nothing)]
        assert ours == decide_by_hand(fact), (change, ours, decide_by_hand(fact))


def happened(details: Details) -> Fact:
    """Return the fact; what is None was not recorded."""
    recorded = {name: value for name, value in details.items() if value is not None}
    return Fact(kind=KIND, about="case:1", happened_at=NOON, details=recorded)


def many(count: int = 100) -> list[Fact]:
    """Return facts of which no two are alike, the same ones each time."""
    dice = Random(1)
    words = {
        "outcome": ("none_yet", "limited", "serious", None),
        **{name: (True, False, None) for name, word in DETAILS.items() if word in (True, False)},
    }
    found = []
    for number in range(count):
        told = {name: dice.choice(listed) for name, listed in words.items()}
        sums = {name: f"{dice.randrange(1, 10**6) / 100:.2f}" for name in ("bonus", "compensation")}
        fact = happened({**DETAILS, **told, **sums, "person": f"p{number}"})
        found.append(replace(fact, happened_at=NOON + timedelta(minutes=number)))
    return found


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


def main() -> None:
    """Measure both ways on the same fact, after checking that they decide the same."""
    begun = time.perf_counter()
    book = Rulebook(rule for read in library.regulations() for rule in read.rules.values())
    loaded = time.perf_counter() - begun
    always, fact = Calendar.always(), happened(DETAILS)
    agree(book, always)

    def judged() -> tuple[Ruling, ...]:
        # As the house asks: rules that one recorded word rules out say nothing.
        return judge(book, fact, {}, lambda _: always, brief=True)

    def explained() -> object:
        return [lines(ruling.steps, "zh") for ruling in judged()]

    rulings = judged()
    steps = sum(len(ruling.steps) for ruling in rulings)
    times = fastest(
        {"by hand": lambda: decide_by_hand(fact), "judged": judged, "and read": explained}
    )
    each = [
        fastest(
            {
                "by hand": lambda one=one: decide_by_hand(one),
                "judged": lambda one=one: judge(book, one, {}, lambda _: always, brief=True),
            },
            rounds=40,
            repeat=5,
        )
        for one in many()
    ]
    by_hand, ours = (sum(one[name] for one in each) / len(each) for name in ("by hand", "judged"))
    regulations = len(library.names())
    print(f"{len(book)} rules of {regulations} regulations, read in {loaded:.1f} s;"
          f" {len(rulings)} listen to the fact")  # fmt: skip
    print(f"by hand:  {times['by hand']:7.1f} µs, no clause, no steps")
    print(f"judged:   {times['judged']:7.1f} µs, {len(rulings)} clauses, {steps} steps;"
          f" ratio {times['judged'] / times['by hand']:.1f}")  # fmt: skip
    print(f"and said in Chinese, line by line: {times['and read']:.1f} µs;"
          f" ratio {times['and read'] / times['by hand']:.1f}")  # fmt: skip
    print(f"{len(each)} facts that all differ: {by_hand:.1f} and {ours:.1f} µs each;"
          f" ratio {ours / by_hand:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
