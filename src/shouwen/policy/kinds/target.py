"""Target (指标): a number is measured and compared with what the regulation demands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Every
from shouwen.policy.kinds.conditions import COMPARED
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
from shouwen.policy.kinds.metrics import Metric
from shouwen.policy.kinds.references import NUMERIC, Reference
from shouwen.policy.kinds.tallies import MeanTally, ShareTally, average_of, median_of
from shouwen.policy.kinds.words import both, number_texts
from shouwen.policy.rulings import Measure, Ruling, Unknown
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
NEVER = datetime(1, 1, 1, tzinfo=UTC)
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")


class Target(Figured):
    """A metric and its threshold; exactly at the threshold is met for at_least and at_most."""

    kind: Literal["target"]
    metric: Metric
    every: Annotated[Every | None, BeforeValidator(none_if_blank)] = None
    at_least: Threshold = None
    more_than: Threshold = None
    at_most: Threshold = None
    less_than: Threshold = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(self.model_fields_set & set(_BOUNDS)) != 1:
            raise wrong("A target has one threshold.", f"Write one of: {', '.join(_BOUNDS)}.")
        if self.is_of_many and "every" not in self.model_fields_set:
            raise wrong("The share needs a period.", "Add `every: month`.")
        if self.is_of_many and (self.figures or self.only_if):
            raise wrong("A share has no figures.", "Put the conditions into `of:`.")
        if self.is_of_many and self.when:
            raise wrong("A share has no `when`.", "Put the conditions into `of:`.")
        if self.metric.value and not self.when:
            raise wrong("The value needs a fact to be read from.", "Add `when: {fact: …}`.")
        return self

    @property
    def is_of_many(self) -> bool:
        """Whether it is measured over a period, and not at each fact."""
        return not self.metric.value

    @property
    def blank(self) -> str:
        """Which figure was left blank, or an empty string."""
        length = self.metric.share.blank if self.metric.share else ""
        return f"metric.share.{length}" if length else "" if self.bound else self.bound_name

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
        yield from self.metric.references()
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

    def measure_facts(
        self,
        facts: Iterable[Fact],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Measure | Unknown:
        """Measure a period's facts: a share of its matters, or the mean of its numbers.

        Without ``since`` and ``until`` the period reaches from the first fact to the last.
        """
        given = list(facts)
        moments = [fact.happened_at for fact in given]
        begins = since or min(moments, default=NEVER)
        ends = until or max(moments, default=NEVER) + timedelta(microseconds=1)
        tally = self.tally(begins, ends)
        for place, fact in enumerate(given):
            tally.add(fact, place)
        if isinstance(tally, ShareTally):
            return measure(self, len(tally.complying()), len(tally.population()))
        return measure_mean(self, [row.number for row in tally.rows() if row.number is not None])

    def tally(self, since: datetime, until: datetime) -> ShareTally | MeanTally:
        """Return what counts the facts of a period."""
        share, mean = self.metric.share, self.metric.mean
        if share:
            return ShareTally(share, self.words, since, until)
        if mean is None:
            raise ValueError("one number is measured at each fact, not over many")
        return MeanTally(mean, self.words, since, until)


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
    if rule.bound is None or rule.blank:
        return rule.needs_figure(rule.blank, ())
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


def measure_mean(rule: Target, numbers: list[Fraction]) -> Measure | Unknown:
    """Measure an average or a median: exactly, shown with two decimals.

    No numbers are neither met nor missed. A blank threshold is Unknown.
    """
    if rule.bound is None:
        return rule.needs_figure(rule.bound_name, ())
    met, value = None, ""
    steps: Steps = (Step("empty_population", {}),)
    if numbers:
        mean = average_of(numbers) if rule.metric.average else median_of(numbers)
        met, value = reached(rule.bound_name, mean, rule.bound.value), _mean_text(rule, mean)
        code = f"value_{rule.bound_name}{'' if met else '_missed'}"
        labels = {**both("detail", mean_name(rule)), **both("number", (value, value))}
        steps = (Step(code, {**labels, "threshold": rule.bound.written}),)
    return Measure(
        rule=rule.id,
        cites=rule.clause,
        steps=(*rule.read_as, *steps),
        met=met,
        value=value,
        threshold=rule.bound.written,
    )


def _mean_text(rule: Target, mean: Fraction) -> str:
    if rule.bound and rule.bound.written[-1:] in "%‰":
        return percent_text(mean)
    return number_text(Fraction(round(mean * 100), 100))


def mean_name(rule: Target) -> tuple[str, str]:
    """Return what a mean is called: 平均满意度, the average of the satisfaction."""
    mean = rule.metric.mean
    name_zh, name_en = ("平均", "average") if rule.metric.average else ("中位", "median")
    if mean is None or not mean.number:
        return f"{name_zh}用时", f"{name_en} time"
    label_zh, label_en = rule.words.facts.detail_labels(mean.kinds[0], mean.number)
    return f"{name_zh}{label_zh}", f"{name_en} {label_en}"
