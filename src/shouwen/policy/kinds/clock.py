"""What deadline and duty have in common: who owes, by when, who is warned, who hears of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shouwen.policy.amounts import AmountError, Length, TimeUnit
from shouwen.policy.calendar import Calendar, Due
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.conditions import Condition, Conditions, of_conditions
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.figured import Figured
from shouwen.policy.kinds.figures import Percent, Span, number_text, read_number, wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter, Pause
from shouwen.policy.kinds.papers import Paper
from shouwen.policy.kinds.parties import Owers, Owner
from shouwen.policy.kinds.questions import MembersOf
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.verdicts import YES, Verdict, all_of, no, unknown, yes
from shouwen.policy.kinds.words import both
from shouwen.policy.rulings import Escalation, Obligation, Party, Ruling
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
CalendarName = Literal["always", "department", "team"]
_WORKING = (TimeUnit.WORKING_MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY)


class Notice(BaseModel):
    """When the owner is warned: at a share of the time, or so long before the end."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Percent = None
    before: Span = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise wrong("The warning has no single time.", "Write `80 %` or {before: 30 minutes}.")
        return self


def _share_spelled_out(value: Any) -> Any:
    """Let ``80 %`` stand for ``{at: 80 %}``."""
    return {"at": value} if isinstance(value, str | int) else value


class Rung(BaseModel):
    """When somebody else hears that the matter is open.

    ``at`` is a share of the time, ``after`` a length since the beginning, ``overdue`` a length
    since the end.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Percent = None
    after: Span = None
    overdue: Span = None
    to: Owner

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.model_fields_set & {"at", "after", "overdue"}) != 1:
            raise wrong(
                "The escalation has no single time.",
                "Write one of `at: 100 %`, `after: 2 hours`, `overdue: 1 hour`.",
            )
        return self


def _as_evidence(value: Any) -> Any:
    """Read what proves a duty: names, or how many of each: ``{photo: 2}`` is two photos."""
    if not isinstance(value, Mapping):
        return value
    if any(type(count) is not int or count < 1 for count in value.values()):
        raise wrong("It is not said how many.", "Write whole numbers: `{photo: 2, text: 1}`.")
    return [name for name, count in value.items() for _ in range(count)]


Evidence = Annotated[Names, BeforeValidator(_as_evidence)]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock at work: its calendar, its time, and the pauses that stopped it."""

    calendar: Calendar
    opened_at: datetime
    due: Due
    unpaused: datetime
    working: bool
    pauses: tuple[Pause, ...]

    def at_share(self, share: Fraction) -> datetime:
        """Return the moment at which a share of the time has passed, pauses left out."""
        calendar, whole = self.calendar, self.unpaused
        moment = calendar.point(self.opened_at, whole, share, working=self.working)
        if not self.pauses or self.due.at is None:
            return moment
        # What is left until the end stays the same, whatever the pauses moved.
        if not self.working:
            return self.due.at - (whole - moment)
        left = calendar.between(moment, whole)
        if left.total_seconds() < 0:
            return calendar.add(self.due.at, -left)
        return calendar.subtract(self.due.at, left)

    def before_end(self, length: Length) -> datetime | None:
        """Return the moment a length before the end."""
        if self.due.at is None:
            return None
        return self.calendar.before(self.due.at, length, counted="to_the_minute").at

    def after_end(self, length: Length) -> datetime | None:
        """Return the moment a length after the end."""
        if self.due.at is None:
            return None
        return self.calendar.due(self.due.at, length, counted="to_the_minute").at


