"""The settlement of many facts: kind after kind, each class judged once, sums by Polars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from shouwen.pay.many import asking
from shouwen.pay.many.asking import Template
from shouwen.pay.many.balances import Bookings, LaterError
from shouwen.pay.many.chained import AgainError, Chain, Judging, Links, StuckError
from shouwen.pay.many.classes import CLASS, Columns
from shouwen.pay.many.past import Past
from shouwen.pay.many.settled import Around, Missing, Moved, Part, People, Settled
from shouwen.pay.many.staff import NOBODY, Staff
from shouwen.pay.many.traced import Traced
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers, judge
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.questions import Question
from shouwen.policy.kinds.roster import Roster
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Party, Ruling, Transfer, Unknown
from shouwen.policy.vocabulary import Vocabulary


@dataclass(slots=True)
class Settling:
    """Settles facts of many kinds under one rulebook; ``people`` tells who holds which post."""

    book: Rulebook
    words: Vocabulary
    people: People
    done: Settled = field(init=False)
    _staff: Staff = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing settled."""
        self.done = Settled(self.book.zone)
        self._staff = Staff(self.people)

    def settle(
        self, facts: Mapping[str, pl.DataFrame], known: Mapping[str, pl.DataFrame] | None = None
    ) -> Settled:
        """Settle facts by kind, those first that others ask about; the rest one by one.

        Each frame has ``number`` (in the order of recording), ``at`` in UTC, ``about`` and a column
        for each detail; facts of the same moment or later have higher numbers. ``known`` are all
        facts that may be counted, these among them.
        """
        known = facts if known is None else known
        waiting = {
            kind: Columns.of(kind, frame, self.book, self.words)
            for kind, frame in facts.items()
            if self.book.listens_to_kind(kind) and len(frame)
        }
        while ready := self._settle_what_is_ready(waiting, known) or self._chained(waiting, known):
            for kind in ready:
                del waiting[kind]
        around = Around(self.book, known, self.done, frozenset(waiting))
        self._one_by_one({kind: facts[kind] for kind in waiting}, around)
        return self.done

    def _settle_what_is_ready(
        self, waiting: Mapping[str, Columns], facts: Mapping[str, pl.DataFrame]
    ) -> list[str]:
        ready: list[str] = []
        for kind, columns in waiting.items():
            still = frozenset(waiting) - frozenset(ready)
            try:
                part = self._of_kind(columns, Around(self.book, facts, self.done, still))
            except LaterError:
                continue
            self.done.parts.append(part)
            ready.append(kind)
        return ready

    # ── a kind at once ───────────────────────────────────────────────────────────────────────

    def _of_kind(self, columns: Columns, around: Around) -> Part:
        while True:
            first = columns.sort_out()
            asked: dict[Template, Question] = {}
            part = Part(columns, [], [], len(first))
            for row in first.iter_rows(named=True):
                self._judge_class(columns, row, part, asked)
            if not asked:
                return part
            for template in asked:
                self._answer(template, columns, around)

    def _answer(self, template: Template, columns: Columns, around: Around) -> None:
        def applying(kind: str, key: tuple[str, str]) -> tuple[Columns, list[bool]]:
            return self._applying(kind, key, around)

        asking.answer(template, columns, around, self._staff, applying)

    def _applying(
        self, kind: str, key: tuple[str, str], around: Around
    ) -> tuple[Columns, list[bool]]:
        """Tell for each class of the facts of a kind whether a rule applies."""
        columns = Columns.of(kind, around.facts[kind], self.book, self.words)
        rule = self.book.rule(*key)
        while True:
            wanted: dict[Template, Question] = {}
            applies = [
                bool(rule.applies(columns.fact(row), self._known(columns, row, wanted)))
                for row in columns.sort_out().iter_rows(named=True)
            ]
            if not wanted:
                return columns, applies
            for template in wanted:
                self._answer(template, columns, around)

    def _judge_class(
        self, columns: Columns, row: Mapping[str, Any], part: Part, asked: dict[Template, Question]
    ) -> None:
        wanted = dict[Template, Question]()
        rulings = self.judged_again(columns, row, wanted)
        if wanted:
            asked.update(wanted)
            return
        self._keep(rulings, columns, row, part)

    def _keep(
        self, rulings: Iterable[Ruling], columns: Columns, row: Mapping[str, Any], part: Part
    ) -> None:
        people = columns.people_of(row)
        for ruling in rulings:
            _keep(ruling, row, people, part, self.book)

    def judged_again(
        self,
        columns: Columns,
        row: Mapping[str, Any],
        wanted: dict[Template, Question] | None = None,
        numbers: Mapping[Template, Traced] | None = None,
    ) -> tuple[Ruling, ...]:
        """Judge one fact of a kind with every step: the explanation of its lines.

        What was not asked before is added to ``wanted``; ``numbers`` are answers besides.
        """
        return self._judged(columns.fact(row), self._known(columns, row, wanted, numbers))

    def _known(
        self,
        columns: Columns,
        row: Mapping[str, Any],
        wanted: dict[Template, Question] | None,
        numbers: Mapping[Template, Traced] | None = None,
    ) -> Answers:
        fact, people = columns.fact(row), columns.people_of(row)

        def known(question: Question) -> object:
            template = asking.template_of(question, fact, people)
            if numbers and template in numbers:
                return numbers[template]
            if template in columns.answered:
                found = columns.answered[template]
                return found.read(row[found.column])
            if wanted is not None:
                wanted[template] = question
            return None

        return _Open(known)

    def _judged(self, fact: Fact, known: Mapping[Question, object]) -> tuple[Ruling, ...]:
        self.done.judged += 1
        return judge(self.book, fact, known, _no_hours, brief=True)

    # ── kinds that look at what they booked themselves ───────────────────────────────────────

    def _chained(
        self, waiting: Mapping[str, Columns], facts: Mapping[str, pl.DataFrame]
    ) -> list[str]:
        """Settle in the order of recording the kinds of which that is all that is in the way."""
        strict = Around(self.book, facts, self.done, frozenset(waiting))
        kinds = list(waiting)
        while kinds:
            links = [Links(waiting[kind]) for kind in kinds]
            loose = strict._replace(waiting=frozenset(waiting) - frozenset(kinds))
            try:
                self.done.parts += Chain(links, self._linked(strict, loose)).settle()
            except StuckError as stuck:
                kinds.remove(stuck.kind)
            else:
                return kinds
        return []

    def _linked(self, strict: Around, loose: Around) -> Judging:
        def judging(
            link: Links, row: Mapping[str, Any], numbers: Mapping[Template, Traced]
        ) -> tuple[list[Moved], list[Missing]]:
            wanted = dict[Template, Question]()
            try:
                rulings = self.judged_again(link.columns, row, wanted, numbers)
                for template in wanted:
                    self._link(template, link, strict, loose)
            except LaterError as error:
                raise StuckError(link.columns.kind) from error
            if wanted:
                raise AgainError
            part = Part(link.columns, [], [])
            self._keep(rulings, link.columns, row, part)
            return part.moved, part.missing

        return judging

    def _link(self, template: Template, link: Links, strict: Around, loose: Around) -> None:
        """Answer a question for all facts of a kind; what changes on the way becomes a pot."""
        try:
            self._answer(template, link.columns, strict)
        except LaterError:
            if not isinstance(template.about, Bookings) or template.among is not None:
                raise
            template.about.refuse_unsettled(loose)
            link.look_at(template, template.about, strict)

    # ── one by one ───────────────────────────────────────────────────────────────────────────

    def _one_by_one(self, waiting: Mapping[str, pl.DataFrame], around: Around) -> None:
        if not waiting:
            return
        past = Past(self.book, around, self.people)
        for number, fact in past.in_order(waiting):
            rulings = self._judged(fact, Answers(past.answers_before(number, fact)))
            for ruling in rulings:
                if isinstance(ruling, Transfer):
                    self.done.alone.append((number, fact, ruling))
                    past.book_transfer(number, fact, ruling)
                elif isinstance(ruling, Unknown):
                    self.done.alone_missing.append((number, ruling))


