"""Facts in, rulings out, with the steps that explain them.

Each rule that listens to the fact gives its own answer. Then three things are settled:

*Exceptions.* A rule that ``excepts`` another wins when it speaks; the other then says nothing.
While the exception is unknown, the other is unknown too: nothing is decided. An exception that is
itself excepted does not speak, so the general rule stands again.

*Agreement.* Rules are independent unless they answer one question: they declare the same
``settles`` key, or they are deadlines of one regulation for the same duty of the same party. If
those that speak say the same, the first is kept; if one is unknown, nothing is decided; if they
differ, :class:`ClausesDisagreeError` quotes them.

*Fines.* Each transfer by which a pay rule takes money from a member raises one derived fact
``fine_imposed``, which is judged by the same rules (a supervisor's share). Derived facts raise no
further ones.

*Points.* What the rules of a fact moved of a kind of points for a member, net, is raised as
``points_moved``, so that a rule can look at the balance at once. What it asks about bookings
includes those of the fact itself.

*Attendance.* What coming or going was classed as is raised as ``attendance_classed`` likewise; a
fine that follows from it is a fine like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from shouwen.policy.amounts import Quantity
from shouwen.policy.discharges import Discharge, OpenObligation, discharges
from shouwen.policy.facts import Fact
from shouwen.policy.following import (
    ATTENDANCE_CLASSED,
    FINE_IMPOSED,
    fine_fact,
    following,
    of_class,
)
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.matter import CHINA, Calendars, Matter, Pause
from shouwen.policy.kinds.questions import Question
from shouwen.policy.kinds.words import Words, both, quantity_texts
from shouwen.policy.rulebook import Key, Rulebook
from shouwen.policy.rulings import (
    Classed,
    Measure,
    Nothing,
    Obligation,
    Permission,
    Ruling,
    Transfer,
    Unknown,
)
from shouwen.policy.steps import Step

__all__ = [
    "ATTENDANCE_CLASSED",
    "FINE_IMPOSED",
    "Answers",
    "ClausesDisagreeError",
    "Discharge",
    "OpenObligation",
    "answered",
    "classes_of",
    "discharges",
    "due_again",
    "fine_fact",
    "judge",
    "questions",
    "raised",
]

Said = dict[Key, tuple[Ruling, ...]]


class ClausesDisagreeError(ValueError):
    """Clauses that answer one question apply together and differ; ``rulings`` are all of them."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        """Quote the clauses side by side."""
        self.rulings = tuple(rulings)
        quoted = " / ".join(dict.fromkeys(_quoted(ruling) for ruling in rulings))
        super().__init__(
            f"{quoted}: they apply together and differ. "
            "Mark one as an exception to the other, or end one on a date."
        )


def _quoted(ruling: Ruling) -> str:
    words = " ".join((ruling.cites.text or ruling.cites.heading or ruling.rule).split())
    return f"{ruling.cites}“{words if len(words) <= 60 else words[:59] + '…'}”"  # noqa: PLR2004


class Answers(dict[Question, object]):
    """Answers given when a question is asked, each once: ``Answers(lambda question: …)``."""

    def __init__(self, answer: Callable[[Question], object]) -> None:
        """Keep the one who answers."""
        super().__init__()
        self._answer = answer

    def __bool__(self) -> bool:
        """Return True: what nobody asked for yet can still be answered."""
        return True

    def __missing__(self, question: Question) -> object:
        """Ask, and remember the answer."""
        self[question] = self._answer(question)
        return self[question]

    def get(self, question: Question, default: object = None) -> object:  # noqa: ARG002
        """Return the answer, asking for it if need be."""
        return self[question]


def judge(
    rulebook: Rulebook,
    fact: Fact,
    known: Mapping[Question, object],
    calendars: Calendars,
    *,
    granted: Collection[Key] = (),
    brief: bool = False,
) -> tuple[Ruling, ...]:
    """Return what every rule that listens to the fact says, in the order of the rulebook.

    ``known`` answers the questions (:func:`questions` lists them; :class:`Answers` asks as it
    goes). ``calendars`` returns the calendar called ``always``, ``department`` or ``team``.
    ``granted`` names the approval rules, as (regulation, rule id), that have all signatures. Most
    rules give one ruling; divided amounts give one for each part. Raises ClausesDisagreeError.

    With ``brief`` a rule that would only say Nothing, because a recorded detail is not the word it
    asks for, is left out. What is decided is the same; what is missing is still said.
    """
    matter = Matter(
        fact=fact, known=known, calendars=calendars, zone=rulebook.zone, granted=granted
    )
    return _judge(rulebook, matter, brief=brief)


def questions(
    rulebook: Rulebook, fact: Fact, known: Mapping[Question, object] | None = None
) -> frozenset[Question]:
    """Return what has to be answered before the fact can be judged, given what is known.

    An answer may lead to another question (whose superior? which posts has he?): ask again with
    the answers until nothing is asked, or hand :func:`judge` an :class:`Answers`.
    """
    asked: set[Question] = set()
    answers = known or {}
    matter = Matter(fact=fact, known=answers, zone=rulebook.zone, asked=asked)
    rules = rulebook.listening_to(fact)
    matter = _completed(rulebook, matter, rules)
    for rule in rules:
        said = {rule.key: rule.judge(matter)}
        for derived in following(rulebook, matter, said.values()):
            for follower in rulebook.listening_to(derived.fact):
                follower.judge(derived)
    return frozenset(asked)


def answered(
    rulebook: Rulebook, fact: Fact, answer: Callable[[Question], object]
) -> dict[Question, object]:
    """Ask until nothing is open and return all answers, so that a judgement can be repeated."""
    known: dict[Question, object] = {}
    while new := questions(rulebook, fact, known):
        known.update((question, answer(question)) for question in new)
    return known


def raised(
    rulebook: Rulebook, fact: Fact, known: Mapping[Question, object], calendars: Calendars
) -> tuple[Fact, ...]:
    """Return the facts that follow from a fact, so that earlier ones can be counted.

    A fine of a class of attendance follows from that class.
    """
    matter = Matter(fact=fact, known=known, calendars=calendars, zone=rulebook.zone)
    return tuple(_raised(rulebook, matter))


def _raised(rulebook: Rulebook, matter: Matter) -> Iterator[Fact]:
    said = _said(rulebook, matter, rulebook.listening_to(matter.fact, brief=True))
    for derived in following(rulebook, matter, said.values()):
        yield derived.fact
        yield from _raised(rulebook, derived)


def classes_of(
    rulebook: Rulebook, fact: Fact, known: Mapping[Question, object], calendars: Calendars
) -> tuple[Fact, ...]:
    """Return what coming or going was classed as by these rules, as the facts that follow."""
    matter = Matter(fact=fact, known=known, calendars=calendars, zone=rulebook.zone)
    said = _said(rulebook, matter, rulebook.listening_to(fact))
    found = (one for rulings in said.values() for one in rulings if isinstance(one, Classed))
    return tuple(of_class(one, matter).fact for one in found)


def _completed(rulebook: Rulebook, matter: Matter, rules: Iterable[Rule]) -> Matter:
    """Let every rule read what a form computes from its other fields."""
    fact = matter.fact
    if not rulebook.computes_in(fact.kind):
        return matter
    for rule in rules:
        if isinstance(rule, Form) and rule.computed and rule.applies(fact, matter.known):
            fact = rule.completed(fact)
    return matter if fact is matter.fact else matter.following(fact, matter.origin)


def _said(rulebook: Rulebook, matter: Matter, rules: Sequence[Rule]) -> Said:
    """Ask each rule, then let exceptions win and clauses agree."""
    matter = _completed(rulebook, matter, rules)
    said = {rule.key: rule.judge(matter) for rule in rules}
    if rulebook.excepts_in(matter.fact.kind):
        _let_exceptions_win(rulebook, rules, said)
    if rulebook.asks_twice_in(matter.fact.kind):
        _settle(rulebook, rules, said)
    return said


def _judge(rulebook: Rulebook, matter: Matter, *, brief: bool = False) -> tuple[Ruling, ...]:
    rules = rulebook.listening_to(matter.fact, brief=brief)
    if not rules:
        return ()
    said = _said(rulebook, matter, rules)
    rulings = [ruling for rule in rules for ruling in said[rule.key]]
    for derived in following(rulebook, matter, said.values(), brief=brief):
        rulings += _judge(rulebook, derived, brief=brief)
    return _added_up(rulebook, rulings) if len(rulings) > len(rules) else tuple(rulings)


# ── exceptions ───────────────────────────────────────────────────────────────────────────────


def _let_exceptions_win(rulebook: Rulebook, rules: Sequence[Rule], said: Said) -> None:
    yielding = [rule for rule in rules if rulebook.exceptions_to(rule)]
    for rule in rulebook.exceptions_first(yielding):
        present = [said[key] for key in rulebook.exceptions_to(rule) if key in said]
        if _is_silent(said[rule.key]) or not present:
            continue
        winner = next((found for found in present if _speaks(found)), None)
        unknown = next((found for found in present if not _is_silent(found)), None)
        if winner:
            said[rule.key] = (_excepted(rule, said[rule.key], winner[0]),)
        elif unknown:
            said[rule.key] = (_undecided(rule, said[rule.key], unknown),)


def _is_silent(rulings: Iterable[Ruling]) -> bool:
    return all(isinstance(ruling, Nothing) for ruling in rulings)


def _speaks(rulings: Iterable[Ruling]) -> bool:
    return any(not isinstance(ruling, Nothing | Unknown) for ruling in rulings)


def _excepted(rule: Rule, said: tuple[Ruling, ...], winner: Ruling) -> Ruling:
    step = Step("excepted_by", {"clause": str(winner.cites)})
    return rule.nothing((*said[0].steps, step))


def _undecided(rule: Rule, said: tuple[Ruling, ...], exception: Iterable[Ruling]) -> Ruling:
    open_ones = [ruling for ruling in exception if isinstance(ruling, Unknown)]
    missing = dict.fromkeys(name for ruling in open_ones for name in ruling.missing)
    step = Step("exception_unknown", {"clause": str(open_ones[0].cites)})
    return rule.unknown(missing, (*said[0].steps, step))


# ── agreement ────────────────────────────────────────────────────────────────────────────────


def _settle(rulebook: Rulebook, rules: Sequence[Rule], said: Said) -> None:
    groups: dict[Hashable, list[Rule]] = defaultdict(list)
    for rule in rules:
        question = rulebook.shared_question(rule)
        if question is not None and not _is_silent(said[rule.key]):
            groups[question].append(rule)
    for group in groups.values():
        if len(group) > 1:
            _settle_one(group, said)


def _settle_one(group: Sequence[Rule], said: Said) -> None:
    answers = [ruling for rule in group for ruling in said[rule.key]]
    missing = [name for a in answers if isinstance(a, Unknown) for name in a.missing]
    if missing:
        for rule in group:
            steps = (*said[rule.key][0].steps, Step("another_clause_unknown"))
            said[rule.key] = (rule.unknown(dict.fromkeys(missing), steps),)
        return
    if len({tuple(map(_essence, said[rule.key])) for rule in group}) > 1:
        raise ClausesDisagreeError(answers)
    first = said[group[0].key][0]
    for rule in group[1:]:
        step = Step("said_already", {"clause": str(first.cites)})
        said[rule.key] = (rule.nothing((*said[rule.key][0].steps, step)),)


def _essence(ruling: Ruling) -> tuple[object, ...]:
    """Return what a ruling decides, apart from who says so and why."""
    match ruling:
        case Obligation():
            return "owes", ruling.duty, ruling.owed_by, ruling.due_at
        case Transfer():
            return "moves", ruling.payer, ruling.payee, ruling.quantity
        case Permission():
            return "permits", ruling.state, ruling.tiers, ruling.barred
        case Classed():
            return "classes", ruling.person, ruling.name
        case Measure():
            return "measures", ruling.met, ruling.value, ruling.threshold
    return (type(ruling).__name__,)


# ── sums ─────────────────────────────────────────────────────────────────────────────────────


def _added_up(rulebook: Rulebook, rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Add up transfers of one rule between the same two: several fines may follow from a fact."""
    found: dict[object, Ruling] = {}
    for position, ruling in enumerate(rulings):
        if not isinstance(ruling, Transfer):
            found[position] = ruling
            continue
        key = (
            ruling.cites.regulation,
            ruling.rule,
            ruling.payer,
            ruling.payee,
            ruling.quantity.unit,
        )
        before = found.get(key)
        words = rulebook.rule(ruling.cites.regulation, ruling.rule).words
        found[key] = _sum(before, ruling, words) if isinstance(before, Transfer) else ruling
    return tuple(found.values())


