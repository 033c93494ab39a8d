"""The setting of a worked example: its facts, its calendars, and the answers it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.file_reading.regulation import Regulation, WorkedCase
from shouwen.policy.holidays import HolidayTable
from shouwen.policy.judge import questions
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.duty import OBLIGATION_MET, PERIOD_BEGAN
from shouwen.policy.kinds.questions import (
    Approved,
    Booked,
    Done,
    HoldersOf,
    MembersOf,
    Occurrences,
    PostsOf,
    Question,
    Recorded,
    Restarted,
    Standings,
    Stocked,
    SuperiorOf,
)
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Transfer
from shouwen.policy.working import figures

_NOBODY_SAID = object()
_WHOLE_WEEK = {"mon-fri": ("09:00-18:00",)}
MATTER = "case:T-000001"


def moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a moment of a case; ``24:00`` is the end of the day; raise ValueError."""
    day, _, clock = text.strip().replace("T", " ").partition(" ")
    if clock in ("24:00", "24:00:00"):
        midnight = datetime.combine(datetime.fromisoformat(day), time(), zone)
        return midnight + timedelta(days=1)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def moment_text(found: datetime, zone: ZoneInfo) -> str:
    """Write a moment the way cases do: ``2024-03-05 18:00``, a day's end as its 24:00."""
    local = found.astimezone(zone)
    if local.time() == time():
        return f"{(local - timedelta(days=1)):%Y-%m-%d} 24:00"
    if not local.second and not local.microsecond:
        return f"{local:%Y-%m-%d %H:%M}"
    return local.replace(tzinfo=None).isoformat(sep=" ")


@dataclass(frozen=True, slots=True)
class Setting:
    """One regulation set up to be tried: its rulebook, its calendars, its time zone."""

    regulation: Regulation
    holidays: HolidayTable | None
    rulebook: Rulebook
    zone: ZoneInfo
    department: Calendar
    always: Calendar

    @classmethod
    def of(cls, regulation: Regulation, holidays: HolidayTable | None) -> Setting:
        """Set a regulation up; its own working hours count, or a plain week where it has none."""
        zone = ZoneInfo(regulation.time_zone)
        hours = dict(regulation.working_hours) or _WHOLE_WEEK
        return cls(
            regulation,
            holidays,
            Rulebook(regulation.rules.values(), zone),
            zone,
            Calendar.of(hours, time_zone=zone.key, holidays=holidays),
            Calendar.always(time_zone=zone.key),
        )

    def calendar(self, name: str) -> Calendar:
        """Return the calendar a rule names."""
        return self.always if name == "always" else self.department

    def fact(self, rule: Rule, about: Mapping[str, Any]) -> Fact:
        """Return the fact a case or an event gives; what it leaves out, the rule suggests."""
        kinds = rule.fact_kinds() or (PERIOD_BEGAN,)
        kind = str(about.get("fact") or kinds[0])
        details = _details(about.get("given") or {})
        if kind in (PERIOD_BEGAN, OBLIGATION_MET):
            followed = getattr(rule, "follows", "") or rule.id
            details = {"rule": followed, "regulation": self.regulation.slug, **details}
        return Fact(
            kind=kind,
            about=str(about.get("about") or self._matter(rule, kind, details)),
            happened_at=self._at(str(about.get("at") or ""), rule),
            details=details,
            actor=str(about.get("actor") or ""),
        )

    def _matter(self, rule: Rule, kind: str, details: Mapping[str, Detail]) -> str:
        if kind != PERIOD_BEGAN:
            return MATTER
        return f"duty:{self.regulation.slug}:{rule.id}:{details.get('period')}"

    def _at(self, text: str, rule: Rule) -> datetime:
        if text:
            return moment(text, self.zone)
        first = self.regulation.tried_on or self.regulation.in_force
        day = max(first, rule.in_force or first)
        return datetime.combine(day, time(10), self.zone)

    def done(self, rule: Rule, opening: Fact, case: WorkedCase, by: str = "") -> Fact:
        """Return the fact that meets a duty: as its ``met_by`` demands unless the case differs.

        ``by`` is who does it.
        """
        conditions: Sequence[Condition] = ()
        evidence: Mapping[str, int] = {}
        if isinstance(rule, Clocked):
            conditions, evidence = rule.met_conditions(), rule.counted_evidence()
        first = conditions[0] if conditions else Condition(fact="")
        wanted = {n: t.values[0] for n, t in first.tests.items() if isinstance(t, Same)}
        return Fact(
            kind=case.done_fact or first.fact,
            about=opening.about,
            happened_at=moment(case.done, self.zone),
            details=_details({**opening.details, **wanted, **evidence, **case.done_given}),
            actor=by,
        )


