"""What the shapes of a roster rule share: quotas, notice, rest, and numbers of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from shouwen.policy.amounts import AmountError, Length
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.conditions import Conditions, of_conditions
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.figures import Count, number_text, read_number
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts, moment_of
from shouwen.policy.kinds.questions import Occurrences
from shouwen.policy.kinds.references import NUMERIC, Loc, Reference
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.kinds.words import both
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step, Value
from shouwen.policy.vocabulary import DetailType

MOMENT = (DetailType.MOMENT,)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
Fault = tuple[Loc, str, str]


class RosterShape(BaseModel):
    """One named shape; it adds demands, or gives rulings of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List what the shape refers to."""
        raise NotImplementedError

    def wrongs(self, loc: Loc) -> Iterator[Fault]:  # noqa: ARG002
        """List what is wrong beyond the shape of the keys."""
        return iter(())

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:  # noqa: ARG002
        """Yield what each demand of the shape says."""
        return iter(())

    def decide(
        self,
        rule: Permitting,  # noqa: ARG002
        matter: Matter,  # noqa: ARG002
        steps: tuple[Step, ...],  # noqa: ARG002
    ) -> Ruling | None:
        """Return the ruling, or None where demands alone decide."""
        return None


class Quota(BaseModel):
    """At most so many with the same details, such as the month they count in.

    What took effect counts; a fact of ``withdrawn_by`` with the same details takes one back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_most: Count
    same: Names = ("period",)
    withdrawn_by: Conditions = ()

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details that must be the same."""
        yield from of_conditions((*loc, "withdrawn_by"), self.withdrawn_by)
        kinds = (*kinds, *facts_of(self.withdrawn_by))
        yield from (Reference((*loc, "same"), "detail", name, kinds) for name in self.same)

    def demands(
        self, rule: Permitting, matter: Matter, roles: tuple[str, ...], path: str
    ) -> Verdicts:
        """Yield for each member in a role whether one more is still within the quota.

        Whatever role a member had in an earlier fact counts.
        """
        absent = [name for name in (*self.same, *roles) if not key_of(matter, name)]
        if self.at_most is None:
            yield rule.blank(f"{path}.at_most")
        yield from (rule.missing(matter, name) for name in absent)
        if self.at_most is not None and not absent:
            for role in roles:
                yield self._left(rule, matter, key_of(matter, role), roles, self.at_most)

    def _left(
        self, rule: Permitting, matter: Matter, member: str, roles: tuple[str, ...], most: Fraction
    ) -> Verdict:
        kinds = rule.fact_kinds()
        asked = [self._question(rule, matter, role, member, kinds) for role in roles]
        counts = [matter.ask(question) for question in asked]
        back = facts_of(self.withdrawn_by)
        taken = [self._question(rule, matter, role, member, back) for role in roles if back]
        withdrawn = [matter.ask(question) for question in taken]
        if any(count is UNANSWERED for count in (*counts, *withdrawn)):
            return unknown(str(asked[0]), Step("occurrences_unknown"))
        earlier = sum(int(str(count)) for count in counts)
        earlier = max(earlier - sum(int(str(count)) for count in withdrawn), 0)
        values: dict[str, Value] = {"person": member, "earlier": earlier, "most": number_text(most)}
        if earlier + 1 <= most:
            return yes(Step("quota_left", values))
        return no(Step("quota_full", values))

    def _question(
        self, rule: Permitting, matter: Matter, role: str, member: str, kinds: tuple[str, ...]
    ) -> Occurrences:
        fact = matter.fact
        keys = {name: str(fact.detail(name)) for name in self.same}
        about = fact.about if role == "person" and fact.detail(role) is None else ""
        if not about:
            keys[role] = member
        until = fact.happened_at + timedelta(microseconds=1)
        listed = tuple(sorted(keys.items()))
        return Occurrences(*rule.key, kinds, listed, None, until, about)


def key_of(matter: Matter, name: str) -> str:
    """Return a detail as text; a fact about ``member:wang`` need not repeat the person."""
    value = matter.fact.detail(name)
    if value is None and name == "person" and matter.fact.about.startswith("member:"):
        return matter.fact.about.removeprefix("member:")
    return "" if value is None else str(value)


def notice(
    rule: Permitting, matter: Matter, detail: str, length: Length | None, path: str
) -> Verdict:
    """Demand that it was asked for so long before the moment a detail names."""
    moment = moment_of(matter, detail)
    if length is None:
        return rule.blank(path)
    if moment is None:
        return rule.missing(matter, detail)
    if matter.calendars is None:
        return unknown("calendar", Step("needs_calendar"))
    latest = matter.calendars("department").before(moment, length)
    at = matter.fact.happened_at
    if latest.at is None:
        return unknown("calendar", Step("needs_calendar"))
    asked = {"at": at.astimezone(matter.zone).isoformat(), "latest": latest.at.isoformat()}
    if at <= latest.at:
        return yes(*latest.steps, Step("asked_in_time", asked))
    return no(*latest.steps, Step("asked_late", asked))


def rest(
    rule: Permitting, matter: Matter, pair: tuple[str, str], length: Length | None, path: str
) -> Verdict:
    """Demand that between two moments of the fact there is at least so much time."""
    if length is None:
        return rule.blank(path)
    ends, begins = (moment_of(matter, name) for name in pair)
    if ends is None or begins is None:
        absent = [name for name, at in zip(pair, (ends, begins), strict=True) if at is None]
        return _missing(rule, matter, absent)
    free = (begins - ends).total_seconds()
    values: dict[str, Value] = {
        "ends": ends.isoformat(),
        "begins": begins.isoformat(),
        "free": int(free),
        "least": str(length),
    }
    if free >= seconds_of(length):
        return yes(Step("rest_enough", values))
    return no(Step("rest_short", values))


def seconds_of(length: Length) -> int:
    """Return a length that needs no calendar in seconds."""
    return int(length.count * SECONDS[str(length.unit)])


def is_plain(length: Length | None) -> bool:
    """Tell whether a length needs no calendar: days, hours, minutes or seconds."""
    return length is None or str(length.unit) in SECONDS


def _missing(rule: Permitting, matter: Matter, names: Iterable[str]) -> Verdict:
    listed = [rule.missing(matter, name) for name in names]
    steps = tuple(step for one in listed for step in one.steps)
    return Verdict(None, tuple(name for one in listed for name in one.missing), steps)


def same_value(rule: Permitting, matter: Matter, pair: tuple[str, str]) -> Verdict:
    """Demand that two details are the same."""
    kind = matter.fact.kind
    one, other = (matter.fact.detail(name) for name in pair)
    if one is None or other is None:
        return _missing(rule, matter, [n for n in pair if matter.fact.detail(n) is None])
    labels = [rule.words.facts.detail_labels(kind, name) for name in pair]
    values = {
        **both("one", labels[0]),
        **both("other", labels[1]),
        **both("value", rule.words.value_of(kind, pair[0], one)),
        **both("differing", rule.words.value_of(kind, pair[1], other)),
    }
    return yes(Step("both_same", values)) if one == other else no(Step("both_differ", values))


def number_of(matter: Matter, detail: str) -> Fraction | None:
    """Return a recorded number, or None while there is none."""
    try:
        return read_number(matter.fact.detail(detail))
    except AmountError:
        return None


def numeric(loc: Loc, detail: str, kinds: tuple[str, ...]) -> Reference:
    """Return the reference to a number the shape reads."""
    return Reference(loc, "detail", detail, kinds, NUMERIC)


def moment_named(loc: Loc, detail: str, kinds: tuple[str, ...]) -> Reference:
    """Return the reference to a moment the shape reads."""
    return Reference(loc, "detail", detail, kinds, MOMENT)


def minutes_between(start: datetime, end: datetime) -> Fraction:
    """Return the time from one moment to another in exact minutes."""
    gone = end - start
    return Fraction(gone.days * 86400 + gone.seconds, 60)
