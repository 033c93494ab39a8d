"""Every worked example of pay and points gives its figure on a statement that was paid out.

All of them take a minute of processor time, so that a run tries one or two for each rule; with
``CATALOGUE=1`` in the environment it tries them all.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest
from django.db import transaction

from shouwen.policy.kinds.moves import Moves
from shouwen.policy.regulation_file import Regulation, WorkedCase
from tests.pay.packs import FILES, pack_of
from tests.pay.whole_house import CannotBeBroughtAboutError, House, difference, is_left_to_people

ALL = bool(os.environ.get("CATALOGUE"))
FIGURES = ("pay", "points", "totals")
Chosen = tuple[tuple[str, str], ...]


@pytest.mark.once
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_whole_house_pays_what_the_worked_examples_say(db, file):
    pack = pack_of(file)

    wrong = [
        line
        for chosen, cases in _by_reading(pack).items()
        for line in _differences(pack, dict(chosen), cases)
    ]

    assert wrong == []


def _by_reading(pack: Regulation) -> Mapping[Chosen, list[WorkedCase]]:
    """Sort the examples of pay and points by the choices under which they are tried."""
    found: dict[Chosen, list[WorkedCase]] = defaultdict(list)
    for case in pack.cases:
        if pack.written.get(case.rule, {}).get("kind") in ("pay", "score"):
            found[tuple(sorted(case.settings.items()))].append(case)
    return found if ALL else {(): list(_one_for_each_rule(found[()]))}


def _one_for_each_rule(cases: Iterable[WorkedCase]) -> Iterator[WorkedCase]:
    """Take of each rule's examples the last with a figure, mostly its hardest, and without one.

    Where nothing is paid, a pool did not meet its test, for example.
    """
    last: dict[tuple[str, bool], WorkedCase] = {}
    for case in cases:
        nothing = case.expect == "nothing"
        if nothing or (isinstance(case.expect, dict) and set(FIGURES) & set(case.expect)):
            last[case.rule, nothing] = case
    yield from last.values()


def _differences(
    pack: Regulation, chosen: Mapping[str, str], cases: Iterable[WorkedCase]
) -> Iterator[str]:
    read = pack.under(chosen)
    ruled = [one for one in cases if isinstance(read.rules.get(one.rule), Moves)]
    with transaction.atomic():
        house = House.under(pack, chosen)
        for case in ruled:
            if not is_left_to_people(case) and (wrong := _tried(house, case)):
                yield f"{pack.file_name}:{case.line} {case.case}: {wrong}"
        transaction.set_rollback(True)


def _tried(house: House, case: WorkedCase) -> str:
    """Play an example in the house and leave the house as it was."""
    made, clock, before = dict(house.made), house.clock, transaction.savepoint()
    try:
        return difference(house, case)
    except CannotBeBroughtAboutError as unsaid:
        return f"cannot be brought about: {unsaid}"
    finally:
        transaction.savepoint_rollback(before)
        house.made, house.clock = made, clock
