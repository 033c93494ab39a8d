"""A text's own first day is found where it stands, and not made up where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.policy.reading.first_day import first_day
from shouwen.policy.reading.source import source_of
from shouwen.policy.reading.trees import trees_of

SAID = [
    ("第二条 本办法自2026年11月1日起施行。", date(2026, 11, 1)),
    ("第二条 本办法自 2027 年 3 月 15 日起正式执行，原办法同时废止。", date(2027, 3, 15)),
    ("第二条 原办法自2020年1月1日起施行。\n第三条 本办法自2026年1月1日起生效。", date(2026, 1, 1)),
    ("第二条 本办法自2026年13月1日起施行。", None),
    ("第二条 本办法自发布之日起施行。", None),
]


@pytest.mark.parametrize(("told", "day"), SAID)
def test_the_first_day_is_the_one_that_the_last_clause_names(told, day):
    (tree,) = trees_of(source_of(f"客服管理办法\n第一条 接到投诉后两小时内回复。\n{told}"))

    assert first_day(tree) == day
