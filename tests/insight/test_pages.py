"""The pages of the targets: a figure, its formula, its trend, and the rows it was counted from."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.insight import charts, queries
from shouwen.regulations import actions as regulations
from tests.api.conftest import cost_of, program_of
from tests.desk.conftest import clock, page_of
from tests.enforcement.conftest import at
from tests.enforcement.test_targets import (
    TEXT,
    _nothing_remembered,
    called,
    indicators,
    measured,
    opened,
    record,
)

__all__ = ["_nothing_remembered", "clock", "indicators", "page_of", "record"]
CALLBACKS = "/targets/indicators/callbacks/"
TODAY = at("2024-03-20 10:00").date()


@pytest.fixture
def march(clock, record) -> None:
    """Two repairs in March, one of them called back."""
    clock("2024-03-20 10:00")
    opened(record, 1)
    opened(record, 2)
    called(record, 2)


def test_the_list_names_each_target_with_its_figure(cast, march, page_of):
    page = page_of(cast.wang, "/targets/")

    assert "回访率" in page
    assert "50 %" in page
    assert "目标 ≥ 90 %" in page
    assert "2 件中 1 件达标" in page
    assert "制度原文未填数值" in page


def test_a_target_is_found_by_a_word_of_its_name(cast, march, page_of):
    page = page_of(cast.he, "/targets/?q=回访")
    assert "回访率" in page
    assert "满意率" not in page
    assert "没有找到这个指标" in page_of(cast.he, "/targets/?q=利润")


def test_a_target_shows_its_formula_its_trend_and_what_failed(cast, march, page_of):
    page = page_of(cast.he, CALLBACKS)

    assert "未达标" in page
    assert "24-3: 50 %" in page
    assert "24-2: —" in page
    assert "case:1" in page
    assert "case:2" not in page
    assert "case:2" in page_of(cast.he, f"{CALLBACKS}?show=met")


def test_the_rows_that_are_there_are_shown_first(cast, clock, record, page_of):
    clock("2024-03-20 10:00")
    opened(record, 1)
    called(record, 1)

    page = page_of(cast.he, CALLBACKS)

    assert "case:1" in page


def test_a_period_without_anything_says_where_the_last_figure_is(cast, march, clock, page_of):
    clock("2024-05-02 10:00")

    page = page_of(cast.he, CALLBACKS)
    before = page_of(cast.he, f"{CALLBACKS}?day=2024-03-01")

    assert "2024-03-01" in page
    assert "本期还没有可统计的记录" in page
    assert "case:1" in before
    assert "本期还没有可统计的记录" not in before


@pytest.mark.parametrize("day", ["2024-13-01", "x", "9999-01-01", ""])
def test_a_day_that_is_none_is_today(cast, march, page_of, day):
    assert "case:1" in page_of(cast.he, f"{CALLBACKS}?day={day}")


def test_whoever_may_not_record_facts_sees_the_figure_but_no_rows(cast, march, page_of):
    page = page_of(cast.wang, CALLBACKS)
    assert "50 %" in page
    assert "case:1" not in page
    page_of(cast.wang, f"{CALLBACKS}export/", 404)


def test_the_rows_can_be_taken_away_as_a_file(cast, march, page_of):
    lines = page_of(cast.he, f"{CALLBACKS}export/").splitlines()
    assert lines[0] == "\ufeff所涉事项,事实编号,日期,时间,数值,是否达标"
    assert lines[1:] == ["case:1,,,,,否", "case:2,,,,,是"]


def test_a_past_month_can_be_looked_at(cast, clock, record, page_of):
    clock("2024-04-20 10:00")
    opened(record, 1)

    assert "1 件中 0 件达标" in page_of(cast.he, "/targets/?month=2024-03")
    assert "1 件中 0 件达标" not in page_of(cast.he, "/targets/?month=2024-99")


def test_a_target_nobody_adopted_is_not_there(cast, march, page_of):
    page_of(cast.he, "/targets/indicators/unheard-of/", 404)
    page_of(cast.he, "/targets/unheard-of/callbacks/", 404)
    page_of(cast.he, "/targets/indicators/callbacks/?month=2023-11", 404)


def test_without_targets_the_page_says_what_it_is_for(cast, page_of):
    assert "没有现行指标" in page_of(cast.he, "/targets/")


def test_in_english_nothing_is_chinese_but_the_regulation(cast, march, client):
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    page = client.get(CALLBACKS).content.decode()
    assert "Rows as a file" in page
    assert "Trend" in page


def queries_for(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_page_asks_as_much_for_fifty_rows_as_for_one(cast, march, record, client):
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(CALLBACKS)
    few = queries_for(client, CALLBACKS)
    for number in range(10, 60):
        opened(record, number)
    assert queries_for(client, CALLBACKS) == few


def test_a_list_asks_as_much_for_many_targets_as_for_a_page_of_them(cast, march, client):
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    rule = TEXT[TEXT.index("## 1") : TEXT.index("## 2")]
    more = "\n".join(
        rule.replace("## 1", f"## {n + 10}").replace("id: callbacks", f"id: more-{n}")
        for n in range(20)
    )
    regulations.adopt(
        text=TEXT.replace("## 1", f"{more}\n## 1", 1).replace("2024-01-01", "2024-03-01"),
        file_name="indicators.md", by=cast.he, at=at("2024-03-20 10:00"),
    )  # fmt: skip
    client.get("/targets/")
    first = queries_for(client, "/targets/")
    page = client.get("/targets/").content.decode()
    assert page.count("target-line") == queries.TARGETS_SHOWN
    assert first < 12 + queries.TARGETS_SHOWN


@pytest.mark.parametrize(("reached", "height"), [(10, 120), (5, 60), (0, 0)])
def test_a_bar_is_as_high_as_the_share_that_complies(record, reached, height):
    for number in range(10):
        opened(record, number)
    for number in range(reached):
        called(record, number)

    row = measured("callbacks")
    (bar,) = charts.bars([row], ["24-3"])

    assert (bar.height, bar.y + bar.height) == (height, charts.HEIGHT)
    assert charts.threshold_line(row) == 12
    assert charts.bars([None], ["24-2"])[0].tone == "calm"


def test_a_programs_lists_cost_the_same_for_one_row_and_for_many(cast, march, record):
    program = program_of(cast.he, at=at("2024-03-20 10:00"))
    addresses = ("/targets", f"{CALLBACKS.rstrip('/')}/rows")
    few = [cost_of(program, address) for address in addresses]
    for number in range(10, 60):
        opened(record, number)

    assert [cost_of(program, address) for address in addresses] == few
