"""A clause's paint covers each of its characters once, whatever lies over it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.reading.source import Span
from shouwen.studio.painting import Cover, painted

TEXT = "客服专员接到投诉后两小时内答复，逾期一次扣两分。"
PLACES = st.integers(0, len(TEXT))
SPANS = st.tuples(PLACES, PLACES).map(lambda two: Span(min(two), max(two)))


@given(own=SPANS, covers=st.lists(SPANS, max_size=6))
def test_no_character_is_lost_or_told_twice(own: Span, covers: list[Span]) -> None:
    known = [Cover(span=span, look=f"l{n}", target="") for n, span in enumerate(covers)]
    (stretches,) = painted(TEXT, [own], known)
    assert "".join(each.text for each in stretches) == TEXT[own.start : own.end]


def test_where_two_lie_over_each_other_the_first_wins() -> None:
    covers = [
        Cover(span=Span(0, 4), look="a", target="1"),
        Cover(span=Span(2, 8), look="b", target="2"),
    ]
    (stretches,) = painted(TEXT, [Span(0, 10)], covers)
    assert [(each.text, each.look) for each in stretches] == [
        ("客服专员", "a"), ("接到投诉", "b"), ("后两", ""),
    ]  # fmt: skip
