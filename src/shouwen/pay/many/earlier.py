"""What earlier facts come to before each of many facts: how many there are, or a sum."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.balances import LaterError, before_each, within
from shouwen.pay.many.classes import Columns
from shouwen.pay.many.settled import Around
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.figuring import Figuring
from shouwen.policy.kinds.questions import Recorded
from shouwen.policy.kinds.sources.recorded import RecordsOf, SumOf
from shouwen.policy.kinds.words import Words

_SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - what a fact counts does not depend on the day
_UNKNOWN = "unknown"
Key = tuple[str, str]


class Records(NamedTuple):
    """Which facts count for a figure; ``same`` are their details with the columns to compare with.

    Without ``until`` they count up to the fact in question.
    """

    figure: str
    regulation: str
    rule: str
    fact_kinds: tuple[str, ...]
    same: tuple[Key, ...]
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, question: Recorded, same: tuple[Key, ...], just_after: datetime) -> Records:
        """Return what a question counts."""
        until = None if question.until == just_after else question.until
        return cls(question.figure, question.regulation, question.rule, question.fact_kinds,
                   same, question.since, until)  # fmt: skip


def answer_records(template: Any, asked: Records, columns: Columns, around: Around) -> None:
    """Add the column with what earlier facts come to; raise LaterError where no rule counts."""
    rule = around.book.find(asked.regulation, asked.rule)
    if not isinstance(rule, Figuring):
        raise LaterError(asked.rule)
    counting = _Counting(asked, rule.recorder(asked.figure), rule.words, around)
    keys = [f"key{place}" for place in range(len(asked.same))]
    compared = (pl.col(ours).cast(pl.String) for _, ours in asked.same)
    named = (one.alias(key) for key, one in zip(keys, compared, strict=True))
    asking = columns.frame.select("number", *named)
    found = before_each(asking, keys, counting.rows(keys), ["worth", _UNKNOWN])
    known = pl.when(pl.col(_UNKNOWN) == 0).then(pl.col("worth")).alias("worth")
    scale = counting.scale
    columns.answer(
        template, found.select(known)["worth"],
        lambda worth: None if worth is None else Fraction(worth, scale),
    )  # fmt: skip


class _Counting:
    """The facts that count, each with what it is worth in so-and-so-manieth parts."""

    def __init__(self, asked: Records, records: RecordsOf, words: Words, around: Around) -> None:
        self._asked, self._records, self._words = asked, records, words
        found = ((kind, around.facts.get(kind)) for kind in asked.fact_kinds)
        self._frames = [(kind, frame) for kind, frame in found if frame is not None and len(frame)]
        self._worths = [self._worth(kind, frame) for kind, frame in self._frames]
        known = [one.denominator for worth in self._worths for one in worth[1] if one is not None]
        self.scale = lcm(*known) if known else 1

    def rows(self, keys: list[str]) -> pl.DataFrame:
        """Return number, keys, worth and whether it is unknown."""
        types: dict[str, Any] = {"number": pl.Int64, **dict.fromkeys(keys, pl.String),
                                 "worth": pl.Int64, _UNKNOWN: pl.Int64}  # fmt: skip
        found = [
            self._of_kind(frame, keys, worth)
            for (_, frame), worth in zip(self._frames, self._worths, strict=True)
        ]
        return pl.concat(found) if found else pl.DataFrame(schema=types)

    def _of_kind(
        self, frame: pl.DataFrame, keys: list[str], worth: tuple[pl.Series, list[Fraction | None]]
    ) -> pl.DataFrame:
        places, worths = worth
        parts = [int((one or 0) * self.scale) for one in worths]
        lacking = [int(one is None) for one in worths]
        pairs = zip(keys, self._asked.same, strict=True)
        rows = frame.select(
            "number", "at",
            *(_told(frame, theirs).alias(key) for key, (theirs, _) in pairs),
        ).with_columns(
            pl.Series("worth", parts, dtype=pl.Int64).gather(places),
            pl.Series(_UNKNOWN, lacking, dtype=pl.Int64).gather(places),
        )  # fmt: skip
        return within(rows, self._asked.since, self._asked.until).drop("at")

    def _worth(self, kind: str, frame: pl.DataFrame) -> tuple[pl.Series, list[Fraction | None]]:
        """Return which combination of details each fact has, and what each combination counts."""
        read = {name for one in self._records.of for name in one.tests}
        if isinstance(self._records, SumOf):
            read.add(self._records.detail)
        names = [name for name in frame.columns if name in read]
        if not names:
            return pl.zeros(len(frame), dtype=pl.UInt32, eager=True), [self._of_details(kind, {})]
        whole = frame.select(names)
        distinct = whole.unique().with_row_index("@place")
        joined = whole.join(distinct, on=names, how="left", nulls_equal=True, maintain_order="left")
        told = [self._of_details(kind, row) for row in distinct.drop("@place").to_dicts()]
        return joined["@place"], told

    def _of_details(self, kind: str, row: dict[str, Any]) -> Fraction | None:
        details = {name: value for name, value in row.items() if value is not None}
        fact = Fact(kind=kind, about="", happened_at=_SOME_DAY, details=details)
        return self._records.worth(fact, self._words)


def _told(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return a detail as questions compare it; a fact about a member need not repeat it."""
    told = pl.col(name).cast(pl.String) if name in frame.columns else pl.lit(None, pl.String)
    if name != "person":
        return told
    about = pl.col("about").cast(pl.String)
    is_member = about.str.starts_with("member:")
    return pl.coalesce(told, pl.when(is_member).then(about.str.strip_prefix("member:")))
