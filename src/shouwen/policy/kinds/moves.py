"""What score and pay have in common: an amount moves between the person and an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.common import NOBODY, Every, Found
from shouwen.policy.kinds.figured import Figured
from shouwen.policy.kinds.figures import percent_text, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.paid_in import PaidIn
from shouwen.policy.kinds.parties import Anybody, Somebody
from shouwen.policy.kinds.periodic import stretch
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.shapes import (
    AmountShape,
    Instead,
    Needs,
    Refused,
    Result,
    Silent,
    Task,
    Worked,
)
from shouwen.policy.kinds.shapes.shares import Shares, divide
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.rulings import Obligation, Party, Permission, Ruling, Transfer
from shouwen.policy.steps import Step

HOUSE = Somebody(fund="company")
Steps = tuple[Step, ...]


class _Periods(NamedTuple):
    """The month to whose account an amount goes, and the period with which it is settled."""

    paid: str = ""
    settled: str = ""

    def said(self) -> Iterator[Step]:
        """Name both, where the rule says so."""
        if self.settled:
            yield Step("settled_in", {"period": self.settled})
        if self.paid:
            yield Step("paid_out_in", {"period": self.paid})


class Moves(Figured):
    """A fact moves an amount. Positive means that the person gains, from ``paid_by``.

    A negative amount goes from the person to ``paid_to``. ``every: month`` stands for the closing
    of each month. ``shares`` divide the amount, each part to somebody else; with ``person: nobody``
    they are all there is, or it goes from ``paid_by`` to ``paid_to``. ``paid_in`` says to which
    month's account it goes, ``settled_in`` with which day, week, month, quarter, half-year or year
    it is settled: that of the fact. With ``otherwise: refuse`` a test of ``only_if`` that fails
    refuses the fact.
    """

    every: Every | None = None
    amount: AmountShape
    paid_by: Anybody = HOUSE
    paid_to: Anybody = HOUSE
    shares: Shares = Field(default=())
    paid_in: PaidIn | None = None
    settled_in: Every | None = None
    otherwise: Literal["nothing", "refuse"] = "nothing"

    @model_validator(mode="before")
    @classmethod
    def _closing(cls, data: Any) -> Any:
        """Let ``every: month`` stand for ``when: {fact: month_closed}``."""
        if not isinstance(data, Mapping) or data.get("when") or "every" not in data:
            return data
        return {**data, "when": [{"fact": f"{data['every']}_closed"}]}

    @model_validator(mode="after")
    def _has_occasion(self) -> Self:
        if not self.when:
            raise wrong(
                "The rule does not say when it applies.", "Add `when: {fact: …}` or `every: month`."
            )
        strange = [c.fact for c in self.when if self.every and c.fact != f"{self.every}_closed"]
        if strange:
            raise wrong(
                f"`every: {self.every}` and `when: {{fact: {strange[0]}}}` disagree.",
                f"Keep one, or write `fact: {self.every}_closed`.",
            )
        return self

    def is_about_a_person(self) -> bool:
        """Tell that the rule always has to know the person."""
        return self.person is not NOBODY

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        yield from self.amount.references(("amount",), kinds)
        yield from (Reference(("amount", *p), "unit", u) for p, u in self.amount.units() if u)
        yield from self.paid_by.references(("paid_by",), kinds)
        yield from self.paid_to.references(("paid_to",), kinds)
        for position, share in enumerate(self.shares):
            yield from share.to.references(("shares", position, "to"), kinds)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List an amount that nobody gains."""
        yield from super().faults()
        if self.otherwise == "refuse" and not self.only_if:
            mend = "Add `only_if:`, or leave `otherwise` out."
            yield ("otherwise",), "No test could fail.", mend
        if self.person is NOBODY and not self.shares and self.paid_by == self.paid_to:
            yield (
                ("person",),
                "Nobody gains, and nothing is shared.",
                "Add `shares:` or `paid_to:` with the accounts that gain, or name the person.",
            )

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """List what the shape of the amount points at."""
        for loc, what, mend in self.amount.notices():
            yield ("amount", *loc), what, mend

    def fails(self, steps: Steps) -> Ruling:
        """Refuse what does not meet the tests, where the rule says so."""
        if self.otherwise == "nothing":
            return self.nothing(steps)
        reason = steps[-1].code
        return Permission(
            rule=self.id, cites=self.clause, steps=steps, state="refused", reason=reason
        )

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work the amount out and say who gives it to whom."""
        found = Found() if self.person is NOBODY else self.find_person(matter)
        steps = (*steps, *found.verdict.steps)
        if found.verdict.holds is None:
            return (self.unknown(found.verdict.missing, steps),)
        if not found.verdict.holds:
            return (self.nothing(steps),)
        task = Task(
            matter=matter,
            person=found.key,
            person_detail=self.person.detail,
            words=self.words,
            rule=self.key,
            fact_kinds=self.listened,
        )
        return self._follows(self.amount.work_out(task), task, steps)

    def _follows(self, result: Result, task: Task, steps: Steps) -> tuple[Ruling, ...]:
        steps = (*steps, *result.steps)
        match result:
            case Worked():
                return self._moved(result.quantity, task, steps)
            case Needs():
                return (self.unknown(result.missing, steps),)
            case Silent():
                return (self.nothing(steps),)
            case Refused():
                return (self._refused(result, steps),)
            case Instead():
                return (self._instead(result, task, steps),)

    def _refused(self, result: Refused, steps: Steps) -> Permission:
        return Permission(
            rule=self.id, cites=self.clause, steps=steps, state="refused", reason=result.reason
        )

    def _instead(self, result: Instead, task: Task, steps: Steps) -> Ruling:
        owner = result.owed_by.party(task.fact, task.person, self.words)
        if owner is None:
            missing = result.owed_by.needed_detail((task.fact.kind,), self.words)
            return self.unknown((missing,), (*steps, Step("detail_missing", task.labels(missing))))
        return Obligation(
            rule=self.id,
            cites=self.clause,
            steps=steps,
            duty=result.duty,
            duty_en=result.duty_en,
            owed_by=owner,
            opened_at=task.fact.happened_at,
            due_at=None,
        )

    def _moved(self, quantity: Quantity, task: Task, steps: Steps) -> tuple[Ruling, ...]:
        if not quantity.parts:
            return (self.nothing((*steps, Step("comes_to_nothing"))),)
        account = self.paid_by if quantity.parts > 0 else self.paid_to
        other = account.party(task.fact, task.person, self.words)
        if other is None:
            missing = account.needed_detail((task.fact.kind,), self.words)
            return (
                self.unknown((missing,), (*steps, Step("detail_missing", task.labels(missing)))),
            )
        periods = self._periods(task)
        if isinstance(periods, Needs):
            return (self.unknown(periods.missing, (*steps, *periods.steps)),)
        steps = (*steps, *periods.said())
        if not self.shares and self.person is NOBODY:
            return (self._between_accounts(quantity, task, steps, periods),)
        if not self.shares:
            person = Party("member", task.person)
            return (self._transfer(quantity, person, other, steps, periods),)
        return self._shared(quantity, other, task, steps, periods)

    def _periods(self, task: Task) -> _Periods | Needs:
        """Return to which month's account it goes, and with which period it is settled."""
        paid = settled = ""
        if self.paid_in is not None:
            month = stretch(task, "month")
            if isinstance(month, Needs):
                return month
            paid = self.paid_in.after(month.name)
        if self.settled_in is not None:
            period = stretch(task, self.settled_in)
            if isinstance(period, Needs):
                return period
            settled = period.name
        return _Periods(paid, settled)

    def _between_accounts(
        self, quantity: Quantity, task: Task, steps: Steps, periods: _Periods
    ) -> Ruling:
        parties = []
        for account in (self.paid_to, self.paid_by):
            party = account.party(task.fact, None, self.words)
            if party is None:
                missing = account.needed_detail((task.fact.kind,), self.words)
                step = Step("detail_missing", task.labels(missing))
                return self.unknown((missing,), (*steps, step))
            parties.append(party)
        return self._transfer(quantity, parties[0], parties[1], steps, periods)

    def _shared(
        self, quantity: Quantity, other: Party, task: Task, steps: Steps, periods: _Periods
    ) -> tuple[Ruling, ...]:
        rates = [share.rate for share in self.shares]
        if None in rates:
            return (self.needs_figure(f"shares.{rates.index(None)}.rate", steps),)
        parties = [share.to.party(task.fact, task.person, self.words) for share in self.shares]
        if None in parties:
            share = self.shares[parties.index(None)]
            missing = share.to.needed_detail((task.fact.kind,), self.words)
            return (
                self.unknown((missing,), (*steps, Step("detail_missing", task.labels(missing)))),
            )
        parts = divide(quantity, tuple(rate for rate in rates if rate is not None))
        moved = [
            self._transfer(part, party, other, (*steps, self._share_step(part, position)), periods)
            for position, (part, party) in enumerate(zip(parts, parties, strict=True))
            if part.parts and party is not None
        ]
        return tuple(moved)

    def _share_step(self, part: Quantity, position: int) -> Step:
        rate = self.shares[position].rate
        last = position == len(self.shares) - 1
        values = both("amount", quantity_texts(part, self.words))
        return Step(
            "share_rest" if last else "share_of",
            {**values, "rate": percent_text(rate) if rate is not None else ""},
        )

    def _transfer(
        self, quantity: Quantity, party: Party, other: Party, steps: Steps, periods: _Periods
    ) -> Ruling:
        payer, payee = (other, party) if quantity.parts > 0 else (party, other)
        if payer == payee:
            return self.nothing((*steps, Step("pays_itself")))
        return Transfer(
            rule=self.id,
            cites=self.clause,
            steps=steps,
            payer=payer,
            payee=payee,
            quantity=abs(quantity),
            period=periods.paid,
            settled=periods.settled,
        )
