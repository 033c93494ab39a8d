"""What rules ask about facts of a class, answered for all facts of the kind in one column.

A question is put in general terms: the people of the fact by the column they stand in, the moment
just after the fact as such. Facts for which the general question is the same get their answers at
once: who holds which post by member, sums of bookings and of earlier facts by Polars.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.classes import DAY, Columns
from shouwen.pay.many.settled import Around, Part
from shouwen.policy.amounts import parts_per
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.questions import (
    Booked,
    HoldersOf,
    MembersOf,
    PostsOf,
    Question,
    SuperiorOf,
)

NOBODY = object()
_AFTER = "@after"
_SEPARATOR = "\x1f"


class LaterError(Exception):
    """The facts asked about are not settled yet, or can only be told one by one."""


class Template(NamedTuple):
    """A question in general terms; ``who`` is the column the person stands in."""

    what: str
    who: str
    more: tuple[object, ...]


def template_of(question: Question, fact: Fact, people: Mapping[str, str]) -> Template:
    """Return a question in general terms."""
    match question:
        case PostsOf(person=person) | SuperiorOf(person=person):
            return Template(type(question).__name__, _column(person, people), ())
        case HoldersOf(post=post) | MembersOf(post=post):
            return Template(type(question).__name__, "", (post,))
        case Booked():
            kind, key = question.holder
            who = _column(key, people) if kind == "member" else ""
            until = _AFTER if question.until == _just_after(fact) else question.until
            more = (question.regulation, question.rules, question.unit, kind,
                    "" if who else key, question.since, until)  # fmt: skip
            return Template("Booked", who, more)
    raise LaterError(str(question))


def _column(person: str, people: Mapping[str, str]) -> str:
    if person not in people:
        raise LaterError(person)
    return people[person]


def _just_after(fact: Fact) -> datetime:
    return fact.happened_at + timedelta(microseconds=1)


def read(template: Template, value: Any) -> object:
    """Return an answer from its column as the judge wants it."""
    if template.what == "PostsOf":
        return frozenset(value.split(_SEPARATOR)) if value else frozenset()
    if template.what == "MembersOf":
        return tuple(value.split(_SEPARATOR)) if value else ()
    if template.what == "SuperiorOf":
        return value or NOBODY
    if template.what == "Booked":
        unit = str(template.more[2])
        return Fraction(value, parts_per(unit))
    return value


def answer(
    template: Template,
    question: Question,
    columns: Columns,
    around: Around,
) -> None:
    """Add the column with the answer of every fact of the kind; raise LaterError if not yet."""
    name = f"@answer{len(columns.answered)}"
    if template.what == "Booked":
        if DAY not in columns.by:
            columns.by.append(DAY)  # from when on bookings count depends on the day
            return
        _booked(template, columns, around, name)
    else:
        _of_people(template, question, columns, around, name)
    columns.answered[template] = name
    if template.what == "SuperiorOf":
        columns.members.append(name)
        columns.tell_people_apart()
    else:
        columns.by.append(name)


def _of_people(
    template: Template, question: Question, columns: Columns, around: Around, name: str
) -> None:
    """Ask once for each person and day, and join."""
    keys = [template.who, DAY] if template.who else [DAY]
    distinct = columns.frame.select(keys).unique()
    told = [
        _text(around.people(_about(question, row[0]), row[-1])) if row[0] is not None else None
        for row in distinct.iter_rows()
    ]
    distinct = distinct.with_columns(pl.Series(name, told, dtype=_type_of(template)))
    columns.frame = columns.frame.join(
        distinct, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )


def _type_of(template: Template) -> Any:
    return pl.Int64 if template.what == "HoldersOf" else pl.String


def _about(question: Question, person: object) -> Any:
    if isinstance(question, PostsOf | SuperiorOf):
        return type(question)(str(person))
    return question


def _text(answer: object) -> object:
    if isinstance(answer, frozenset):
        return _SEPARATOR.join(sorted(answer))
    return _SEPARATOR.join(answer) if isinstance(answer, tuple) else answer


# ── bookings ─────────────────────────────────────────────────────────────────────────────────


def _booked(template: Template, columns: Columns, around: Around, name: str) -> None:
    """Sum what was booked for each fact's holder before it."""
    regulation, rules, _unit, _kind, key, since, until = template.more
    _refuse_unsettled(around, str(regulation), rules)  # type: ignore[arg-type]
    moved = [moved_for(part, template) for part in around.done.parts]
    found = pl.concat([one for one in moved if one is not None] or [none_moved()])
    if isinstance(since, datetime):
        found = found.filter(pl.col("at") >= since)
    if isinstance(until, datetime):
        found = found.filter(pl.col("at") < until)
    who = template.who
    left = columns.frame.select("number", *([who] if who else []))
    if not who:
        left, who = left.with_columns(pl.lit(str(key)).alias("@who")), "@who"
    sums = found.sort("number").with_columns(pl.col("parts").cum_sum().over("holder"))
    joined = left.with_columns(pl.col("number").set_sorted()).join_asof(
        sums.select("number", "holder", "parts").with_columns(pl.col("number").set_sorted()),
        on="number", by_left=who, by_right="holder", strategy="backward",
        allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip
    columns.frame = columns.frame.with_columns(joined["parts"].fill_null(0).alias(name))


def none_moved() -> pl.DataFrame:
    """Return the lines of nothing."""
    at = pl.Datetime("us", "UTC")
    types: dict[str, Any] = {"number": pl.Int64, "at": at, "holder": pl.String, "parts": pl.Int64}
    return pl.DataFrame(schema=types)


def _refuse_unsettled(around: Around, regulation: str, rules: tuple[str, ...]) -> None:
    """Raise LaterError where a rule whose bookings count listens to what is not settled yet."""
    for rule in around.book.rules:
        mine = isinstance(rule, Moves) and rule.clause.regulation == regulation
        if mine and (not rules or rule.id in rules) and set(rule.fact_kinds()) & around.waiting:
            raise LaterError(rule.id)


def moved_for(part: Part, template: Template) -> pl.DataFrame | None:
    """Return what the facts of a kind moved to and from holders of a sort, line by line."""
    regulation, rules, unit, kind, _key, _since, _until = template.more
    found = []
    for one in part.moved:
        if one.regulation != regulation or one.unit != unit or (rules and one.rule not in rules):  # type: ignore[operator]
            continue
        for sign, column, named in ((1, one.payee_in, one.payee), (-1, one.payer_in, one.payer)):
            if column and kind == "member":
                found.append((one.klass, column, "", sign * one.parts))
            elif named.startswith(f"{kind}:"):
                found.append((one.klass, "", named.partition(":")[2], sign * one.parts))
    frames = []
    for column in {where for _, where, _, _ in found}:
        mine = pl.DataFrame(
            [(k, n, p) for k, where, n, p in found if where == column],
            schema={"@class": pl.UInt64, "named": pl.String, "parts": pl.Int64}, orient="row",
        )  # fmt: skip
        holder = pl.col(column) if column else pl.col("named")
        rows = part.columns.frame.select(
            "@class", "number", "at", *([column] if column else [])
        ).join(mine, on="@class")
        frames.append(rows.select("number", "at", holder.alias("holder"), "parts"))
    return pl.concat(frames) if frames else None