class _Open(Answers):
    """Answers of which some are still missing: what nobody answers stays unanswered."""

    def get(self, question: Question, default: object = None) -> object:
        """Return the answer, or the default where there is none yet."""
        found = self[question]
        return default if found is None else (None if found is NOBODY else found)


def _no_hours(_name: str) -> Calendar:
    return Calendar.always()


def settled_rules(book: Rulebook) -> Rulebook:
    """Return the rules that move something or decide about those that do."""
    kept = (
        rule for rule in book.rules
        if isinstance(rule, Moves | Roster) or rule.excepts
        or (isinstance(rule, Form) and rule.computed)
    )  # fmt: skip
    return Rulebook(kept, book.zone)


def _keep(
    ruling: Ruling, row: Mapping[str, Any], people: Mapping[str, str], part: Part, book: Rulebook
) -> None:
    klass, cites = row[CLASS], ruling.cites
    if isinstance(ruling, Unknown):
        part.missing += [Missing(klass, cites.regulation, ruling.rule, m) for m in ruling.missing]
    if not isinstance(ruling, Transfer):
        return
    day = row["at"].astimezone(book.zone)
    part.moved.append(
        Moved(
            klass, cites.regulation, ruling.rule, cites.number, ruling.quantity.unit,
            ruling.quantity.parts, ruling.period or f"{day:%Y-%m}", ruling.settled,
            *_place(ruling.payer, people), *_place(ruling.payee, people),
        )
    )  # fmt: skip


def _place(party: Party, people: Mapping[str, str]) -> tuple[str, str]:
    """Return in which column a party stands, or its name outright."""
    if party.kind == "member" and party.key in people:
        return people[party.key], ""
    return "", str(party)
