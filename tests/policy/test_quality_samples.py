from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.policy.quality.sampling import Contact, Drawn, Part, draw, share_out

pytestmark = pytest.mark.once

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE, CHANNELS = ("wang", "li", "chen"), ("phone", "web")
TENTH = (Part(name="tenth", of_each="person", share=Fraction(1, 10), at_least=1),)

some = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(CHANNELS), st.sampled_from(("", "liu", "zhao"))
    ),
    max_size=40,
).map(
    lambda given: [
        Contact(
            key=f"c{n}",
            person=person,
            channel=channel,
            customer=customer,
            happened_at=BEGAN + timedelta(minutes=7 * n),
        )
        for n, (person, channel, customer) in enumerate(given)
    ]
)


def contact(key: str, *, minutes: int = 0, person: str = "wang", **own: object) -> Contact:
    at = BEGAN + timedelta(minutes=minutes)
    return Contact(key=key, person=person, channel="phone", happened_at=at, **own)  # type: ignore[arg-type]


def keys(drawn: tuple[Drawn, ...]) -> set[str]:
    return {one.contact.key for one in drawn}


@given(some, st.fractions(0, 1), st.integers(0, 3))
def test_each_person_has_the_share_of_the_plan(
    contacts: list[Contact], share: Fraction, least: int
) -> None:
    part = Part(name="share", of_each="person", share=share, at_least=least)
    drawn = draw([part], contacts, seed="march")

    for person in PEOPLE:
        had = sum(one.person == person for one in contacts)
        got = sum(one.contact.person == person for one in drawn)
        assert got == min(had, max(ceil(share * had), least))


@given(some, st.randoms())
def test_the_same_seed_draws_the_same_sample_in_any_order(
    contacts: list[Contact], chance: random.Random
) -> None:
    mixed = list(contacts)
    chance.shuffle(mixed)

    assert draw(TENTH, contacts, seed="march") == draw(TENTH, mixed, seed="march")


def test_another_seed_draws_another_sample_and_each_contact_about_as_often() -> None:
    contacts = [contact(f"c{n}") for n in range(20)]
    times = dict.fromkeys((one.key for one in contacts), 0)
    for seed in range(400):
        for key in keys(draw([Part(name="few", share=Fraction(1, 4))], contacts, seed=str(seed))):
            times[key] += 1

    # 100 are expected of each; six standard deviations to either side.
    assert all(48 <= count <= 152 for count in times.values())


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ({"newcomers": True}, {"new"}),
        ({"satisfaction_up_to": 2}, {"angry"}),
        ({"seconds_up_to": 10}, {"short"}),
        ({"seconds_from": 900}, {"long"}),
        ({"silence_from": 30}, {"silent"}),
        ({"repeats_within": timedelta(hours=1)}, {"again"}),
    ],
)
def test_what_was_not_recorded_selects_nothing(own: dict[str, object], wanted: set[str]) -> None:
    contacts = [
        contact("plain"),
        contact("new", newcomer=True),
        contact("angry", satisfaction=2),
        contact("short", seconds=10),
        contact("long", seconds=900),
        contact("silent", silence=30),
        contact("first", customer="liu"),
        contact("again", minutes=60, customer="liu"),
        contact("much_later", minutes=600, customer="liu"),
    ]

    drawn = draw([Part(name="all", share=Fraction(1), **own)], contacts, seed="x")  # type: ignore[arg-type]

    assert keys(drawn) == wanted


def test_a_contact_drawn_twice_is_checked_once_for_both() -> None:
    parts = [Part(name=name, share=Fraction(1)) for name in ("one", "two")]

    (drawn,) = draw(parts, [contact("only")], seed="x")

    assert drawn.parts == ("one", "two")


def _of(persons: list[str]) -> list[Drawn]:
    return [Drawn(contact=contact(f"c{n}", person=who), parts=()) for n, who in enumerate(persons)]


CHECKERS = ("wang", "zhou", "sun")
bars = st.dictionaries(st.sampled_from(PEOPLE), st.sets(st.sampled_from(CHECKERS)))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PEOPLE), max_size=6), bars)
def test_nobody_checks_whom_they_may_not_and_work_is_as_even_as_can_be(
    persons: list[str], barred: dict[str, set[str]]
) -> None:
    given = share_out(_of(persons), CHECKERS, barred=barred, seed="x")

    may = [[c for c in CHECKERS if c != who and c not in barred.get(who, ())] for who in persons]
    assert all(given.checker_of[f"c{n}"] in who for n, who in enumerate(may) if who)
    assert set(given.left) == {f"c{n}" for n, who in enumerate(may) if not who}
    # Every way to share out, tried: none has a smaller sum of squares.
    ways = product(*(who for who in may if who))
    best = min(sum(way.count(c) ** 2 for c in CHECKERS) for way in ways)
    done = list(given.checker_of.values())
    assert sum(done.count(c) ** 2 for c in CHECKERS) == best
