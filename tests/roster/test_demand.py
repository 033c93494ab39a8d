"""Demand as people use it: brought in, forecast, taken over, and what the roster makes of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from shouwen.people.refusals import RefusedError
from shouwen.planning.solving import Cover
from shouwen.roster import (
    alarms,
    coverage,
    demand,
    demand_actions,
    demand_figures,
    demand_import,
    demand_running,
    demand_seats,
    demand_sources,
    running,
    skills,
    violations,
)
from shouwen.roster.demand_actions import Figures
from shouwen.roster.floors import floors_on
from shouwen.roster.models import Came, Expected, Forecasting, Stream
from shouwen.roster.problem import faults_of, problem_of
from tests.roster.conftest import CHINA, FIRST, NOW, Floor, adopt, colleague, signed_in

HOTLINE = Figures(minutes=30, handling=180, patience=120, shrinkage=20, level=80, within=20)
TARGET = """---
regulation: norm
title: 热线服务规范
in_force: 2024-01-01
facts:
  call_came: {label: 来电, label_en: Call came}
  call_taken:
    label: 接听
    label_en: Call taken
    details: {seconds: {type: number, label: 秒, label_en: Seconds}}
---

### 3.1 来电在三十秒内接听的不少于百分之九十。

```rule
id: level
kind: target
title: 服务水平
title_en: Service level
every: month
metric:
  share:
    of: {fact: call_came}
    having: {fact: call_taken, seconds: {at_most: 30}}
at_least: 90 %
```
"""


def hotline(floor: Floor, figures: Figures = HOTLINE, name: str = "热线") -> Stream:
    return demand_actions.keep_stream(
        team=floor.cast.desk, name=name, figures=figures, by=floor.cast.li, at=NOW
    )


def a_day(**at: float) -> list[float]:
    """Return a day of half hours; ``h9=4`` puts four contacts into each half hour of nine."""
    counts = [0.0] * 48
    for hour, count in at.items():
        place = int(hour[1:]) * 2
        counts[place] = counts[place + 1] = count
    return counts


def weeks(stream: Stream, many: int = 10) -> None:
    """Keep weeks that end the day before now: Mondays twice what other days bring."""
    last = NOW.date() - timedelta(days=1)
    rows = {}
    for back in range(many * 7):
        day = last - timedelta(days=back)
        count = 8.0 if day.weekday() == 0 else 4.0
        rows[day] = a_day(h9=count, h10=count, h14=count)
    demand_actions.keep_came(stream=stream, rows=rows, source="import", by=None, at=NOW)


def forecast(floor: Floor, stream: Stream, **asked: object) -> Forecasting:
    run = demand_running.begin(
        stream=stream, first=FIRST, last=FIRST + timedelta(days=6), by=floor.cast.li, at=NOW,
        **asked,  # type: ignore[arg-type]
    )  # fmt: skip
    demand_running.work(run.pk, by="a worker")
    run.refresh_from_db()
    return run


# ── the past ─────────────────────────────────────────────────────────────────────────────────


def test_a_table_is_read_by_its_headings_and_faults_are_named_by_line():
    table = (
        "来电时间,工号,类型\n2024-02-01 09:10,1,热线\n不知道,2,热线\n"
        "2024/2/1 9:40,3,热线\n2024-02-01 10:00,4,外呼\n"
    )
    found = demand_import.read(
        table.encode("gb18030"), demand_import.Mapping(only="类型", only_value="热线")
    )

    rows = demand_actions.in_intervals(30, found.rows)
    assert rows == {date(2024, 2, 1): a_day(h9=1)}
    assert [(fault.line, fault.what) for fault in found.faults] == [(3, "“不知道”不是时间。")]
    assert (found.when, found.left_out) == ("来电时间", 1)


def test_a_workbook_with_day_time_and_number_is_read():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["日期", "时刻", "呼入量"])
    sheet.append([datetime(2024, 2, 1), "09:00", 7])  # noqa: DTZ001 - workbooks know no zone
    sheet.append([datetime(2024, 2, 1), "09:30", -1])  # noqa: DTZ001
    file = io.BytesIO()
    book.save(file)

    found = demand_import.read(
        file.getvalue(), demand_import.Mapping(when="日期", time="时刻", count="呼入量")
    )

    assert found.rows == [(datetime(2024, 2, 1, 9, tzinfo=CHINA), 7.0)]
    assert [fault.line for fault in found.faults] == [3]


@pytest.mark.parametrize("data", [b"PK\x03\x04rubbish", b"\xff\xfe\x00\x01", b"a,b\n1,2\n"])
def test_what_is_no_table_of_moments_is_refused(data: bytes):
    with pytest.raises(RefusedError):
        demand_import.read(data, demand_import.Mapping())


def test_a_day_brought_in_twice_counts_once(floor: Floor):
    stream = hotline(floor)
    for count in (3.0, 5.0):
        demand_actions.keep_came(
            stream=stream, rows={date(2024, 2, 1): a_day(h9=count)}, source="import", by=None,
            at=NOW,
        )  # fmt: skip
    assert list(Came.objects.values_list("total", flat=True)) == [10]


def test_a_day_nobody_counted_is_marked_and_never_a_zero(floor: Floor):
    stream = hotline(floor)
    weeks(stream, 3)
    gone = NOW.date() - timedelta(days=3)
    Came.objects.filter(stream=stream, day=gone).delete()

    past = demand.past_of(stream, FIRST)

    assert past is not None
    row = (gone - past.first).days
    assert past.kinds[row] == demand.MISSING
    assert past.counts[row].sum() == past.counts[row - 7].sum() > 0


def test_the_house_counts_its_own_and_idle_days_too(floor: Floor, monkeypatch: pytest.MonkeyPatch):
    came = datetime(2024, 2, 28, 9, 20, tzinfo=CHINA)
    source = demand_sources.ContactSource(
        key="told", label="told", moments=lambda *_asked: [came, came]
    )
    stream = hotline(floor)
    counted = demand_actions.count_here(
        stream=stream, source=source, first=date(2024, 2, 27), last=date(2024, 2, 28),
        by=floor.cast.li, at=NOW,
    )  # fmt: skip
    assert counted == 2
    assert list(Came.objects.order_by("day").values_list("total", flat=True)) == [0, 2]
    with pytest.raises(RefusedError):
        demand_actions.count_here(
            stream=stream, source=source, first=FIRST, last=FIRST, by=floor.cast.li, at=NOW
        )


# ── the forecast ─────────────────────────────────────────────────────────────────────────────


def test_a_forecast_says_how_every_method_did_and_is_demand_once_taken(floor: Floor):
    stream = hotline(floor)
    weeks(stream)

    run = forecast(floor, stream)
    # A worker began it and was killed: the page says so, and it is begun anew.
    dead = {"state": "running", "answer": {}, "held_by": "gone", "held_until": NOW}
    Forecasting.objects.filter(pk=run.pk).update(**dead)
    lead, again = signed_in(floor.cast.li), f"/roster/forecasts/{run.pk}/again/"
    assert again not in lead.get(f"/roster/forecasts/{run.pk}/").text
    Forecasting.objects.update(held_until=NOW - timedelta(seconds=1))
    assert again in lead.get(f"/roster/forecasts/{run.pk}/").text
    lead.post(again)
    demand_running.work(run.pk, by="a worker")
    run.refresh_from_db()

    assert run.state == "done", run.why
    assert {trial["method"] for trial in run.answer["trials"]} >= {
        "same_as_last_week", "smoothing", "regression"
    }  # fmt: skip
    assert run.answer["method"] == run.answer["trials"][0]["method"]
    assert not Expected.objects.exists()
    assert demand_actions.take(run=run, by=floor.cast.li, at=NOW) == 7
    monday, tuesday = Expected.objects.order_by("day")[:2]
    assert sum(monday.counts) == pytest.approx(48, rel=0.1)
    assert sum(tuesday.counts) == pytest.approx(24, rel=0.1)
    assert max(monday.people) >= max(tuesday.people) > 0
    assert all(people >= seats for people, seats in zip(monday.people, monday.seats, strict=True))


def test_another_method_what_if_and_special_days_change_what_is_expected(floor: Floor):
    stream = hotline(floor)
    weeks(stream)
    plain = forecast(floor, stream, method="same_as_last_week")
    demand_actions.keep_special(
        team=floor.cast.desk, day=FIRST, factor=200, reason="出账日", by=floor.cast.li, at=NOW
    )
    more = forecast(
        floor, stream, method="same_as_last_week", volume=150,
        extra={"first": 9 * 60, "last": 10 * 60, "contacts": 2},
    )  # fmt: skip

    def of(run: Forecasting, place: int) -> list[float]:
        return list(run.answer["days"][place]["counts"])

    assert plain.answer["method"] == "same_as_last_week"
    assert of(plain, 0)[18] == 8
    assert of(more, 0)[18] == 8 * 1.5 * 2 + 2
    assert of(more, 1)[18] == 4 * 1.5 + 2
    assert of(more, 1)[20] == 4 * 1.5


def test_without_a_past_or_a_promise_nothing_is_forecast(floor: Floor):
    stream = hotline(floor)
    with pytest.raises(RefusedError, match="还没有历史数据"):
        forecast(floor, stream)
    bare = hotline(floor, Figures(minutes=30, handling=180), name="在线")
    weeks(bare, 3)
    with pytest.raises(RefusedError, match="多少秒"):
        forecast(floor, bare)


# ── seats ────────────────────────────────────────────────────────────────────────────────────


def test_a_target_in_force_comes_before_what_somebody_set(floor: Floor):
    stream = hotline(floor)
    assert demand_figures.promise_of(stream, FIRST).clause is None
    adopt(TARGET, floor.cast)
    found = demand_figures.promise_of(stream, FIRST)
    assert found.level == pytest.approx(0.9)
    assert found.within == pytest.approx(30)
    assert found.clause is not None
    assert found.clause.number == "3.1"


def test_seats_keep_the_promise_chat_needs_fewer_and_shrinkage_more(floor: Floor):
    phone = hotline(floor)
    chat = hotline(floor, Figures(minutes=30, handling=180, at_once=3, level=80, within=20), "在线")
    day = {FIRST: a_day(h9=20)}
    need, chats = demand_seats.needs(phone, day)[FIRST], demand_seats.needs(chat, day)[FIRST]
    promise = demand_figures.promise_of(phone, FIRST)

    (given,) = demand_seats.given(phone, [20], [need.seats[18]], promise)
    (fewer,) = demand_seats.given(phone, [20], [need.seats[18] - 1], promise)

    assert given.level >= 80 > fewer.level
    assert need.people[18] == -(-need.seats[18] * 5 // 4)
    assert chats.seats[18] < need.seats[18]
    assert need.seats[0] == need.people[0] == 0


def test_figures_that_change_work_the_coming_days_out_anew(floor: Floor):
    stream = hotline(floor)
    demand_actions.type_day(
        stream=stream, day=FIRST, counts=a_day(h9=20), by=floor.cast.li, at=NOW,
        until=FIRST + timedelta(days=14),
    )  # fmt: skip
    before = [max(row.seats) for row in Expected.objects.order_by("day")]
    hotline(floor, Figures(minutes=30, handling=600, level=80, within=20))
    after = [max(row.seats) for row in Expected.objects.order_by("day")]
    assert len(before) == 3
    assert all(new > old for new, old in zip(after, before, strict=True))
    with pytest.raises(RefusedError):
        hotline(floor, Figures(minutes=15, handling=600, level=80, within=20))


# ── what the roster makes of it ──────────────────────────────────────────────────────────────


def typed(floor: Floor, stream: Stream, people: Callable[[int], int]) -> None:
    """Say how many people every half hour of the first day wants."""
    Expected.objects.create(
        stream=stream, day=FIRST, counts=[1.0] * 48, seats=[people(n) for n in range(48)],
        people=[people(n) for n in range(48)], kept_at=NOW,
    )  # fmt: skip


def test_demand_not_covered_is_said_by_chart_violations_and_alarm(floor: Floor):
    stream = hotline(floor)
    typed(floor, stream, lambda n: 2 if 18 <= n < 24 else 0)
    floor.put(floor.cast.wang, FIRST, floor.early)

    moments, gaps = coverage.moments_of(floor.cast.desk, FIRST, drafts=True)

    short = [moment for moment in moments if moment.wanted > moment.there]
    assert len(short) == 6
    (gap,) = [gap for gap in gaps if gap.clause is None]
    assert (gap.there, gap.least, gap.demand) == (1, 2, "热线")
    assert gap.source == "业务量（热线）所需"
    assert any("业务量：热线" in missed.source for missed in violations.of_plan(floor.plan))
    floor.publish()
    now = datetime(2024, 3, 4, 7, tzinfo=CHINA)
    assert any(one.source == gap.source for one in alarms.coming_gaps(floor.cast.desk, now))
    assert alarms.tell_leads(now=now) >= 1


def test_the_solver_plans_for_the_demand_instead_of_the_people_wanted(floor: Floor):
    stream = hotline(floor)
    typed(floor, stream, lambda n: 2 if 18 <= n < 24 else 0)
    covers = [c for c in problem_of(floor.plan).constraints if isinstance(c, Cover)]
    of_day = [c for c in covers if not c.days or FIRST in c.days]
    wanted = {c.between: c.wanted for c in of_day if c.source.rule == "streams"}
    assert wanted[9 * 60, 12 * 60] == 2
    assert not [c for c in of_day if c.source.text == "每日所需人数"]

    for n in range(6):
        colleague(floor.cast, f"m{n}", f"员工{n}")
    run = running.begin(plan=floor.plan, by=floor.cast.li, at=NOW, seconds=5)
    running.work(run.pk, by="a worker")

    missed = [f for f in faults_of(floor.plan) if f.source.rule == "streams"]
    assert FIRST not in {
        day for fault in missed if fault.code == "seats_below" for day in fault.days
    }


def test_demand_for_a_skill_counts_only_who_has_it(floor: Floor, monkeypatch: pytest.MonkeyPatch):
    cast = floor.cast
    monkeypatch.setattr(
        skills, "_TOLD", [(lambda _members: {cast.zhao.pk: frozenset({"英语"})}, lambda: ["英语"])]
    )
    english = hotline(
        floor, Figures(minutes=30, handling=180, level=80, within=20, skill="英语"), "英语"
    )
    typed(floor, english, lambda n: 1 if 18 <= n < 20 else 0)
    floor.put(cast.wang, FIRST, floor.early)

    _moments, gaps = coverage.moments_of(cast.desk, FIRST, drafts=True)
    assert [gap.skill for gap in gaps if gap.clause is None] == ["英语"]
    assert any("技能：英语" in missed.source for missed in violations.of_plan(floor.plan))
    floor.put(cast.zhao, FIRST, floor.early)
    _moments, gaps = coverage.moments_of(cast.desk, FIRST, drafts=True)
    assert [gap.skill for gap in gaps if gap.clause is None] == []


def test_two_streams_are_covered_together(floor: Floor):
    typed(floor, hotline(floor), lambda n: 2)
    typed(floor, hotline(floor, name="在线"), lambda n: 1)
    (line,) = demand.wanted_between(floor.cast.desk, FIRST, FIRST)[FIRST]
    assert set(line.people) == {3}
    assert line.streams == "热线、在线"


def test_a_floor_counts_only_where_its_rule_insists(floor: Floor):
    found = {named.shift: named.least for named in floors_on(floor.cast.desk, FIRST)}
    assert found == {"night": 1}
    assert floors_on(floor.cast.desk, date(2023, 12, 1)) == []


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def test_the_pages_lead_from_a_table_to_the_demand(floor: Floor):
    li = signed_in(floor.cast.li)
    page = "/roster/teams/desk/demand/"
    assert "该班组还没有业务量" in li.get(page).text
    made = li.post(
        f"{page}new/",
        {"name": "热线", "minutes": 30, "handling": 180, "patience": 0, "at_once": 1,
         "shrinkage": 10, "level": 80, "within": 20},
    )  # fmt: skip
    assert made.status_code == 302, made.context["form"].errors
    stream = Stream.objects.get()
    lines = ["时间,量"]
    for back in range(1, 30):
        day = NOW.date() - timedelta(days=back)
        lines += [f"{day} {hour:02d}:00,{5 + day.weekday()}" for hour in (9, 10, 11)]
    lines.append("坏行,1")
    table = SimpleUploadedFile("h.csv", "\n".join(lines).encode())
    answer = li.post(
        f"/roster/demand/{stream.pk}/past/", {"do": "import", "file": table, "count": "量"}
    )
    assert answer.status_code == 422
    assert "无法读取的行" in answer.text
    assert Came.objects.count() == 29
    begun = li.post(
        f"/roster/demand/{stream.pk}/forecast/",
        {"first": "2024-03-04", "last": "2024-03-31", "volume": 100},
    )
    run = Forecasting.objects.get()
    assert begun.headers["Location"] == f"/roster/forecasts/{run.pk}/"
    assert "等待" in li.get(begun.headers["Location"]).text
    demand_running.work(run.pk, by="a worker")
    assert "各方法回测" in li.get(begun.headers["Location"]).text
    li.post(f"/roster/forecasts/{run.pk}/take/")
    shown = li.get(f"{page}?day=2024-03-04").text
    assert "80%" in shown
    assert "09:00" in shown
    assert "虚线" in li.get("/roster/teams/desk/coverage/?day=2024-03-04").text


def test_the_page_of_demand_costs_few_queries(floor: Floor, django_assert_max_num_queries):
    stream = hotline(floor)
    weeks(stream, 4)
    for n in range(28):
        demand_actions.type_day(
            stream=stream, day=FIRST + timedelta(days=n), counts=a_day(h9=5), by=floor.cast.li,
            at=NOW,
        )  # fmt: skip
    li = signed_in(floor.cast.li)
    li.get("/roster/teams/desk/demand/?day=2024-03-06")
    with django_assert_max_num_queries(30):
        li.get("/roster/teams/desk/demand/?day=2024-03-06")


def test_demand_is_shown_to_whoever_plans_and_nobody_else(floor: Floor):
    stream = hotline(floor)
    wang = signed_in(floor.cast.wang)
    for page in (
        "/roster/teams/desk/demand/", f"/roster/demand/{stream.pk}/",
        f"/roster/demand/{stream.pk}/past/", f"/roster/demand/{stream.pk}/forecast/",
        f"/roster/demand/{stream.pk}/day/", "/roster/teams/desk/demand/days/",
    ):  # fmt: skip
        assert wang.get(page).status_code == 404, page


def test_a_day_typed_in_the_grid_and_a_special_day(floor: Floor):
    stream = hotline(floor)
    li = signed_in(floor.cast.li)
    kept = li.post(
        f"/roster/demand/{stream.pk}/day/", {"day": "2024-03-05", "n18": "6", "until": "2024-03-19"}
    )
    assert kept.status_code == 302
    assert [row.counts[18] for row in Expected.objects.all()] == [6, 6, 6]
    bad = li.post(f"/roster/demand/{stream.pk}/day/", {"day": "2024-03-05", "n18": "-6"})
    assert bad.status_code == 422
    li.post(
        "/roster/teams/desk/demand/days/", {"day": "2024-03-11", "factor": 150, "reason": "周年庆"}
    )
    assert "周年庆" in li.get("/roster/teams/desk/demand/days/").text
    li.post("/roster/teams/desk/demand/days/drop/", {"day": "2024-03-11"})
    assert "周年庆" not in li.get("/roster/teams/desk/demand/days/").text
