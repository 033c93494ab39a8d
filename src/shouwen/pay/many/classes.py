"""Facts of one kind in columns, sorted into classes that no rule can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.figured import Figured
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.shapes.bands import Bands
from shouwen.policy.kinds.shapes.plain import Fixed, FromDetail, Range
from shouwen.policy.kinds.shapes.products import Multiple, Percentage, PerUnit, Proportion
from shouwen.policy.kinds.sources.arithmetic import (
    Difference,
    Greatest,
    Least,
    Product,
    Quotient,
    Sum,
    Times,
)
from shouwen.policy.kinds.sources.elapsed import HoursBetween, MinutesBetween, SecondsBetween
from shouwen.policy.kinds.sources.given import Entered, LookedUp
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import DetailType, Vocabulary

ABOUT, DAY, SAME, CLASS, ROW = "@about", "@day", "@same", "@class", "@row"
MONTH = "@month"
_EXACT = (HoursBetween, MinutesBetween, SecondsBetween)
# Amounts and figures that come to the same on any day.
_TIMELESS = (
    *(Bands, Fixed, FromDetail, Multiple, Percentage, PerUnit, Proportion, Range),
    *(Difference, Entered, Greatest, Least, LookedUp, Product, Quotient, Sum, Times),
)
_FOLLOWING = ("attendance_classed", "fine_imposed", "points_moved")
_MOST_CODES, _NEAR = 2**60, 2**20
# Read by every rule without being named.
_ALWAYS = ("period",)


@dataclass(slots=True)
class Columns:
    """The facts of a kind; ``members`` are columns with people, ``by`` tells classes apart.

    ``frame`` has ``number``, ``at`` (UTC) and ``about`` beside one column for each detail; what was
    not recorded is null. ``answered`` are the columns of answers by the question's template.
    """

    kind: str
    frame: pl.DataFrame
    members: list[str]
    by: list[str]
    details: tuple[str, ...]
    answered: dict[Any, str] = field(default_factory=dict)
    _codes: dict[str, tuple[pl.Series, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, frame: pl.DataFrame, book: Rulebook, words: Vocabulary) -> Columns:
        """Keep what the rules that listen to the kind, or to what follows, may look at."""
        named = _named(book.rules)
        details = [one for one in frame.columns if one in named]
        members = [one for one in details if _is_member(words, kind, one)]
        zone = str(book.zone)
        prepared = frame.with_row_index(ROW).with_columns(
            pl.when(pl.col("about").str.starts_with("member:"))
            .then(pl.col("about").str.strip_prefix("member:"))
            .alias(ABOUT),
            pl.col("at").dt.convert_time_zone(zone).dt.date().alias(DAY),
        )
        prepared = prepared.with_columns(pl.col(DAY).dt.truncate("1mo").alias(MONTH))
        exact = ["at"] if _needs_the_hour(book, kind) else []
        exact += [DAY] if _reads_the_day(book, kind) else []
        plainly = [one for one in details if one not in members]
        by = [*plainly, MONTH, *exact, SAME]
        found = cls(kind, prepared, [*members, ABOUT], by, tuple(details))
        found.tell_people_apart()
        return found

    def tell_people_apart(self) -> None:
        """Write into one column which of the people of a fact are the same, and who is missing."""
        parts = []
        for place, name in enumerate(self.members):
            same = pl.lit(str(place))
            for earlier in range(place - 1, -1, -1):
                alike = pl.col(name) == pl.col(self.members[earlier])
                alike = alike.fill_null(value=False)
                same = pl.when(alike).then(pl.lit(str(earlier))).otherwise(same)
            parts.append(pl.when(pl.col(name).is_null()).then(pl.lit("-")).otherwise(same))
        self.frame = self.frame.with_columns(pl.concat_str(parts, separator=" ").alias(SAME))
        self._codes.pop(SAME, None)

    def sort_out(self) -> pl.DataFrame:
        """Tell each fact its class; return one fact of each class."""
        code, size = pl.zeros(len(self.frame), dtype=pl.UInt64, eager=True), 1
        for name in self.by:
            codes, distinct = self._coded(name)
            if size * distinct > _MOST_CODES:
                code, size = _dense(code)
            code, size = code * distinct + codes, size * distinct
        self.frame = self.frame.with_columns(code.alias(CLASS))
        first = self.frame.group_by(CLASS).agg(pl.col(ROW).first()).sort(CLASS)
        return self.frame[first[ROW]]

    def _coded(self, name: str) -> tuple[pl.Series, int]:
        if name not in self._codes:
            self._codes[name] = _codes(self.frame[name])
        return self._codes[name]

    def fact(self, row: Mapping[str, Any]) -> Fact:
        """Return a row as the fact it stands for, with the details that rules may look at."""
        details: dict[str, Detail] = {
            name: row[name] for name in self.details if row[name] is not None
        }
        return Fact(kind=self.kind, about=row["about"], happened_at=row["at"], details=details)

    def people_of(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return in which column each of the people of a row stands, the first where in several."""
        found: dict[str, str] = {}
        for name in self.members:
            if row[name] is not None:
                found.setdefault(row[name], name)
        return found


def _codes(series: pl.Series) -> tuple[pl.Series, int]:
    """Return a small whole number for each value, and how many there are; missing is one, too."""
    if series.dtype == pl.Boolean:
        return series.cast(pl.UInt64).fill_null(2), 3
    if series.dtype in (pl.String, pl.Categorical):
        return _dense(series.cast(pl.Categorical).to_physical())
    return _dense(series.to_physical())


def _dense(series: pl.Series) -> tuple[pl.Series, int]:
    """Number values without gaps, the missing one last; near each other they are only shifted."""
    least, most = series.min(), series.max()
    if least is None:
        return pl.zeros(len(series), dtype=pl.UInt64, eager=True), 1
    if isinstance(least, int) and isinstance(most, int) and most - least < _NEAR:
        shifted = (series.cast(pl.Int64) - least).cast(pl.UInt64)
        return shifted.fill_null(most - least + 1), most - least + 2
    ranked = series.rank("dense").cast(pl.UInt64)
    return ranked.fill_null(0), series.n_unique() + 1


def _named(rules: Iterable[Rule]) -> frozenset[str]:
    found = {one.name for rule in rules for one in rule.references() if one.sort == "detail"}
    found |= {one.of for rule in rules for one in rule.references() if one.sort == "value"}
    return frozenset({*found, *_ALWAYS, "person"})


def _is_member(words: Vocabulary, kind: str, detail: str) -> bool:
    term = words.term(kind, detail)
    return term is not None and term.type is DetailType.MEMBER


def _reads_the_day(book: Rulebook, kind: str) -> bool:
    """Tell whether on another day of the month a rule might say something else."""
    kinds = {kind, *_FOLLOWING}
    mine = [rule for rule in book.rules if kinds & set(rule.fact_kinds())]
    return any(rule.in_force or rule.ended for rule in book.rules) or not all(
        map(_is_timeless, mine)
    )


def _is_timeless(rule: Rule) -> bool:
    if not isinstance(rule, Moves) or rule.paid_in or rule.settled_in:
        return False
    return all(isinstance(one, _TIMELESS) for one in (rule.amount, *rule.figures.values()))


def _needs_the_hour(book: Rulebook, kind: str) -> bool:
    mine = (rule for rule in book.rules if kind in rule.fact_kinds())
    figured = (rule for rule in mine if isinstance(rule, Figured))
    return any(isinstance(source, _EXACT) for rule in figured for source in rule.figures.values())
