"""The five noisy pages: their regulations keep the structure that was looked through once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from shouwen.documents.cleaning import cleaned
from shouwen.documents.reading.any_format import read_any
from shouwen.policy.reading.trees import trees_of
from tests.policy.reading.golden import GOLDEN, golden, structure_of

pytestmark = pytest.mark.once

PAGES = Path(__file__).parents[4] / "shared/data/regulation_documents"
NAMES = sorted(file.stem for file in GOLDEN.glob("*.json"))


def page_named(name: str) -> Path:
    """Return the file of a page; skip where it is not at hand, since its text is not ours."""
    page = PAGES / f"{name}.txt"
    if not page.exists():
        pytest.skip(f"{page.name} is not at hand: the pages are not part of the repository")
    return page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_reads_with_the_structure_looked_through(name: str) -> None:
    assert structure_of(page_named(name)) == golden(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_page_lies_in_one_place(name: str) -> None:
    page = page_named(name)
    source = cleaned(read_any(page.read_bytes(), page.name))
    trees = trees_of(source)
    spans = [span for tree in trees for node in tree.nodes for span in node.own]
    spans += [span for tree in trees for span in tree.title_spans]
    spans += [one.span for tree in trees for one in tree.left_out]
    times = Counter(place for span in spans for place in range(span.start, span.end))

    assert [
        place for place, sign in enumerate(source.text) if not sign.isspace() and times[place] != 1
    ] == []
