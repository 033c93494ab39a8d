"""Puts a worked example of a regulation before the whole house: facts, people, periods, statements.

What an example says is known (posts, superiors, figures, earlier occurrences) is brought about by
people who hold posts, facts that are recorded and entries that are booked; nothing is answered
for the judge. Then its facts come through the one door, their periods are closed and paid out,
and what the statements say is compared with what the example expects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shouwen.adoption.choosing import with_chosen
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.questions import answer_to
from shouwen.enforcement.sent import Sent
from shouwen.ledger import actions as ledger
from shouwen.ledger import settling
from shouwen.ledger.models import Account, Transfer
from shouwen.ledger.settling import State
from shouwen.pay import actions as pay
from shouwen.pay import queries
from shouwen.pay.months import Month
from shouwen.people import actions as people
from shouwen.people.models import Member, Post
from shouwen.policy import rulings
from shouwen.policy.amounts import YUAN, Quantity, plain
from shouwen.policy.facts import Fact
from shouwen.policy.file_reading.regulation import Regulation, WorkedCase
from shouwen.policy.kinds.conditions import Same
from shouwen.policy.kinds.figuring import Figuring
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.periods import begin_of, next_first_day, per_of
from shouwen.policy.kinds.questions import (
    Booked,
    HoldersOf,
    MembersOf,
    Occurrences,
    Question,
    Recorded,
    Standings,
)
from shouwen.policy.kinds.sources.recorded import RecordsOf, SumOf
from shouwen.policy.vocabulary import DetailType
from shouwen.policy.working.outcome import matches, outcome_of
from shouwen.policy.working.setting import Setting, Witness
from shouwen.regulations import actions as regulations
from shouwen.regulations import queries as adopted
from shouwen.regulations.holiday_table import holiday_table
from shouwen.regulations.models import Version

LONG_AGO = date(1990, 1, 1)
# What happened in no period that is asked about by itself.
LONG_BEFORE = timedelta(days=400)
SIGNERS = 6
STEPS = (State.CALCULATED, State.REVIEWED, State.APPROVED, State.LOCKED, State.PAID)


class CannotBeBroughtAboutError(Exception):
    """The example knows something that no recorded fact makes so."""


@dataclass(slots=True)
class House:
    """A house that adopted one regulation, read as an example wants it read."""

    read: Regulation
    setting: Setting
    version: Version
    signers: tuple[Member, ...]
    clock: datetime
    made: dict[str, Member] = field(default_factory=dict)

    @classmethod
    def under(cls, pack: Regulation, chosen: Mapping[str, str]) -> House:
        """Adopt a regulation with these choices in an empty house."""
        text = with_chosen(pack.source, dict(chosen))
        read = pack.under(chosen)
        signers = tuple(
            people.add_member(key=f"signer{n}", name=f"签字人{n}") for n in range(SIGNERS)
        )
        begins = datetime.combine(read.in_force, time(8), Setting.of(read, None).zone)
        version = regulations.adopt(
            text=text, file_name=pack.file_name, by=signers[0], at=begins - timedelta(days=9000)
        )
        assert isinstance(version, Version), [str(fault) for fault in version]
        return cls(read, Setting.of(read, holiday_table()), version, signers, begins)

    # ── people ───────────────────────────────────────────────────────────────────────────────

    def member(self, key: str) -> Member:
        """Return a member by key; who is not there yet begins now."""
        if key not in self.made:
            self.made[key] = people.add_member(key=key, name=f"{key}君")
        return self.made[key]

    def appoint(self, key: str, post: str) -> None:
        """Let a member hold a post."""
        held = Post.objects.filter(key=post).first() or people.add_post(key=post, name=post)
        member = self.member(key)
        if not member.holdings.filter(post=held).exists():
            people.appoint(member=member, post=held, team=None, since=LONG_AGO)

    def staff(self, case: WorkedCase) -> None:
        """Let everybody hold the posts the example names, under the superiors it names."""
        known = case.known
        for person, posts in (known.get("posts") or {}).items():
            for post in posts:
                self.appoint(person, post)
        for post, members in (known.get("members") or {}).items():
            for person in members:
                self.appoint(person, post)
        for post, count in (known.get("holders") or {}).items():
            for number in range(int(count)):
                self.appoint(f"{post}{number}", post)
        for person, superior in (known.get("superior") or {}).items():
            if superior:
                people.set_superior(
                    member=self.member(person), superior=self.member(superior), since=LONG_AGO
                )

    def name_people(self, fact: Fact) -> None:
        """Let everybody whom a fact names as a member be one."""
        for name, value in fact.details.items():
            term = self.read.vocabulary.term(fact.kind, name)
            if term is not None and term.type is DetailType.MEMBER and value:
                self.member(str(value))

    # ── facts ────────────────────────────────────────────────────────────────────────────────

    def record(self, fact: Fact) -> Outcome:
        """Record a fact when it happens; whatever wants a signature gets it."""
        self.name_people(fact)
        self.clock = max(self.clock, fact.happened_at)
        actor = self.member(fact.actor) if fact.actor else self.signers[0]
        outcome = record_fact(_as_sent(fact), actor=actor, recorded_at=self.clock)
        return self._signed(outcome)

    def _signed(self, outcome: Outcome) -> Outcome:
        for signer in self.signers[1:]:
            if outcome.held is None:
                return outcome
            outcome = decide_request(
                request=outcome.held, member=signer, verdict="granted", at=self.clock,
                comment="同意", override=True,
            )  # fmt: skip
        return outcome

    # ── what was before ──────────────────────────────────────────────────────────────────────

    def bring_about(self, case: WorkedCase, fact: Fact) -> None:
        """Record and book what makes the house answer as the example says."""
        said = Witness(case.known).answers(self.setting.rulebook, fact)
        for question, answer in self._alone(said):
            self._bring(question, answer, fact)
        for question, answer in self._alone(said):
            found = self._answer(question, fact)
            if found != answer and set(_many(found)) != set(_many(answer)):
                raise CannotBeBroughtAboutError(f"{question}: {answer}")

    def _alone(self, said: Mapping[Question, object]) -> list[tuple[Question, object]]:
        found: list[tuple[Question, object]] = []
        for question, answer in said.items():
            if isinstance(question, Standings) and isinstance(answer, Mapping):
                found += [(question.about(who), number) for who, number in answer.items()]
            elif isinstance(question, Booked | Recorded | Occurrences | HoldersOf | MembersOf):
                found.append((question, answer))
        return sorted(found, key=_narrowest)

    def _answer(self, question: Question, fact: Fact) -> Any:
        on = adopted.shelf().on(fact.happened_at.date(), self.clock)
        return answer_to(question, book=on.rulebook, at=fact.happened_at, before_number=10**12)

    def _bring(self, question: Question, answer: Any, fact: Fact) -> None:
        if isinstance(question, Booked):
            self._book(question, answer - self._answer(question, fact))
        elif isinstance(question, Recorded):
            self._tell(question, answer - (self._answer(question, fact) or 0), fact)
        elif isinstance(question, Occurrences):
            for _ in range(answer - self._answer(question, fact)):
                self.record(replace(fact, happened_at=_before(question.since, fact)))

    def _book(self, question: Booked, much: Fraction) -> None:
        if not much:
            return
        rule = next(
            one for one in self.read.rules.values()
            if isinstance(one, Moves) and one.id in (question.rules or (one.id,))
        )  # fmt: skip
        at = question.since or question.until - LONG_BEFORE
        row = self.record(Fact(kind="case_noted", about="case:T-0", happened_at=at)).row
        holder, house = rulings.Party(*question.holder), rulings.Party("fund", "before")
        if holder.kind == "member":
            self.member(holder.key)
        payer, payee = (house, holder) if much > 0 else (holder, house)
        moved = rulings.Transfer(
            rule=rule.id, cites=rule.clause, payer=payer, payee=payee,
            quantity=abs(Quantity.of(much, question.unit)),
        )  # fmt: skip
        ledger.move(
            ruling=moved, fact_row=row, version_id=self.version.pk, payer=payer, payee=payee,
            at=self.clock,
        )  # fmt: skip

    def _tell(self, question: Recorded, much: Fraction, fact: Fact) -> None:
        rule = self.setting.rulebook.rule(question.regulation, question.rule)
        assert isinstance(rule, Figuring)
        records = rule.recorder(question.figure)
        at = _before(question.since, fact)
        if isinstance(records, SumOf):
            if much:
                self._one_record(records, question, at, {records.detail: _text(much)})
            return
        for _ in range(int(much)):
            self._one_record(records, question, at, {})

    def _one_record(
        self, records: RecordsOf, question: Recorded, at: datetime, own: Mapping[str, Any]
    ) -> None:
        condition = records.of[0]
        tests = {n: t.values[0] for n, t in condition.tests.items() if isinstance(t, Same)}
        details = {**tests, **dict(question.keys), **own}
        about = f"member:{details['person']}" if "person" in details else "case:T-0"
        self.record(Fact(kind=condition.fact, about=about, happened_at=at, details=details))

    # ── settling ─────────────────────────────────────────────────────────────────────────────

    def close(self, names: set[str]) -> None:
        """Take periods all the way until they are paid."""
        for name in sorted(names):
            over = datetime.combine(
                next_first_day(begin_of(name), per_of(name)), time(9), self.setting.zone
            )
            self.clock = max(self.clock, over)
            for step in STEPS:
                sent = Sent.at_once(self.signers[0], self.clock)
                self._signed(pay.settle(name=name, to=step, sent=sent))
                assert settling.state_of(name) == step


def _narrowest(one: tuple[Question, object]) -> tuple[int, float]:
    """Put what one rule booked before what several did, and a day before its month."""
    rules, since = getattr(one[0], "rules", ()), getattr(one[0], "since", None)
    return len(rules) or 99, -since.timestamp() if since else 0.0


def _many(answer: Any) -> tuple[Any, ...]:
    """Return an answer as a tuple: in which order members are listed does not count."""
    return answer if isinstance(answer, tuple) else (answer,)


def _before(since: datetime | None, fact: Fact) -> datetime:
    return since or fact.happened_at - LONG_BEFORE


def _text(much: Fraction) -> str:
    return plain(Decimal(much.numerator) / Decimal(much.denominator))


def _as_sent(fact: Fact) -> Fact:
    """Write every detail as a form or a program sends it."""
    plainly = {
        name: value if isinstance(value, str | int | bool) else str(value)
        for name, value in fact.details.items()
        if value is not None
    }
    return replace(fact, details=plainly)


# ── the comparison ───────────────────────────────────────────────────────────────────────────


def is_left_to_people(case: WorkedCase) -> bool:
    """Tell whether an example leaves unsaid what a house always knows: who holds a post, say."""
    if isinstance(case.expect, str):
        return False
    return any(":" in str(one) and not str(one).startswith("figure:")
               for one in case.expect.get("unknown") or ())  # fmt: skip


def difference(house: House, case: WorkedCase) -> str:
    """Play an example in the whole house; return how the statements differ, or nothing."""
    rule = house.read.rules[case.rule]
    house.staff(case)
    events = case.events or ({"fact": case.fact, "at": case.at, "about": case.about,
                              "given": case.given},)  # fmt: skip
    facts = [house.setting.fact(rule, event) for event in events]
    house.name_people(facts[-1])
    if not case.events:
        house.bring_about(case, facts[0])
    outcomes = [house.record(fact) for fact in facts]
    numbers = [outcome.fact.number for outcome in outcomes if outcome.fact]
    moved = Transfer.objects.filter(fact__in=numbers).select_related("payer", "payee")
    house.close({each.settled_in or each.period for each in moved})
    return "; ".join([*_wrong_statements(house), *_wrong_ending(house, case, outcomes[-1]),
                      *_wrong_totals(case, numbers)])  # fmt: skip


def _wrong_ending(house: House, case: WorkedCase, outcome: Outcome) -> Iterator[str]:
    zone, expected = house.setting.zone, case.expect
    found = {**_said(house, case, outcome), **_lines(case, outcome)}
    if expected == "nothing":
        if found:
            yield f"expected nothing, got {found}"
        return
    for name, value in expected.items():
        if name != "totals" and not matches(name, value, found, zone):
            yield f"expected {name}: {value}, got {found.get(name)} of {found}"


def _said(house: House, case: WorkedCase, outcome: Outcome) -> dict[str, Any]:
    mine = [one for one in outcome.rulings
            if one.rule == case.rule and not isinstance(one, rulings.Transfer)]  # fmt: skip
    found = outcome_of(mine, house.setting.zone)
    asked = [one for one in outcome.asked if one.rule_id == case.rule]
    return (
        {**found, "unknown": sorted({m for one in asked for m in one.missing})}
        if asked
        else (found)
    )


def _lines(case: WorkedCase, outcome: Outcome) -> dict[str, Any]:
    """Return what the example's rule moved for its last fact, as the periods that were paid say."""
    if outcome.fact is None:
        return {}
    rows = Transfer.objects.filter(fact=outcome.fact.number, rule_id=case.rule)
    names = sorted({row.settled_in or row.period for row in rows})
    lines = [line for name in names for line in settling.lines_of(name)
             if line.fact_id == outcome.fact.number and line.rule_id == case.rule]  # fmt: skip
    if not lines:
        return {}
    name = "pay" if lines[0].unit == YUAN else "points"
    listed = [{"from": account_name(line.payer), "to": account_name(line.payee),
               "amount": str(Quantity(line.unit, line.parts))} for line in lines]  # fmt: skip
    first = lines[0]
    signed = Quantity(first.unit, first.parts if first.payee.kind == "member" else -first.parts)
    return {
        name: listed,
        f"{name} signed": str(signed) if len(lines) == 1 else None,
        "paid_in": first.period,
        "settled_in": first.settled_in,
    }


