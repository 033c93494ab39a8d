"""Target (指标): a number is measured and compared with what the regulation demands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Every
from shouwen.policy.kinds.conditions import COMPARED, Conditions, check_any, of_conditions
from shouwen.policy.kinds.figured import Figured
from shouwen.policy.kinds.figures import (
    Bound,
    Threshold,
    none_if_blank,
    number_text,
    percent_text,
    read_number,
    wrong,
)
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.references import NUMERIC, Reference
from shouwen.policy.kinds.words import both, number_texts
from shouwen.policy.rulings import Measure, Ruling, Unknown
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")


class ShareOf(BaseModel):
    """Which matters are counted, and which of them comply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Conditions
    having: Conditions


class Metric(BaseModel):
    """What is measured: a share of matters over a period, or one number of each fact."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: ShareOf | None = None
    value: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.share) == bool(self.value):
            raise wrong(
                "The metric is a share or a value, one of the two.",
                "Write {share: {of: {fact: …}, having: {fact: …}}} or {value: detail}.",
            )
        return self


class Target(Figured):
    """A metric and its threshold; exactly at the threshold is met for at_least and at_most."""

    kind: Literal["target"]
    metric: Metric
    every: Annotated[Every | Literal["day", "week"] | None, BeforeValidator(none_if_blank)] = None
    at_least: Threshold = None
    more_than: Threshold = None
    at_most: Threshold = None
    less_than: Threshold = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(self.model_fields_set & set(_BOUNDS)) != 1:
            raise wrong("A target has one threshold.", f"Write one of: {', '.join(_BOUNDS)}.")
        if self.metric.share and "every" not in self.model_fields_set:
            raise wrong("The share needs a period.", "Add `every: month`.")
        if self.metric.share and (self.figures or self.only_if):
            raise wrong("A share has no figures.", "Put the conditions into `of:`.")
        if self.metric.share and self.when:
            raise wrong("A share has no `when`.", "Put the conditions into `of:`.")
        if self.metric.value and not self.when:
            raise wrong("The value needs a fact to be read from.", "Add `when: {fact: …}`.")
        return self

    @property
    def bound_name(self) -> str:
        """Which way the threshold is meant: at_least, more_than, at_most or less_than."""
        return next(name for name in _BOUNDS if name in self.model_fields_set)

    @property
    def bound(self) -> Bound | None:
        """The threshold, or None while it is left blank."""
        found: Bound | None = getattr(self, self.bound_name)
        return found

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        share = self.metric.share
        if share:
            yield from of_conditions(("metric", "share", "of"), share.of)
            yield from of_conditions(("metric", "share", "having"), share.having)
        if self.metric.value:
            here = ("metric", "value")
            yield Reference(here, "detail", self.metric.value, self.fact_kinds(), NUMERIC)

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Measure the one number of this fact."""
        if self.bound is None:
            return (self.needs_figure(self.bound_name, steps),)
        name, fact = self.metric.value, matter.fact
        value = fact.detail(name)
        try:
            worked = matter.numbers.get(name) if name in self.figures else None
            number = read_number(value) if worked is None else worked
        except AmountError:
            code = "detail_missing" if value is None else "not_a_number"
            return (self.unknown((name,), (*steps, self._number_step(code, fact, name))),)
        return (self._measured(number, self.bound, fact, steps),)

    def _number_step(self, code: str, fact: Fact, name: str) -> Step:
        labels = both("detail", self.words.facts.detail_labels(fact.kind, name))
        value = str(fact.detail(name))
        return Step(code, {**labels, **both("value", (value, value))})

    def _measured(self, number: Fraction, bound: Bound, fact: Fact, steps: Steps) -> Measure:
        met = reached(self.bound_name, number, bound.value)
        unit = self.words.counted_as(fact.kind, self.metric.value)
        share = percent_text(number) if bound.written[-1:] in "%‰" else ""
        values = {
            **both("detail", self.words.facts.detail_labels(fact.kind, self.metric.value)),
            **both("number", (share, share) if share else number_texts(number, unit)),
            "threshold": bound.written,
        }
        step = Step(f"value_{self.bound_name}{'' if met else '_missed'}", values)
        return Measure(
            rule=self.id,
            cites=self.clause,
            steps=(*steps, step),
            met=met,
            value=share or number_text(number),
            threshold=bound.written,
        )

    def measure_facts(self, facts: Iterable[Fact]) -> Measure | Unknown:
        """Measure the share over a period's facts: distinct matters, and which of them comply."""
        share = self.metric.share
        if share is None:
            raise ValueError("only a share is measured over many facts")
        counted: set[str] = set()
        complying: set[str] = set()
        for fact in facts:
            if check_any(share.of, fact, self.words).holds:
                counted.add(fact.about)
            if check_any(share.having, fact, self.words).holds:
                complying.add(fact.about)
        return measure(self, len(counted & complying), len(counted))


def reached(bound_name: str, number: Fraction, bound: Fraction) -> bool:
    """Tell whether a number meets a threshold."""
    return COMPARED[bound_name](number, bound)


def needed(bound_name: str, bound: Fraction, denominator: int) -> int | None:
    """Return how many of the population must comply; None where a target is an upper limit."""
    exact = bound * denominator
    if bound_name == "at_least":
        return math.ceil(exact)
    return math.floor(exact) + 1 if bound_name == "more_than" else None


def measure(rule: Target, numerator: int, denominator: int) -> Measure | Unknown:
    """Measure a share target: how many comply out of how many.

    An empty population is neither met nor missed. A blank threshold is Unknown.
    """
    if rule.bound is None:
        return rule.needs_figure(rule.bound_name, ())
    count = needed(rule.bound_name, rule.bound.value, denominator)
    values = {"numerator": numerator, "denominator": denominator, "needed": count,
              "threshold": rule.bound.written}  # fmt: skip
    met, value = None, ""
    steps: Steps = (Step("empty_population", {}),)
    if denominator:
        share = Fraction(numerator, denominator)
        met, value = reached(rule.bound_name, share, rule.bound.value), percent_text(share)
        code = f"share_{rule.bound_name}{'' if met else '_missed'}"
        steps = (Step(code, {**values, "value": value}),)
    return Measure(
        rule=rule.id,
        cites=rule.clause,
        steps=(*rule.read_as, *steps),
        met=met,
        value=value,
        threshold=rule.bound.written,
        needed=count if denominator else None,
    )
