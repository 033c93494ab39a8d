"""Facts of one kind in columns, sorted into classes that no rule can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.days import numbered
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.following import ATTENDANCE_CLASSED, FINE_IMPOSED, POINTS_MOVED
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.figured import Figured
from shouwen.policy.kinds.form import Form
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
from shouwen.policy.kinds.sources.moved import Moved
from shouwen.policy.kinds.sources.rank import Rank
from shouwen.policy.kinds.sources.recorded import Counted, RecordsOf, Summed
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import DetailType, Vocabulary

ABOUT, DAY, MONTH, SAME, CLASS = "@about", "@day", "@month", "@same", "@class"
FOLLOWING = (ATTENDANCE_CLASSED, FINE_IMPOSED, POINTS_MOVED)
_EXACT = (HoursBetween, MinutesBetween, SecondsBetween)
# Amounts and figures that come to the same on any day of a month.
_TIMELESS = (
    *(Bands, Fixed, FromDetail, Multiple, Percentage, PerUnit, Proportion, Range),
    *(Difference, Entered, Greatest, Least, LookedUp, Product, Quotient, Sum, Times),
)
_FROM_MONTHS = ("ever", "month", "quarter", "half_year", "year")
_MOST_CODES, _NEAR = 2**60, 2**20
# Read by every rule without being named.
_ALWAYS = ("period", "person")


class Answer(NamedTuple):
    """The column with the answers to a question, and how one of them is read."""

    column: str
    read: Callable[[Any], object]


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
    answered: dict[Any, Answer] = field(default_factory=dict)
    _coded: int = 0
    _code: tuple[pl.Series, int] | None = None

    @classmethod
    def of(cls, kind: str, frame: pl.DataFrame, book: Rulebook, words: Vocabulary) -> Columns:
        """Keep what the rules that listen to the kind, or to what follows, may look at."""
        named = _named(book.rules, kind)
        details = [one for one in frame.columns if one in named]
        members = [one for one in details if _is_member(words, kind, one)]
        month, _ = numbered(frame["at"], "month", book.zone)
        day, days = numbered(frame["at"], "day", book.zone)
        prepared = frame.with_columns(
            _members_in(frame["about"]),
            month.alias(MONTH),
            pl.Series(days, dtype=pl.Date).gather(day).alias(DAY),
        )
        exact = ["at"] if _needs_the_hour(book, kind) else []
        exact += [DAY] if _reads_the_day(book, kind) else []
        plainly = [one for one in details if one not in members]
        by = [*plainly, MONTH, *exact, SAME]
        found = cls(kind, prepared, [*members, ABOUT], by, tuple(details))
        found.tell_people_apart()
        return found

    def tell_people_apart(self) -> None:
        """Write into one column which of the people of a fact are the same, and who is missing."""
        many = len(self.members) + 1
        told = pl.lit(0, dtype=pl.UInt64)
        for place, name in enumerate(self.members):
            same = pl.lit(place + 1, dtype=pl.UInt64)
            for earlier in range(place - 1, -1, -1):
                alike = (pl.col(name) == pl.col(self.members[earlier])).fill_null(value=False)
                same = pl.when(alike).then(pl.lit(earlier + 1, dtype=pl.UInt64)).otherwise(same)
            missing = pl.col(name).is_null()
            told = told * many + pl.when(missing).then(pl.lit(0, dtype=pl.UInt64)).otherwise(same)
        self.frame = self.frame.with_columns(told.alias(SAME))
        self._code = None

    def answer(self, template: Any, answers: pl.Series, read: Callable[[Any], object]) -> None:
        """Keep the answer of each fact to a question; facts answered otherwise are told apart."""
        name = f"@answer{len(self.answered)}"
        self.frame = self.frame.with_columns(answers.alias(name))
        self.answered[template] = Answer(name, read)
        self.by.append(name)

    def answer_with_people(self, template: Any, answers: pl.Series, nobody: object) -> None:
        """Keep the member that is the answer of each fact: one more of its people."""
        name = f"@answer{len(self.answered)}"
        self.frame = self.frame.with_columns(answers.alias(name))
        self.answered[template] = Answer(name, lambda found: found or nobody)
        self.members.append(name)
        self.tell_people_apart()

    def sort_out(self) -> pl.DataFrame:
        """Tell each fact its class, counted from nought; return one fact of each in order."""
        if self._code is None:
            self._code, self._coded = (pl.zeros(len(self.frame), dtype=pl.UInt64, eager=True), 1), 0
        code, size = self._code
        for name in self.by[self._coded :]:
            codes, distinct = _codes(self.frame[name])
            if distinct == 1:
                continue
            if size * distinct > _MOST_CODES:
                code, size = _dense(code)
            code, size = code * distinct + codes, size * distinct
        first = code.arg_unique()
        told = pl.DataFrame({"code": code.gather(first)}).with_row_index(CLASS)
        klass = _looked_up(code, told, size)
        self._code, self._coded = (klass.cast(pl.UInt64), max(len(first), 1)), len(self.by)
        self.frame = self.frame.with_columns(klass.alias(CLASS))
        return self.frame[first]

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


def _members_in(about: pl.Series) -> pl.Series:
    """Return the members that facts are about."""
    is_member = about.cast(pl.String).str.starts_with("member:")
    if not is_member.any():
        return pl.repeat(None, len(about), dtype=pl.String, eager=True).alias(ABOUT)
    member = pl.col("about").cast(pl.String).str.strip_prefix("member:")
    return about.to_frame().select(pl.when(is_member).then(member).alias(ABOUT))[ABOUT]


def _looked_up(code: pl.Series, told: pl.DataFrame, size: int) -> pl.Series:
    """Return the class of each code."""
    if size > _NEAR:
        whole = code.alias("code").to_frame()
        return whole.join(told, on="code", how="left", maintain_order="left")[CLASS]
    table = pl.zeros(size, dtype=pl.UInt32, eager=True)
    return table.scatter(told["code"].cast(pl.UInt32), told[CLASS]).gather(code.cast(pl.UInt32))


def _codes(series: pl.Series) -> tuple[pl.Series, int]:
    """Return a small whole number for each value, and how many there are; missing is one, too."""
    if series.dtype == pl.Boolean:
        return series.cast(pl.UInt64).fill_null(2), 3
    if series.dtype == pl.String:
        return _dense(series.cast(pl.Categorical).to_physical())
    return _dense(series.to_physical())


def _dense(series: pl.Series) -> tuple[pl.Series, int]:
    """Number values without gaps, the missing one last; near each other they are only shifted."""
    least, most = series.min(), series.max()
    if least is None:
        return pl.zeros(len(series), dtype=pl.UInt64, eager=True), 1
    missing = series.null_count() > 0
    if isinstance(least, int) and isinstance(most, int) and most - least < _NEAR:
        if least == most and not missing:
            return pl.zeros(len(series), dtype=pl.UInt64, eager=True), 1
        shifted = (series.cast(pl.Int64) - least).cast(pl.UInt64)
        return shifted.fill_null(most - least + 1), most - least + 2
    ranked = series.rank("dense").cast(pl.UInt64)
    return ranked.fill_null(0), series.n_unique() + 1


def _named(rules: Iterable[Rule], kind: str) -> frozenset[str]:
    """Return the details of a kind that some rule names."""
    found = set(_ALWAYS)
    for one in (one for rule in rules for one in rule.references()):
        if not one.facts or kind in one.facts:
            found.add(one.name if one.sort == "detail" else one.of)
    return frozenset(found - {""})


def _is_member(words: Vocabulary, kind: str, detail: str) -> bool:
    term = words.term(kind, detail)
    return term is not None and term.type is DetailType.MEMBER


def _reads_the_day(book: Rulebook, kind: str) -> bool:
    """Tell whether on another day of the month a rule might say something else."""
    kinds = {kind, *FOLLOWING}
    mine = [rule for rule in book.rules if kinds & set(rule.fact_kinds())]
    return any(rule.in_force or rule.ended for rule in book.rules) or not all(
        map(_is_timeless, mine)
    )


def _is_timeless(rule: Rule) -> bool:
    if isinstance(rule, Form):
        return True  # of a form only what it computes of its fields is kept
    if not isinstance(rule, Moves) or not isinstance(rule.amount, _TIMELESS):
        return False
    return all(isinstance(one, _TIMELESS) or _is_of_months(one) for one in rule.figures.values())


def _is_of_months(source: object) -> bool:
    """Tell whether what a figure asks for begins with a month, a longer period or never."""
    match source:
        case Moved():
            return not source.moved.restart and source.moved.per in _FROM_MONTHS
        case Counted() | Summed():
            return _begin_with_months(source.records)
        case Rank():
            records = source.rank.of.records
            begins = records is None or _begin_with_months(records)
            return begins and source.rank.of.per in _FROM_MONTHS
    return False


def _begin_with_months(records: RecordsOf) -> bool:
    return not records.since and records.per in _FROM_MONTHS


def _needs_the_hour(book: Rulebook, kind: str) -> bool:
    mine = (rule for rule in book.rules if kind in rule.fact_kinds())
    figured = (rule for rule in mine if isinstance(rule, Figured))
    return any(isinstance(source, _EXACT) for rule in figured for source in rule.figures.values())