class Clocked(Figured):
    """Somebody owes something; perhaps a clock runs.

    ``met_by`` are the facts about the same matter that fulfil it. ``pause: true`` lets a pause of
    the case stop the clock. ``once`` keeps at most one open for each matter. Evidence named more
    than once is counted: the fact that does the duty says how many ``photos`` there are.
    """

    owed_by: Owers
    duty: str = Field(min_length=1)
    duty_en: str = ""
    met_by: Conditions = ()
    warn: Annotated[Notice | None, BeforeValidator(_share_spelled_out)] = None
    escalate: tuple[Rung, ...] = ()
    pause: bool = False
    calendar: CalendarName = "department"
    once: bool = True
    evidence: Evidence = ()
    paper: Paper = None
    reviewer: Owner | None = None

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        yield from self.owed_by.references(("owed_by",), kinds)
        yield from of_conditions(("met_by",), self.met_by)
        for position, rung in enumerate(self.escalate):
            yield from rung.to.references(("escalate", position, "to"), kinds)
        if self.reviewer:
            yield from self.reviewer.references(("reviewer",), kinds)
        met_by = facts_of(self.met_conditions())
        for name in self.counted_evidence():
            yield Reference(("evidence",), "detail", name, met_by, NUMERIC)

    def met_conditions(self) -> tuple[Condition, ...]:
        """The facts that fulfil what is owed."""
        return self.met_by

    def counted_evidence(self) -> Mapping[str, int]:
        """Return how many of a kind of evidence there must be, by the detail that counts them."""
        return {f"{name}s": n for name, n in Counter(self.evidence).items() if n > 1}

    def proved(self, fact: Fact) -> Verdict:
        """Tell whether a fact that does the duty brings as much evidence as is demanded."""
        wanted = self.counted_evidence()
        return all_of(self._enough(fact, *one) for one in wanted.items()) if wanted else YES

    def _enough(self, fact: Fact, name: str, wanted: int) -> Verdict:
        try:
            found = read_number(fact.detail(name))
        except AmountError:
            return unknown(name, self._detail_step("detail_missing", fact, name))
        labels = both("detail", self.words.facts.detail_labels(fact.kind, name))
        said = {**labels, "found": number_text(found), "wanted": wanted}
        step = Step("evidence_counted", said)
        return yes(step) if found >= wanted else no(step)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List warnings that hang on an end the clock does not have."""
        yield from super().faults()
        if self.has_end():
            return
        add = "Leave it out, or use `after:` with a length."
        if self.warn:
            yield ("warn",), "Without a limit there is nothing to warn of.", add
        for position, rung in enumerate(self.escalate):
            if not rung.model_fields_set & {"after"}:
                yield ("escalate", position), "Without a limit there is no share of it.", add

    def has_end(self) -> bool:
        """Tell whether the rule sets a limit at all."""
        return True

    def length_unit(self) -> TimeUnit | None:
        """Return the unit in which the limit is written, if it is a length."""
        return None

    def owe(
        self, matter: Matter, due: Due | None, unpaused: datetime | None, steps: Steps
    ) -> tuple[Ruling, ...]:
        """Say who owes the duty; ``due`` is None where there is no limit."""
        blank = self._blank()
        if self.owed_by.every_holder and not blank:
            return self._owed_by_each(matter, due, unpaused, steps)
        fact = matter.fact
        person = fact.detail(self.person.detail)
        owner = self.owed_by.party(fact, None if person is None else str(person), self.words)
        if owner is None:
            missing = self.owed_by.needed_detail((fact.kind,), self.words)
            asked = self._detail_step("detail_missing", fact, missing)
            return (self.unknown((missing,), (*steps, asked)),)
        if blank:
            return (self.needs_figure(blank, steps),)
        return (self._obligation(matter, owner, due, unpaused, steps),)

    def without_calendar(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Say that a calendar is needed, having asked what there is to ask besides."""
        if self.owed_by.every_holder:
            matter.ask(MembersOf(self.owed_by.post))
        return (self.unknown(("calendar",), steps),)

    def _owed_by_each(
        self, matter: Matter, due: Due | None, unpaused: datetime | None, steps: Steps
    ) -> tuple[Ruling, ...]:
        """Let every holder of the post owe the duty; where nobody holds it, the post does."""
        post = self.owed_by.post
        answer = matter.ask(MembersOf(post))
        named = {"post": self.words.posts.get(post, post)}
        if answer is UNANSWERED:
            step = Step("members_unknown", named)
            return (self.unknown((str(MembersOf(post)),), (*steps, step)),)
        members: tuple[str, ...] = tuple(answer)  # type: ignore[arg-type]
        step = Step("each_of_post", {**named, "people": len(members)})
        parties = [Party("member", key) for key in members] or [Party("post", post)]
        said = (*steps, step)
        return tuple(self._obligation(matter, one, due, unpaused, said) for one in parties)

    def _blank(self) -> str:
        if self.warn and self.warn.at is None and self.warn.before is None:
            return "warn"
        for position, rung in enumerate(self.escalate):
            if rung.at is None and rung.after is None and rung.overdue is None:
                return f"escalate.{position}"
        return ""

    def _obligation(
        self,
        matter: Matter,
        owner: Party,
        due: Due | None,
        unpaused: datetime | None,
        steps: Steps,
    ) -> Obligation:
        fact = matter.fact
        warn_at = None
        running = self._running(matter, due, unpaused)
        if running and self.warn:
            warn_at = self._warned(running, self.warn)
        escalations, unnamed = self._escalations(matter, running)
        return Obligation(
            rule=self.id,
            cites=self.clause,
            steps=(*steps, *unnamed),
            duty=self.duty,
            duty_en=self.duty_en,
            owed_by=owner,
            opened_at=fact.happened_at,
            due_at=due.at if due else None,
            warn_at=warn_at,
            escalations=escalations,
            pausable=self.pause,
            calendar=self.calendar,
            provisional=bool(due and due.provisional),
            once=self.once,
            evidence=self.evidence,
            reviewer=self._reviewer(matter),
        )

    def _reviewer(self, matter: Matter) -> Party | None:
        return self.reviewer.party(matter.fact, None, self.words) if self.reviewer else None

    def _running(
        self, matter: Matter, due: Due | None, unpaused: datetime | None
    ) -> Running | None:
        if matter.calendars is None or due is None or unpaused is None:
            return None
        return Running(
            calendar=matter.calendars(self.calendar),
            opened_at=matter.fact.happened_at,
            due=due,
            unpaused=unpaused,
            working=self.length_unit() in _WORKING,
            pauses=tuple(matter.pauses),
        )

    def _warned(self, running: Running, warn: Notice) -> datetime | None:
        if running.due.at is None:
            return None
        if warn.at is not None:
            return running.at_share(warn.at)
        return running.before_end(warn.before) if warn.before else None

    def _escalations(
        self, matter: Matter, running: Running | None
    ) -> tuple[tuple[Escalation, ...], Steps]:
        if not self.escalate:
            return (), ()
        found: list[Escalation] = []
        unnamed: list[Step] = []
        for rung in self.escalate:
            party = rung.to.party(matter.fact, None, self.words)
            at = self._rung_at(rung, matter, running)
            if party is None:
                # The clock must not wait for a name that is only needed later.
                name = rung.to.needed_detail((matter.fact.kind,), self.words)
                unnamed.append(self._detail_step("nobody_to_escalate_to", matter.fact, name))
            elif at is not None:
                found.append(Escalation(at=at, to=party))
        return tuple(sorted(found, key=lambda one: one.at)), tuple(unnamed)

    def _rung_at(self, rung: Rung, matter: Matter, running: Running | None) -> datetime | None:
        if rung.after is not None and matter.calendars is not None:
            calendar = matter.calendars(self.calendar)
            start = matter.fact.happened_at
            pauses = tuple(matter.pauses)
            return calendar.due(start, rung.after, counted="to_the_minute", pauses=pauses).at
        if running is None or running.due.at is None:
            return None
        if rung.at is not None:
            return running.at_share(rung.at)
        return running.after_end(rung.overdue) if rung.overdue else None
