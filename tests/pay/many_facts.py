"""Facts of a made-up house under one regulation, and what settling them at once comes to."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from shouwen.pay.many.settled import People, lines
from shouwen.pay.many.settling import Settling, settled_rules
from shouwen.policy.amounts import Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.questions import HoldersOf, MembersOf, PostsOf
from shouwen.policy.regulation_file import Regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Transfer
from shouwen.policy.vocabulary import DetailType
from shouwen.policy.working.setting import Setting

PEOPLE = tuple(f"p{n}" for n in range(6))
FACTS = 90


class House:
    """Six people under one regulation, each with posts and a superior by chance."""

    def __init__(self, pack: Regulation, seed: int) -> None:
        self.chance = random.Random(seed)
        self.pack, self.words = pack, pack.vocabulary
        self.book = settled_rules(Rulebook(pack.rules.values()))
        named = sorted({post for rule in self.book.rules for post in rule.for_})
        self.posts = {
            who: self.chance.sample(named, min(len(named), self.chance.randint(0, 3)))
            for who in PEOPLE
        }
        self.superior = dict(zip(PEOPLE, (None, *PEOPLE), strict=False))
        self.members = {
            post: [who for who in PEOPLE if post in self.posts[who]]
            for post in (*pack.posts, *named)
        }

    def people(self, question: Any, _day: object) -> object:
        match question:
            case PostsOf(person=person):
                return frozenset(self.posts.get(person, ()))
            case MembersOf(post=post):
                return tuple(self.members.get(post, ()))
            case HoldersOf(post=post):
                return len(self.members.get(post, ()))
        return self.superior.get(question.person)

    def facts(self) -> list[Fact]:
        """Facts as the worked examples give them, of other people and on other days."""
        setting = Setting.of(self.pack, None)
        told = [
            setting.fact(self.pack.rules[case.rule], event)
            for case in self.pack.cases
            if isinstance(self.pack.rules.get(case.rule), Moves)
            for event in case.events or ({"fact": case.fact, "given": case.given},)
        ]
        begins = max(self.pack.in_force, self.pack.tried_on or self.pack.in_force)
        first = datetime(begins.year, begins.month, 1, tzinfo=UTC) + timedelta(days=45)
        moments = sorted(self.chance.randint(0, 60 * 24 * 40) for _ in range(FACTS))
        return [
            self._moved(self.chance.choice(told), first + timedelta(minutes=minute), place)
            for place, minute in enumerate(moments)
        ]

    def _moved(self, fact: Fact, at: datetime, place: int) -> Fact:
        details = {
            name: self.chance.choice(PEOPLE) if self._is_member(fact.kind, name) else value
            for name, value in fact.details.items()
            if name != "period" and self.chance.random() > 0.02
        }
        plainly = {k: v if isinstance(v, bool) else str(v) for k, v in details.items()}
        about = f"member:{self.chance.choice(PEOPLE)}" if place % 3 else f"case:T-{place}"
        return Fact(kind=fact.kind, about=about, happened_at=at, details=plainly)

    def _is_member(self, kind: str, name: str) -> bool:
        term = self.words.term(kind, name)
        return term is not None and term.type is DetailType.MEMBER


def frames_of(facts: list[tuple[int, Fact]]) -> dict[str, pl.DataFrame]:
    by_kind: dict[str, list[tuple[int, Fact]]] = {}
    for number, fact in facts:
        by_kind.setdefault(fact.kind, []).append((number, fact))
    return {kind: _frame(listed) for kind, listed in by_kind.items()}


def _frame(listed: list[tuple[int, Fact]]) -> pl.DataFrame:
    names = sorted({name for _, fact in listed for name in fact.details})
    columns: dict[str, Any] = {
        "number": [number for number, _ in listed],
        "at": pl.Series([fact.happened_at for _, fact in listed], dtype=pl.Datetime("us", "UTC")),
        "about": [fact.about for _, fact in listed],
    }
    for name in names:
        values = [fact.details.get(name) for _, fact in listed]
        alike = len({type(value) for value in values if value is not None}) == 1
        columns[name] = values if alike else pl.Series(values, dtype=pl.Object)
    return pl.DataFrame(columns)


def line_of(fact: Fact, moved: Transfer) -> tuple[Any, ...]:
    """What a line says."""
    month = moved.period or f"{fact.happened_at + timedelta(hours=8):%Y-%m}"
    return (moved.rule, str(moved.payer), str(moved.payee), str(moved.quantity), month,
            moved.settled)  # fmt: skip


def settled_lines(house: House, facts: list[tuple[int, Fact]]) -> tuple[set[Any], Settling]:
    """Settle facts and return every line and what is missing, each with its fact's number."""
    settling = Settling(house.book, house.words, People(house.people))
    done = settling.settle(frames_of(facts))
    found: set[Any] = set()
    for number, _at, one, payer, payee in lines(done):
        much = str(Quantity(one.unit, one.parts))
        found.add((number, one.rule, payer, payee, much, one.period, one.settled))
    found |= {(number, *line_of(fact, one)) for number, fact, one in done.alone}
    found |= {(number, "?", one.rule, name) for number, one in done.alone_missing
              for name in one.missing}  # fmt: skip
    for part in done.parts:
        lacking: dict[int, list[Any]] = {}
        for missing in part.missing:
            lacking.setdefault(missing.klass, []).append(missing)
        for row in part.columns.frame.iter_rows(named=True):
            for lack in lacking.get(row["@class"], ()):
                found.add((row["number"], "?", lack.rule, lack.missing))
    return found, settling
