"""One month for 10,000 people from 5 million facts, beside bare queries for the same sums.

Run ``python benchmarks/settle.py`` from the checkout; ``--facts 500000 --people 1000`` for less.
The month is settled under each of the three bundled regulations that can move most (those with
the most rules of pay and points). Its facts are those of their worked examples, of everybody, on
every day; what asks about earlier facts happens once for each person at the end of the month. The
bare queries are told each class's price beforehand: they only look it up, count and add.

Facts that ask for a rank, for repetitions or for counts of earlier facts are still settled one by
one; what that takes is said apart. Times are of the processor, of all threads.
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
from shouwen.pay.many.classes import CLASS, Columns
from shouwen.pay.many.earlier import Records
from shouwen.pay.many.settled import Part, People, nets
from shouwen.pay.many.settling import Settling, settled_rules
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
    total = bare = 0.0
    for pack in packs:
        spent, beside = _one(pack, chosen.facts // len(packs), chosen.people)
        total, bare = total + spent, bare + beside
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"together at once {total:.2f} s, bare {bare:.2f} s: {total / bare:.1f} times")
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


def _closing_kinds(house: House) -> set[str]:
    """Return the kinds whose rules ask what was before: of these each person has one."""
    settling = Settling(house.book, house.pack.vocabulary, People(house.answer, ()))
    done = settling.settle(house.frames(300, set()))
    alone = {fact.kind for _, fact, _ in done.alone} | set(house.examples()) - {
        part.columns.kind for part in done.parts
    }
    asking = {
        part.columns.kind for part in done.parts
        if any(isinstance(one.about, Bookings | Records) for one in part.columns.answered)
    }  # fmt: skip
    return {kind for kind in alone | asking if house.book.listens_to_kind(kind)}


class Watched(Settling):
    """Settles as usual and remembers what the facts took that were settled one by one."""

    alone_took = 0.0

    def _one_by_one(self, waiting: Any, facts: Any) -> None:
        began = time.process_time()
        super()._one_by_one(waiting, facts)
        Watched.alone_took = time.process_time() - began


def _timed(deed: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return deed(), time.process_time() - began


def _one(pack: Regulation, count: int, people: int) -> tuple[float, float]:
    house = House(pack, people)
    frames = house.frames(count, _closing_kinds(house))
    facts = sum(map(len, frames.values()))
    settling = Watched(house.book, house.pack.vocabulary, People(house.answer, ()))

    def settled() -> pl.DataFrame:
        return nets(settling.settle(frames))

    sums, spent = _timed(settled)
    prices = list(_priced(settling))
    checked, beside = _timed(lambda: _bare(prices, settling))
    assert checked == int(sums.filter(pl.col("holder").str.starts_with("member:"))["parts"].sum())
    worst = _explained(settling)
    rules = sum(isinstance(rule, Moves) for rule in pack.rules.values())
    alone = len(settling.done.alone)
    at_once, alone = spent - Watched.alone_took, Watched.alone_took
    print(
        f"{facts:,} facts of {people:,} people, {rules} rules: at once {at_once:.2f} s, "
        f"bare {beside:.2f} s ({at_once / beside:.1f} times), one by one {alone:.2f} s; "
        f"{settling.done.judged:,} judged; slowest explanation of {EXPLAINED} lines "
        f"{worst * 1000:.1f} ms"
    )
    return at_once, beside


def _priced(settling: Settling) -> Iterator[tuple[pl.DataFrame, list[str], str, pl.DataFrame]]:
    """Return for each kind, and each column of people, its facts and what each class is worth."""
    for part in settling.done.parts:
        if not part.moved:
            continue
        columns = part.columns
        keys = [name for name in columns.by if columns.frame[name].n_unique() > 1]
        for column in columns.members:
            worth = _worth(part, column)
            if len(worth):
                named = (
                    columns.frame.select(CLASS, *keys).unique().join(worth, on=CLASS).drop(CLASS)
                )
                yield columns.frame.select(*keys, column), keys, column, named


def _worth(part: Part, column: str) -> pl.DataFrame:
    rows = [
        (one.klass, one.unit, sign * one.parts)
        for one in part.moved
        for sign, place in ((1, one.payee_in), (-1, one.payer_in))
        if place == column
    ]
    return pl.DataFrame(
        rows, schema={CLASS: pl.UInt64, "unit": pl.String, "parts": pl.Int64}, orient="row"
    )


def _bare(prices: list[Any], settling: Settling) -> int:
    """Look prices up, count and add: what somebody would write who knew every price."""
    total = 0
    for facts, keys, column, worth in prices:
        joined = (
            facts.join(worth, on=keys, nulls_equal=True) if keys else facts.join(worth, how="cross")
        )
        by_person = joined.group_by(column, "unit").agg(pl.col("parts").sum())
        total += int(by_person["parts"].sum())
    for _number, _fact, one in settling.done.alone:
        total += one.quantity.parts * ((one.payee.kind == "member") - (one.payer.kind == "member"))
    return total


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
