"""Many facts settled at once come to what the judge of single facts says of each, line by line."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from shouwen.pay.many.settled import nets
from shouwen.pay.many.settling import Settling
from shouwen.policy.amounts import Quantity
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.judge import ClausesDisagreeError, judge, raised
from shouwen.policy.rulings import Transfer, Unknown
from shouwen.policy.working.setting import Witness
from tests.pay.many_facts import House, line_of, settled_lines
from tests.pay.packs import FILES, pack_of


def _always(_name: str) -> Calendar:
    return Calendar.always()


def _judged(house: House, facts: list[tuple[int, Fact]]) -> tuple[set[Any], list[tuple[int, Fact]]]:
    """Judge one fact after the other; leave out what clauses disagree about."""
    known = {"posts": house.posts, "superior": house.superior, "members": house.members,
             "holders": {post: len(who) for post, who in house.members.items()}}  # fmt: skip
    witness, found, kept = Witness(known, saw_all=True), set(), []
    for number, fact in facts:
        answers = witness.answers(house.book, fact)
        try:
            rulings = judge(house.book, fact, answers, _always)
        except ClausesDisagreeError:
            continue
        kept.append((number, fact))
        moved = [one for one in rulings if isinstance(one, Transfer)]
        found |= {(number, *line_of(fact, one)) for one in moved}
        found |= {(number, "?", one.rule, name) for one in rulings if isinstance(one, Unknown)
                  for name in one.missing}  # fmt: skip
        witness.earlier += (fact, *raised(house.book, fact, answers, _always))
        witness.booked += ((fact, one) for one in moved)
    return found, kept


@pytest.mark.once
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_many_facts_at_once_come_to_what_the_judge_says_of_each(file):
    house = House(pack_of(file), len(file.stem))
    facts = list(enumerate(house.facts(), 1))

    one_by_one, kept = _judged(house, facts)
    at_once, settling = settled_lines(house, kept)

    assert at_once == one_by_one
    assert not settling.done.alone, "no bundled regulation needs a judgement for every fact"
    assert _nets(settling) == _added_up(one_by_one)


def _nets(settling: Settling) -> dict[tuple[str, ...], int]:
    rows = nets(settling.done).iter_rows()
    return {(holder, unit, period): parts for holder, unit, period, parts in rows if parts}


def _added_up(found: set[Any]) -> dict[tuple[str, ...], int]:
    sums: Counter[tuple[str, ...]] = Counter()
    for _number, _rule, payer, payee, much, period, _settled in (x for x in found if x[1] != "?"):
        quantity = Quantity.parse(much)
        sums[payee, quantity.unit, period] += quantity.parts
        sums[payer, quantity.unit, period] -= quantity.parts
    return {place: parts for place, parts in sums.items() if parts}
