"""Figures, times of day and what comes round, as Chinese regulations write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.reading.quantities import Quantity, find, printed, quantities

pytestmark = pytest.mark.once
UNITS = ["yuan", "point", "second", "hour", "day", "working_day", "week", "month", "year"]
UNITS += ["percent", "pp", "time", "ring", "person", "multiple"]


def meant(quantity: Quantity) -> tuple[object, ...]:
    return quantity.unit, quantity.low, quantity.high, quantity.low_in, quantity.high_in


def one(text: str) -> tuple[object, ...]:
    (quantity,) = quantities(text)
    low, high = quantity.low, quantity.high
    return quantity.unit, None if low is None else str(low), None if high is None else str(high)


figures = st.decimals(0, 99_999, places=2).map(lambda each: each.normalize())


@st.composite
def any_quantity(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(figures), draw(figures)))
    shape = draw(st.sampled_from(["exact", "low", "high", "both"]))
    shape = "exact" if low == high and shape == "both" else shape
    return Quantity(
        0,
        0,
        draw(st.sampled_from(UNITS)),
        "",
        None if shape == "high" else low,
        None if shape == "low" else low if shape == "exact" else high,
        low_in=shape in {"exact", "high"} or draw(st.booleans()),
        high_in=shape in {"exact", "low"} or draw(st.booleans()),
    )


@given(any_quantity())
def test_a_quantity_that_is_printed_reads_back_as_itself(quantity: Quantity) -> None:
    assert [meant(each) for each in quantities(printed(quantity))] == [meant(quantity)]


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("半小时内", "hour", None, "0.5"),
        ("一个半小时", "hour", "1.5", "1.5"),
        ("两年半", "year", "2.5", "2.5"),
        ("三日以内", "day", None, "3"),
        ("廿五天", "day", "25", "25"),
        ("壹仟贰佰元整", "yuan", "1200", "1200"),
        ("１，２００元", "yuan", "1200", "1200"),
        ("5元3角", "yuan", "5.3", "5.3"),
        ("200―500元", "yuan", "200", "500"),
        ("一至三日", "day", "1", "3"),
        ("5～10分", "point", "5", "10"),
        ("200元以上、500元以内", "yuan", "200", "500"),
        ("30分钟以上60分钟以下", "minute", "30", "60"),
        ("铃响三声内", "ring", None, "3"),
        ("百分之十五", "percent", "15", "15"),
        ("三分之一", "percent", "33.3333", "33.3333"),
        ("打八五折", "percent", "85", "85"),
        ("3‰", "percent", "0.3", "0.3"),
        ("不少于5次", "time", "5", None),
        ("不低于２０％", "percent", "20", None),
        ("一刻钟", "minute", "15", "15"),
        ("2万元", "yuan", "20000", "20000"),
    ],
)
def test_a_figure_is_read_with_its_unit(
    text: str, unit: str, low: str | None, high: str | None
) -> None:
    got = one(text)
    assert got[0] == unit
    assert [None if each is None else Decimal(str(each)) for each in got[1:]] == [
        None if each is None else Decimal(each) for each in (low, high)
    ]


@pytest.mark.parametrize(
    ("text", "low_in", "high_in"),
    [
        ("2000元(不含)以上", False, True),
        ("95分（含）以上", True, True),
        ("超过3天", False, True),
        ("低于60分", True, False),
        ("85分（含）至95分（不含）", True, False),
    ],
)
def test_whether_the_limit_itself_counts_is_read(text: str, *, low_in: bool, high_in: bool) -> None:
    (quantity,) = quantities(text)
    assert (quantity.low_in, quantity.high_in) == (low_in, high_in)


@pytest.mark.parametrize(
    "text",
    [
        "一般情况",
        "统一着装",
        "十分重要",
        "第三方",
        "一律",
        "自2024年4月1日起施行",
        "三方协议",
        "一线",
    ],
)
def test_a_word_with_a_numeral_in_it_is_no_figure(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "printed_time", "day"),
    [
        ("17:30前", "17:30", None),
        ("次日10:00前", "10:00", 1),
        ("上午九点半", "09:30", None),
        ("下午六点钟", "18:00", None),
        ("8时30分至17时", "08:30-17:00", None),
        ("８：３０－１７：３０", "08:30-17:30", None),
        ("晚班17:30—凌晨1:00", "17:30-01:00", None),
    ],
)
def test_a_time_of_day_is_read(text: str, printed_time: str, day: int | None) -> None:
    (clock,) = find(text).clocks
    assert (clock.printed, clock.day) == (printed_time, day)


@pytest.mark.parametrize(
    ("text", "every", "interval", "times", "by_day"),
    [
        ("每日", "day", 1, None, None),
        ("每两周组织一次", "week", 2, 1, None),
        ("每月5日前", "month", 1, None, 5),
        ("每月25日至28日", "month", 1, None, 28),
        ("每周一", "week", 1, None, 1),
        ("每半年", "half_year", 1, None, None),
        ("每季度末", "quarter", 1, None, None),
        ("2次/月", "month", 1, 2, None),
        ("一天两次", "day", 1, 2, None),
        ("每隔2小时", "hour", 2, None, None),
        ("次月10日前", "month", 1, None, 10),
        ("周末前提交", "week", 1, None, None),
    ],
)
def test_what_comes_round_is_read(
    text: str, every: str, interval: int, times: int | None, by_day: int | None
) -> None:
    (rhythm,) = find(text).rhythms
    got = (rhythm.every, rhythm.interval, rhythm.times, rhythm.by_day)
    assert list(got) == [every, interval, times, by_day]


def test_a_long_text_of_digits_ends() -> None:
    assert quantities("1" * 20_000 + "一" * 20_000) is not None
