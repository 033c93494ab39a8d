"""What the steps of a deadline read like, in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from shouwen.policy.amounts import Length
from shouwen.policy.calendar import Calendar, Override
from shouwen.policy.sentences import SENTENCES, deadline_text, duration_text, lines, say
from shouwen.policy.sentences.wording import _WRITERS
from shouwen.policy.steps import Step
from shouwen.regulations.holiday_table import holiday_table
from tests.policy.calendars import OFFICE, OFFICE_HOURS, at

WORKED = {date(2026, 11, 21): Override.open_as_working_day("调休")}
DESK = Calendar.of(OFFICE_HOURS, holidays=holiday_table(), overrides=WORKED)


def test_the_explanation_on_the_desk_reads_as_in_the_department():
    found = DESK.due(at("2026-11-20 16:50"), Length.parse("1 working day"), counted="to_the_minute")

    assert [str(line) for line in lines(found.steps, "zh", year=2026)] == [
        "时限 1 个工作日（8:30–12:00、13:30–18:00） 8 小时",
        "11月20日 周五余下 1 小时 10 分 → 18:00",
        "11月21日 周六公司安排上班（调休） 计入",
        "11月21日 周六用去 6 小时 50 分 → 16:50",
    ]
    assert [str(line) for line in lines(found.steps, "en", year=2026)] == [
        "Limit: 1 working day (8:30–12:00, 13:30–18:00 each) 8 h",
        "Fri 20 Nov: 1 h 10 min left → 18:00",
        "Sat 21 Nov: open by the company (调休) counted",
        "Sat 21 Nov: 6 h 50 min used → 16:50",
    ]


def test_holidays_and_make_up_days_are_named():
    found = OFFICE.due(at("2024-04-03 10:00"), Length.parse("3 working days"))

    assert [str(line) for line in lines(found.steps, "zh", year=2024)] == [
        "4月4日 周四至4月6日 周六清明节放假 不计",
        "4月7日 周日为清明节调休上班日 计入",
        "自 4月7日 周日数起，第 3 个工作日为 4月9日 周二 → 18:00",
    ]


def test_the_end_of_a_day_is_written_as_twenty_four_hours():
    found = OFFICE.due(at("2024-03-03 09:30"), Length.parse("7 days"))

    assert say(found.steps[-1], "zh", year=2024) == ("时限 7 天，次日起算，至 3月10日 周日 → 24:00")
    assert found.at is not None
    assert deadline_text(found.at, "zh", year=2024) == "3月10日 周日 24:00"
    assert deadline_text(found.at, "en", year=2024) == "Sun 10 Mar 24:00"


def test_a_year_is_written_once_and_again_when_it_changes():
    found = OFFICE.due(at("2026-12-31 17:00"), Length.parse("2 working hours"))

    assert [str(line) for line in lines(found.steps, "zh")] == [
        "时限按工作时间计 2 小时",
        "2026年12月31日 周四余下 1 小时 → 18:00",
        "2027年1月1日 周五用去 1 小时 → 09:30",
        "2027 年放假安排尚未公布，暂按平常周历推算 暂定",
    ]
    assert say(found.steps[1], "en") == "Thu 31 Dec 2026: 1 h left → 18:00"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (28800, "8 小时", "8 h"),
        (4200, "1 小时 10 分", "1 h 10 min"),
        (59, "59 秒", "59 s"),
        (0, "0 分", "0 min"),
        (-4200, "−1 小时 10 分", "−1 h 10 min"),
    ],
)
def test_a_working_time_leaves_out_what_is_nought(seconds, zh, en):
    assert (duration_text(seconds, "zh"), duration_text(seconds, "en")) == (zh, en)


def test_a_step_of_a_newer_release_shows_what_it_carries():
    assert say(Step("moon.phase", {"phase": "full"}), "zh") == "moon.phase phase=full"


def test_a_missing_value_is_written_as_nothing():
    assert say(Step("calendar.holiday_named", {"day": "2024-04-04"}), "en", year=2024) == (
        "Thu 4 Apr: public holiday () not counted"
    )


def test_every_sentence_stands_in_both_languages_with_the_same_places():
    for code, sentence in SENTENCES.items():
        assert sentence.keys() == {"zh", "en"}, code
        places = {
            # A label comes in both languages: {fact_zh} here is {fact_en} there.
            language: sorted(
                place.replace(f"_{language}", "")
                for place in re.findall(r"\{\w+(?::\w+)?\}", text + end)
            )
            for language, (text, end) in sentence.items()
        }
        assert places["zh"] == places["en"], code


def test_every_place_is_written_by_a_writer_that_exists():
    for code, sentence in SENTENCES.items():
        for text, end in sentence.values():
            for writer in re.findall(r"\{\w+:(\w+)\}", text + end):
                assert writer in _WRITERS, code
