"""What the running month would bring if it ended now, and what the next point earns.

Nobody works that out beside the rules: the fact that closes the period is put before them as if it
happened now, and once more for each further point the member might still gain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.book import Bench, bench_for
from shouwen.pay.months import LENGTHS, Month
from shouwen.pay.queries import unit_name
from shouwen.people.models import Member
from shouwen.policy.amounts import YUAN, Quantity, plain
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers, ClausesDisagreeError, judge
from shouwen.policy.kinds.periods import first_day, name_of
from shouwen.policy.kinds.questions import Booked, Question
from shouwen.policy.rulings import Party, Ruling, Transfer
from shouwen.ui import words as ui

# How many further points are looked at: a step that is farther away is nobody's next one.
FARTHEST = 60
RuleKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a rule would pay if the period ended now, and which further point pays more.

    ``at`` is the number of points of ``unit`` that pays ``more`` than one less; both are None where
    no point within reach does.
    """

    unit: str
    so_far: Decimal
    pays: Quantity
    at: Decimal | None
    more: Quantity | None
    clause_number: str
    book: str
    href: str

    @property
    def sentence(self) -> str:
        """Say it in the language of the page."""
        said = {
            "so_far": plain(self.so_far),
            "unit": self.unit,
            "pays": f"{ui.figure(self.pays)} {ui.unit_name(self.pays)}",
        }
        if self.at is None or self.more is None:
            return _("%(so_far)s %(unit)s so far; if the period ended now, %(pays)s.") % said
        said |= {
            "at": plain(self.at),
            "more": f"{ui.figure(self.more)} {ui.unit_name(self.more)}",
        }
        return (
            _(
                "%(so_far)s %(unit)s so far; if the period ended now, %(pays)s. "
                "Number %(at)s earns %(more)s more."
            )
            % said
        )


def outlook_of(member: Member, month: Month, now: datetime) -> tuple[Outlook, ...]:
    """Return what rules that close the running periods would pay a member; nothing for the past."""
    if month != Month.of(timezone.localdate(now)):
        return ()
    closings = [_closing(member, per, now) for per in LENGTHS]
    bench = bench_for(closings[0], known_at=now)
    return tuple(
        outlook
        for fact in closings
        if bench.in_force.rulebook.listens_to_kind(fact.kind)
        for outlook in _Closing(member, fact, bench).outlooks()
    )


def _closing(member: Member, per: str, now: datetime) -> Fact:
    key, today = member.username, timezone.localdate(now)
    return Fact(
        kind=f"{per}_closed",
        about=f"member:{key}",
        happened_at=now,
        details={"person": key, "period": name_of(first_day(today, per), per)},
    )


class _Closing:
    """The closing of one period for one member, judged as if more points had been gained."""

    def __init__(self, member: Member, fact: Fact, bench: Bench) -> None:
        self._holder = ("member", member.username)
        self._fact, self._bench = fact, bench
        self._known = bench.answers(at=fact.happened_at)

    def outlooks(self) -> list[Outlook]:
        """Return one for each rule that pays by points."""
        paid_now = self._paid({})
        points = [one for one in self._known if isinstance(one, Booked) and self._is_own(one)]
        return [one for question in points for one in self._by(question, paid_now)]

    def _is_own(self, question: Booked) -> bool:
        return question.unit != YUAN and question.holder == self._holder and not question.back

    def _by(self, question: Booked, paid_now: Mapping[RuleKey, int]) -> list[Outlook]:
        """Look for the next point that pays, for the rule that it pays by."""
        before = paid_now
        for more in range(1, FARTHEST + 1):
            paid = self._paid({question: more})
            rising = [key for key in paid if paid[key] > before.get(key, 0)]
            if rising:
                gain = paid[rising[0]] - before.get(rising[0], 0)
                return [self._outlook(question, rising[0], paid_now, (more, gain))]
            before = paid
        return [self._outlook(question, key, paid_now, None) for key in list(paid_now)[:1]]

    def _paid(self, more: Mapping[Question, int]) -> dict[RuleKey, int]:
        """Return what each rule would pay the member in fen, with so many more points."""
        known = Answers(lambda asked: _plus(self._known.get(asked), more.get(asked, 0)))
        try:
            rulings = judge(self._bench.in_force.rulebook, self._fact, known, self._bench.calendar)
        except ClausesDisagreeError:
            return {}
        sums: dict[RuleKey, int] = {}
        for key, parts in (self._share(one) for one in rulings):
            if parts:
                sums[key] = sums.get(key, 0) + parts
        return sums

    def _share(self, ruling: Ruling) -> tuple[RuleKey, int]:
        key = ruling.cites.regulation, ruling.rule
        if not isinstance(ruling, Transfer) or ruling.quantity.unit != YUAN:
            return key, 0
        mine = Party(*self._holder)
        return key, ruling.quantity.parts * ((ruling.payee == mine) - (ruling.payer == mine))

    def _outlook(
        self,
        question: Booked,
        key: RuleKey,
        paid_now: Mapping[RuleKey, int],
        step: tuple[int, int] | None,
    ) -> Outlook:
        rule = self._bench.in_force.rulebook.rule(*key)
        answer = Quantity.of(Fraction(str(self._known.get(question))), question.unit).value
        return Outlook(
            unit=unit_name(question.unit, self._bench.in_force) or "",
            so_far=answer,
            pays=Quantity(YUAN, paid_now.get(key, 0)),
            at=answer + step[0] if step else None,
            more=Quantity(YUAN, step[1]) if step else None,
            clause_number=rule.clause.number,
            book=rule.clause.title,
            href=reverse("regulations:current", args=[rule.clause.regulation]),
        )


def _plus(answer: object, more: int) -> object:
    return answer + more if more else answer  # type: ignore[operator]
