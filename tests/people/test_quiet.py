"""When mail leaves that is to wake nobody, by the clock of the house."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.people.quiet import Quiet, leaves_at

CHINA, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NIGHT = Quiet(time(22), time(7))
NOON = Quiet(time(12), time(14))
ONE_MINUTE = timedelta(minutes=1)

times = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
quiets = st.tuples(times, times).filter(lambda two: two[0] != two[1]).map(lambda two: Quiet(*two))
spans = st.lists(st.none() | quiets, max_size=3)
moments = st.integers(0, 366 * 24 * 60).map(
    lambda n: datetime(2024, 1, 1, tzinfo=UTC) + n * ONE_MINUTE
)

pytestmark = pytest.mark.once


def moment(text: str, zone: ZoneInfo = CHINA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("posts", "at", "leaves"),
    [
        ([], "2024-03-04 23:00", "2024-03-04 23:00"),
        ([None], "2024-03-04 23:00", "2024-03-04 23:00"),
        ([NIGHT], "2024-03-04 21:59", "2024-03-04 21:59"),
        ([NIGHT], "2024-03-04 22:00", "2024-03-05 07:00"),
        ([NIGHT], "2024-03-31 23:59", "2024-04-01 07:00"),
        ([NIGHT], "2024-03-05 06:59", "2024-03-05 07:00"),
        ([NIGHT], "2024-03-05 07:00", "2024-03-05 07:00"),
        ([NOON], "2024-03-05 13:00", "2024-03-05 14:00"),
        ([NIGHT, None], "2024-03-04 23:00", "2024-03-04 23:00"),
        ([NIGHT, NOON], "2024-03-04 23:00", "2024-03-04 23:00"),
        ([NIGHT, Quiet(time(23), time(6))], "2024-03-04 23:30", "2024-03-05 06:00"),
    ],
)
def test_mail_waits_while_every_post_is_quiet(
    posts: list[Quiet | None], at: str, leaves: str
) -> None:
    assert leaves_at(moment(at), posts, CHINA) == moment(leaves)
    assert leaves_at(moment(at).astimezone(UTC), posts, CHINA) == moment(leaves)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [("2024-10-27 00:30", "2024-10-27 05:00"), ("2024-03-30 23:00", "2024-03-31 05:00")],
)
def test_where_the_clock_is_put_on_or_back_the_time_shown_counts(at: str, leaves: str) -> None:
    # 07:00 by the clock on the wall is an hour further away, or nearer.
    found = leaves_at(moment(at, BERLIN), [NIGHT], BERLIN).astimezone(BERLIN)

    assert found.strftime("%m-%d %H:%M") == f"{leaves[5:10]} 07:00"


@settings(deadline=None, max_examples=200)
@given(spans, moments)
def test_it_leaves_at_the_first_moment_at_which_not_all_are_quiet(
    posts: list[Quiet | None], at: datetime
) -> None:
    def all_quiet(when: datetime) -> bool:
        clock = when.astimezone(CHINA).time()
        return bool(posts) and all(one is not None and one.holds_at(clock) for one in posts)

    leaves = leaves_at(at, posts, CHINA)

    assert at <= leaves < at + timedelta(days=1)
    assert not all_quiet(leaves)
    assert leaves == at or (all_quiet(at) and all_quiet(leaves - ONE_MINUTE))


@settings(deadline=None, max_examples=200)
@given(quiets, moments, st.sampled_from([BERLIN, ZoneInfo("America/New_York")]))
def test_it_never_leaves_before_it_is_due_nor_while_it_is_quiet(
    post: Quiet, at: datetime, zone: ZoneInfo
) -> None:
    leaves = leaves_at(at, [post], zone)

    assert at <= leaves <= at + timedelta(hours=25)
    assert not post.holds_at(leaves.astimezone(zone).time())
