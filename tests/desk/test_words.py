"""The desk greets by the hour and says what sort of day it is."""

from __future__ import annotations

import pytest
from django.utils import translation

from shouwen.desk import words
from shouwen.policy.calendar import Calendar, Override
from shouwen.regulations.holiday_table import holiday_tables
from tests.enforcement.conftest import at

OFFICE = {"mon-fri": ["08:30-12:00", "13:30-18:00"]}


def calendar(**said) -> Calendar:
    (table,) = list(holiday_tables().values())[:1]
    return Calendar.of(OFFICE, holidays=table, **said)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        ("04:59", "晚上好，小王"),
        ("05:00", "早上好，小王"),
        ("10:59", "早上好，小王"),
        ("11:00", "中午好，小王"),
        ("13:00", "下午好，小王"),
        ("17:59", "下午好，小王"),
        ("18:00", "晚上好，小王"),
    ],
)
def test_the_greeting_follows_the_hour_on_the_houses_clock(hour, greeting):
    assert words.greeting(at(f"2024-03-04 {hour}"), "小王") == greeting


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("2024-05-06", "5月6日 周一"),
        ("2024-05-11", "5月11日 周六（调休上班）"),
        ("2024-05-01", "5月1日 周三（法定节假日）"),
        ("2024-05-18", "5月18日 周六（休息日）"),
    ],
)
def test_an_unusual_day_is_named(day, written):
    assert words.today_words(at(f"{day} 10:00"), calendar()) == written


def test_the_houses_own_word_about_a_day_is_named():
    moment = at("2024-05-06 10:00")

    closed = calendar(overrides={moment.date(): Override.closed("盘点")})

    assert words.today_words(moment, closed) == "5月6日 周一（本单位放假）"


def test_english_names_the_day_in_english():
    with translation.override("en"):
        written = words.today_words(at("2024-05-11 10:00"), calendar())

    assert written == "Sat 11 May (make-up working day)"
