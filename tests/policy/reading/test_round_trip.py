"""Every bundled regulation, written as a Word document and read again, keeps what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.regulation_file import Regulation
from tests.policy.reading.pack_figures import FILES, library, paired, plain, read_back, shares

pytestmark = pytest.mark.once

UNWORDED = Path(__file__).with_name("unworded.yaml")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bundled_regulation_comes_back_from_word_with_its_clauses(file: Path) -> None:
    regulation, tree = read_back(file)

    assert plain(tree.title) == plain(regulation.title)
    assert unlike(regulation, tree) == []


def test_the_figures_that_stand_in_the_clauses_words_reach_a_proposal() -> None:
    """The share of a whole library; what is missed is printed by benchmarks/reading.py."""
    found = shares(library())

    assert found.worded / found.every >= 0.92
    assert found.read_of_worded / found.worded >= 0.95
    assert found.alike_of_worded / found.worded >= 0.73
    assert found.read / found.every >= 0.9


def test_a_figure_that_a_rule_applies_stands_in_the_words_of_its_clause() -> None:
    """A ruling cites its clause: who reads it there must find the number that was applied."""
    bare = {(each.pack, each.rule) for each in library() if not each.worded}
    reasons = yaml.safe_load(UNWORDED.read_text()).values()

    assert bare == {
        (pack, rule) for packs in reasons for pack, rules in packs.items() for rule in rules
    }


def test_each_bundled_regulation_gives_nine_in_ten_of_its_figures_back() -> None:
    """What a clause does not print (unworded.yaml, each with its reason) nobody can read there."""
    given: dict[str, list[bool]] = {}
    for each in library():
        if each.worded:
            given.setdefault(each.pack, []).append(each.read)

    assert [pack for pack, read in given.items() if sum(read) < 0.9 * len(read)] == []


def unlike(regulation: Regulation, tree: Tree) -> list[str]:
    """Return the clauses that do not come back in their place."""
    back = {address for address, _ in paired(regulation, tree)}
    return [clause.address for clause in regulation.clauses if clause.address not in back]
