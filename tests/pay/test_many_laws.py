"""What holds for many facts settled at once: nothing is lost, and no order counts."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from shouwen.pay.many.balances import Bookings
from shouwen.pay.many.earlier import Records
from shouwen.pay.many.occurred import Occurred
from shouwen.pay.many.settled import Part, People, nets
from shouwen.pay.many.settling import Settling
from shouwen.policy.facts import Fact
from tests.pay.many_facts import House, frames_of, settled_lines
from tests.pay.packs import FILES, pack_of

pytestmark = [pytest.mark.once, pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)]


def _house(file) -> tuple[House, list[tuple[int, Fact]]]:
    house = House(pack_of(file), len(file.stem) + 7)
    return house, list(enumerate(house.facts(), 1))


def test_what_some_gain_others_give(file):
    house, facts = _house(file)
    _, settling = settled_lines(house, facts)

    sums = nets(settling.done).group_by("unit").agg(pl.col("parts").sum())

    assert set(sums["parts"]) <= {0}


def test_it_does_not_matter_in_which_order_facts_are_handed_in(file):
    house, facts = _house(file)
    chance = random.Random(1)
    frames = frames_of(facts)
    kinds = chance.sample(sorted(frames), len(frames))
    mixed = {kind: frames[kind].sample(fraction=1.0, shuffle=True, seed=3) for kind in kinds}

    assert _nets(house, mixed) == _nets(house, frames)


def test_where_nothing_is_asked_of_earlier_facts_their_order_does_not_matter(file):
    house, facts = _house(file)
    free = _free_kinds(house, facts)
    mine = [pair for pair in facts if pair[1].kind in free]
    numbers = random.Random(2).sample(range(1, len(mine) + 1), len(mine))
    renumbered = [(number, fact) for number, (_, fact) in zip(numbers, mine, strict=True)]

    assert _nets(house, frames_of(renumbered)) == _nets(house, frames_of(mine))


def test_a_fact_that_is_taken_back_leaves_no_trace(file):
    house, facts = _house(file)
    free = _free_kinds(house, facts)
    gone = {number for number, fact in facts if fact.kind in free and not number % 3}
    kept = [pair for pair in facts if pair[1].kind in free]

    before, _ = settled_lines(house, kept)
    after, _ = settled_lines(house, [pair for pair in kept if pair[0] not in gone])

    assert after == {line for line in before if line[0] not in gone}


def test_people_are_asked_once_where_nothing_changed(file):
    house, facts = _house(file)
    asked: list[Any] = []

    def answer(question: Any, day: Any) -> object:
        asked.append(question)
        return house.people(question, day)

    Settling(house.book, house.words, People(answer, ())).settle(_alone_left_out(house, facts))

    assert len(asked) == len(set(asked)), "nobody is asked twice"


def _free_kinds(house: House, facts: list[tuple[int, Fact]]) -> set[str]:
    """The kinds whose facts ask nothing about those before them."""
    _, settling = settled_lines(house, facts)
    return {
        part.columns.kind
        for part in settling.done.parts
        if not any(isinstance(about, Bookings | Records | Occurred) for about in _abouts(part))
    }


def _alone_left_out(house: House, facts: list[tuple[int, Fact]]) -> dict[str, pl.DataFrame]:
    _, settling = settled_lines(house, facts)
    at_once = {part.columns.kind for part in settling.done.parts}
    return {kind: frame for kind, frame in frames_of(facts).items() if kind in at_once}


def _nets(house: House, frames: dict[str, pl.DataFrame]) -> set[tuple[Any, ...]]:
    settling = Settling(house.book, house.words, People(house.people))
    return set(nets(settling.settle(frames)).iter_rows())


def _abouts(part: Part) -> list[object]:
    return [template.about for template in part.columns.answered]
