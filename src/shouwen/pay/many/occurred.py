"""How often a rule applied before each of many facts: the earlier breaches of a ladder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.balances import LaterError, before_each, within
from shouwen.pay.many.classes import CLASS, FOLLOWING, Columns
from shouwen.pay.many.earlier import Key
from shouwen.pay.many.settled import Around
from shouwen.policy.kinds.questions import Occurrences

_ABOUT = "about"
# Tells for each class of facts, by its number, whether a rule of a regulation applies.
Applying = Callable[[str, Key], tuple[Columns, list[bool]]]


class Occurred(NamedTuple):
    """Which occurrences count; ``same`` are details with the columns to compare them with.

    Without ``until`` they count up to the fact in question.
    """

    rule: Key
    fact_kinds: tuple[str, ...]
    same: tuple[Key, ...]
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, question: Occurrences, same: tuple[Key, ...], just_after: datetime) -> Occurred:
        """Return what a question counts; raise LaterError for what is only told one by one."""
        if question.about:
            same = (*same, (_ABOUT, _ABOUT))
        if question.numbered or not same or set(question.fact_kinds) & set(FOLLOWING):
            raise LaterError(str(question))
        until = None if question.until == just_after else question.until
        rule = (question.regulation, question.rule)
        return cls(rule, question.fact_kinds, same, question.since, until)


def answer_occurrences(
    template: Any, asked: Occurred, columns: Columns, around: Around, applying: Applying
) -> None:
    """Add the column with how often the rule applied before each fact, with the same details."""
    keys = [f"key{place}" for place in range(len(asked.same))]
    compared = [pl.col(ours).cast(pl.String) for _, ours in asked.same]
    named = (one.alias(key) for key, one in zip(keys, compared, strict=True))
    asking = columns.frame.select("number", *named)
    found = [_of_kind(*applying(kind, asked.rule), asked, keys)
             for kind in asked.fact_kinds if len(around.facts.get(kind, ()))]  # fmt: skip
    rows = pl.concat(found).drop_nulls(keys)
    columns.answer(template, before_each(asking, keys, rows, ["times"])["times"], int)


def _of_kind(
    counted: Columns, applies: list[bool], asked: Occurred, keys: list[str]
) -> pl.DataFrame:
    """Return number, keys and one for each fact of a kind to which the rule applies."""
    frame = counted.frame
    told = (
        pl.col(theirs).cast(pl.String) if theirs in frame.columns else pl.lit(None, pl.String)
        for theirs, _ in asked.same
    )  # fmt: skip
    times = pl.Series("times", applies, dtype=pl.Boolean).gather(frame[CLASS])
    named = [one.alias(key) for key, one in zip(keys, told, strict=True)]
    rows = frame.select("number", "at", *named).filter(times)
    counting = rows.with_columns(pl.lit(1, dtype=pl.Int64).alias("times"))
    return within(counting, asked.since, asked.until).drop("at")
