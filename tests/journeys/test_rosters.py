"""A roster in the browser: published, swapped too often, worked over midnight, repaired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwen.approvals import queries as approvals
from shouwen.cases.actions import open_case
from shouwen.enforcement.actions import decide_request
from shouwen.journal.models import FactRow
from shouwen.people.models import Member
from shouwen.roster import repairing
from shouwen.roster.actions import plans, punches, swaps
from shouwen.roster.choices import LIVE
from shouwen.roster.models import Leave, Shift, Swap
from shouwen.roster.views import team
from tests.handover.conftest import TEXT
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, overflow
from tests.roster.conftest import NOW, Floor, adopt, colleague, floor

__all__ = ["floor"]
pytestmark = pytest.mark.browser

FRIDAY = "2024-03-01 10:00"
DAY = date(2024, 3, 11)


@pytest.fixture
def sun(floor: Floor) -> Member:
    """Return a colleague of 小王."""
    return colleague(floor.cast, "sunhao", "孙浩")


def fine(page: Page) -> None:
    """Nobody is kept out of the page, and nothing sticks out of it."""
    assert not [*barriers(page), *overflow(page)]


def test_a_month_is_planned_published_and_read(floor: Floor, clock: Clock, sit_down: Open):
    clock.set(FRIDAY)
    li = sit_down(floor.cast.li, "/roster/teams/desk/begin/")
    li.get_by_role("button", name="新建草稿").click()
    expect(li.get_by_text("2024-04-01 至 2024-04-30 为草稿")).to_be_visible()
    for day in ("2024-04-08", "2024-04-09"):
        li.locator(f"tr[data-who='wang'] td[data-day='{day}'] a.put").click()
        li.locator("#panel-body").get_by_role("button", name="早班").click()
        expect(li.locator(f"tr[data-who='wang'] td[data-day='{day}'] .shift")).to_be_visible()
    fine(li)
    wang = sit_down(floor.cast.wang, "/roster/?from=2024-04-08", width=375)
    expect(wang.get_by_text("休息").first).to_be_visible()
    expect(wang.get_by_text("早班")).to_have_count(0)

    li.get_by_role("button", name="公布").first.click()
    li.get_by_role("dialog").get_by_role("button", name="公布").click()
    expect(li.get_by_text("已公布，相关人员可以查看并确认")).to_be_visible()

    wang.reload()
    expect(wang.get_by_text("早班").first).to_be_visible()
    wang.get_by_role("button", name="已阅知，确认").click()
    expect(wang.get_by_text("已记录：您已阅读班表")).to_be_visible()
    expect(wang.get_by_role("button", name="已阅知，确认")).to_have_count(0)
    fine(wang)
    assert not Shift.objects.filter(member=floor.cast.wang, seen_at=None).exists()


def test_people_further_down_come_into_view(
    floor: Floor, clock: Clock, sit_down: Open, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(team, "LINES", 12)
    clock.set(FRIDAY)
    for n in range(15):
        colleague(floor.cast, f"m{n}", f"员工{n}")
    li = sit_down(floor.cast.li, "/roster/teams/desk/?from=2024-03-04")
    lines = li.locator("#roster tbody tr[data-who]")
    # The line of open shifts stands above everybody's.
    expect(lines).to_have_count(13)

    li.locator(".further").scroll_into_view_if_needed()
    expect(lines).to_have_count(18)
    expect(li.locator(".further")).to_have_count(0)


def test_the_fourth_swap_is_refused_with_its_clause(
    floor: Floor, sun: Member, clock: Clock, sit_down: Open
):
    clock.set(FRIDAY)
    # Two days apart, so that no two neighbours are swapped.
    days = [DAY + timedelta(days=4 * n) for n in range(4)]
    pairs = [(floor.put(floor.cast.wang, d), floor.put(sun, d + timedelta(days=2))) for d in days]
    floor.publish()
    for shift, payback in pairs[:3]:
        _swapped(floor, shift, payback)

    wang = sit_down(floor.cast.wang, f"/roster/shifts/{pairs[3][0].pk}/swap/", width=375)
    wang.get_by_label("换班对方").select_option("sunhao")
    wang.get_by_label("还班班次").select_option(str(pairs[3][1].pk))
    wang.get_by_role("button", name="先看规则判定").click()
    said = wang.locator(".verdict")
    expect(said.get_by_text("不允许")).to_be_visible()
    expect(said.get_by_text("1.1", exact=True)).to_be_visible()
    expect(wang.get_by_role("button", name="向对方提出")).to_be_disabled()
    fine(wang)
    assert Swap.objects.filter(shift=pairs[3][0]).count() == 0


def _swapped(floor: Floor, shift: Shift, payback: Shift) -> None:
    assert shift.member is not None
    assert payback.member is not None
    made = swaps.propose(
        person=shift.member, partner=payback.member, shift=shift, payback=payback, reason="",
        sent=floor.sent(shift.member, token=f"p{shift.pk}"),
    )  # fmt: skip
    outcome = swaps.answer(
        swap=made, agrees=True, sent=floor.sent(payback.member, token=f"a{shift.pk}")
    )
    assert outcome is not None
    assert outcome.held is not None
    decide_request(request=outcome.held, member=floor.cast.li, verdict="granted", at=NOW)


def test_a_night_across_midnight_is_attended_on_one_shift(
    floor: Floor, clock: Clock, sit_down: Open
):
    floor.put(floor.cast.wang, DAY, floor.night)
    floor.publish()
    clock.set("2024-03-11 21:55")
    wang = sit_down(floor.cast.wang, "/roster/", width=375)
    wang.get_by_role("button", name="签到").click()
    expect(wang.get_by_text("已签到")).to_be_visible()
    clock.set("2024-03-12 06:05")
    wang.goto("/roster/")
    wang.get_by_role("button", name="签退").click()
    expect(wang.get_by_text("已签退")).to_be_visible()
    fine(wang)

    punches.judge_due(now=clock.set("2024-03-13 09:00"))

    li = sit_down(floor.cast.li, "/roster/teams/desk/attendance/?day=2024-03-11")
    row = li.locator(".line", has_text="小王")
    expect(row.get_by_text("签到 21:55")).to_be_visible()
    expect(row.get_by_text("签退 06:05")).to_be_visible()
    expect(row.get_by_text("到岗", exact=True)).to_be_visible()
    fine(li)
    kinds = set(FactRow.objects.values_list("kind", flat=True))
    assert "shift_worked" in kinds
    assert not kinds & {"absent", "punch_missed"}


def test_leave_of_two_days_goes_through_two_levels(floor: Floor, clock: Clock, sit_down: Open):
    clock.set(FRIDAY)
    for day in (DAY, DAY + timedelta(days=1)):
        floor.put(floor.cast.wang, day)
    floor.publish()
    wang = sit_down(floor.cast.wang, "/roster/leave/", width=375)
    wang.get_by_label("假别").select_option("personal")
    wang.get_by_label("自", exact=True).fill("2024-03-11T00:00")
    wang.get_by_label("至", exact=True).fill("2024-03-13T00:00")
    wang.get_by_role("button", name="先看规则判定").click()
    expect(wang.get_by_text("请假天数：2")).to_be_visible()
    expect(wang.locator(".verdict").get_by_text("需签字")).to_be_visible()
    fine(wang)
    wang.get_by_role("button", name="申请请假").click()
    expect(wang.get_by_text("待签字", exact=True)).to_be_visible()

    leave = Leave.objects.get()
    for signer in (floor.cast.li, floor.cast.he):
        assert Shift.objects.filter(member=floor.cast.wang, state__in=LIVE).count() == 2
        page = sit_down(signer, "/signoff/")
        page.get_by_text("审批…").click()
        page.get_by_role("button", name="同意", exact=True).click()
        expect(page.get_by_text("您的意见已记录")).to_be_visible()

    wang.goto("/roster/?from=2024-03-11")
    expect(wang.locator(".away")).to_have_count(2)
    held = approvals.find(leave.request or 0)
    assert held is not None
    assert held.state == "granted"
    assert not Shift.objects.filter(member=floor.cast.wang, state__in=LIVE).exists()


def test_illness_is_repaired_with_the_fewest_changes(
    floor: Floor, sun: Member, clock: Clock, sit_down: Open, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(repairing, "SECONDS", 3)
    clock.set(FRIDAY)
    for kind in (floor.early, floor.late):
        kind.wanted = 0
        kind.save(update_fields=["wanted"])
    free = colleague(floor.cast, "duyi", "杜一")
    # Three days with a night each, and two days off for everybody: one can take over, nobody else.
    first = floor.plan.last + timedelta(days=1)
    plan = plans.begin_plan(
        team=floor.cast.desk, first=first, last=first + timedelta(days=2), by=floor.cast.li, at=NOW
    )
    desk = replace(floor, plan=plan)
    shift = desk.put(floor.cast.wang, first, floor.night)
    desk.put(sun, first + timedelta(days=1), floor.night)
    desk.put(floor.cast.li, first + timedelta(days=2), floor.night)
    desk.publish()
    li = sit_down(floor.cast.li, "/roster/teams/desk/repair/")
    li.get_by_label("人员").select_option("wang")
    li.get_by_label("起始日").fill(f"{first}")
    li.get_by_label("末日").fill(f"{first}")
    li.get_by_role("button", name="查看调整").click()
    changes = li.locator("#changes .line")
    expect(changes).to_have_count(2)
    expect(changes.filter(has_text="小王")).to_have_count(1)
    expect(changes.filter(has_text="杜一")).to_have_count(1)
    fine(li)
    li.get_by_role("button", name="按此调整班表").click()
    expect(li.get_by_text("班表已调整")).to_be_visible()

    shift.refresh_from_db()
    assert shift.state == "cancelled"
    nights = Shift.objects.filter(plan=plan, key="night", state__in=LIVE).order_by("begins")
    assert [night.member for night in nights] == [free, sun, floor.cast.li]


def test_a_handover_is_blocked_until_nothing_important_is_open_and_then_signed(
    floor: Floor, sun: Member, clock: Clock, sit_down: Open
):
    adopt(TEXT.replace("regulation: shifts", "regulation: handing-over"), floor.cast)
    floor.put(floor.cast.wang, DAY)
    floor.put(sun, DAY, floor.late)
    floor.publish()
    now = clock.set("2024-03-11 15:50")
    open_case(
        case_type="complaint", title="电梯困人", text="", severity="general", channel="phone",
        at=now, recorded_at=now, actor=floor.cast.wang,
    )  # fmt: skip
    wang = sit_down(floor.cast.wang, "/roster/")
    wang.get_by_role("link", name="交接班", exact=True).click()
    # Who is next on the roster is chosen already.
    expect(wang.get_by_label("接班人")).to_have_value("sunhao")
    wang.get_by_label("交接种类").select_option("desk_passed_on")
    wang.get_by_role("button", name="下一步").click()
    wang.get_by_label("跟进事项").fill("等维保到场")
    important = wang.locator("[name^='important|matter']")
    important.check()
    wang.get_by_role("button", name="签字交班").click()
    expect(wang.get_by_role("alert").get_by_text("《交接班制度》1.1").first).to_be_visible()
    assert not FactRow.objects.filter(kind="handover_given").exists()

    important.uncheck()
    wang.get_by_role("button", name="签字交班").click()
    expect(wang.get_by_text("已签字，待接班人签字")).to_be_visible()
    incoming = sit_down(sun, "/handover/", width=375)
    incoming.get_by_role("link", name="小王 → 孙浩").click()
    sign = incoming.get_by_role("button", name="签字接班")
    expect(sign).to_be_visible()
    for clear in incoming.get_by_label("清楚，接收").all():
        clear.check()
    incoming.get_by_label("已当面交代").select_option(label="是")
    sign.click()
    expect(incoming.get_by_text("双方已签字").first).to_be_visible()
    assert FactRow.objects.filter(kind="desk_passed_on").exists()
