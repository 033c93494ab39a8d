"""Conduct (行为规范): what is checked, what must and must not be said, and what is waited for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shouwen.policy.amounts import AmountError, TimeUnit
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.by_words import ByWords
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.details import DetailTests, facts_of, names_in_tests
from shouwen.policy.kinds.figures import Span, number_text, read_number, wrong
from shouwen.policy.kinds.figuring import AsDetails
from shouwen.policy.kinds.looking import Looked, looking
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.phrases import (
    Forbidden,
    MustSay,
    TextFinding,
    early_groups,
    forbidden_words,
    missing_groups,
    places_of,
)
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.words import Both, Words, both
from shouwen.policy.rulings import Measure, Ruling
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
CHECKED, SPOKEN, ENDED = "conduct_checked", "words_spoken", "situation_ended"
_SECONDS = {TimeUnit.SECOND: 1, TimeUnit.MINUTE: 60, TimeUnit.HOUR: 3600}
_PARTS = ("items", "must_say", "must_not_say", "sequence", "measured")


class Item(BaseModel):
    """One line of a checklist; ``item`` is its key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str = Field(min_length=1)
    text_en: str = ""

    @property
    def names(self) -> Both:
        """What is looked at, in both languages."""
        return self.text, self.text_en or self.text


class Timed(BaseModel):
    """One step of a situation: what is said, and how long is then waited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str = Field(min_length=1)
    say_en: str = ""
    wait: Span

    @model_validator(mode="after")
    def _exact(self) -> Self:
        if self.wait is not None and self.wait.unit not in _SECONDS:
            raise wrong("Such a wait is not exact.", "Write it in seconds: `5 seconds`.")
        return self

    @property
    def seconds(self) -> Decimal | None:
        """How long is waited, None while the figure is left blank."""
        return self.wait.count * _SECONDS[self.wait.unit] if self.wait else None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is to be said so many seconds into a situation; at the end nothing more is said."""

    at: Decimal
    say: str
    say_en: str = ""


