from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.quality.scorecards import (
    CardError,
    Item,
    Mark,
    Scorecard,
    Section,
    score,
    scored_anew,
)
from shouwen.policy.sentences import SENTENCES, say

pytestmark = pytest.mark.once

ALL, NOTHING, AWAY = Mark(earned=Fraction(1)), Mark(earned=Fraction(0)), Mark(earned=None)
marks = st.one_of(
    st.just(AWAY), st.fractions(0, 1, max_denominator=20).map(lambda share: Mark(earned=share))
)


def item(key: str, weight: int = 10, *, critical: bool = False, bonus: bool = False) -> Item:
    return Item(
        key=key, names=(f"项{key}", key), weight=Fraction(weight), critical=critical, bonus=bonus
    )


def card(*items: Item, most: int | None = None, version: int = 1) -> Scorecard:
    section = Section(names=("开头", "Opening"), items=items)
    top = None if most is None else Fraction(most)
    return Scorecard(key="call", version=version, sections=(section,), full=Fraction(100), most=top)


CARD = card(item("a", 30), item("b", 20), item("c", 50, critical=True), item("d", 5, bonus=True))


def test_what_does_not_apply_takes_its_weight_away() -> None:
    given = score(CARD, {"a": ALL, "b": AWAY, "c": Mark(earned=Fraction(1, 2))})

    # (30 + 25) of (30 + 50) of 100 points.
    assert given.points == Fraction(275, 4)
    assert say(given.steps[-1], "en") == "Earned 55 ÷ applicable 80 × 100 + bonus 0 68.75 points"


def test_a_failed_critical_item_is_zero_whatever_else_was_earned() -> None:
    given = score(CARD, {"a": ALL, "c": NOTHING, "d": ALL})

    assert given.points == 0
    assert given.zeroed_by == ("c",)
    assert say(given.steps[-1], "zh") == "致命项“项c”不合格 全卡 0 分"


def test_nobody_guesses_an_unmarked_item() -> None:
    given = score(CARD, {"a": ALL, "c": ALL})

    assert (given.points, given.missing) == (None, ("b",))


def test_where_nothing_applies_there_is_no_score() -> None:
    assert score(CARD, {"a": AWAY, "b": AWAY, "c": AWAY}).points is None


def test_a_bonus_comes_on_top_up_to_the_most() -> None:
    faultless = {"a": ALL, "d": ALL}

    assert score(card(item("a"), item("d", 5, bonus=True)), faultless).points == 105
    assert score(card(item("a"), item("d", 5, bonus=True), most=102), faultless).points == 102


def test_a_new_version_is_scored_beside_the_old_one() -> None:
    before = card(item("a"), item("b"), item("c"))
    after = card(item("a"), item("b", 30), item("e"), version=2)

    change = scored_anew(before, after, {"a": ALL, "b": NOTHING, "c": ALL, "e": AWAY})

    assert change.before.points == Fraction(200, 3)
    assert change.after.points == 25
    assert change.items == ("b", "c", "e")


@pytest.mark.parametrize(
    ("items", "what"),
    [
        ((item("a"), item("a")), "stands 2 times"),
        ((item("a"), item("b", 0)), "weighs nothing"),
        ((item("a"), item("b", critical=True, bonus=True)), "choose one"),
        ((item("a", bonus=True),), "at least one a weight"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(items: tuple[Item, ...], what: str) -> None:
    with pytest.raises(CardError, match=what):
        card(*items)


@pytest.mark.parametrize("wrong", [{"z": ALL}, {"a": Mark(earned=Fraction(2))}])
def test_a_mark_that_the_card_cannot_take_is_refused(wrong: dict[str, Mark]) -> None:
    with pytest.raises(CardError):
        score(CARD, wrong)


@given(st.lists(marks, min_size=3, max_size=3), st.integers(0, 2), st.fractions(0, 1))
def test_earning_more_never_costs_points(given: list[Mark], which: int, more: Fraction) -> None:
    keys, plain = ("a", "b", "c"), card(item("a", 3), item("b", 7), item("c", 11))
    marked = dict(zip(keys, given, strict=True))
    before = score(plain, marked)
    own = marked[keys[which]].earned
    after = score(
        plain, {**marked, keys[which]: Mark(earned=None if own is None else max(own, more))}
    )

    if before.points is not None and after.points is not None:
        assert 0 <= before.points <= after.points <= 100
    assert {step.code for step in after.steps} <= SENTENCES.keys()


@given(st.lists(marks, min_size=4, max_size=4), st.integers(1, 50))
def test_the_scale_of_the_weights_does_not_matter(given: list[Mark], times: int) -> None:
    weights = {"a": 3, "b": 7, "c": 11, "d": 2}
    marked = dict(zip(weights, given, strict=True))
    once = card(*(item(key, weight) for key, weight in weights.items()))
    often = card(*(item(key, weight * times) for key, weight in weights.items()))

    assert score(once, marked).points == score(often, marked).points
