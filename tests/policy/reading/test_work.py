"""Four times the pages are four times the work: steps of our own code are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from shouwen.documents.cleaning import cleaned
from shouwen.policy.reading.proposing import propose, uncovered
from shouwen.policy.reading.source import Source, source_of
from shouwen.policy.reading.trees import trees_of

pytestmark = pytest.mark.once
PAGE = """第{n}章 来電處理規(guī)定之{n}
第{m}条 员工{n}每月迟到超过３次的，扣{n}分，罚款５０元；情节严重的由经理批准后辞退。
（一）接到投诉{n}后２小时内答复客户，
次日10:00前办结，保持严谨?shù)墓ぷ髯黠L(fēng)；
（二）第{m}条所列行为，每次扣____元。
首页 > 制度 > 第 {n} 页 / 共 99 页
违反前条规定的，按第{m}条处理。
第{n}页
"""
SMALL, TIMES = 30, 4
# A little more than four times: the counts of lines and digits grow by themselves.
MOST = 4.4


def document(pages: int) -> str:
    """Return a noisy document of so many pages, no two alike."""
    return "客服制度\n" + "".join(PAGE.format(n=n, m=2 * n) for n in range(1, pages + 1))


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of our own code a piece of work runs."""
    count = 0
    before = sys.gettrace()

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "shouwen" in frame.f_code.co_filename else None

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def clean(source: Source) -> None:
    """Clean a source."""
    cleaned(source)


def grow(source: Source) -> None:
    """Find a source's clauses."""
    trees_of(source)


def read(source: Source) -> None:
    """Find the rules of a source's clauses and what they leave open."""
    for tree in trees_of(source):
        uncovered(tree, propose(tree))


@pytest.mark.parametrize("work", [clean, grow, read], ids=lambda work: work.__name__)
def test_work_grows_no_faster_than_the_document(work: Callable[[Source], None]) -> None:
    work(source_of(document(2)))  # tables are read once
    few, many = (
        steps(lambda pages=pages: work(source_of(document(pages))))  # type: ignore[misc]
        for pages in (SMALL, SMALL * TIMES)
    )
    assert many / few <= MOST


def test_what_is_looked_at_twice_would_be_noticed() -> None:
    """Looking back over all lines at each line is what the count must tell from looking once."""

    def looking_back(source: Source) -> None:
        lines = [source.cut(piece.span) for piece in source.pieces]
        for at in range(len(lines)):
            sum(source.cut(piece.span) == lines[at] for piece in source.pieces[:at])

    few, many = (
        steps(lambda pages=pages: looking_back(source_of(document(pages))))  # type: ignore[misc]
        for pages in (SMALL, SMALL * TIMES)
    )
    assert many / few > 2 * MOST