class Conduct(AsDetails):
    """What is expected of somebody's conduct; what was found wrong is counted.

    ``items`` are judged on ``conduct_checked``, ``must_say`` and ``must_not_say`` on
    ``words_spoken`` (in the rule's ``situation``, if it has one), ``sequence`` on
    ``situation_ended``, and ``measured`` details on the facts of ``when``. ``in_order`` demands
    that the groups are said one after the other. Each wait is judged by itself where they were
    recorded, else all together.
    """

    kind: Literal["conduct"]
    situation: str = ""
    items: tuple[Item, ...] = ()
    must_say: tuple[MustSay, ...] = ()
    in_order: bool = False
    must_not_say: tuple[Forbidden, ...] = ()
    sequence: tuple[Timed, ...] = ()
    measured: DetailTests | None = None

    # What the measured details show, by the kind of fact; set by `placed`.
    looked: ClassVar[Mapping[str, ByWords[Looked]]] = {}

    def placed(self, clause: Clause, words: Words) -> Self:
        """Return the rule standing under its clause; what it measures is then looked at once."""
        found = super().placed(clause, words)
        if self.measured is not None:
            tests, kinds = self.measured.tests, facts_of(self.when)
            found.__dict__["looked"] = {kind: looking(tests, found.words) for kind in kinds}
        return found

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not any(getattr(self, part) for part in _PARTS):
            raise wrong("The rule checks nothing.", f"Add one of: {', '.join(_PARTS)}.")
        if bool(self.measured) != bool(self.when):
            raise wrong(
                "`when` and `measured` belong together.",
                "Name the fact that has the figures: `when: {fact: …}`, `measured: {rings: …}`.",
            )
        if self.in_order and len(self.must_say) < 2:  # noqa: PLR2004 - one is always in order
            raise wrong("There is nothing to keep in order.", "Add groups under `must_say`.")
        if self.sequence and not self.situation:
            raise wrong("The sequence has no situation.", "Add `situation: silent_call`.")
        return self

    def conditions(self) -> tuple[Condition, ...]:
        """The facts on which the rule's parts are judged."""
        parts = {
            CHECKED: self.items,
            SPOKEN: self.must_say or self.must_not_say,
            ENDED: self.sequence,
        }
        return (*self.when, *(Condition(fact=kind) for kind, part in parts.items() if part))

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        if self.measured is not None:
            yield from names_in_tests(("measured",), self.measured, facts_of(self.when))

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List keys given twice, and phrases that are demanded and forbidden at once."""
        yield from super().faults()
        yield from _twice("items", [one.item for one in self.items])
        yield from _twice("must_say", [one.group for one in self.must_say])
        for position, group in enumerate(self.must_say):
            for one in self.must_not_say:
                hit = next((p for p in group.any_of if any(places_of(one.phrase, p))), None)
                if hit is not None and one.at == "anywhere":
                    what = f"“{hit}” must be said but contains “{one.phrase}”, which must not."
                    yield ("must_say", position), what, "Change one of the two."

    def listed(self) -> Mapping[str, Any]:
        """Return the checklist, the phrases and what is said in turn."""
        found: dict[str, Any] = {
            "situation": self.situation,
            "items": {one.item: one.text for one in self.items},
            "must_say": {one.group: list(one.any_of) for one in self.must_say},
            "must_not_say": [one.phrase for one in self.must_not_say],
            "sequence": [one.say for one in self.sequence],
        }
        return {name: value for name, value in found.items() if value}

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Judge the part of the rule that the fact is about."""
        fact = matter.fact
        if any(condition.fact == fact.kind for condition in self.when):
            return (self._measure(fact, steps),)
        judged = {CHECKED: self._check_item, SPOKEN: self._check_words, ENDED: self._check_waits}
        return (judged[fact.kind](fact, steps),)

    # ── checklist ────────────────────────────────────────────────────────────────────────────

    def _check_item(self, fact: Fact, steps: Steps) -> Ruling:
        named = fact.detail("rule")
        if named is not None and named != self.id:
            return self.nothing((*steps, Step("conduct_of_another_rule")))
        key = fact.detail("item")
        item = next((one for one in self.items if one.item == key), None)
        if item is None and key is not None:
            return self.nothing((*steps, Step("conduct_of_another_rule")))
        if item is None or fact.detail("passed") is None:
            return self._asked("passed" if item else "item", fact, steps)
        passed = fact.detail("passed") is True
        values = both("item", item.names)
        step = Step("item_passed", values) if passed else Step("item_failed", values)
        return self._counted((*steps, step), () if passed else (item.item,))

    # ── words ────────────────────────────────────────────────────────────────────────────────

    def _check_words(self, fact: Fact, steps: Steps) -> Ruling:
        if self.situation:
            situation = fact.detail("situation")
            if situation is None:
                return self._asked("situation", fact, steps)
            if situation != self.situation:
                return self.nothing((*steps, Step("another_situation")))
        if fact.detail("text") is None:
            return self._asked("text", fact, steps)
        found = check_text(self, str(fact.detail("text")), self.situation)
        said = tuple(_said(one) for one in found) or (Step("words_in_order"),)
        return self._counted((*steps, *said), tuple(one.key for one in found))

    # ── waits ────────────────────────────────────────────────────────────────────────────────

    def _check_waits(self, fact: Fact, steps: Steps) -> Ruling:
        if fact.detail("situation") is None:
            return self._asked("situation", fact, steps)
        if fact.detail("situation") != self.situation:
            return self.nothing((*steps, Step("another_situation")))
        blank = next((n for n, one in enumerate(self.sequence) if one.wait is None), None)
        if blank is not None:
            return self.needs_figure(f"sequence.{blank}.wait", steps)
        if fact.detail("waits") is not None:
            return self._each_wait(fact, steps)
        try:
            passed = read_number(fact.detail("seconds"))
        except AmountError:
            return self._asked("seconds", fact, steps)
        whole = sum((one.seconds or Decimal() for one in self.sequence), Decimal())
        values = {"passed": number_text(passed), "whole": number_text(whole)}
        enough = passed >= whole
        step = Step("waited_long_enough", values) if enough else Step("waited_too_little", values)
        return self._judged(
            (*steps, step), values["passed"], f"≥ {values['whole']}", () if enough else ("wait",)
        )

    def _each_wait(self, fact: Fact, steps: Steps) -> Ruling:
        """Judge each wait by itself; one that was not recorded did not take place."""
        try:
            passed = [read_number(one) for one in _listed(str(fact.detail("waits")))]
        except AmountError:
            return self._asked("waits", fact, steps)
        said: list[Step] = []
        findings: list[str] = []
        for number, one in enumerate(self.sequence, 1):
            waited = passed[number - 1] if number <= len(passed) else Fraction()
            wanted = Fraction(one.seconds or 0)
            values = {
                **both("say", (one.say, one.say_en or one.say)),
                "number": number,
                "passed": number_text(waited),
                "wanted": number_text(wanted),
            }
            enough = waited >= wanted
            said.append(Step("wait_kept", values) if enough else Step("wait_too_short", values))
            findings += [] if waited >= wanted else [f"wait_{number}"]
        return self._counted((*steps, *said), tuple(findings))

    # ── figures ──────────────────────────────────────────────────────────────────────────────

    def _measure(self, fact: Fact, steps: Steps) -> Ruling:
        found = self.looked[fact.kind].of(fact)
        steps = (*steps, *found.steps)
        if found.missing:
            return self.unknown(found.missing, steps)
        if found.blank:
            return self.needs_figure(found.blank, steps)
        return self._judged(steps, found.value, found.threshold, found.failed)

    # ── answers ──────────────────────────────────────────────────────────────────────────────

    def _asked(self, name: str, fact: Fact, steps: Steps) -> Ruling:
        return self.unknown((name,), (*steps, self._detail_step("detail_missing", fact, name)))

    def _counted(self, steps: Steps, findings: tuple[str, ...]) -> Measure:
        return self._judged(steps, str(len(findings)), "0", findings)

    def _judged(
        self, steps: Steps, value: str, threshold: str, findings: tuple[str, ...]
    ) -> Measure:
        return Measure(
            rule=self.id,
            cites=self.clause,
            steps=steps,
            met=not findings,
            value=value,
            threshold=threshold,
            findings=findings,
        )


