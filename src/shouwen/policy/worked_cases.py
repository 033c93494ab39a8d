"""Runs the worked examples of a regulation through the same judge that rules on real facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import Any

from shouwen.policy.amounts import AmountError, Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.file_reading.regulation import Regulation, WorkedCase
from shouwen.policy.holidays import HolidayTable
from shouwen.policy.judge import ClausesDisagreeError, OpenObligation, discharges, judge, raised
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.target import Target, measure
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.rulebook import ExceptionsLoopError
from shouwen.policy.rulings import Nothing, Obligation, Ruling, Transfer
from shouwen.policy.sentences import lines
from shouwen.policy.steps import Language
from shouwen.policy.working.outcome import in_words, matches, outcome_of, totals_of
from shouwen.policy.working.setting import Setting, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one worked case came out; ``difference`` is empty when it agrees.

    ``line`` is the case's line in the file; ``clause`` is the number of the clause it is about.
    """

    case: str
    rule: str
    clause: str
    line: int
    ok: bool
    difference: str = ""


def run_cases(
    regulation: Regulation,
    *,
    holidays: HolidayTable | None = None,
    language: Language = "zh",
) -> tuple[CaseResult, ...]:
    """Run every worked case of a regulation, in the order of the file.

    ``holidays`` are the public holidays with their make-up days; without them only weekends are
    free. Steps in a difference are said in ``language``.
    """
    return tuple(try_cases(regulation, holidays=holidays, language=language))


def try_cases(
    regulation: Regulation,
    *,
    holidays: HolidayTable | None = None,
    language: Language = "zh",
) -> Iterator[CaseResult]:
    """Run the worked cases one at a time, for whoever stops at the first that fails."""
    court = _Court(regulation, holidays)
    for case in regulation.cases:
        yield _run(court, case, language)


@dataclass(slots=True)
class _Court:
    """Sets a regulation up once for each choice between readings under which a case is tried."""

    regulation: Regulation
    holidays: HolidayTable | None
    _set_up: dict[tuple[tuple[str, str], ...], Setting] = field(default_factory=dict)

    def setting(self, case: WorkedCase) -> Setting:
        """Return the regulation as the case wants it read, whatever a department has chosen."""
        wanted = tuple(sorted(case.settings.items()))
        if wanted not in self._set_up:
            read = self.regulation.under(case.settings)
            self._set_up[wanted] = Setting.of(read, self.holidays)
        return self._set_up[wanted]


def _run(court: _Court, case: WorkedCase, language: Language) -> CaseResult:
    try:
        setting = court.setting(case)
    except ExceptionsLoopError as circle:
        # Without a rulebook nothing can be judged; every such case says why.
        return _result(court.regulation, case, str(circle))
    rule = setting.regulation.rules.get(case.rule)
    if rule is None:
        return _result(setting.regulation, case, _absent(setting.regulation, case))
    difference = _difference(_Trial(setting, case, rule, language))
    return _result(setting.regulation, case, difference)


def _absent(regulation: Regulation, case: WorkedCase) -> str:
    """Say nothing where a rule that exists under another choice only is expected to be silent."""
    if case.rule not in regulation.written:
        return f"there is no rule `{case.rule}`"
    silent = case.expect == "nothing"
    return "" if silent else f"the rule `{case.rule}` does not exist under these settings"


def _result(regulation: Regulation, case: WorkedCase, difference: str) -> CaseResult:
    node = regulation.node_at(case.clause)
    return CaseResult(
        case=case.case,
        rule=case.rule,
        clause=node.number if node else "",
        line=case.line,
        ok=not difference,
        difference=difference,
    )