def _details(given: Mapping[str, Any]) -> dict[str, Detail]:
    return {name: value for name, value in given.items() if value is not None}


@dataclass(slots=True)
class Witness:
    """Answers the judge's questions from what a case knows and from its earlier events."""

    known: Mapping[str, Any]
    earlier: list[Fact] = field(default_factory=list)
    booked: list[tuple[Fact, Transfer]] = field(default_factory=list)
    saw_all: bool = False  # nothing happened but the earlier events

    def answers(self, rulebook: Rulebook, fact: Fact) -> dict[Question, object]:
        """Return every answer the case has, as far as anything is asked."""
        found: dict[Question, object] = {}
        while new := self._answerable(questions(rulebook, fact, found), rulebook, found):
            found.update(new)
        return found

    def _answerable(
        self, asked: frozenset[Question], rulebook: Rulebook, found: Mapping[Question, object]
    ) -> dict[Question, object]:
        answers = {one: self._answer(one, rulebook) for one in asked if one not in found}
        return {one: answer for one, answer in answers.items() if answer is not _NOBODY_SAID}

    def _answer(self, question: Question, rulebook: Rulebook) -> object:  # noqa: PLR0911
        match question:
            case PostsOf(person=person):
                posts = (self.known.get("posts") or {}).get(person, _NOBODY_SAID)
                return posts if posts is _NOBODY_SAID else frozenset(posts)
            case SuperiorOf(person=person):
                return (self.known.get("superior") or {}).get(person, _NOBODY_SAID)
            case HoldersOf(post=post):
                return (self.known.get("holders") or {}).get(post, _NOBODY_SAID)
            case MembersOf(post=post):
                found = (self.known.get("members") or {}).get(post, _NOBODY_SAID)
                return found if found is _NOBODY_SAID else tuple(found)
            case Approved() | Done():
                return self._of_the_matter(question)
            case Occurrences():
                return self._count(question, rulebook)
            case Restarted():
                return figures.restarted(question, self.earlier)
            case Booked() | Recorded() | Standings() | Stocked():
                return self._figure(question, rulebook)

    def _figure(
        self, question: Booked | Recorded | Standings | Stocked, rulebook: Rulebook
    ) -> object:
        """Return what the case says a figure comes to, or what its events do."""
        said = figures.as_said(self.known, question)
        if said is not None or not self.saw_all:
            return _NOBODY_SAID if said is None else said
        if isinstance(question, Standings):
            return figures.each_of(question, lambda one: self._figure(one, rulebook))
        if isinstance(question, Stocked):
            return figures.stocked(question, self.earlier, rulebook)
        if isinstance(question, Booked):
            return figures.booked(question, self.booked)
        return figures.recorded(question, self.earlier, rulebook)

    def _of_the_matter(self, question: Approved | Done) -> object:
        """Return whether the case says that a step was done, or what was signed before."""
        if isinstance(question, Done):
            done = self.known.get("done")
            return _NOBODY_SAID if done is None else question.step in done
        signed = self.known.get("approved")
        if not isinstance(signed, Mapping):
            return _NOBODY_SAID if signed is None else signed
        return all(str(signed.get(name)) == value for name, value in question.details)

    def _count(self, question: Occurrences, rulebook: Rulebook) -> object:
        known = self.known.get("occurrences")
        rule = rulebook.find(question.regulation, question.rule)
        if rule is not None and not set(question.fact_kinds) & set(rule.fact_kinds()):
            # What took an earlier one back is a count of its own.
            known = self.known.get("withdrawn", 0 if known is not None else None)
        if isinstance(known, Mapping):
            # `{person zhang: 3}`: how often a member was in a role.
            return sum(known.get(f"{name} {value}", 0) for name, value in question.keys)
        if known is not None:
            return known
        earlier = [fact for fact in self.earlier if is_occurrence(question, fact)]
        return sum(1 for fact in earlier if rule is None or self._applied(rule, rulebook, fact))

    def _applied(self, rule: Rule, rulebook: Rulebook, fact: Fact) -> bool:
        before = Witness(self.known, [one for one in self.earlier if one is not fact])
        posts: dict[Question, object] = {
            PostsOf(str(person)): before._answer(PostsOf(str(person)), rulebook)
            for person in (self.known.get("posts") or {})
        }
        return bool(rule.applies(fact, posts))


def is_occurrence(question: Occurrences, fact: Fact) -> bool:
    """Tell whether a fact is of the kinds, about the matter and with the details of a question."""
    if fact.kind not in question.fact_kinds or not fact.happened_at < question.until:
        return False
    if question.about and fact.about != question.about:
        return False
    if question.since is not None and fact.happened_at < question.since:
        return False
    return all(str(fact.detail(name)) == value for name, value in question.keys)