def _said(finding: TextFinding) -> Step:
    values = both("phrase", finding.names)
    if finding.code == "missing":
        return Step("words_missing", values)
    if finding.code == "early":
        return Step("words_too_early", values)
    return Step("words_forbidden", {**values, "place": finding.start + 1})


def _listed(text: str) -> list[str]:
    """Take apart ``5, 5, 4`` as it may be written in either language."""
    return [one for one in re.split(r"[\s,，、;；]+", text) if one]


def _twice(part: str, keys: Sequence[str]) -> Iterator[tuple[Loc, str, str]]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield (part,), f"`{key}` is given {times} times.", "Give each its own key."


def check_text(
    rule: Conduct, text: str, situation: str, values: Mapping[str, str] | None = None
) -> tuple[TextFinding, ...]:
    """Return what is wrong with a text said in a situation, in the order of the text.

    Nothing is wrong where the rule is about another situation. ``values`` fill placeholders, such
    as the company's name; without one, anything may stand there. What is missing comes last.
    """
    if rule.situation and situation != rule.situation:
        return ()
    found = [
        *forbidden_words(rule.must_not_say, text, values),
        *missing_groups(rule.must_say, text, values),
        *(early_groups(rule.must_say, text, values) if rule.in_order else ()),
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def prompts(rule: Conduct) -> tuple[Prompt, ...]:
    """Return what is said when, and the end of the last wait as a prompt without words.

    Empty while a wait is left blank.
    """
    if any(one.seconds is None for one in rule.sequence):
        return ()
    at, found = Decimal(), []
    for one in rule.sequence:
        found.append(Prompt(at, one.say, one.say_en or one.say))
        at += one.seconds or Decimal()
    return (*found, Prompt(at, "")) if found else ()


def next_prompt(rule: Conduct, seconds: Decimal) -> Prompt | None:
    """Return the next prompt so many seconds into the situation; None once all have passed."""
    return next((one for one in prompts(rule) if one.at >= seconds), None)


def checklist(rules: Iterable[Rule]) -> tuple[tuple[Conduct, Item], ...]:
    """Return every line of the checklists in a rulebook, each with its rule."""
    return tuple((rule, item) for rule in rules if isinstance(rule, Conduct) for item in rule.items)
