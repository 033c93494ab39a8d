"""What a due badge says, in words and in tone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from shouwen.ui.badges import Due, due_from, due_words

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)  # Saturday 15:00 in Shanghai
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def said(due: Due, language: str = "zh-hans") -> tuple[str, str, str]:
    with override(language):
        words = due_words(due, NOW)
        return words.tone, words.headline, words.small


def test_an_overdue_matter_says_how_late_it_is():
    due = Due(due_at=NOW - 40 * MINUTE)

    assert said(due) == ("late", "逾期 40 分", "应于 今天 14:20")
    assert said(due, "en") == ("late", "40 min late", "due today 14:20")


def test_remaining_working_time_is_shown_rather_than_the_clock_on_the_wall():
    due = Due(due_at=NOW + 20 * HOUR, remaining=3 * HOUR + 20 * MINUTE)

    assert said(due) == ("fine", "剩 3 小时 20 分", "明天 11:00")


def test_the_last_two_hours_are_amber():
    assert said(Due(due_at=NOW + 20 * HOUR, remaining=HOUR))[0] == "soon"
    assert said(Due(due_at=NOW + 2 * HOUR))[0] == "fine"


def test_a_warning_time_of_its_own_decides_the_tone():
    assert said(Due(due_at=NOW + 9 * HOUR, warn_at=NOW))[0] == "soon"
    assert said(Due(due_at=NOW + HOUR, warn_at=NOW + MINUTE))[0] == "fine"


def test_beyond_a_day_days_are_counted():
    due = Due(due_at=datetime(2026, 11, 25, 16, 0, tzinfo=UTC))

    assert said(due) == ("fine", "剩 4 天", "11月25日 周三 24:00")


def test_without_a_limit_the_time_used_is_said():
    due = Due(due_at=None, opened_at=NOW - 48 * HOUR)

    assert said(due) == ("calm", "无时限", "已用 2 天")
    assert said(due, "en") == ("calm", "No time limit", "used 2 days")


@pytest.mark.parametrize(
    ("state", "late", "tone", "headline"),
    [
        ("met", False, "fine", "已完成"),
        ("met", True, "late", "逾期完成"),
        ("excused", False, "calm", "已免责"),
        ("withdrawn", False, "calm", "已撤销"),
        ("paused", False, "calm", "已暂停"),
        ("lapsed", False, "late", "逾期 1 小时"),
    ],
)
def test_each_state_has_its_word(state, late, tone, headline):
    assert said(Due(due_at=NOW - HOUR, state=state, late=late))[:2] == (tone, headline)


def test_a_row_needs_only_the_attributes_it_has():
    class Row:
        due_at = NOW
        provisional = True

    assert due_from(Row()) == Due(due_at=NOW, provisional=True)
