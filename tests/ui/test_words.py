"""Moments, lengths and amounts as people write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from shouwen.policy.amounts import Quantity
from shouwen.ui import words

# Saturday 21 November 2026, 18:00 in Shanghai.
SIX = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hans", "11月21日 周六 18:00"), ("en", "Sat 21 Nov 18:00")],
)
def test_a_moment_reads_as_people_write_it(language, written):
    with override(language):
        assert words.day_time(SIX) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hans", "2026年11月21日 周六 18:00"), ("en", "Sat 21 Nov 2026 18:00")],
)
def test_another_year_is_named(language, written):
    with override(language):
        assert words.day_time(SIX, SIX + timedelta(days=60)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hans", "11月21日 周六 24:00"), ("en", "Sat 21 Nov 24:00")],
)
def test_a_due_time_at_midnight_belongs_to_the_day_that_ends(language, written):
    with override(language):
        assert words.due_time(MIDNIGHT) == written


def test_a_due_time_tonight_at_midnight_is_today():
    with override("zh-hans"):
        assert words.due_time(MIDNIGHT, SIX) == "今天 24:00"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [(-1, "昨天", "yesterday"), (0, "今天", "today"), (1, "明天", "tomorrow")],
)
def test_near_days_have_names(days, chinese, english):
    moment = SIX + timedelta(days=days)

    with override("zh-hans"):
        assert words.near_day(moment, SIX) == chinese
    with override("en"):
        assert words.near_day(moment, SIX) == english


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (200, "3 小时 20 分", "3 h 20 min"),
        (60, "1 小时", "1 h"),
        (5, "5 分", "5 min"),
        (0, "不到 1 分钟", "under a minute"),
        (27 * 60, "27 小时", "27 h"),
    ],
)
def test_working_time_is_counted_in_hours(minutes, chinese, english):
    length = timedelta(minutes=minutes)

    with override("zh-hans"):
        assert words.working_length(length) == chinese
    with override("en"):
        assert words.working_length(length) == english


def test_calendar_time_is_counted_in_days():
    with override("zh-hans"):
        assert words.calendar_length(timedelta(days=1, hours=3, minutes=9)) == "1 天 3 小时"
    with override("en"):
        assert words.calendar_length(timedelta(days=2)) == "2 days"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Quantity.of("1500", "yuan"), "+1,500.00"),
        (Quantity.of("-100", "yuan"), "−100.00"),
        (Quantity.of("-2.5", "service_points"), "−2.5"),
        (Quantity.of("1200", "service_points"), "+1,200"),
        (Quantity.of("0", "yuan"), "0.00"),
        (Decimal("0.5"), "+0.50"),
    ],
)
def test_a_signed_figure_says_which_way_it_goes(value, written):
    assert words.figure(value, signed=True) == written


@pytest.mark.parametrize(
    ("language", "written"), [("zh-hans", "2024年1月1日"), ("en", "1 Jan 2024")]
)
def test_a_date_written_by_a_template_reads_as_the_other_dates_do(language, written):
    with override(language):
        assert date_format(date(2024, 1, 1)) == written
