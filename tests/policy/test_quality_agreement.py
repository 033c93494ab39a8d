from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.quality.agreement import (
    agreement,
    alpha,
    drift,
    leanings,
    weighted_kappa,
)
from shouwen.policy.quality.fairness import Tally, chance_of, signals
from shouwen.policy.sentences import say

pytestmark = pytest.mark.once

# The example of Krippendorff's own paper (2011): four observers, twelve units.
_: float | None = None
OBSERVERS = {
    "A": (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    "B": (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    "C": (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    "D": (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
}
columns = st.lists(st.integers(1, 5), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("level", "wanted"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_the_published_example(level: str, wanted: float) -> None:
    found = alpha(tuple(OBSERVERS.values()), level=level)  # type: ignore[arg-type]

    assert found == pytest.approx(wanted, abs=5e-4)


def test_kappa_can_be_worked_out_by_hand() -> None:
    # Yes/no of two readers on 50 proposals: 20 both yes, 5 and 10 apart, 15 both no.
    one = (1,) * 25 + (0,) * 25
    other = (1,) * 20 + (0,) * 5 + (1,) * 10 + (0,) * 15

    assert weighted_kappa(one, other) == pytest.approx(0.4)


def test_percent_counts_the_pairs_that_both_marked() -> None:
    found = agreement({"A": (1, 2, None), "B": (1, 3, 3), "C": (1, None, 3)})

    assert (found.percent, found.pairs) == (0.8, 5)


@given(columns)
def test_who_marks_alike_agrees_wholly(column: list[int]) -> None:
    found = agreement({"A": column, "B": column, "C": column})

    assert found.percent == 1
    assert found.kappa in (None, pytest.approx(1))
    assert found.alpha in (None, pytest.approx(1))
    assert (found.kappa is None) == (len(set(column)) == 1)


def test_nothing_in_common_is_no_agreement_and_no_error() -> None:
    found = agreement({"A": (1, None), "B": (None, 2)})

    assert (found.percent, found.kappa, found.alpha, found.pairs) == (None, None, None, 0)
    assert agreement({}).alpha is None


def test_the_mild_are_told_from_the_strict() -> None:
    found = leanings({"mild": (5, 4), "fair": (4, 3), "strict": (3, 2), "alone": (None, None)})

    assert [(one.checker, one.by) for one in found] == [
        ("mild", 1.5),
        ("fair", 0),
        ("strict", -1.5),
    ]


def test_drift_is_told_period_by_period() -> None:
    found = drift({"2026-02": {"A": (1, 2), "B": (2, 1)}, "2026-01": {"A": (1, 2), "B": (1, 2)}})

    assert [(name, each.percent) for name, each in found] == [("2026-01", 1), ("2026-02", 0)]


# ── signals ──────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 8), st.integers(1, 8), st.integers(0, 20), st.integers(1, 20))
def test_at_equal_odds_the_test_is_fishers(a: int, of: int, b: int, of_others: int) -> None:
    a, b = min(a, of), min(b, of_others)
    whole = comb(of + of_others, a + b)
    exact = sum(Fraction(comb(of, k) * comb(of_others, a + b - k), whole)
                for k in range(a, min(of, a + b) + 1))  # fmt: skip

    assert chance_of(a, of, b, of_others) == pytest.approx(float(exact), abs=1e-9)


TEAM = [Tally(person=f"p{n}", having=20 + n, of=1000) for n in range(10)]


def test_whoever_ends_calls_at_once_stands_out_with_the_reason() -> None:
    first, *others = signals([*TEAM, Tally(person="quick", having=80, of=500)])

    assert (first.person, first.marked) == ("quick", True)
    assert not any(one.marked for one in others)
    assert say(first.steps[0], "en") == "80 of 500 of their own 16 %"
    assert say(first.steps[1], "zh") == "其他人合计 10000 次中有 245 次 2.5 %"


def test_a_few_contacts_prove_nothing() -> None:
    found = signals(
        [*TEAM, Tally(person="new", having=2, of=5), Tally(person="none", having=0, of=0)]
    )

    assert not any(one.marked for one in found)
    assert "none" not in {one.person for one in found}


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_of_it_never_stands_out_less(one: int, other: int) -> None:
    chances = [chance_of(k, 60, 30, 600, times=2) for k in sorted((one, other))]

    assert chances[0] >= chances[1] or chances[0] == pytest.approx(chances[1])


def test_a_team_of_one_has_nobody_to_stand_out_from() -> None:
    (alone,) = signals([Tally(person="alone", having=3, of=4)])

    assert (alone.marked, alone.apart) == (False, None)
    assert not signals([])


def test_order_does_not_matter() -> None:
    for some in combinations(TEAM, 3):
        assert signals(some) == signals(some[::-1])