def account_name(account: Account) -> str:
    """Name an account as examples do."""
    plainly = account.kind in ("member", "fund")
    return account.key if plainly else f"{account.kind}:{account.key}"


def _wrong_totals(case: WorkedCase, numbers: list[int]) -> Iterator[str]:
    wanted = case.expect.get("totals") if isinstance(case.expect, dict) else None
    if not wanted:
        return
    sums: dict[tuple[str, str], int] = {}
    for row in Transfer.objects.filter(fact__in=numbers).select_related("payer", "payee"):
        for account, sign in ((row.payer, -1), (row.payee, 1)):
            place = account_name(account), row.unit
            sums[place] = sums.get(place, 0) + sign * row.parts
    for account, amounts in wanted.items():
        for text in amounts if isinstance(amounts, list) else [amounts]:
            quantity = Quantity.parse(str(text))
            found = sums.get((account, quantity.unit), 0)
            if found != quantity.parts:
                yield f"expected {account} {quantity}, got {Quantity(quantity.unit, found)}"


def _wrong_statements(house: House) -> Iterator[str]:
    """Say where the statements of members do not add up to what the ledger moved."""
    wanted: dict[tuple[str, str, str], int] = {}
    for row in Transfer.objects.select_related("payer", "payee"):
        for account, sign in ((row.payer, -1), (row.payee, 1)):
            if account.kind == "member":
                place = account.key, row.period, row.unit
                wanted[place] = wanted.get(place, 0) + sign * row.parts
    for (key, period, unit), parts in wanted.items():
        month = Month.of(begin_of(period))
        sections = queries.statement_of(house.member(key), month, house.clock).sections
        nets = {section.net.unit: section.net.parts for section in sections}
        if nets.get(unit) != parts:
            yield f"{key} {period}: {parts} {unit} moved, the statement says {nets}"
