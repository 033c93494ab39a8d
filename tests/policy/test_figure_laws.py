"""Laws of amounts that depend on a period: nothing is lost, made up or guessed."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.periods import stretch_of
from shouwen.policy.kinds.questions import Booked, MembersOf, Standings
from shouwen.policy.kinds.shapes.shares import divide
from shouwen.policy.rulings import Nothing, Transfer, Unknown
from tests.policy.calendars import at
from tests.policy.department import ask, ask_one, chinese, english, fact, rule
from tests.policy.figured import CHINA, answering, signed

fen = st.integers(0, 2_000_000)
COLLECT = rule(
    """{when: {fact: quote_paid}, figures: {
        half: {label: 上限, label_en: Limit, product: [received, 50 %]}},
        amount: {carried: {rules: [loss-share], unit: service_points, at_most: half}}}"""
)
LADDER = rule(
    """{kind: score, when: {fact: quote_paid}, amount: {graded: {of: own_points,
        each: -1 service_points, reaching: [{from: 3, amount: -5 service_points},
        {from: 5, amount: -10 service_points}]}}}"""
)
SHARED = rule(
    """{every: quarter, figures: {place: {label: 名次, label_en: Place, rank: {
        of: {moved: {unit: service_points, per: quarter}}, among: engineer}}},
        amount: {prizes: {by: place, ties: shared,
        amounts: [150.01 yuan, 100 yuan, 50.02 yuan, 0.01 yuan]}}}"""
)
POOL = rule(
    """{when: {fact: quote_paid}, person: nobody,
        figures: {third: {label: 三分之一, label_en: A third, quotient: [received, 3]}},
        amount: {from_detail: third},
        shares: [{to: {fund: pool}, rate: 40 %}, {to: {fund: subsidiary}, rate: 40 %},
                 {to: {department: repairs}, rate: 20 %}]}"""
)


@given(st.lists(st.tuples(fen, fen), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_claims_are_collected_within_the_limit_and_never_lost(months):
    claimed, collected = Fraction(), Fraction()
    for claim, bonus in months:
        claimed -= Fraction(claim, 100)
        known = answering(lambda q, c=claimed, d=collected: c if q.figure == "claims" else d)
        paid = fact("quote_paid", person="li", received=f"{bonus / 100:.2f}")
        now = Fraction(signed(ask_one(COLLECT, paid, known)))
        collected += now

        assert now <= 0
        assert -now <= Fraction(bonus, 200) + Fraction(1, 200)  # half a fen is rounded
        assert claimed <= collected
        if collected != claimed:
            assert -now >= Fraction(bonus, 200) - Fraction(1, 200)


@given(st.lists(st.booleans(), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_ladder_comes_to_the_right_total_whatever_was_booked_or_taken_back(kept):
    booked: list[Fraction] = []
    count = 0
    for keep in kept:
        count += 1
        known = answering(sum(booked, Fraction()))
        ruling = ask_one(LADDER, fact("quote_paid", person="li", own_points=count), known)
        booked.append(Fraction(signed(ruling)))

        assert -sum(booked) == max(count, 10 if count >= 5 else 5 if count >= 3 else 0)
        if not keep:
            # A fact is corrected: its booking goes, and so does one of the count.
            booked.pop(len(booked) // 2)
            count -= 1


def place_of(member: str, points: dict[str, int]) -> Fraction:
    def answer(question: object) -> object:
        if isinstance(question, MembersOf):
            return tuple(points)
        assert isinstance(question, Standings)
        return {name: Fraction(number) for name, number in points.items()}

    closing = fact("quarter_closed", about=f"member:{member}")
    return Fraction(signed(ask_one(SHARED, closing, answering(answer)), member))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_prizes_are_given_out_whole_however_many_tie(numbers):
    points = {f"m{place}": number for place, number in enumerate(numbers)}
    prizes = [Fraction(15001, 100), Fraction(100), Fraction(5002, 100), Fraction(1, 100)]

    given_out = {member: place_of(member, points) for member in points}

    assert sum(given_out.values()) == sum(prizes[: len(points)])
    for one, other in zip(points, list(points)[1:], strict=False):
        if points[one] > points[other]:
            assert given_out[one] >= given_out[other]
        if points[one] == points[other]:
            assert abs(given_out[one] - given_out[other]) <= Fraction(1, 100)


@given(fen)
@settings(max_examples=60, deadline=None)
def test_a_pool_is_divided_without_a_remainder(parts):
    rulings = ask(POOL, fact("quote_paid", received=f"{parts / 100:.2f}"))
    moved = [r.quantity.parts for r in rulings if isinstance(r, Transfer)]

    whole = Fraction(parts, 3)
    assert abs(sum(moved) - whole) <= Fraction(1, 2)
    if moved:
        assert len({r.payer for r in rulings if isinstance(r, Transfer)}) == 1


@given(
    st.datetimes(at("2020-01-01").replace(tzinfo=None), at("2030-01-01").replace(tzinfo=None)),
    st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"]),
)
@settings(max_examples=100, deadline=None)
def test_periods_follow_each_other_without_gap_or_overlap(moment, per):
    happened = moment.replace(tzinfo=CHINA)
    here = stretch_of(happened, per, CHINA)
    before = stretch_of(happened, per, CHINA, back=1)

    assert here.since is not None
    assert here.since <= happened < here.until
    assert here.until - happened == timedelta(microseconds=1)
    assert before.until == here.since
    assert stretch_of(happened, per, CHINA, named=before.name) == before


@given(
    st.dictionaries(
        st.sampled_from(["loss", "received", "own_points", "amount"]),
        st.integers(1, 9000),
        max_size=4,
    ),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_not_known_is_unknown_and_never_moves_anything(details, answered):
    found = rule(
        """{when: {fact: quote_paid}, figures: {
            net: {label: 净额, label_en: Net, difference: [loss, received]},
            each: {label: 每份, label_en: Each, quotient: [net, own_points]},
            left: {label: 余分, label_en: Left, moved: {unit: service_points}},
            all: {label: 合计, label_en: All, sum: [each, left, amount]}},
            amount: {from_detail: all}}"""
    )
    known = answering(Fraction(3) if answered else None)

    ruling = ask_one(found, fact("quote_paid", person="li", **details), known)

    lacking = {"loss", "received", "own_points", "amount"} - details.keys()
    if lacking or not answered:
        assert isinstance(ruling, Unknown)
        assert set(ruling.missing) == lacking | (set() if answered else {"booked:left"})
        return
    assert isinstance(ruling, Transfer | Nothing)
    for told in (chinese(ruling), english(ruling)):
        line = " ".join(told)
        assert all(str(number) in line for number in details.values())


def test_bookings_of_another_unit_or_person_are_not_asked_for():
    asked: list[Booked] = []

    def answer(question: Booked) -> Fraction:
        asked.append(question)
        return Fraction(0)

    ask_one(COLLECT, fact("quote_paid", person="li", received=1), answering(answer))

    assert {(q.unit, q.rules, q.holder) for q in asked} == {
        ("service_points", ("loss-share",), ("member", "li")),
        ("yuan", ("r",), ("member", "li")),
    }


@given(st.integers(-40, 40), st.lists(st.integers(0, 9), min_size=1, max_size=12))
@example(-2, [1, 1, 1, 1])
@settings(max_examples=200, deadline=None)
def test_no_share_is_of_another_sign_than_the_whole(parts, weights):
    rates = tuple(Fraction(each, sum(weights) or 1) for each in weights)

    shares = [each.parts for each in divide(Quantity("yuan", parts), rates)]

    assert sum(shares) == parts
    assert all(each == 0 or (each > 0) == (parts > 0) for each in shares)