@dataclass(frozen=True, slots=True)
class _Trial:
    setting: Setting
    case: WorkedCase
    rule: Rule
    language: Language

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The rule, or the rules of its steps."""
        return tuple(expanded([self.rule]))

    def opened(self, rulings: Sequence[Ruling]) -> list[str]:
        """Return the steps of a workflow that open."""
        owed = (ruling.rule for ruling in rulings if isinstance(ruling, Obligation))
        return [name.removeprefix(f"{self.rule.id}.") for name in owed if name != self.rule.id]


def _difference(trial: _Trial) -> str:
    try:
        if trial.case.events:
            return _of_totals(trial)
        return _of_one(trial)
    except ClausesDisagreeError as disagreement:
        return str(disagreement)
    except ValueError as wrong:
        return f"the case cannot be worked out: {wrong}"


# ── one fact ─────────────────────────────────────────────────────────────────────────────────


def _of_one(trial: _Trial) -> str:
    return _compared(trial, *_ruled(trial))


def _ruled(trial: _Trial) -> tuple[tuple[Ruling, ...], object]:
    """Return what the rule says to the case, and how its duty was met if that is told."""
    case, setting = trial.case, trial.setting
    if case.population is not None:
        return (_measured(trial),), None
    fact = setting.fact(trial.rule, _as_table(case))
    rulings = _said(setting, fact, Witness(case.known), trial)
    ids = {part.id for part in trial.parts}
    mine = tuple(ruling for ruling in rulings if ruling.rule in ids)
    return mine, _met(trial, fact, mine)


def _as_table(case: WorkedCase) -> Mapping[str, Any]:
    return {"fact": case.fact, "at": case.at, "about": case.about, "given": case.given}


def _said(setting: Setting, fact: Fact, witness: Witness, trial: _Trial) -> tuple[Ruling, ...]:
    answers = witness.answers(setting.rulebook, fact)
    granted = [part.key for part in trial.parts] if trial.case.known.get("granted") else ()
    return judge(setting.rulebook, fact, answers, setting.calendar, granted=granted)


def _measured(trial: _Trial) -> Ruling:
    rule, people = trial.rule, trial.case.population
    if isinstance(rule, Target) and isinstance(people, list):
        return rule.measure_facts(trial.setting.fact(rule, one) for one in people)
    if isinstance(rule, Target) and isinstance(people, dict):
        return measure(rule, int(people["having"]), int(people["of"]))
    raise ValueError("`population:` belongs to a target, as {of: 150, having: 149}")


def _met(trial: _Trial, opening: Fact, rulings: Sequence[Ruling]) -> object:
    """Say how a duty was met: ``in_time``, ``late``, or False when the fact does not meet it."""
    case, setting = trial.case, trial.setting
    owed = next((ruling for ruling in rulings if isinstance(ruling, Obligation)), None)
    if not case.done or owed is None:
        return None
    part = next(one for one in trial.parts if one.id == owed.rule)
    # Who owes it does it, unless the case says who did.
    done = setting.done(part, opening, case, "" if "person" in case.done_given else _owner(owed))
    still_open = [
        OpenObligation(
            rule=one.rule,
            regulation=setting.regulation.slug,
            about=opening.about,
            number=number,
            opened_at=opening.happened_at,
            owner=_owner(one),
        )
        for number, one in enumerate(rulings)
        if isinstance(one, Obligation) and one.rule == owed.rule
    ]
    effects = discharges(setting.rulebook, done, still_open)
    if not any(effect.action == "met" for effect in effects):
        return False
    late = owed.due_at is not None and done.happened_at > owed.due_at
    return "late" if late else "in_time"


def _owner(owed: Obligation) -> str:
    return owed.owed_by.key if owed.owed_by.kind == "member" else ""


def _compared(trial: _Trial, rulings: Sequence[Ruling], met: object = None) -> str:
    zone, expected = trial.setting.zone, trial.case.expect
    silent = all(isinstance(ruling, Nothing) for ruling in rulings)
    if expected == "nothing":
        return "" if silent else _differs(trial, rulings, met)
    found = _found(trial, rulings, met)
    if all(matches(name, value, found, zone) for name, value in _wanted(trial).items()):
        return ""
    return _differs(trial, rulings, met)


def _found(trial: _Trial, rulings: Sequence[Ruling], met: object) -> dict[str, Any]:
    found = outcome_of(rulings, trial.setting.zone)
    if met is not None:
        found["met"] = met
    if opened := trial.opened(rulings):
        found["opens"] = opened
    if listed := trial.rule.listed():
        found["lists"] = listed
    return found


def _wanted(trial: _Trial) -> Mapping[str, Any]:
    """Return what the case expects of the rule itself.

    What the accounts end up with is compared beside what the last fact led to.
    """
    expected = trial.case.expect
    if isinstance(expected, str):
        return {}
    wanted = {**expected, "met": "in_time"} if _says_in_time(trial) else expected
    return {name: value for name, value in wanted.items() if name != "totals"}


def _says_in_time(trial: _Trial) -> bool:
    # `met: true` reads naturally beside `done:`; both mean that the duty was met in time.
    return bool(trial.case.done) and trial.case.expect.get("met") is True


def _differs(trial: _Trial, rulings: Sequence[Ruling], met: object) -> str:
    expected = trial.case.expect
    wanted = expected if isinstance(expected, str) else _listed(expected)
    got = in_words(rulings, trial.setting.zone)
    if met is not None:
        got += f", met: {str(met).lower() if met is False else met}"
    if opened := trial.opened(rulings):
        got += f", opens: [{', '.join(opened)}]"
    steps = chain.from_iterable(lines(ruling.steps, trial.language) for ruling in rulings)
    said = " → ".join(dict.fromkeys(str(line) for line in steps))
    return f"expected {wanted}, got {got}" + (f" ({said})" if said else "")


def _listed(expected: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in expected.items())


# ── several facts, added up ──────────────────────────────────────────────────────────────────


def _of_totals(trial: _Trial) -> str:
    """Compare what each account ends up with, and what the last event led to."""
    witness, mine = _added_up(trial)
    last = _compared(trial, mine)
    return "; ".join([*_wrong_totals(trial, witness), *([last] if last else [])])


def _added_up(trial: _Trial) -> tuple[Witness, tuple[Ruling, ...]]:
    """Judge the events in turn by all rules; return what was seen, and what the last led to."""
    witness = Witness(trial.case.known, saw_all=True)
    rulings: tuple[Ruling, ...] = ()
    for event in trial.case.events:
        fact = trial.setting.fact(trial.rule, event)
        rulings = _said(trial.setting, fact, witness, trial)
        witness.booked += ((fact, one) for one in rulings if isinstance(one, Transfer))
        witness.earlier += (fact, *_raised(trial, fact, witness))
    ids = {part.id for part in trial.parts}
    return witness, tuple(ruling for ruling in rulings if ruling.rule in ids)


def _wrong_totals(trial: _Trial, witness: Witness) -> list[str]:
    return [
        f"expected {account} {quantity}, got {found}"
        for account, quantity, found in _other_totals(trial, witness)
    ]


def _other_totals(trial: _Trial, witness: Witness) -> list[tuple[str, Any, Quantity]]:
    """Return each account that ends up with something else: what was expected, what it has."""
    totals = totals_of(transfer for _, transfer in witness.booked)
    return [
        (account, quantity, found)
        for account, amounts in _listed_totals(trial).items()
        for quantity in amounts
        if (found := _total(totals, account, quantity)) != _read(quantity)
    ]


def _listed_totals(trial: _Trial) -> Mapping[str, list[Any]]:
    expected = trial.case.expect
    wanted: Mapping[str, Any] = {} if isinstance(expected, str) else expected.get("totals") or {}
    return {name: said if isinstance(said, list) else [said] for name, said in wanted.items()}


def _raised(trial: _Trial, fact: Fact, witness: Witness) -> tuple[Fact, ...]:
    book = trial.setting.rulebook
    return raised(book, fact, witness.answers(book, fact), trial.setting.calendar)


def _read(text: Any) -> Quantity:
    try:
        return Quantity.parse(str(text))
    except AmountError as wrong:
        raise ValueError(str(wrong)) from None


def _total(totals: Mapping[str, Mapping[str, int]], account: str, wanted: Any) -> Quantity:
    unit = _read(wanted).unit
    return Quantity(unit, totals.get(account, {}).get(unit, 0))


# ── what comes out instead ───────────────────────────────────────────────────────────────────


def came_out(
    regulation: Regulation, line: int, *, holidays: HolidayTable | None = None
) -> Mapping[str, Any]:
    """Return what comes out otherwise than the case at a line expects, by what it expects.

    ``totals`` hold the amounts of each account. Empty where anything that differs is more than one
    figure, moment or word, which only the author of the case can put in its place.
    """
    court = _Court(regulation, holidays)
    case = next((one for one in regulation.cases if one.line == line), None)
    try:
        setting = court.setting(case) if case else None
        rule = setting.regulation.rules.get(case.rule) if setting and case else None
        if setting is None or case is None or rule is None:
            return {}
        return _instead(_Trial(setting, case, rule, "en"))
    except (ExceptionsLoopError, ClausesDisagreeError, ValueError):
        return {}


def _instead(trial: _Trial) -> Mapping[str, Any]:
    totals: Mapping[str, Any] = {}
    met: object = None
    if trial.case.events:
        witness, rulings = _added_up(trial)
        totals = _new_totals(trial, witness)
    else:
        rulings, met = _ruled(trial)
    found, zone = _found(trial, rulings, met), trial.setting.zone
    wanted = _wanted(trial)
    differing = [k for k, v in wanted.items() if not matches(k, v, found, zone)]
    came = {name: found.get(f"{name} signed", found.get(name)) for name in differing}
    plain = all(isinstance(value, str | int | Fraction) for value in came.values())
    if not plain or any(isinstance(wanted[name], list | Mapping) for name in differing):
        return {}
    return {**came, **({"totals": totals} if totals else {})}


def _new_totals(trial: _Trial, witness: Witness) -> Mapping[str, list[str]]:
    """Return what each account that differs ends up with, in the units the case names."""
    listed = _listed_totals(trial)
    totals = totals_of(transfer for _, transfer in witness.booked)
    return {
        account: [str(_total(totals, account, each)) for each in listed[account]]
        for account in dict.fromkeys(one for one, _q, _f in _other_totals(trial, witness))
    }
