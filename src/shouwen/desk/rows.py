"""The desk's rows, finished for the template: what is owed, what waits, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.approvals.queries import RequestRow
from shouwen.enforcement import queries as enforcement
from shouwen.enforcement import words
from shouwen.enforcement.lines import DONE_BY_HAND
from shouwen.enforcement.matters import Summary
from shouwen.enforcement.proof import Counted, counted_for, place_of
from shouwen.enforcement.queries import QuestionRow
from shouwen.ledger.queries import StatementLine
from shouwen.obligations.queries import OwedRow, State
from shouwen.people.standing import Standing
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.facts import Detail
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import Duty
from shouwen.regulations.queries import House
from shouwen.rounds.lines import is_walked
from shouwen.ui import words as ui

DETAILS_SHOWN = 3
NOTHING = Summary(label="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something owed, ready to show; the first nine are what a due badge reads.

    ``owner`` is empty where it is the reader's own, ``post`` names the post whose holders owe it
    together. ``act_href`` is where it is done; empty where ``done_href`` takes it by a click.
    """

    pk: int
    due_at: datetime | None
    remaining: timedelta | None
    provisional: bool
    opened_at: datetime
    warn_at: datetime | None
    state: str
    late: bool
    cursor: str
    title: str
    matter: Summary
    owner: str
    post: str
    clause_number: str
    book: str
    why_href: str
    act_href: str
    act_label: str
    done_href: str
    evidence: tuple[str, ...]
    counted: tuple[Counted, ...]

    @property
    def href(self) -> str:
        """Where the row leads: to the matter, or to the explanation if it has no page."""
        return self.matter.href or self.why_href


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that waits for the reader's signature; ``acting_for`` is whose turn it is."""

    pk: int
    tier: int
    label: str
    details: str
    matter: Summary
    proposer: str
    acting_for: str
    opened_at: datetime
    expires_at: datetime | None
    clause_number: str
    book: str
    why_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A rule that waits for details of a fact the reader recorded."""

    label: str
    missing: str
    matter: Summary
    clause_number: str
    book: str
    asked_at: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Points or money that moved to or from the reader; ``amount`` is signed from their side."""

    label: str
    note: str
    happened_at: datetime
    amount: Quantity
    unit: str | None
    clause_number: str
    book: str
    why_href: str
    countered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a month brought of one unit; ``unit`` is None for money, which the page words."""

    amount: Quantity
    unit: str | None

    @property
    def figure(self) -> str:
        """The number with its sign."""
        return ui.figure(self.amount, signed=True)

    @property
    def word(self) -> str:
        """The usual word for the unit: 元, 分."""
        return ui.unit_name(self.amount)

    @property
    def tone(self) -> str:
        """How the number looks: good, bad or plain."""
        return "fine" if self.amount.parts > 0 else "late" if self.amount.parts < 0 else ""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes rows out of what the floors say, asking the database for nothing."""

    house: House
    standing: Standing
    summaries: Mapping[str, Summary]
    names: words.Names
    now: datetime
    reader: str

    def owed(self, row: OwedRow) -> Line:
        """Make the row of something owed."""
        rule = self._rule(row)
        matter = self.summaries.get(row.about, NOTHING)
        why_href = reverse("enforcement:why_obligation", args=[row.id])
        act_href, act_label, done_href = self._act(row, rule, matter, why_href)
        return Line(
            pk=row.id,
            due_at=row.due_at,
            remaining=self._remaining(row, rule),
            provisional=row.provisional,
            opened_at=row.opened_at,
            warn_at=row.warn_at,
            state=row.state,
            late=row.late,
            cursor=row.cursor,
            title=words.of_language((row.duty, row.duty_en)) or row.duty,
            matter=matter,
            owner=row.owner_name,
            post="" if row.owner_key else self._party(row.owed_by),
            clause_number=row.clause_number,
            book=row.title,
            why_href=why_href,
            act_href=act_href,
            act_label=act_label,
            done_href=done_href,
            evidence=rule.evidence if rule else (),
            counted=counted_for(rule),
        )

    def _rule(self, row: OwedRow) -> Clocked | None:
        rule = self.house.rule(row.regulation, row.rule_id, row.version_id)
        return rule if isinstance(rule, Clocked) else None

    def _party(self, party: str) -> str:
        kind, _colon, key = party.partition(":")
        if kind != "post":
            return ""
        return self.standing.own.posts.get(key) or self.house.words.posts.get(key, key)

    def _remaining(self, row: OwedRow, rule: Clocked | None) -> timedelta | None:
        """Return the opening time left; None where the rule counts by the clock on the wall."""
        unit = rule.length_unit() if rule else None
        if rule is None or unit is None or not unit.startswith("working") or row.due_at is None:
            return None
        if row.state != State.OPEN or row.due_at <= self.now:
            return None
        calendar = self.house.calendar(row.team_key if rule.calendar == "team" else "")
        return calendar.between(self.now, row.due_at)

    def _act(
        self, row: OwedRow, rule: Clocked | None, matter: Summary, why_href: str
    ) -> tuple[str, str, str]:
        """Return what the reader can do about it: an address with its label, or a click."""
        if matter.href:
            return matter.href, _("Handle"), ""
        met_by = _met_by(rule)
        page = self._page_of(row, rule)
        if page[0]:
            return *page, ""
        if DONE_BY_HAND in met_by:
            return "", "", reverse("enforcement:finish", args=[row.id])
        kind = next((k for k in met_by if k in self._recordable()), "")
        if kind and "facts.record" in self.standing.permissions:
            record = reverse("enforcement:record", args=[kind])
            return f"{record}?about={row.about}", _("Record"), ""
        if kind and row.owner_key in (self.reader, ""):
            return reverse("rounds:round", args=[row.id]), _("Open"), ""
        return why_href, _("View"), ""

    def _page_of(self, row: OwedRow, rule: Clocked | None) -> tuple[str, str]:
        """Return the page on which it is done, with a label: its paper, or its round."""
        place = place_of(rule, row.id)
        if place:
            return place, _("Write")
        if rule is not None and is_walked(rule, self.house.in_force.rulebook):
            return reverse("rounds:round", args=[row.id]), _("Open")
        return "", ""

    def _recordable(self) -> set[str]:
        return {kind.kind for kind in enforcement.recordable_kinds(self.house.in_force)}

    def asked(self, row: RequestRow) -> Asked:
        """Make the row of a request."""
        fact = row.proposed
        return Asked(
            pk=row.id,
            tier=row.tier,
            label=words.kind_label(self.house.words.vocabulary, fact.kind),
            details=self._details(fact.kind, fact.details, but=row.proposer_key),
            matter=self.summaries.get(row.about, NOTHING),
            proposer=row.proposer_name,
            acting_for=row.acting_for_name,
            opened_at=row.opened_at,
            expires_at=row.expires_at,
            clause_number=row.clause_number,
            book=row.title,
            why_href=reverse("signoff:request", args=[row.id]),
        )

    def question(self, row: QuestionRow) -> Question:
        """Make the row of a question that a rule asks."""
        known = self.house.words.vocabulary
        missing = [words.of_language(known.detail_labels(row.fact_kind, n)) for n in row.missing]
        return Question(
            label=words.kind_label(known, row.fact_kind),
            missing=_(", ").join(missing),
            matter=self.summaries.get(row.about, NOTHING),
            clause_number=row.clause_number,
            book=row.title,
            asked_at=row.asked_at,
            href=reverse("enforcement:fact", args=[row.fact_number]),
        )

    def decided(self, line: StatementLine) -> Decided:
        """Make the row of an entry."""
        return Decided(
            label=words.kind_label(self.house.words.vocabulary, line.fact_kind),
            note=self._details(line.fact_kind, line.fact_details),
            happened_at=line.happened_at,
            amount=line.amount,
            unit=self.unit(line.amount.unit),
            clause_number=line.clause_number,
            book=line.title,
            why_href=reverse("enforcement:why_transfer", args=[line.id]),
            countered=line.countered_by is not None,
        )

    def unit(self, unit: str) -> str | None:
        """Return the printed name of a unit; None for money."""
        return None if unit == YUAN else self.house.words.points.get(unit, unit)

    def _details(self, kind: str, details: Mapping[str, Detail], but: str = "") -> str:
        known = self.house.words.vocabulary
        # The reader knows their own name, and who proposed stands in the row anyway.
        named = {self.reader, but}
        told = {name: value for name, value in details.items() if value not in named}
        lines = words.detail_lines(known, kind, told, self.names, now=self.now)
        return " · ".join(f"{label} {value}" for label, value in lines[:DETAILS_SHOWN])


def _met_by(rule: Clocked | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    conditions = rule.met_conditions() if isinstance(rule, Duty) else rule.met_by
    return tuple(condition.fact for condition in conditions)