def _sum(one: Transfer, other: Transfer, words: Words) -> Transfer:
    total = Quantity(one.quantity.unit, one.quantity.parts + other.quantity.parts)
    texts = both("amount", quantity_texts(total, words))
    return replace(one, quantity=total, steps=(*one.steps, *other.steps, Step("added_up", texts)))


# ── open obligations ─────────────────────────────────────────────────────────────────────────


def due_again(
    rule: Rule,
    opened_fact: Fact,
    pauses: Sequence[Pause],
    calendars: Calendars,
    *,
    known: Mapping[Question, object] | None = None,
    zone: tzinfo = CHINA,
) -> Obligation:
    """Work an open obligation out again with its pauses, by the code that worked it out first.

    The conditions are not asked again: the obligation exists. Raises ValueError when the rule
    no longer gives one for this fact.
    """
    # Answers that are only given when asked are empty until then, and still answers.
    matter = Matter(
        fact=opened_fact,
        known={} if known is None else known,
        calendars=calendars,
        pauses=tuple(pauses),
        zone=zone,
    )
    for ruling in rule.decide(matter, (rule.happened(opened_fact, zone), *rule.read_as)):
        if isinstance(ruling, Obligation):
            return ruling
    raise ValueError(f"Rule {rule.id} of {rule.clause} gives no obligation for this fact.")
