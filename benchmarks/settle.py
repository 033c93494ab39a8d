"""One month for 10,000 people from 5 million facts, beside bare queries for the same sums.

Run ``python benchmarks/settle.py`` from the checkout; ``--facts 500000 --people 1000`` for less.
The month is settled under each of the three bundled regulations that can move most (those with
the most rules of pay and points). Its facts are those of their worked examples, of everybody, on
every day; what asks about earlier facts happens once for each person at the end of the month. The
bare queries are told every price, who holds which post and every balance beforehand: they only find
the month, look prices up and add, and must come to the same for each member, unit and month.

What draws on one pot after the other (a pool) is still settled one by one and said apart; the bare
queries leave it out. Times are of the processor, of all threads.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from shouwen.pay.many.balances import Bookings
from shouwen.pay.many.classes import CLASS, DAY, MONTH, Columns
from shouwen.pay.many.earlier import Records
from shouwen.pay.many.occurred import Occurred
from shouwen.pay.many.settled import Part, People, Settled, nets
from shouwen.pay.many.settling import Settling, settled_rules
from shouwen.pay.many.staff import Asked
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.questions import HoldersOf, MembersOf, PostsOf
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.sentences import lines as said_lines
from shouwen.policy.vocabulary import DetailType
from shouwen.policy.working.setting import Setting

PACKS = Path(__file__).resolve().parents[1] / "src" / "shouwen" / "packs"
FACTS, PEOPLE, BOOKS = 5_000_000, 10_000, 3
EXPLAINED = 200


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--facts", type=int, default=FACTS)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--books", type=int, default=BOOKS)
    chosen = asked.parse_args()
    packs = _most_moving(chosen.books)
    total = bare = alone = 0.0
    for pack in packs:
        spent, beside, singly = _one(pack, chosen.facts // len(packs), chosen.people)
        total, bare, alone = total + spent, bare + beside, alone + singly
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"together at once {total:.2f} s, bare {bare:.2f} s: {total / bare:.1f} times")
    print(
        f"with what is settled one by one {total + alone:.2f} s: {(total + alone) / bare:.1f} times"
    )
    print(f"peak memory {peak:,.0f} MB")


def _most_moving(count: int) -> list[Regulation]:
    found = []
    for file in sorted(PACKS.glob("*.md")):
        pack = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
        if pack is not None:
            found.append((sum(isinstance(r, Moves) for r in pack.rules.values()), pack))
    found.sort(key=lambda one: -one[0])
    return [pack for _, pack in found[:count]]


@dataclass
class House:
    """Everybody of a department under one regulation, with the posts its rules are for."""

    pack: Regulation
    people: int

    def __post_init__(self) -> None:
        self.chance = random.Random(1)
        self.book = settled_rules(Rulebook(self.pack.rules.values()))
        self.names = [f"m{n:05}" for n in range(self.people)]
        self.named = sorted({post for rule in self.book.rules for post in rule.for_}) or ["staff"]

    def answer(self, question: Any, _day: object) -> object:
        match question:
            case PostsOf(person=person):
                return frozenset({self.named[int(person[1:]) % len(self.named)]})
            case MembersOf(post=post):
                return tuple(self.names[self.named.index(post) :: len(self.named)][:10])
            case HoldersOf():
                return self.people // len(self.named)
        number = int(question.person[1:])
        return self.names[number // 10] if number else None

    def examples(self) -> dict[str, list[Fact]]:
        """The facts of the worked examples by kind."""
        setting = Setting.of(self.pack, None)
        found: dict[str, list[Fact]] = {}
        for case in self.pack.cases:
            rule = self.pack.rules.get(case.rule)
            if isinstance(rule, Moves):
                for event in case.events or ({"fact": case.fact, "given": case.given},):
                    fact = setting.fact(rule, event)
                    found.setdefault(fact.kind, []).append(fact)
        return found

    def month(self) -> datetime:
        first = max(self.pack.in_force, self.pack.tried_on or self.pack.in_force)
        later = datetime(first.year, first.month, 1, tzinfo=UTC) + timedelta(days=45)
        return datetime(later.year, later.month, 1, 1, tzinfo=UTC)

    def frames(self, count: int, at_the_end: set[str]) -> dict[str, pl.DataFrame]:
        """So many facts of the month, and at its end one of each closing kind for each person."""
        examples = self.examples()
        running = [kind for kind in examples if kind not in at_the_end]
        each = count // max(len(running), 1)
        begins, found, number = self.month(), {}, 0
        for kind in (*running, *(k for k in examples if k in at_the_end)):
            closing = kind in at_the_end
            much = self.people if closing else each
            found[kind] = self._frame(examples[kind], much, number, begins, closing=closing)
            number += much
        # Facts of all kinds come mixed: numbers follow the moments.
        return _numbered(found)

    def _frame(
        self, facts: list[Fact], much: int, number: int, begins: datetime, *, closing: bool
    ) -> pl.DataFrame:
        names = sorted({n for fact in facts for n in fact.details if n != "period"})
        which = pl.Series([self.chance.randrange(len(facts)) for _ in range(much)])
        minutes = [
            60 * 24 * 27 + place % 600 if closing else self.chance.randrange(60 * 24 * 26)
            for place in range(much)
        ]
        columns: dict[str, Any] = {
            "at": pl.Series([begins], dtype=pl.Datetime("us", "UTC")).gather([0] * much)
            + pl.Series(minutes).cast(pl.Duration("us")) * 60_000_000,
            "about": [f"case:T-{n % 1000}" for n in range(number, number + much)],
        }
        staff = pl.Series(self.names)
        for name in names:
            if self._is_member(facts[0].kind, name):
                picked = range(much) if closing else (
                    self.chance.randrange(self.people) for _ in range(much)
                )  # fmt: skip
                columns[name] = staff.gather(pl.Series(picked))
            else:
                columns[name] = _plain([fact.details.get(name) for fact in facts]).gather(which)
        return pl.DataFrame(columns)

    def _is_member(self, kind: str, name: str) -> bool:
        term = self.pack.vocabulary.term(kind, name)
        return term is not None and term.type is DetailType.MEMBER


def _plain(values: list[Any]) -> pl.Series:
    if all(isinstance(one, bool) or one is None for one in values):
        return pl.Series(values, dtype=pl.Boolean)
    return pl.Series([None if one is None else str(one) for one in values], dtype=pl.String)


def _numbered(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    moments = pl.concat(
        [
            frame.select("at", kind=pl.lit(kind)).with_row_index("row")
            for kind, frame in frames.items()
        ]
    )
    order = moments.sort("at", maintain_order=True).with_row_index("number", offset=1)
    found = {}
    for kind, frame in frames.items():
        mine = order.filter(pl.col("kind") == kind)
        rows = frame[mine["row"]]
        found[kind] = rows.with_columns(mine["number"].cast(pl.Int64))
    return found


def _abouts(part: Part) -> list[object]:
    return [template.about for template in part.columns.answered]


def _closing_kinds(house: House) -> set[str]:
    """Return the kinds whose rules ask what was before: of these each person has one."""
    settling = Settling(house.book, house.pack.vocabulary, People(house.answer, ()))
    done = settling.settle(house.frames(300, set()))
    alone = {fact.kind for _, fact, _ in done.alone} | set(house.examples()) - {
        part.columns.kind for part in done.parts
    }
    asking = {
        part.columns.kind for part in done.parts
        if any(isinstance(about, Bookings | Records | Occurred) for about in _abouts(part))
    }  # fmt: skip
    return {kind for kind in alone | asking if house.book.listens_to_kind(kind)}


class Watched(Settling):
    """Settles as usual and remembers what the facts took that were settled one by one."""

    alone_took = 0.0

    def _one_by_one(self, waiting: Any, around: Any) -> None:
        began = time.process_time()
        super()._one_by_one(waiting, around)
        Watched.alone_took = time.process_time() - began


def _compare(checked: pl.DataFrame, settling: Settling) -> None:
    """End where the bare queries come to other sums of the members than what is settled at once."""
    at_once = nets(Settled(settling.done.zone, settling.done.parts))
    members = at_once.filter(pl.col("holder").str.starts_with("member:"))
    mine = members.with_columns(pl.col("holder").str.strip_prefix("member:"))
    assert set(mine.iter_rows()) == set(checked.iter_rows())


def _timed(deed: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return deed(), time.process_time() - began


def _one(pack: Regulation, count: int, people: int) -> tuple[float, float, float]:
    house = House(pack, people)
    frames = house.frames(count, _closing_kinds(house))
    facts = sum(map(len, frames.values()))
    settling = Watched(house.book, house.pack.vocabulary, People(house.answer, ()))

    def settled() -> pl.DataFrame:
        return nets(settling.settle(frames))

    _, spent = _timed(settled)
    prices = list(_priced(settling, frames))
    checked, beside = _timed(lambda: _bare(prices))
    _compare(checked, settling)
    worst = _explained(settling)
    rules = sum(isinstance(rule, Moves) for rule in pack.rules.values())
    at_once, alone = spent - Watched.alone_took, Watched.alone_took
    print(
        f"{facts:,} facts of {people:,} people, {rules} rules: at once {at_once:.2f} s, "
        f"bare {beside:.2f} s ({at_once / beside:.1f} times), one by one {alone:.2f} s; "
        f"{settling.done.judged:,} judged; slowest explanation of {EXPLAINED} lines "
        f"{worst * 1000:.1f} ms"
    )
    return at_once, beside, alone


@dataclass
class Priced:
    """What somebody knows who writes a query for one kind: the details that count, and prices."""

    facts: pl.DataFrame
    keys: list[str]
    given: dict[str, tuple[str, pl.DataFrame]]
    worth: dict[str, pl.DataFrame]


def _priced(settling: Settling, frames: Mapping[str, pl.DataFrame]) -> Iterator[Priced]:
    """Return for each kind its facts as they were read, and what each combination is worth.

    Posts are given as a table of people; who is the same person, and balances, as a ready column.
    """
    for part in settling.done.parts:
        columns = part.columns
        keys = [name for name in columns.by if columns.frame[name].n_unique() > 1]
        if columns.frame.select(CLASS, *keys).n_unique() > part.classes:
            keys = [CLASS]  # balances that change from fact to fact: what comes of them is told
        worth = {}
        for column in columns.members:
            found = _worth(part, column)
            if len(found):
                named = columns.frame.select(*dict.fromkeys((CLASS, *keys))).unique(CLASS)
                joined = named.join(found, on=CLASS)
                worth[column] = joined if CLASS in keys else joined.drop(CLASS)
        if not worth:
            continue
        posts = {
            one.column: (template.who, columns.frame.select(template.who, one.column).unique())
            for template, one in columns.answered.items()
            if isinstance(template.about, Asked) and template.who
        }
        ready = [k for k in keys if k.startswith("@") and k not in {*posts, DAY, MONTH}]
        facts = frames[columns.kind].with_columns(columns.frame[name] for name in ready)
        given = {name: table for name, table in posts.items() if name in keys}
        yield Priced(facts, keys, given, worth)


def _worth(part: Part, column: str) -> pl.DataFrame:
    rows = [
        (one.klass, one.unit, one.period, sign * one.parts)
        for one in part.moved
        for sign, place, _ in one.sides()
        if place == column
    ]
    types = {CLASS: pl.UInt32, "unit": pl.String, "period": pl.String, "parts": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row")


def _bare(prices: list[Priced]) -> pl.DataFrame:
    """Look prices up, and add them up by person, unit and month; who writes it knows them all."""
    found = []
    for one in prices:
        facts = one.facts
        day = pl.col("at").dt.convert_time_zone("Asia/Shanghai").dt.date()
        if DAY in one.keys:
            facts = facts.with_columns(day.alias(DAY))
        if MONTH in one.keys:
            facts = facts.with_columns(day.dt.truncate("1mo").rank("dense").alias(MONTH) - 1)
        for who, table in one.given.values():
            facts = facts.join(table, on=who, how="left")
        for column, worth in one.worth.items():
            mine = facts.select(*one.keys, column)
            joined = (
                mine.join(worth, on=one.keys, nulls_equal=True)
                if one.keys
                else mine.join(worth, how="cross")
            )
            sums = joined.group_by(column, "unit", "period").agg(pl.col("parts").sum())
            found.append(sums.rename({column: "holder"}).cast({"holder": pl.String}))
    whole = pl.concat(found).group_by("holder", "unit", "period").agg(pl.col("parts").sum())
    return whole.filter(pl.col("parts") != 0)


def _explained(settling: Settling) -> float:
    """Explain lines picked by chance; return what the slowest took."""
    chance, worst = random.Random(2), 0.0
    parts = [part for part in settling.done.parts if part.moved]
    for _ in range(EXPLAINED):
        columns: Columns = chance.choice(parts).columns
        place = chance.randrange(len(columns.frame))

        def explain(columns: Columns = columns, place: int = place) -> int:
            row = columns.frame.row(place, named=True)
            rulings = settling.judged_again(columns, row)
            return sum(len(list(said_lines(ruling.steps, "zh"))) for ruling in rulings)

        worst = max(worst, _timed(explain)[1])
    return worst


if __name__ == "__main__":
    main()
